// A request's body as it was received: its bytes, which the signature covers, and the JSON object in them.
import { type Outcome, refuse } from '../../core/reasons.ts';
import { decodeUtf8, readJsonObject } from '../../kernel/json-text.ts';
import { accept } from '../../kernel/outcome.ts';

/** The members of a JSON object, or of a query. */
export interface Members {
  /** Undefined where the member is absent, null or the empty text, which Upay treats alike (upay.md 2.1.8). */
  value(name: string): unknown;
  /** The text of a member: numbers as written, compact JSON for objects and arrays. */
  text(name: string): string;
}

export interface Received {
  readonly bytes: Buffer;
  /** Reads the object once, however often it is asked. Nobody should, before the signature held (upay.md 7, Q27). */
  members(): Outcome<Members>;
}

export function receive(bytes: Buffer): Received {
  let known: Outcome<Members> | undefined;
  return {
    bytes,
    members() {
      known ??= readMembers(bytes);
      return known;
    },
  };
}

/** Whatever exactly is wrong with it: `explain` says that, in a sandbox. */
const notAnObject = '请求内容须为JSON对象';

function readMembers(bytes: Buffer): Outcome<Members> {
  const text = decodeUtf8(bytes);
  if (text === undefined) return refuse('request_malformed', '请求内容须为UTF-8编码');
  const json = readJsonObject(text, { maxDepth: 32 });
  if (!json.ok) return refuse('request_malformed', notAnObject);
  return accept({ value: (name) => present(json.value, name), text: json.source });
}

function present(object: Readonly<Record<string, unknown>>, name: string): unknown {
  const found = Object.hasOwn(object, name) ? object[name] : undefined;
  return found === null || found === '' ? undefined : found;
}

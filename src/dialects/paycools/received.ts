// Reads a request as it was received: its members for the signature, and their values, before anything is believed.
import { type Outcome, refuse } from '../../core/reasons.ts';
import { decodeUtf8, readJsonObject } from '../../kernel/json-text.ts';
import { accept } from '../../kernel/outcome.ts';
import { readQueryPairs } from '../query.ts';
import type { Member } from './signature.ts';

export interface Received {
  readonly appId: string;
  readonly sign: string;
  /** Every member with its text as received: numbers as written, query values decoded. */
  readonly members: readonly Member[];
  /** The value of a member; undefined when it is absent, null or empty, which PayCools treats alike. */
  value(name: string): unknown;
  /** The text of a member; empty when it has no value. */
  source(name: string): string;
}

/** Refuses whatever is not one JSON object in UTF-8, and one without appId and sign. */
export function readBody(bytes: Uint8Array): Outcome<Received> {
  const text = decodeUtf8(bytes);
  if (text === undefined) return refuse('request_malformed', 'The body is not UTF-8.');
  const json = readJsonObject(text, { maxDepth: 32 });
  if (!json.ok) return refuse('request_malformed', json.problem);
  const value = (name: string): unknown => {
    const found = Object.hasOwn(json.value, name) ? json.value[name] : undefined;
    return found === null || found === '' ? undefined : found;
  };
  return identify(json.members(), value, json.source);
}

/** The query of a URL, without its question mark. Refuses broken escapes, names that stand twice, and half characters. */
export function readQuery(query: string): Outcome<Received> {
  const values = readQueryPairs(query);
  if (typeof values === 'string') return refuse('request_malformed', values);
  // A client that sends base64 as it is has its `+` read as a space; base64 has no spaces, so nothing is lost.
  const sign = values.get('sign')?.replaceAll(' ', '+');
  if (sign !== undefined) values.set('sign', sign);
  return identify(
    [...values],
    (name) => values.get(name) || undefined,
    (name) => values.get(name) ?? '',
  );
}

function identify(
  members: readonly Member[],
  value: (name: string) => unknown,
  source: (name: string) => string,
): Outcome<Received> {
  const appId = value('appId');
  const sign = value('sign');
  for (const [name, given] of [
    ['appId', appId],
    ['sign', sign],
  ] as const) {
    if (given === undefined) return refuse('request_malformed', `${name} is required`);
    if (typeof given !== 'string') return refuse('request_malformed', `${name} must be a string`);
  }
  return accept({ appId: appId as string, sign: sign as string, members, value, source });
}

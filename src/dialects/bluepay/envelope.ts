// The envelope `{appId, sign, param}` of a request, whose `param` is JSON in a string, and `{code, message, data}` of an answer (bluepay.md
// 2.2, 2.3).
import { type Outcome, refuse } from '../../core/reasons.ts';
import { decodeUtf8, readJsonObject } from '../../kernel/json-text.ts';
import { accept } from '../../kernel/outcome.ts';

export interface Envelope {
  readonly appId: string;
  readonly sign: string;
  /** As it was signed: unescaped once, never written again. */
  readonly param: string;
}

/** Refuses what is no JSON object, and members that are absent or no strings. */
export function readEnvelope(body: Uint8Array): Outcome<Envelope> {
  const text = decodeUtf8(body);
  if (text === undefined) return refuse('request_malformed', 'The body is not UTF-8.');
  const json = readJsonObject(text, { maxDepth: 32 });
  if (!json.ok) return refuse('request_malformed', json.problem);
  const { appId, sign, param } = json.value;
  if (typeof appId !== 'string' || typeof sign !== 'string' || typeof param !== 'string') {
    return refuse('request_malformed', 'appId, sign and param must be strings; param holds JSON');
  }
  return accept({ appId, sign, param });
}

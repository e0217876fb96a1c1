// Reads the JSON body of a request to the sandbox; what is wrong with it is a sentence.
import { decodeUtf8, readJsonObject } from '../../../kernel/json-text.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** The members of the body, or the sentence that refuses it. */
export function readBody(body: unknown): Fields | string {
  if (!Buffer.isBuffer(body) || body.length === 0) return 'The body must be a JSON object.';
  const text = decodeUtf8(body);
  if (text === undefined) return 'The body is not UTF-8.';
  const object = readJsonObject(text, { maxDepth: 32 });
  return object.ok ? object.value : object.problem;
}

/** A number without fraction that JavaScript holds exactly. */
export function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

// Reads a JSON object as it was received, keeping the text of each member for whoever verifies a signature over it.
import { isUtf8 } from 'node:buffer';

export type JsonObjectText =
  | {
      ok: true;
      value: Record<string, unknown>;
      // The text of a top-level member: the decoded string, the number as written, true/false, compact JSON for an
      // array or object. Empty when the member is absent or null, which a signer treats alike.
      source(name: string): string;
      // Every top-level member with its source, in the order received.
      members(): [name: string, text: string][];
    }
  | { ok: false; problem: string };

type Span = { start: number; end: number };

/**
 * Parses a JSON object body; `maxDepth` counts brackets, the outermost being 1. Refuses, with a sentence: what is not
 * JSON, not an object, too deep, names a member twice anywhere, or holds half a surrogate pair or U+0000 in a string
 * (PostgreSQL can store neither). Numbers keep their digits, 100.00 stays 100.00 (paycools.md 2.5, 7 row 7).
 */
export function readJsonObject(text: string, limits: { maxDepth: number }): JsonObjectText {
  const value = parse(text);
  if (value === undefined) return { ok: false, problem: 'The body is not JSON.' };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ok: false, problem: 'The body is not a JSON object.' };
  }
  if (!text.isWellFormed()) return { ok: false, problem: halfPair };
  const spans = findMembers(text, limits.maxDepth);
  if (typeof spans === 'string') return { ok: false, problem: spans };

  const object = value as Record<string, unknown>;
  const source = (name: string): string => {
    const span = spans.get(name);
    return span === undefined ? '' : textOf(object[name], text, span);
  };
  return { ok: true, value: object, source, members: () => Array.from(spans.keys(), (name) => [name, source(name)]) };
}

/** Decodes UTF-8 without repairing or stripping anything; undefined for invalid bytes and for a byte order mark. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return undefined;
  if (!isUtf8(bytes)) return undefined;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const comma = 0x2c;
const openArray = 0x5b;
const closeArray = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;
const halfPair = 'The body holds half of a surrogate pair.';

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Walks text already known to be valid JSON once, and says where each top-level value lies, or what is wrong with it.
 */
function findMembers(text: string, maxDepth: number): Map<string, Span> | string {
  const spans = new Map<string, Span>();
  const openBrackets: (Set<string> | undefined)[] = []; // the names seen in each open object; undefined for an array
  let name: string | undefined; // the top-level member being read
  let start = -1; // where its value began
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (isSpace(code) || code === colon) continue;
    const depth = openBrackets.length;
    if (depth === 1 && (code === comma || code === closeObject)) {
      if (name !== undefined) spans.set(name, { start, end: endBefore(text, index) });
      name = undefined;
      start = -1;
    }
    if (code === closeArray || code === closeObject) {
      openBrackets.pop();
      continue;
    }
    if (code === comma) continue;
    if (depth === 1 && name !== undefined && start < 0) start = index;
    if (code === openArray || code === openObject) {
      if (depth === maxDepth) return `The body is nested deeper than ${maxDepth} levels.`;
      openBrackets.push(code === openObject ? new Set() : undefined);
      continue;
    }
    if (code !== quote) continue;

    const end = endOfString(text, index);
    const string = stringAt(text, index, end);
    if (string.includes('\0')) return 'The body holds the character U+0000.';
    if (!string.isWellFormed()) return halfPair;
    index = end - 1;
    const names = openBrackets[depth - 1];
    if (names === undefined || text.charCodeAt(skipSpace(text, end)) !== colon) continue;
    if (names.has(string)) return `The body names the member "${string.slice(0, 64).toWellFormed()}" twice.`;
    names.add(string);
    if (depth === 1) name = string;
  }
  return spans;
}

function textOf(value: unknown, text: string, span: Span): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  const received = text.slice(span.start, span.end);
  return typeof value === 'object' ? withoutSpace(received) : received;
}

function withoutSpace(json: string): string {
  let compact = '';
  let kept = 0;
  for (let index = 0; index < json.length; index++) {
    const code = json.charCodeAt(index);
    if (code === quote) index = endOfString(json, index) - 1;
    else if (isSpace(code)) {
      compact += json.slice(kept, index);
      kept = index + 1;
    }
  }
  return compact + json.slice(kept);
}

function stringAt(text: string, start: number, end: number): string {
  const inner = text.slice(start + 1, end - 1);
  return inner.includes('\\') ? (JSON.parse(text.slice(start, end)) as string) : inner;
}

/** The index after the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  let index = start + 1;
  for (let code = text.charCodeAt(index); code !== quote; code = text.charCodeAt(index)) {
    index += code === backslash ? 2 : 1;
  }
  return index + 1;
}

function endBefore(text: string, index: number): number {
  let end = index;
  while (isSpace(text.charCodeAt(end - 1))) end--;
  return end;
}

function skipSpace(text: string, index: number): number {
  let next = index;
  while (isSpace(text.charCodeAt(next))) next++;
  return next;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

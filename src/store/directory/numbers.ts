// Numbers of what is named by digits alone, and the keys that come with them, of the lengths that clients know (upay.md 2.2).
import { randomInt } from 'node:crypto';
import { randomDigits, randomHex } from '../../kernel/random.ts';

const lengths = { vendor: 8, app: 16, store: 12, code: 8, terminal: 15 } as const;

/** Random, so that no number says anything of another; it begins with no 0, which a client may take for nothing. */
export function newNumber(kind: keyof typeof lengths): string {
  return `${randomInt(1, 10)}${randomDigits(lengths[kind] - 1)}`;
}

/** 32 lower-case hex digits. */
export function newKey(): string {
  return randomHex(16);
}

/** Newest first, at most two: the one before stays valid beside the new one. */
export function rotated(keys: readonly string[], key: string): readonly string[] {
  return [key, ...keys].slice(0, 2);
}

// The time that a request says it was made at: milliseconds or seconds since 1970, as a number or as digits (paycools.md 3.8,
// bluepay.md 2.6).
import type { Instant } from '../kernel/clock.ts';

/** Undefined for whatever is no time. */
export function timestampOf(value: unknown): Instant | undefined {
  const isText = typeof value === 'string' && /^[0-9]+$/.test(value);
  if (!isText && !(typeof value === 'number' && Number.isInteger(value))) return undefined;
  const count = Number(value);
  return count < leastMilliseconds ? count * 1000 : count;
}

/** What is less is seconds: as milliseconds it would be a day of 1973. */
const leastMilliseconds = 1e11;

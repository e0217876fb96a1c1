// Randomness that a seed repeats, for tests that try many things and must be able to try the same again.
import { randomInt } from 'node:crypto';

export interface Seeded {
  readonly seed: number;
  /** At least 0, below `end`. */
  below(end: number): number;
  pick<Value>(values: readonly Value[]): Value;
  /** True once in `times`. */
  once(times: number): boolean;
}

/** `given` is the seed as an environment variable has it; absent: a new one. */
export function createSeeded(given: string | undefined): Seeded {
  const seed = given === undefined ? randomInt(2 ** 31) : Number(given);
  let state = seed;
  // mulberry32
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number) => Math.floor(next() * end);
  return {
    seed,
    below,
    pick(values) {
      const value = values[below(values.length)];
      if (value === undefined) throw new Error('There is nothing to pick from.');
      return value;
    },
    once: (times) => below(times) === 0,
  };
}

// Seeded randomness: the same seed draws the same numbers in the same order.
import { randomInt } from 'node:crypto';

export interface Random {
  /** At least 0, below 1. */
  next(): number;
  /** A whole number of at least 0, below `end`. */
  below(end: number): number;
  /** A whole number, both ends included. */
  between(lowest: number, highest: number): number;
  chance(probability: number): boolean;
  /** Throws when there is nothing to pick from. */
  pick<Item>(items: readonly Item[]): Item;
  /** The same; undefined when there is nothing to pick from. */
  pickIfAny<Item>(items: readonly Item[]): Item | undefined;
  /** One of at least one item, each as likely as its weight says. */
  weighted<Item extends { readonly weight: number }>(items: readonly Item[]): Item;
}

/** The generator mulberry32: 32 bits of state are plenty for choosing what happens next. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number) => Math.floor(next() * end);
  return {
    next,
    below,
    between: (lowest, highest) => lowest + below(highest - lowest + 1),
    chance: (probability) => next() < probability,
    pick: (items) => found(items[below(items.length)]),
    pickIfAny: (items) => items[below(items.length)],
    weighted(items) {
      let rest = next() * items.reduce((sum, { weight }) => sum + weight, 0);
      return found(items.find(({ weight }) => (rest -= weight) < 0) ?? items.at(-1));
    },
  };
}

/** The seed that an environment variable gives, to try the same again; absent: a new one. */
export function seedFrom(variable: string): number {
  const given = process.env[variable];
  return given === undefined ? randomInt(2 ** 31) : Number(given);
}

function found<Item>(item: Item | undefined): Item {
  if (item === undefined) throw new Error('There is nothing to pick from.');
  return item;
}

// Seeded randomness: the same seed draws the same numbers in the same order.

export interface Random {
  /** A whole number, both ends included. */
  between(lowest: number, highest: number): number;
  chance(probability: number): boolean;
  /** Undefined when there is nothing to pick from. */
  pick<Item>(items: readonly Item[]): Item | undefined;
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
  return {
    between: (lowest, highest) => lowest + Math.floor(next() * (highest - lowest + 1)),
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)],
    weighted(items) {
      let rest = next() * items.reduce((sum, { weight }) => sum + weight, 0);
      const found = items.find(({ weight }) => (rest -= weight) < 0) ?? items.at(-1);
      if (!found) throw new Error('There is nothing to pick from.');
      return found;
    },
  };
}

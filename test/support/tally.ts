// Counts how often each thing was seen, and says so in one line.

export interface Tally {
  add(what: string): void;
  has(what: string): boolean;
  /** `act 200 ×7, act 409 ×2`, in the order of the names. */
  summary(): string;
}

export function createTally(): Tally {
  const counts = new Map<string, number>();
  return {
    add: (what) => void counts.set(what, (counts.get(what) ?? 0) + 1),
    has: (what) => counts.has(what),
    summary: () =>
      [...counts.keys()]
        .sort()
        .map((what) => `${what} ×${counts.get(what)}`)
        .join(', '),
  };
}

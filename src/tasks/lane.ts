// A lane: at most so many calls at a time to one connector, the others in line, and no line without an end.

export interface Lane {
  /** Resolves with true when it is the caller's turn, who then must leave; with false at once when the line is full. */
  enter(): Promise<boolean>;
  leave(): void;
}

export function createLane(maxInside: number, maxWaiting: number): Lane {
  let inside = 0;
  const waiting: ((entered: boolean) => void)[] = [];
  return {
    async enter() {
      if (inside < maxInside) {
        inside++;
        return true;
      }
      if (waiting.length >= maxWaiting) return false;
      return new Promise((resolve) => waiting.push(resolve));
    },
    leave() {
      // The place passes on to whoever is next, so the number inside stays.
      const next = waiting.shift();
      if (next) next(true);
      else inside--;
    },
  };
}

// Waits for a row to change: what this process commits wakes them at once, what another one commits is looked for now and then.

export interface Waits {
  /** Listens from now on. */
  listen(id: string, timeoutMs: number): Listening;
  wake(ids: Iterable<string>): void;
  /** Wakes all, now and later. */
  end(): void;
  readonly ended: boolean;
}

export interface Listening {
  /** Resolves when a row of that id was committed here, when the time has passed, or at the end. */
  readonly changed: Promise<void>;
  /** Listens no more. */
  forget(): void;
}

export function createWaits(): Waits {
  const waiting = new Map<string, Set<() => void>>();
  let ended = false;
  function wakeOne(id: string): void {
    const those = waiting.get(id);
    if (!those) return;
    waiting.delete(id);
    for (const resolve of those) resolve();
  }
  return {
    listen(id, timeoutMs) {
      if (ended) return { changed: Promise.resolve(), forget() {} };
      let forget = () => {};
      const changed = new Promise<void>((resolve) => {
        const those = waiting.get(id) ?? new Set();
        waiting.set(id, those);
        forget = () => {
          clearTimeout(timer);
          those.delete(forget);
          if (those.size === 0 && waiting.get(id) === those) waiting.delete(id);
          resolve();
        };
        const timer = setTimeout(forget, timeoutMs);
        those.add(forget);
      });
      return { changed, forget };
    },
    wake(ids) {
      if (waiting.size === 0) return;
      for (const id of ids) wakeOne(id);
    },
    end() {
      ended = true;
      for (const id of waiting.keys()) wakeOne(id);
    },
    get ended() {
      return ended;
    },
  };
}

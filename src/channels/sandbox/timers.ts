// Work that the sandbox does by itself a moment later, and that ends with the process.

export interface Timers {
  after(delayMs: number, work: () => Promise<unknown>): void;
  /** Forgets what has not begun, and resolves when what has is over. */
  stop(): Promise<void>;
}

/** `onError` gets what the work throws: nobody waits for it. */
export function createTimers(onError: (error: unknown) => void): Timers {
  const waiting = new Set<NodeJS.Timeout>();
  const running = new Set<Promise<void>>();
  let stopped = false;
  return {
    after(delayMs, work) {
      if (stopped) return;
      const timer = setTimeout(() => {
        waiting.delete(timer);
        const run = work().then(() => {}, onError);
        running.add(run);
        void run.finally(() => running.delete(run));
      }, delayMs);
      timer.unref();
      waiting.add(timer);
    },
    async stop() {
      stopped = true;
      for (const timer of waiting) clearTimeout(timer);
      waiting.clear();
      await Promise.all(running);
    },
  };
}

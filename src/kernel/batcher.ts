// Group work: what arrives while a group is under way waits, and the next group takes all of it. No timer, so an idle
// gateway works on a lone item at once, and a busy one on hundreds together.

export interface Batcher<Item, Result> {
  add(item: Item): Promise<Result>;
  /** How many items wait, the ones under way not counted. */
  waiting(): number;
  /** Resolves when nothing waits and nothing is under way. */
  drained(): Promise<void>;
}

/**
 * `run` gets the items in the order they arrived and answers with one result for each, in that order.
 * When it throws, every item of that group is rejected with the error.
 */
export function createBatcher<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
  limit = 512,
): Batcher<Item, Result> {
  interface Entry {
    readonly item: Item;
    readonly resolve: (result: Result) => void;
    readonly reject: (error: unknown) => void;
  }
  let queue: Entry[] = [];
  let running: Promise<void> | undefined;

  async function runAll(): Promise<void> {
    // One turn of the event loop lets the requests that arrived in the same read join the first group.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (queue.length > 0) {
      const group = queue.length <= limit ? queue : queue.slice(0, limit);
      queue = queue.length <= limit ? [] : queue.slice(limit);
      try {
        const results = await run(group.map((entry) => entry.item));
        group.forEach((entry, index) => entry.resolve(results[index] as Result));
      } catch (error) {
        for (const entry of group) entry.reject(error);
      }
    }
    running = undefined;
  }

  return {
    add(item) {
      return new Promise((resolve, reject) => {
        queue.push({ item, resolve, reject });
        running ??= runAll();
      });
    },
    waiting: () => queue.length,
    async drained() {
      while (running) await running;
    },
  };
}

// Lanes: one line per endpoint, so that a slow or dead one delays no other. A lane widens while its endpoint does well
// and narrows to one try at a time, with growing pauses, while it does not.

/** `untried`: the item was dropped without asking the endpoint, which says nothing about it. */
export type Health = 'well' | 'ill' | 'untried';

export interface Lanes<Item> {
  /** Puts an item in its endpoint's line. */
  add(endpoint: string, item: Item): void;
  /** How many items are in an endpoint's line. */
  waiting(endpoint: string): number;
  /** Drops the lanes that had nothing to do for a while, and answers their endpoints. */
  forgetIdle(idleMs: number): string[];
  /** Starts nothing more, and answers what was in line. */
  stop(): Item[];
}

export interface LanesDeps<Item> {
  /** Never rejects. */
  run(item: Item): Promise<Health>;
  /** Tries at a time to one endpoint that does well. */
  readonly maxWidth: number;
  /** Tries at a time to all of them. */
  readonly maxRunning: number;
}

interface Lane<Item> {
  readonly endpoint: string;
  readonly waiting: Item[];
  running: number;
  width: number;
  failures: number;
  pause: NodeJS.Timeout | undefined;
  usedAtMs: number;
}

/** An endpoint nobody has tried yet starts here: if it hangs, little hangs with it. */
const firstWidth = 8;
const longestPauseMs = 1000;

export function createLanes<Item>({ run, maxWidth, maxRunning }: LanesDeps<Item>): Lanes<Item> {
  const lanes = new Map<string, Lane<Item>>();
  const ready = new Set<Lane<Item>>();
  let running = 0;

  function laneOf(endpoint: string): Lane<Item> {
    const known = lanes.get(endpoint);
    if (known) return known;
    const width = Math.min(firstWidth, maxWidth);
    const state = { running: 0, width, failures: 0, pause: undefined, usedAtMs: performance.now() };
    const lane: Lane<Item> = { endpoint, waiting: [], ...state };
    lanes.set(endpoint, lane);
    return lane;
  }

  /** Starts what may be started. A lane that ran one item goes behind the others, so that none starves another. */
  function schedule(): void {
    for (const lane of ready) {
      if (running >= maxRunning) return;
      ready.delete(lane);
      if (lane.running >= lane.width || lane.pause) continue;
      const item = lane.waiting.shift();
      if (item === undefined) continue;
      running++;
      lane.running++;
      void run(item).then((health) => ended(lane, health));
      ready.add(lane);
    }
  }

  function ended(lane: Lane<Item>, health: Health): void {
    running--;
    lane.running--;
    lane.usedAtMs = performance.now();
    if (health === 'well') {
      lane.width = Math.min(maxWidth, lane.width * 2);
      lane.failures = 0;
    } else if (health === 'ill') {
      lane.width = Math.max(1, Math.floor(lane.width / 2));
      lane.failures++;
      pause(lane);
    }
    ready.add(lane);
    schedule();
  }

  function pause(lane: Lane<Item>): void {
    // Only when it fails again and again: 10 ms, 20 ms, … 1 s.
    if (lane.width > 1 || lane.pause || lane.waiting.length === 0) return;
    const wait = Math.min(longestPauseMs, 10 * 2 ** Math.min(lane.failures - 1, 7));
    lane.pause = setTimeout(() => {
      lane.pause = undefined;
      ready.add(lane);
      schedule();
    }, wait);
  }

  return {
    add(endpoint, item) {
      const lane = laneOf(endpoint);
      lane.waiting.push(item);
      ready.add(lane);
      schedule();
    },
    waiting: (endpoint) => lanes.get(endpoint)?.waiting.length ?? 0,
    forgetIdle(idleMs) {
      const idle: string[] = [];
      for (const lane of lanes.values()) {
        if (lane.running > 0 || lane.waiting.length > 0 || performance.now() - lane.usedAtMs < idleMs) continue;
        lanes.delete(lane.endpoint);
        idle.push(lane.endpoint);
      }
      return idle;
    },
    stop() {
      ready.clear();
      return [...lanes.values()].flatMap((lane) => {
        clearTimeout(lane.pause);
        lane.pause = undefined;
        return lane.waiting.splice(0);
      });
    },
  };
}

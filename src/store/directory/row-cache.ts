// Rows of the directory in memory: bounded, looked up together, and never trusted once another process changed them.

export interface RowCache<Row> {
  /** The row if it is in memory and believed current, null if it is known not to exist, undefined if nobody knows. */
  look(id: string): Row | null | undefined;
  /** The row in memory, current or not: for whoever looked before and is still at work. */
  keep(id: string): Row | undefined;
  /** Brings the row into memory. Loads that are asked for together share one statement. */
  load(id: string): Promise<void>;
  find(id: string): Promise<Row | undefined>;
  invalidate(id: string): void;
  invalidateAll(): void;
}

export interface RowCacheOptions<Row> {
  load(ids: readonly string[]): Promise<readonly Row[]>;
  nowMs(): number;
  /** How many rows, and how many unknown ids, are held at most. Must be far more than one batch names. */
  readonly capacity: number;
  /** After this time a row is looked up again, should a notification ever be missed. */
  readonly trustMs: number;
  /** How long an unknown id is remembered. */
  readonly unknownMs: number;
}

interface Entry<Row> {
  readonly row: Row | null;
  until: number;
}

interface Load {
  readonly ids: Set<string>;
  /** What was changed while the statement was under way: the answer may be older than the change. */
  readonly outdated: Set<string>;
  readonly done: Promise<void>;
}

export function createRowCache<Row extends { readonly id: string }>(options: RowCacheOptions<Row>): RowCache<Row> {
  const rows = twoGenerations<Entry<Row>>(options.capacity);
  const unknown = twoGenerations<Entry<Row>>(options.capacity);
  const loads = new Set<Load>();
  const loading = new Map<string, Load>();
  let next: Load | undefined;

  function begin(): Load {
    const load: Load = { ids: new Set(), outdated: new Set(), done: Promise.resolve().then(() => run(load)) };
    loads.add(load);
    return load;
  }

  const underWay = () => [...loads].filter((load) => load !== next);

  async function run(load: Load): Promise<void> {
    // Until here others could join.
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (next === load) next = undefined;
    try {
      const found = await options.load([...load.ids]);
      const now = options.nowMs();
      for (const row of found) put(load, row.id, row, now);
      for (const id of load.ids) if (!found.some((row) => row.id === id)) put(load, id, null, now);
    } finally {
      loads.delete(load);
      for (const id of load.ids) if (loading.get(id) === load) loading.delete(id);
    }
  }

  function put(load: Load, id: string, row: Row | null, now: number): void {
    const outdated = load.outdated.has(id);
    if (row) {
      if (outdated && rows.get(id)) return;
      rows.set(id, { row, until: outdated ? -Infinity : now + options.trustMs });
      unknown.delete(id);
    } else if (!outdated) {
      rows.delete(id);
      unknown.set(id, { row, until: now + options.unknownMs });
    }
  }

  const cache: RowCache<Row> = {
    look(id) {
      const entry = rows.get(id) ?? unknown.get(id);
      return entry && options.nowMs() < entry.until ? entry.row : undefined;
    },
    keep: (id) => rows.get(id)?.row ?? undefined,
    load(id) {
      const under = loading.get(id);
      if (under) return under.done;
      next ??= begin();
      next.ids.add(id);
      loading.set(id, next);
      return next.done;
    },
    async find(id) {
      let row = cache.look(id);
      // What was changed while it was looked up is looked up once more.
      for (let tries = 0; row === undefined && tries < 3; tries++) {
        await cache.load(id);
        row = cache.look(id);
      }
      return row === undefined ? cache.keep(id) : (row ?? undefined);
    },
    invalidate(id) {
      const entry = rows.get(id);
      if (entry) entry.until = -Infinity;
      unknown.delete(id);
      // Whoever asks from now on must not be answered by a statement that began before.
      for (const load of underWay()) if (load.ids.has(id)) load.outdated.add(id);
      if (loading.get(id) !== next) loading.delete(id);
    },
    invalidateAll() {
      for (const entry of rows.values()) entry.until = -Infinity;
      unknown.clear();
      for (const load of underWay()) for (const id of load.ids) load.outdated.add(id);
      loading.clear();
    },
  };
  return cache;
}

interface Generations<Value> {
  get(id: string): Value | undefined;
  set(id: string, value: Value): void;
  delete(id: string): void;
  clear(): void;
  values(): Iterable<Value>;
}

/**
 * Forgets what was not used for longest, roughly: when the young half is full it becomes the old half, and what was old
 * and not used since is gone. One look-up a use, where an exact order would be rewritten each time.
 */
function twoGenerations<Value>(capacity: number): Generations<Value> {
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();
  const set = (id: string, value: Value): void => {
    if (young.size >= capacity / 2 && !young.has(id)) {
      old = young;
      young = new Map();
    }
    young.set(id, value);
  };
  return {
    get(id) {
      const value = young.get(id);
      if (value !== undefined) return value;
      const older = old.get(id);
      if (older !== undefined) set(id, older);
      return older;
    },
    set,
    delete(id) {
      young.delete(id);
      old.delete(id);
    },
    clear() {
      young = new Map();
      old = new Map();
    },
    values: () => [...old.values(), ...young.values()],
  };
}

// The engine itself: per cell a queue of commands whose batches follow one another, and a queue of reads.
import { randomInt } from 'node:crypto';
import { createBatcher } from '../kernel/batcher.ts';
import { type Outcome, refuse } from '../core/reasons.ts';
import type { LookupName } from '../core/state.ts';
import { decideBatch, type Entry } from './decide-batch.ts';
import type { Engine, EngineDeps, RowOf } from './engine.ts';
import { mergeKeys } from '../core/keys.ts';
import { createBatchState } from './state.ts';
import { type CellStore, isStoreFault } from './store.ts';
import { createWaits, type Waits } from './waits.ts';

/** How often a batch is run again after another transaction was first. */
const mostAttempts = 12;

/** A database that stands still must not fill the memory: what finds so many before it in line is told to come again. */
const mostWaiting = 20_000;

/** How often a wait looks for what another process may have committed. */
const lookAgainMs = 1_000;

export function createEngine(deps: EngineDeps): Engine {
  const waits = createWaits();
  const cells = deps.stores.map((store, cell) => createCell(deps, store, cell, waits));
  const cellOf = (cell: number) => {
    const found = cells[cell];
    if (!found) throw new Error(`There is no cell ${cell}.`);
    return found;
  };
  return {
    async execute(cell, name, command) {
      const { commands } = cellOf(cell);
      if (commands.waiting() >= mostWaiting) return refuse('unavailable');
      return commands.add({ name, command: command as object }) as Promise<Outcome<never>>;
    },
    find: (cell, lookup, ...parts) => cellOf(cell).find(lookup, parts),
    async until(cell, lookup, id, isDone, timeoutMs) {
      const { find } = cellOf(cell);
      const endsAt = performance.now() + timeoutMs;
      for (;;) {
        // Listening begins before reading: what is committed in between is not missed.
        const leftMs = endsAt - performance.now();
        const listening = waits.listen(id, Math.max(0, Math.min(leftMs, lookAgainMs)));
        try {
          const row = await find(lookup, [id]);
          if (isDone(row) || leftMs <= 0 || waits.ended) return row;
          await listening.changed;
        } finally {
          listening.forget();
        }
      }
    },
    endWaits: waits.end,
    store: (cell) => cellOf(cell).store,
    cells: cells.length,
    waiting: () => cells.reduce((sum, cell) => sum + cell.commands.waiting(), 0),
    async drained() {
      await Promise.all(cells.map((cell) => cell.commands.drained()));
    },
  };
}

function createCell(deps: EngineDeps, store: CellStore, cell: number, waits: Waits) {
  const commands = createBatcher<Entry, Outcome<unknown>>((entries) => runBatch(deps, store, cell, waits, entries));
  const reads = createBatcher<{ lookup: LookupName; parts: readonly string[] }, unknown>(async (wanted) => {
    const keys = mergeKeys(wanted.map(({ lookup, parts }) => ({ [lookup]: [parts] })));
    const state = createBatchState(deps.directory);
    state.add(await store.load(keys), keys);
    return wanted.map(({ lookup, parts }) => state.look(lookup, parts));
  });
  return {
    store,
    commands,
    find: <Lookup extends LookupName>(lookup: Lookup, parts: readonly string[]) =>
      reads.add({ lookup, parts }) as Promise<RowOf<Lookup> | undefined>,
  };
}

async function runBatch(
  deps: EngineDeps,
  store: CellStore,
  cell: number,
  waits: Waits,
  entries: readonly Entry[],
): Promise<Outcome<unknown>[]> {
  const startedAt = performance.now();
  for (let attempt = 1; ; attempt++) {
    try {
      const { outcomes, tasks, notifications, changedIds } = await store.transact((transaction) =>
        decideBatch(deps, transaction, entries),
      );
      if (tasks.length + notifications.length > 0) deps.onStarted({ cell, tasks, notifications });
      waits.wake(changedIds);
      deps.onBatch({ cell, size: entries.length, durationMs: performance.now() - startedAt });
      return outcomes;
    } catch (error) {
      const fault = isStoreFault(error) ? error.fault : 'rejected';
      if (fault === 'unavailable') return entries.map(() => refuse('unavailable'));
      if (fault === 'conflict' && attempt < mostAttempts) {
        await new Promise((resolve) => setTimeout(resolve, randomInt(attempt * 2)));
        continue;
      }
      if (entries.length === 1) {
        deps.onBug(error, (entries[0] as Entry).name);
        return [refuse('internal')];
      }
      // Something in this batch cannot be written. Alone, every command meets its own fate.
      const outcomes: Outcome<unknown>[] = [];
      for (const entry of entries) outcomes.push(...(await runBatch(deps, store, cell, waits, [entry])));
      return outcomes;
    }
  }
}

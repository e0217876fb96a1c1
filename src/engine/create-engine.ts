// The engine itself: per cell a queue of commands whose batches follow one another, and a queue of reads.
import { randomInt } from 'node:crypto';
import { createBatcher } from '../kernel/batcher.ts';
import type { Instant } from '../kernel/clock.ts';
import { type CommandName, deciders } from '../core/commands.ts';
import type { Event } from '../core/event.ts';
import { subjectOf } from '../core/event.ts';
import type { Notification } from '../core/notification/notification.ts';
import { type Outcome, refuse } from '../core/reasons.ts';
import type { CellState, Decider, Keys, LookupName } from '../core/state.ts';
import type { Task } from '../core/task.ts';
import type { Dialect } from './dialect.ts';
import type { Engine, EngineDeps, RowOf } from './engine.ts';
import { mergeKeys } from './keys.ts';
import { type BatchState, createBatchState } from './state.ts';
import { type CellStore, type Changes, isStoreFault, type Loaded } from './store.ts';

interface Entry {
  readonly name: CommandName;
  readonly command: object;
}

/** How often a batch is run again after another transaction was first. */
const mostAttempts = 12;

export function createEngine(deps: EngineDeps): Engine {
  const cells = deps.stores.map((store, cell) => createCell(deps, store, cell));
  const cellOf = (cell: number) => {
    const found = cells[cell];
    if (!found) throw new Error(`There is no cell ${cell}.`);
    return found;
  };
  return {
    execute: (cell, name, command) =>
      cellOf(cell).commands.add({ name, command: command as object }) as Promise<Outcome<never>>,
    find: (cell, lookup, ...parts) => cellOf(cell).find(lookup, parts),
    store: (cell) => cellOf(cell).store,
    cells: cells.length,
    waiting: () => cells.reduce((sum, cell) => sum + cell.commands.waiting(), 0),
    async drained() {
      await Promise.all(cells.map((cell) => cell.commands.drained()));
    },
  };
}

function createCell(deps: EngineDeps, store: CellStore, cell: number) {
  const commands = createBatcher<Entry, Outcome<unknown>>((entries) => runBatch(deps, store, cell, entries));
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
  entries: readonly Entry[],
): Promise<Outcome<unknown>[]> {
  const startedAt = performance.now();
  for (let attempt = 1; ; attempt++) {
    try {
      const { outcomes, tasks, notifications } = await store.transact((transaction) =>
        decideAll(deps, transaction, entries),
      );
      if (tasks.length + notifications.length > 0) deps.onStarted({ cell, tasks, notifications });
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
      for (const entry of entries) outcomes.push(...(await runBatch(deps, store, cell, [entry])));
      return outcomes;
    }
  }
}

interface Decided {
  readonly outcomes: Outcome<unknown>[];
  readonly tasks: Task[];
  readonly notifications: Notification[];
}

async function decideAll(
  deps: EngineDeps,
  transaction: { load(keys: Keys): Promise<Loaded>; save(changes: Changes): Promise<void> },
  entries: readonly Entry[],
): Promise<Decided> {
  const state = createBatchState(deps.directory);
  const broken = new Map<Entry, Outcome<never>>();
  const guarded = <Value>(entry: Entry, rule: () => Value): Value | undefined => {
    if (broken.has(entry)) return undefined;
    try {
      return rule();
    } catch (error) {
      deps.onBug(error, entry.name);
      broken.set(entry, refuse('internal'));
      return undefined;
    }
  };

  await loadInto(
    state,
    transaction,
    deps,
    entries,
    mergeKeys(entries.map((entry) => guarded(entry, () => ruleOf(entry).needs(entry.command)))),
  );
  const now = deps.clock.now();
  const followed = mergeKeys(
    entries.map((entry) => guarded(entry, () => ruleOf(entry).follow?.(state, entry.command, now))),
  );
  if (Object.keys(followed).length > 0) await loadInto(state, transaction, deps, [], followed);

  const outcomes = entries.map(
    (entry) => guarded(entry, () => decideOne(deps, state, entry, now)) ?? broken.get(entry) ?? refuse('internal'),
  );
  const { changes, tasks, notifications } = startNow(state.changes(), now, deps.leaseMs);
  if (Object.keys(changes).length > 0) await transaction.save(changes);
  return { outcomes, tasks, notifications };
}

async function loadInto(
  state: BatchState,
  transaction: { load(keys: Keys): Promise<Loaded> },
  { directory }: EngineDeps,
  entries: readonly Entry[],
  keys: Keys,
): Promise<void> {
  state.add(await transaction.load(keys), keys);
  const { merchantIds, appIds } = state.owners(entries.map((entry) => entry.command));
  await directory.ensure(merchantIds, appIds);
}

/** Runs one rule; what it changed stays only if it accepts and its notifications can be written down. */
function decideOne(deps: EngineDeps, state: BatchState, entry: Entry, now: Instant): Outcome<unknown> {
  try {
    const outcome = ruleOf(entry).decide(state, entry.command, now);
    if (outcome.ok) {
      for (const event of state.announced()) notify(deps.dialects, state, event, now);
      state.keep();
    } else state.discard();
    return outcome;
  } catch (error) {
    state.discard();
    throw error;
  }
}

/** Owes the merchant the message of an event, where its dialect has one and an address is known. */
function notify(dialects: readonly Dialect[], state: CellState, event: Event, now: Instant): void {
  const subject = subjectOf(event);
  const app = state.app(subject.appId);
  const dialect = dialects.find((candidate) => candidate.names.includes(app.dialect));
  const message = dialect?.describe(event, app);
  if (!message?.url) return;
  state.notifications.insert({
    id: `${subject.id}.${event.kind.slice(event.kind.indexOf('.') + 1)}`,
    merchantId: subject.merchantId,
    appId: subject.appId,
    subjectId: subject.id,
    event: event.kind,
    url: message.url,
    body: message.body,
    status: 'pending',
    attempts: 0,
    dueAt: now,
    createdAt: now,
    deliveredAt: null,
  });
}

/** Work that is due at once belongs to this process until its lease ends; if the process dies, another takes it then. */
function startNow(changes: Changes, now: Instant, leaseMs: number) {
  const tasks: Task[] = [];
  const notifications: Notification[] = [];
  const lease = <Row extends { dueAt: Instant }>(
    rows: readonly Row[],
    started: Row[],
    isDue: (row: Row) => boolean,
  ): Row[] =>
    rows.map((row) => {
      if (!isDue(row)) return row;
      const leased = { ...row, dueAt: now + leaseMs };
      started.push(leased);
      return leased;
    });
  const leased = {
    ...changes,
    ...(changes.tasks && {
      tasks: { ...changes.tasks, inserted: lease(changes.tasks.inserted, tasks, (task) => task.dueAt <= now) },
    }),
    ...(changes.notifications && {
      notifications: {
        ...changes.notifications,
        inserted: lease(changes.notifications.inserted, notifications, (row) => row.dueAt <= now),
        updated: lease(
          changes.notifications.updated,
          notifications,
          (row) => row.status === 'pending' && row.dueAt <= now,
        ),
      },
    }),
  };
  return { changes: leased, tasks, notifications };
}

function ruleOf(entry: Entry): Decider<object, unknown> {
  return deciders[entry.name];
}

// Decides the commands of one batch in the order they arrived, over the rows they name, inside one transaction.
import type { Instant } from '../kernel/clock.ts';
import { type CommandName, deciders } from '../core/commands.ts';
import { type Outcome, refuse } from '../core/reasons.ts';
import type { Decider, Keys } from '../core/state.ts';
import type { EngineDeps } from './engine.ts';
import { mergeKeys } from '../core/keys.ts';
import { oweNotification } from './owe-notification.ts';
import { type Started, startWork } from './start-work.ts';
import { type BatchState, createBatchState } from './state.ts';
import type { Changes, Transaction } from './store.ts';

export interface Entry {
  readonly name: CommandName;
  readonly command: object;
}

export interface Decided extends Omit<Started, 'changes'> {
  /** One for each entry, in their order. */
  readonly outcomes: Outcome<unknown>[];
  /** The ids of what the batch changed and someone may wait for. */
  readonly changedIds: readonly string[];
}

/** Rejects only for what the transaction throws; a rule that throws refuses its own command. */
export async function decideBatch(
  deps: EngineDeps,
  transaction: Transaction,
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
  const { changes, tasks, notifications } = startWork(state.changes(), now, deps.leaseMs);
  if (Object.keys(changes).length > 0) await transaction.save(changes);
  return { outcomes, tasks, notifications, changedIds: idsOf(changes) };
}

async function loadInto(
  state: BatchState,
  transaction: Transaction,
  { directory }: EngineDeps,
  entries: readonly Entry[],
  keys: Keys,
): Promise<void> {
  state.add(await transaction.load(keys), keys);
  const { merchantIds, appIds } = state.owners(entries.map((entry) => entry.command));
  await directory.ensure(merchantIds, appIds);
}

/** The tables whose rows someone may wait for (`Engine.until`). */
const waitedFor = [
  'checkouts',
  'mandates',
  'identityChecks',
  'payments',
  'payouts',
  'refunds',
  'authorisations',
  'releases',
] as const;

function idsOf(changes: Changes): string[] {
  return waitedFor.flatMap((table) => {
    const { inserted = [], updated = [] } = changes[table] ?? {};
    return [...inserted, ...updated].map(({ id }) => id);
  });
}

/** Runs one rule; what it changed stays only if it accepts and its notifications can be written down. */
function decideOne(deps: EngineDeps, state: BatchState, entry: Entry, now: Instant): Outcome<unknown> {
  try {
    const outcome = ruleOf(entry).decide(state, entry.command, now);
    if (outcome.ok) {
      for (const event of state.announced()) oweNotification(deps.dialects, state, event, now);
      state.keep();
    } else state.discard();
    return outcome;
  } catch (error) {
    state.discard();
    throw error;
  }
}

function ruleOf(entry: Entry): Decider<object, unknown> {
  return deciders[entry.name];
}

// Runs one rule over rows given as data, as the engine would in a batch of its own, without a store.
import type { Channel } from '../../src/core/channel/channel.ts';
import type { Event } from '../../src/core/event.ts';
import type { Merchant } from '../../src/core/merchant/merchant.ts';
import type { Outcome } from '../../src/core/reasons.ts';
import { type CellTables, type Decider, type Keys, type LookupName, lookups } from '../../src/core/state.ts';
import type { Directory } from '../../src/engine/directory.ts';
import { createBatchState } from '../../src/engine/state.ts';
import type { Changes, Loaded } from '../../src/engine/store.ts';
import { channelsOfTests, merchantOfTests, now } from './rows.ts';

export interface Facts {
  readonly merchant?: Partial<Merchant>;
  /** Besides the channels of every test. */
  readonly channels?: readonly Channel[];
  readonly now?: number;
}

export interface Decided<Value> {
  readonly outcome: Outcome<Value>;
  /** `ok` or the reason of the refusal. */
  readonly answer: string;
  readonly changes: Changes;
  readonly events: readonly string[];
  /** Every transfer as `debit > credit: amount code`, in the order of booking. */
  readonly transfers: readonly string[];
}

/** Hands the rule only the rows that it names, as a store would, and throws what the rule throws. */
export function decide<Command, Value>(
  decider: Decider<Command, Value>,
  command: Command,
  rows: Loaded = {},
  facts: Facts = {},
): Decided<Value> {
  const at = facts.now ?? now;
  const state = createBatchState(directoryOf(facts));
  const add = (keys: Keys) => state.add(named(rows, keys), keys);
  add(decider.needs(command));
  add(decider.follow?.(state, command, at) ?? {});
  const outcome = decider.decide(state, command, at);
  const events: readonly Event[] = outcome.ok ? [...state.announced()] : [];
  if (outcome.ok) state.keep();
  else state.discard();
  const changes = state.changes();
  return {
    outcome,
    answer: outcome.ok ? 'ok' : outcome.reason,
    changes,
    events: events.map((event) => event.kind),
    transfers: (changes.transfers?.inserted ?? []).map(
      ({ debitAccount, creditAccount, amountMinor, code }) =>
        `${kindOf(debitAccount)} > ${kindOf(creditAccount)}: ${amountMinor} ${code}`,
    ),
  };
}

/** The value of an accepted outcome; throws for a refusal. */
export function valueOf<Value>({ outcome }: Decided<Value>): Value {
  if (!outcome.ok) throw new Error(`It was refused: ${outcome.reason}.`);
  return outcome.value;
}

function named(rows: Loaded, keys: Keys): Loaded {
  const found: { [Table in keyof CellTables]?: object[] } = {};
  for (const [lookup, names] of Object.entries(keys) as [LookupName, readonly (readonly string[])[]][]) {
    const { table, columns } = lookups[lookup];
    const wanted = new Set(names.map((name) => name.join('|')));
    const matching = (rows[table] ?? []).filter((row) =>
      wanted.has(columns.map((column) => (row as unknown as Record<string, string>)[column]).join('|')),
    );
    found[table] = [...(found[table] ?? []), ...matching];
  }
  return found as Loaded;
}

function directoryOf({ merchant, channels = [] }: Facts): Directory {
  const all = [...channels, ...channelsOfTests];
  const owner = { ...merchantOfTests, ...merchant };
  return {
    findApp: async () => undefined,
    findMerchant: async () => owner,
    ensure: () => undefined,
    merchant: () => owner,
    app() {
      throw new Error('A rule has no business with apps.');
    },
    channel: (code) => all.find((channel) => channel.code === code),
  };
}

function kindOf(accountId: string): string {
  return accountId.split(':').slice(2).join(':');
}

// What races are made of: engines that share the rows of one cell as processes do, and many commands at once.
import type { CommandName, CommandOf, ValueOf } from '../../src/core/commands.ts';
import { accountId, type AccountKind } from '../../src/core/ledger/ledger.ts';
import type { Outcome } from '../../src/core/reasons.ts';
import type { CellStore } from '../../src/engine/store.ts';
import { createTestEngine, merchantId, type TestEngine } from '../support/engine.ts';

/** How many at once. */
export const crowd = 50;

export interface Engines {
  /** The first of them, for what is done once. */
  readonly one: TestEngine;
  /** Asks `crowd` times at once, each engine in turn. */
  all<Value>(ask: (t: TestEngine, index: number) => Promise<Value>): Promise<Value[]>;
  /** What must be accepted; throws otherwise. */
  made<Name extends CommandName>(name: Name, command: CommandOf<Name>): Promise<ValueOf<Name>>;
  balance(kind: AccountKind): Promise<bigint>;
  /** Moves the clock of all of them. */
  advance(milliseconds: number): void;
}

/** Each store is a process's own: it has connections and a queue of its own. */
export function openEngines(stores: readonly CellStore[]): Engines {
  const tests = stores.map((store) => createTestEngine([store]));
  const [one] = tests;
  if (!one) throw new Error('There is no engine without a store.');
  return {
    one,
    all: (ask) =>
      Promise.all(Array.from({ length: crowd }, (_, index) => ask(tests[index % tests.length] ?? one, index))),
    async made(name, command) {
      const outcome = await one.engine.execute(0, name, command);
      if (!outcome.ok) throw new Error(`${name} was refused: ${outcome.reason} ${outcome.detail ?? ''}`);
      return outcome.value;
    },
    async balance(kind) {
      const row = await one.engine.find(0, 'accounts', accountId(merchantId, 'PHP', kind));
      return row ? row.credits - row.debits : 0n;
    },
    advance(milliseconds) {
      for (const { clock } of tests) clock.advance(milliseconds);
    },
  };
}

/** How often each answer was given: `ok` or the reason of the refusal. */
export function tally(outcomes: readonly Outcome<unknown>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) {
    const answer = outcome.ok ? 'ok' : outcome.reason;
    counts[answer] = (counts[answer] ?? 0) + 1;
  }
  return counts;
}

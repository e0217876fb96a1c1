// A sandbox on a database of its own, over the test engine, with what tests ask of both sides' books.
import { createIdSource } from '../../src/kernel/id.ts';
import type { CommandName, CommandOf } from '../../src/core/commands.ts';
import { refuse } from '../../src/core/reasons.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { CreditInquiry, Inquire } from '../../src/engine/inquiry.ts';
import { accept } from '../../src/kernel/outcome.ts';
import type { Sql } from '../../src/channels/sandbox/bank/database.ts';
import { createSandbox, type Sandbox } from '../../src/channels/sandbox/sandbox.ts';
import { createCellStore } from '../../src/store/cell-store.ts';
import { createTestDatabase } from './database.ts';
import { createTestEngine, merchantId } from './engine.ts';

export async function createTestSandbox() {
  const database = await createTestDatabase();
  const { sql } = database;
  const test = createTestEngine([createCellStore(sql, 0)]);
  const { engine, clock } = test;
  /** Every command the bank sends; `cut` loses its answers as a gateway that dies would. */
  const said: CommandName[] = [];
  const line = { cut: false };
  const overheard: Pick<Engine, 'execute' | 'find' | 'store' | 'cells'> = {
    cells: engine.cells,
    store: engine.store,
    find: engine.find,
    async execute<Name extends CommandName>(cell: number, name: Name, command: CommandOf<Name>) {
      said.push(name);
      if (line.cut) return refuse('unavailable');
      return engine.execute(cell, name, command);
    },
  };
  const warnings: string[] = [];
  /** Whose money is taken as long as the account is open; a test replaces it. */
  const merchant: { answer: Inquire } = {
    async answer({ instrumentId }) {
      const instrument = await engine.find(0, 'instruments', instrumentId);
      return instrument ? accept(instrument) : refuse('instrument_not_found');
    },
  };
  const asked: CreditInquiry[] = [];
  const inquire: Inquire = (inquiry) => {
    asked.push(inquiry);
    return merchant.answer(inquiry);
  };
  const start = (books: Sql = sql): Sandbox =>
    createSandbox({
      sql: books,
      engine: overheard,
      inquire,
      clock,
      ids: createIdSource(),
      log: { warn: (_fields, message) => warnings.push(message) },
    });
  const sandbox = start();

  return {
    ...test,
    sql,
    sandbox,
    said,
    line,
    merchant,
    /** What the bank wanted to know before it collected. */
    asked,
    warnings,
    /** A second sandbox over the same books, as after a restart, or over others. */
    start,
    payment: (id: string) => engine.find(0, 'payments', id),
    payout: (id: string) => engine.find(0, 'payouts', id),
    refund: (id: string) => engine.find(0, 'refunds', id),
    authorisation: (id: string) => engine.find(0, 'authorisations', id),
    release: (id: string) => engine.find(0, 'releases', id),
    /** What the ledger has debited and credited on the bank's side of a channel. */
    async ledger(channel: string) {
      const account = await engine.find(0, 'accounts', `${merchantId}:PHP:channel:${channel}`);
      return { paidInMinor: account?.debits ?? 0n, paidOutMinor: account?.credits ?? 0n };
    },
    async bank(channel: string) {
      const totals = (await sandbox.totals(merchantId)).find((row) => row.channel === channel);
      return { paidInMinor: totals?.paidInMinor ?? 0n, paidOutMinor: totals?.paidOutMinor ?? 0n };
    },
    async close() {
      await sandbox.stop();
      await database.drop();
    },
  };
}

export type TestSandbox = Awaited<ReturnType<typeof createTestSandbox>>;

/** Asks again until the answer is as wanted; fails after five seconds. */
export async function eventually<Value>(
  ask: () => Promise<Value>,
  isWanted: (value: Value) => boolean,
): Promise<Value> {
  const startedAt = performance.now();
  for (;;) {
    const value = await ask();
    if (isWanted(value)) return value;
    if (performance.now() - startedAt > 5_000) throw new Error('It did not happen within five seconds.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

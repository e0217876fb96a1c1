// The sandbox: a connector, and behind it a small bank of its own whose books can be compared with the ledger.
import type { Clock } from '../../kernel/clock.ts';
import { cellOfId, type IdSource } from '../../kernel/id.ts';
import type { Payment } from '../../core/payment/payment.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Inquire } from '../../engine/inquiry.ts';
import type { Payer } from '../../engine/payer.ts';
import { type Act, createAct } from './act.ts';
import { createBank } from './bank/bank.ts';
import type { Sql } from './bank/database.ts';
import type { Inbox } from './bank/inbox.ts';
import type { BankTotals } from './bank/totals.ts';
import { createSandboxConnector, type SandboxConnector } from './connector.ts';
import { createOrderDesk } from './order-desk.ts';
import { createPayer } from './payer.ts';
import { courseOf, ordinaryDelayMs } from './scenarios.ts';
import { createSweep } from './sweep.ts';
import { createTeller, type Log } from './tell-gateway.ts';
import { createTimers } from './timers.ts';

export interface SandboxDeps {
  /** A pool whose database has the migrations of `migrations/sandbox-bank` in the schema `sandbox_bank`. */
  readonly sql: Sql;
  readonly engine: Pick<Engine, 'execute' | 'find' | 'store' | 'cells'>;
  readonly inquire: Inquire;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly log: Log;
}

export interface Sandbox {
  readonly connector: SandboxConnector;
  /** Plays the payer or the bank. */
  readonly act: Act;
  /** The same, for the payment page. */
  readonly payer: Payer;
  /** Told of a page's payment that was created, it fails it a moment later where its amount says so; not across a restart. */
  watch(payment: Pick<Payment, 'id' | 'amountMinor'>): void;
  /** Does what the bank owes: to be called at the start and every second. Rejects when the database does not answer. */
  sweep(): Promise<void>;
  /** What the bank's own books add up to, for all merchants or one. */
  totals(merchantId?: string): Promise<BankTotals[]>;
  readonly inbox: Inbox;
  /** Resolves when nothing that was begun is under way. */
  drained(): Promise<void>;
  /** Begins nothing new by itself, then as `drained`. */
  stop(): Promise<void>;
}

export function createSandbox({ sql, engine, inquire, clock, ids, log }: SandboxDeps): Sandbox {
  const bank = createBank(sql);
  const timers = createTimers((error) => log.warn({ error }, 'The sandbox bank will try again what did not work.'));
  const teller = createTeller({ bank, engine, clock, log });
  const desk = createOrderDesk({ bank, teller, clock, ids, timers });
  const act = createAct({ bank, desk, teller, engine, inquire, clock, ids, log });
  return {
    connector: createSandboxConnector({ bank, desk, clock, log }),
    act,
    payer: createPayer(act, { engine }),
    watch({ id, amountMinor }) {
      const course = courseOf('page', amountMinor);
      const cell = cellOfId(id);
      if (course.kind !== 'fails' || cell === undefined) return;
      timers.after(ordinaryDelayMs, () =>
        engine.execute(cell, 'fail-payment', { paymentId: id, failure: course.failure }),
      );
    },
    sweep: createSweep({ bank, teller, desk, engine, clock }),
    totals: bank.totals,
    inbox: bank.inbox,
    drained: bank.drained,
    async stop() {
      await timers.stop();
      await bank.drained();
    },
  };
}

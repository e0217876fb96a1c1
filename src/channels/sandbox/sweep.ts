// What the bank still owes: orders that should have finished, and confirmations that the gateway has not answered.
import type { Clock } from '../../kernel/clock.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Bank } from './bank/bank.ts';
import type { Credit } from './bank/credits.ts';
import type { BankOrder } from './bank/order.ts';
import type { OrderDesk } from './order-desk.ts';
import type { Teller } from './tell-gateway.ts';

const pageSize = 500;

export interface SweepDeps {
  readonly bank: Bank;
  readonly teller: Teller;
  readonly desk: OrderDesk;
  readonly engine: Pick<Engine, 'find'>;
  readonly clock: Clock;
}

/**
 * The sweep: called every second and after a start, it needs no memory of what happened before. One runs at a time.
 * Rejects when the bank's database does not answer; the next one does what this one could not.
 */
export function createSweep({ bank, teller, desk, engine, clock }: SweepDeps): () => Promise<void> {
  /** Works through what is due, page by page, until a page is not full or nothing of it could be done. */
  async function drain<Row>(list: () => Promise<Row[]>, settle: (row: Row) => Promise<boolean>): Promise<void> {
    for (;;) {
      const page = await list();
      const done = await Promise.all(page.map(settle));
      if (page.length < pageSize || !done.includes(true)) return;
    }
  }

  async function settleOrder(order: BankOrder): Promise<boolean> {
    if (order.status !== 'accepted') return (await teller.order(order))?.marked ?? false;
    await desk.finishByItself(order);
    return true;
  }

  async function settleCredit(credit: Credit): Promise<boolean> {
    if (credit.awaitsExpiry && (await isOpen(credit))) return false;
    return (await teller.credit(credit)).marked;
  }

  /** A late confirmation must meet what it pays already closed, and the gateway closes it by a sweep of its own. */
  async function isOpen({ cell, paymentId, instrumentId }: Credit): Promise<boolean> {
    if (instrumentId !== null) return (await engine.find(cell, 'instruments', instrumentId))?.status === 'active';
    return (await engine.find(cell, 'payments', paymentId))?.status === 'pending';
  }

  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  async function run(): Promise<void> {
    next = undefined;
    const now = clock.now();
    await Promise.all([
      drain(() => bank.orders.listDue(now, pageSize), settleOrder),
      drain(() => bank.credits.listDue(now, pageSize), settleCredit),
    ]);
  }

  function start(): Promise<void> {
    const started = run().finally(() => {
      if (running === started) running = undefined;
    });
    running = started;
    return started;
  }

  return function sweep() {
    if (!running) return start();
    // The one under way may have looked too early: all who ask meanwhile share the next.
    next ??= running.then(start, start);
    return next;
  };
}

// The sandbox's bank: its books, in a schema of its own, and nothing of the gateway's.
import { createCredits, type Credits } from './credits.ts';
import { createQuery, type Sql } from './database.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { createOrders, type Orders } from './orders.ts';
import { type BankTotals, readTotals } from './totals.ts';

export interface Bank {
  readonly credits: Credits;
  readonly orders: Orders;
  readonly inbox: Inbox;
  totals(merchantId?: string): Promise<BankTotals[]>;
  drained(): Promise<void>;
}

/** Needs the migrations of `migrations/sandbox-bank` in the schema `sandbox_bank`. */
export function createBank(sql: Sql): Bank {
  const query = createQuery(sql);
  const credits = createCredits(query);
  const orders = createOrders(query);
  const inbox = createInbox(query);
  return {
    credits,
    orders,
    inbox,
    totals: (merchantId) => readTotals(query, merchantId),
    async drained() {
      await Promise.all([credits.drained(), orders.drained(), inbox.drained()]);
    },
  };
}

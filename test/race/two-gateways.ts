// Two gateways that share one database, with the sandbox's bank behind both, and what races over HTTP are made of.
import assert from 'node:assert/strict';
import { bankIsLedger } from '../support/books.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { errorsLogged } from '../support/raw-requests.ts';

export interface TwoGateways {
  /** Whose clock and operators are used; its close ends the database. */
  readonly first: TestGateway;
  readonly second: TestGateway;
  /** They in turn. */
  either(index: number): TestGateway;
  /** What the bank's own book says of payments: what came in and what went back. */
  bankOf(paymentIds: readonly string[]): Promise<{ readonly in: bigint; readonly out: bigint }>;
  /** To the smallest unit, as soon as what was left open is told; and nothing broke inside. */
  booksAgree(merchants: readonly { readonly merchantId: string }[]): Promise<void>;
  close(): Promise<void>;
}

export async function openTwoGateways(): Promise<TwoGateways> {
  const masterKey = Buffer.alloc(32, 5);
  const first = await startTestGateway({ masterKey });
  const second = await startTestGateway({ masterKey, database: first.database });
  const gateways = [first, second] as const;
  return {
    first,
    second,
    either: (index) => gateways[index % 2 ? 1 : 0],
    async bankOf(ids) {
      const [row] = await first.database.sql<{ in: bigint; out: bigint }[]>`
        select (select coalesce(sum(amount_minor), 0)::bigint from sandbox_bank.credits where payment_id = any(${ids})) as in,
          (select coalesce(sum(moved_minor), 0)::bigint from sandbox_bank.orders
           where target_id = any(${ids}) and kind in ('refund', 'reversal')) as out`;
      assert.ok(row);
      return row;
    },
    async booksAgree(merchants) {
      for (const { merchantId } of merchants) await bankIsLedger(first, merchantId);
      assert.equal((await first.manage<{ balanced: boolean }>('GET', '/ledger/check')).balanced, true);
      for (const gateway of gateways) assert.deepEqual(errorsLogged(gateway), []);
    },
    async close() {
      await second.close();
      await first.close();
    },
  };
}

/** How many at once. */
export const crowd = 50;

export function each<Value>(count: number, ask: (index: number) => Promise<Value>): Promise<Value[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => ask(index)));
}

/** How often each word was said: `1000 ×1; 1012 ×49`. */
export function sortedTally(words: readonly (string | number)[]): string {
  const groups = [...Map.groupBy(words, (word) => String(word))];
  return groups
    .map(([word, { length }]) => `${word} ×${length}`)
    .sort()
    .join('; ');
}

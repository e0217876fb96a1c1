// After a random run of PayCools' products with every sandbox scenario the bank's own books and the ledger agree to the cent, and hledger,
// which knows neither, balances the journal. BANK_SEED repeats a run; BANK_SECONDS makes it longer.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bankIsLedger, becomeQuiet, hledgerIsInstalled, journalBalances } from '../support/books.ts';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import type { TestMerchant } from '../support/merchant.ts';
import { createTrade } from '../support/paycools-trade.ts';
import { createRandom, seedFrom } from '../support/random.ts';
import { errorsLogged } from '../support/raw-requests.ts';
import { createTally } from '../support/tally.ts';

const seconds = Number(process.env['BANK_SECONDS'] ?? 10);
const seed = seedFrom('BANK_SEED');
const random = createRandom(seed);

let gateway: TestGateway;
let merchants: TestMerchant[];

before(async () => {
  gateway = await startTestGateway();
  const fees = { payment: { fixed: 5, basisPoints: 150 }, payout: { fixed: 700, basisPoints: 10 } };
  merchants = [
    await gateway.merchant(),
    await gateway.merchant({ settings: { fees } }),
    await gateway.merchant({ settings: { fees, settlementDays: 1 } }),
  ];
  for (const merchant of merchants) await merchant.fund(20_000_000);
});
after(() => gateway.close());

test(`a random run with all scenarios on answers every step definitely (seed ${seed})`, async (context) => {
  const seen = createTally();
  const trade = createTrade(gateway, random);
  const startedAt = performance.now();
  while (performance.now() - startedAt < seconds * 1000) {
    const steps = Array.from({ length: 16 }, () => random.pick(trade)(random.pick(merchants)));
    for (const outcome of await Promise.all(steps)) seen.add(outcome);
    if (random.chance(1 / 6)) await gateway.advance(random.pick([1, 5, 61, 3_700, 90_000]));
  }
  context.diagnostic(seen.summary());
  for (const what of ['web', 'qr', 'payout', 'accounts', 'checkout', 'debit', 'refund'])
    assert.ok(seen.has(`${what} 1000`), `There is no ${what}.`);
  for (const expected of ['payout 1011', 'act 200', 'act 409', 'number 200', 'number 409', 'cancel 1000', 'close 1000'])
    assert.ok(seen.has(expected), `Nothing ended with "${expected}".`);
});

test("when it is quiet, the bank's totals are the ledger's channel accounts, per merchant and channel, to the cent", async () => {
  await becomeQuiet(gateway);
  let compared = 0;
  for (const { merchantId } of merchants) compared += await bankIsLedger(gateway, merchantId);
  assert.ok(compared >= 12, `${compared} accounts`);
});

test('what is held is what payouts with their fees and refunds need that are under way', async () => {
  for (const { merchantId } of merchants) {
    const [needed] = await rows<{ sum: bigint }>(
      `select coalesce(sum(held), 0)::bigint as sum from (
        select merchant_id, amount_minor + fee_minor as held from ${both('payouts')} where status = 'pending'
        union all select merchant_id, amount_minor from ${both('refunds')} where status = 'pending' and held_from is not null
      ) h where merchant_id = $1`,
      [merchantId],
    );
    assert.equal(BigInt((await gateway.balances(merchantId))['held'] ?? 0), needed?.sum);
  }
  const over = await rows(
    `select c.payment_id from sandbox_bank.credits c join sandbox_bank.orders o on o.target_id = c.payment_id
      where o.kind in ('refund', 'reversal') group by c.payment_id having sum(o.moved_minor) > max(c.amount_minor)`,
    [],
  );
  assert.equal(over.length, 0, `The bank gave back more than came: ${JSON.stringify(over)}`);
});

test('whatever became final was told to its merchant once, always with the same bytes and a right signature', async () => {
  for (const { merchantId, receiver, client } of merchants) {
    const final = (await rows<{ id: string }>(whatIsTold, [merchantId])).map(({ id }) => id).sort();
    await eventually(() => {
      const received = receiver.received.flatMap(({ fields, body }) => {
        const id = fields['transactionId'] ?? fields['refundTransactionId'];
        return typeof id === 'string' ? [{ id, body }] : [];
      });
      const told = new Map(received.map(({ id, body }) => [id, body]));
      assert.deepEqual([...told.keys()].sort(), final);
      for (const { id, body } of received) assert.equal(body, told.get(id), 'A notification changed.');
      for (const body of told.values()) assert.ok(client.verifyCallback(body));
      return true;
    }, 20_000);
  }
});

/** A try that failed is news only as the end of its checkout; what the gateway takes back, when that is done. */
const whatIsTold = `
  select p.id from ${both('payments')} p left join ${both('checkouts')} c on c.id = p.checkout_id
    where p.merchant_id = $1 and not exists (
      select from ${both('refunds')} r where r.payment_id = p.id and kind = 'reversal' and r.status = 'pending'
    ) and case
      when p.status = 'failed' then c.id is null or (c.status = 'closed' and c.payment_id = p.id)
      when p.status = 'closed' then p.entry = 'debit'
      else p.status = 'completed'
    end
  union all select id from ${both('refunds')} where merchant_id = $1 and kind = 'refund' and status <> 'pending'
  union all select id from ${both('payouts')} where merchant_id = $1 and status in ('completed', 'failed')`;

test('the ledger check finds nothing, and nothing broke inside', async () => {
  const books = await gateway.manage<{ balanced: boolean; transfers: number }>('GET', '/ledger/check');
  assert.equal(books.balanced, true);
  assert.ok(books.transfers > 100);
  assert.deepEqual(errorsLogged(gateway), []);
});

test('hledger accepts and balances the journal, the balances that the database keeps among it', {
  skip: hledgerIsInstalled ? false : 'hledger is not installed',
}, async () => {
  await journalBalances(gateway, merchants, 'PHP');
});

/** The rows of a table in both cells. */
function both(table: string): string {
  return `(select * from cell_00.${table} union all select * from cell_01.${table})`;
}

function rows<Row>(statement: string, values: unknown[]): Promise<Row[]> {
  return gateway.database.sql.unsafe<Row>(statement, values);
}

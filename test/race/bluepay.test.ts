// BluePay's merchants and payers at once, over HTTP, at two gateways that share one database, with the sandbox's bank behind both: a
// payment goes back one way, shares fit into it, one number and one idempotencyId count once, an order is paid once, and the bank's books
// are the ledger's. RACE_SEED repeats the waits between requests.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BluepayFields } from '../support/bluepay-client.ts';
import { aNumber, type BluepayShop, openBluepayShop } from '../support/bluepay-shop.ts';
import { eventually } from '../support/gateway.ts';
import { createRandom, seedFrom } from '../support/random.ts';
import { crowd, each, openTwoGateways, sortedTally, type TwoGateways } from './two-gateways.ts';

const pairs = 24;
const seed = seedFrom('RACE_SEED');
const random = createRandom(seed);
const versions = ['v1', 'v2'] as const;
const directDebit = 'BLUEPAY_DIRECT_DEBIT';

let gateways: TwoGateways;
let shops: Record<'v1' | 'v2', BluepayShop>;
let receiver: BluepayShop;

before(async () => {
  gateways = await openTwoGateways();
  const { first, second } = gateways;
  // A void counts on its payment's own day: none may end meanwhile.
  const untilNoon = 12 * 3600 - (Math.floor(Date.now() / 1000 + 7 * 3600) % 86_400);
  for (const gateway of [first, second]) await gateway.advance((untilNoon + 86_400) % 86_400);
  shops = { v1: await openBluepayShop(first, 'v1'), v2: await openBluepayShop(first, 'v2') };
  receiver = await openBluepayShop(first, 'v2');
});
after(() => gateways.close());
afterEach(() => gateways.booksAgree([shops.v1, shops.v2, receiver]));

interface Answer {
  readonly code: number;
  readonly data?: BluepayFields;
}

const soon = () => sleep(random.below(60));
const either = (index: number) => gateways.either(index);
const bankOf = (ids: readonly string[]) => gateways.bankOf(ids);

/** Asks the gateways in turn. */
async function call(index: number, { client }: BluepayShop, path: string, fields: BluepayFields): Promise<Answer> {
  const answer = await fetch(`${either(index).url}/open-api/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: client.bodyOf(client.paramOf(fields)),
  });
  return (await answer.json()) as Answer;
}

for (const version of versions) {
  test(`${version}: of a refund and a void at once one wins, and the bank gives back as much (seed ${seed})`, async (context) => {
    const shop = shops[version];
    const ended = await each(pairs, async (index) => {
      const { transactionId } = await shop.paid();
      const originalTransactionId = transactionId;
      const [refunded, voided] = await Promise.all([
        soon().then(() =>
          call(index, shop, 'payment/refund', {
            mchRefundOrderId: aNumber(),
            originalTransactionId,
            refundAmount: 7_000,
          }),
        ),
        soon().then(() => call(index + 1, shop, 'payment/void', { mchVoidOrderId: aNumber(), originalTransactionId })),
      ]);
      const said = `${refunded.code}, ${voided.code}`;
      assert.match(said, /^(10000, 21501|(21408|21409|21401), 10000)$/);
      const out = refunded.code === 10000 ? 7_000n : 10_000n;
      await eventually(async () => (await bankOf([transactionId])).out === out);
      assert.deepEqual(await bankOf([transactionId]), { in: 10_000n, out });
      return said;
    });
    context.diagnostic(sortedTally(ended));
  });
}

test('of two splits at once that do not fit together one is taken, and its receiver gets it once', async () => {
  const shop = shops.v2;
  const share = { receiverType: 'PAYCOOLS_MCH', receiverAccount: receiver.merchantId };
  await shop.ask('/open-api/v1/split/receiver/add', { ...share, receiverName: 'Supplier', relationType: 'SUPPLIER' });
  const rounds = 12;
  await each(rounds, async () => {
    const { transactionId } = await shop.paid();
    const answers = await each(2, (index) =>
      call(index, shop, 'v1/split/apply', {
        mchSplitOrderId: aNumber(),
        transactionId,
        receivers: [{ ...share, amount: 6_000 }],
      }),
    );
    assert.deepEqual(codesOf(answers), [10000, 21021]);
    const rest = await shop.ask('/open-api/v1/split/amount/query', { transactionId });
    assert.equal(rest['unsplitAmount'], 4_000);
  });
  const gets = rounds * 6_000;
  await eventually(async () => (await availableOf(receiver)) === gets);
});

for (const version of versions) {
  test(`${version}: of ${crowd} debits of a token with one number one charges its payer`, async () => {
    const shop = shops[version];
    const [payToken, mchOrderId] = [await shop.token(), aNumber()];
    const answers = await each(crowd, (index) => debit(index, shop, payToken, mchOrderId));
    assert.deepEqual(codesOf(answers), [10000, ...Array<number>(crowd - 1).fill(21007)]);
    const id = transactionOf(answers.find(({ code }) => code === 10000));
    await eventually(async () => (await bankOf([id])).in === 10_000n);
    const { charges } = await chargesOf(shop, [mchOrderId]);
    assert.equal(charges, 1);
  });

  test(`${version}: debits race the cancelling of their token: each is charged, or refused and charged nothing`, async (context) => {
    const shop = shops[version];
    const refusal = version === 'v1' ? 21002 : 21024;
    const ended = await each(6, async () => {
      const userId = aNumber();
      const payToken = await shop.token(userId);
      const numbers = Array.from({ length: 8 }, aNumber);
      const [answers, cancelled] = await Promise.all([
        Promise.all(numbers.map((number, index) => soon().then(() => debit(index, shop, payToken, number)))),
        soon().then(() => call(1, shop, 'direct/debit/token/cancel', { userId, payToken })),
      ]);
      assert.equal(cancelled.code, 10000);
      const taken = answers.filter(({ code }) => code === 10000);
      assert.deepEqual(
        answers.filter(({ code }) => code !== 10000 && code !== refusal),
        [],
      );
      const came = BigInt(taken.length) * 10_000n;
      await eventually(async () => (await bankOf(taken.map(transactionOf))).in === came);
      assert.deepEqual(await chargesOf(shop, numbers), { charges: taken.length, in: came });
      assert.equal((await debit(0, shop, payToken, aNumber())).code, refusal, 'what comes after it is refused');
      return `${taken.length} of 8`;
    });
    context.diagnostic(sortedTally(ended));
  });
}

test('a cashier whose payer pays in two tabs in two ways is paid once, and the other way is closed', async (context) => {
  const shop = shops.v2;
  const ended = await each(16, async (round) => {
    const order = { mchOrderId: aNumber(), amount: 10_000, currency: 'THB', settlementCurrency: 'THB' };
    const payer = { customerName: 'Somchai Jaidee', email: 'somchai@example.com', mobile: '0812345678' };
    const back = { notifyUrl: shop.notifyUrl, redirectUrl: 'https://m.example/done' };
    const made = await shop.ask('/open-api/payment/checkout/generate', { ...order, ...payer, ...back });
    const page = new URL(String(made['checkoutUrl'])).pathname;
    const checkoutId = String(made['checkoutId']);
    const tab = async (index: number, channel: string) => {
      const press = async (button: string, body?: URLSearchParams) => {
        const { status } = await fetch(either(round + index).url + page + button, {
          method: 'POST',
          redirect: 'manual',
          ...(body && { body }),
        });
        assert.equal(status, 303, `${button} in tab ${index}`);
      };
      await soon();
      await press('/channel', new URLSearchParams({ channel }));
      await soon();
      await press('/pay');
    };
    await Promise.all([tab(0, 'TH_PROMPTPAY_QR'), tab(1, 'TH_TRUEMONEY_URL')]);
    const paid = await eventually(async () => {
      const { transactionStatus, ...told } = await shop.ask('/open-api/payment/checkout/query', { checkoutId });
      return transactionStatus === 'COMPLETED' && told;
    });
    const tries = await triesOf(checkoutId);
    const [completed, ...more] = tries.filter(({ status }) => status === 'completed');
    assert.deepEqual([completed?.id, more], [paid['transactionId'], []]);
    assert.ok(
      tries.every(({ status }) => status === 'completed' || status === 'closed'),
      JSON.stringify(tries),
    );
    // Whoever shows an old page pays nothing more.
    for (const { id } of tries)
      assert.equal((await gateways.first.sandbox('act', { reference: id, outcome: 'paid' })).status, 409);
    assert.equal((await bankOf([String(completed?.id)])).in, 10_000n);
    return `${tries.length} tried, ${String(paid['channelCode'])}`;
  });
  context.diagnostic(sortedTally(ended));
});

for (const version of versions) {
  test(`${version}: of ${crowd} payouts with one idempotencyId one leaves, and of ${crowd} with one number as well`, async () => {
    const shop = shops[version];
    await shop.fund(1_000_000);
    const before = await availableOf(shop);
    const rows: readonly (readonly [BluepayFields, refused: number])[] = [
      [{ idempotencyId: aNumber() }, 21015],
      [{ mchOrderId: aNumber() }, 21007],
    ];
    for (const [same, refused] of rows) {
      const answers = await each(crowd, (index) =>
        call(index, shop, 'disbursement/transfer', shop.aPayout({ ...same, amount: 10_000 })),
      );
      assert.deepEqual(codesOf(answers), [10000, ...Array<number>(crowd - 1).fill(refused)]);
      const { data } = answers.find(({ code }) => code === 10000) ?? {};
      const name = { mchOrderId: data?.['mchOrderId'] };
      await eventually(
        async () => (await shop.ask('/open-api/disbursement/check', name))['transactionStatus'] === 'COMPLETED',
      );
    }
    assert.equal(await availableOf(shop), before - 20_000);
    const [row] = await gateways.first.database.sql<{ count: number }[]>`
      select count(*)::int as count from sandbox_bank.orders where merchant_id = ${shop.merchantId} and kind = 'payout'`;
    assert.equal(row?.count, 2);
  });
}

function debit(index: number, shop: BluepayShop, payToken: string, mchOrderId: string): Promise<Answer> {
  const order = { mchOrderId, amount: 10_000, channelCode: directDebit, payToken, notifyUrl: shop.notifyUrl };
  return shop.client.version === 'v1'
    ? call(index, shop, 'direct/debit/pay', order)
    : call(index, shop, 'payment/generate', { ...order, currency: 'THB', channelType: 'DIRECT_DEBIT' });
}

const codesOf = (answers: readonly Answer[]) => answers.map(({ code }) => code).sort((a, b) => a - b);
const transactionOf = (answer: Answer | undefined) => String(answer?.data?.['transactionId']);

async function availableOf({ merchantId }: BluepayShop): Promise<number> {
  return (await gateways.first.balances(merchantId, 'THB'))['available'] ?? 0;
}

/** How many payments of these numbers are there, and what the bank took for them. */
async function chargesOf(shop: BluepayShop, numbers: readonly string[]): Promise<{ charges: number; in: bigint }> {
  const rows = await gateways.first.database.sql<{ id: string }[]>`
    select id from cell_00.payments where merchant_id = ${shop.merchantId} and reference = any(${numbers})
    union all select id from cell_01.payments where merchant_id = ${shop.merchantId} and reference = any(${numbers})`;
  const { in: came } = await bankOf(rows.map(({ id }) => id));
  return { charges: rows.length, in: came };
}

/** What a cashier's payer tried. */
async function triesOf(checkoutId: string): Promise<readonly { id: string; status: string }[]> {
  const rows = await gateways.first.database.sql<{ id: string; status: string }[]>`
    select id, status from cell_00.payments where checkout_id = ${checkoutId}
    union all select id, status from cell_01.payments where checkout_id = ${checkoutId}`;
  return rows.map(({ id, status }) => ({ id, status }));
}

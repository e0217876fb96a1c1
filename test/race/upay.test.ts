// Upay's tills at once, over HTTP, at two gateways that share one database, with the sandbox's bank behind both: one charge a number,
// nothing both paid and cancelled, never more back than was paid, and the bank's books are the ledger's. RACE_SEED repeats the
// waits between requests.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/gateway.ts';
import { createRandom, seedFrom } from '../support/random.ts';
import { createUpayClient, type UpayAnswer, type UpayClient } from '../support/upay-client.ts';
import { newBarcode, openShop, type UpayShop } from '../support/upay-shop.ts';
import { crowd, each, openTwoGateways, type TwoGateways } from './two-gateways.ts';

const pairs = 60;
const amount = '1250';
const seed = seedFrom('RACE_SEED');
const random = createRandom(seed);

let gateways: TwoGateways;
let shop: UpayShop;
let clients: [UpayClient, UpayClient];

before(async () => {
  gateways = await openTwoGateways();
  const { first, second } = gateways;
  // The tests move the clock: no day may end meanwhile.
  const switches = { payHoldSeconds: 1, sameDayCancel: false };
  shop = await openShop(first, { switches, settings: { fees: { payment: { fixed: 3, basisPoints: 60 } } } });
  const { vendor, terminal } = shop.client;
  clients = [shop.client, createUpayClient({ baseUrl: second.url, vendor, terminal })];
});
after(() => gateways.close());
afterEach(() => gateways.booksAgree([shop]));

let numbers = 0;
const newNumber = () => `R${++numbers}`;
const soon = () => sleep(random.below(120));

/** Asks the gateways in turn. */
function call(index: number, request: string, fields: object): Promise<UpayAnswer> {
  return clients[index % 2 ? 1 : 0].call(`/upay/v2/${request}`, { operator: 'op1', ...fields });
}

function pay(index: number, clientSn: string, total = amount): Promise<UpayAnswer> {
  const order = { client_sn: clientSn, total_amount: total, subject: 'coffee', dynamic_id: newBarcode() };
  return call(index, 'pay', order);
}

async function newPaid(): Promise<string> {
  const clientSn = newNumber();
  assert.equal((await pay(0, clientSn)).outcome, 'PAY_SUCCESS');
  return clientSn;
}

test('of 50 pays with one number one charges the payer, and the others hear of a conflict', async () => {
  const clientSn = newNumber();
  const answers = await each(crowd, (index) => pay(index, clientSn));
  assert.deepEqual(tally(answers), { PAY_SUCCESS: 1, 'FAIL CLIENT_SN_CONFLICT': crowd - 1 });
  assert.deepEqual(await bankOf(clientSn), { charges: 1, in: 1250n, out: 0n });
  assert.equal(await stateOf(clientSn), 'PAID 1250');
});

/** By their last digits: ordinary, answer lost, confirmed twice, the payer hesitates. */
const amounts = [amount, amount, '19021', '19023', '19020'];

test(`what is paid and cancelled at once is one of the two, here and at the bank (seed ${seed})`, async (context) => {
  const ended = await each(pairs, async (index) => {
    const clientSn = newNumber();
    const total = amounts[index % amounts.length] ?? amount;
    // Some cancels come before what they cancel.
    const leadMs = random.between(-80, 320);
    const [paid, cancelled] = await Promise.all([
      sleep(Math.max(0, -leadMs)).then(() => pay(index, clientSn, total)),
      sleep(Math.max(0, leadMs)).then(() => call(index >> 1, 'cancel', { client_sn: clientSn })),
    ]);
    // As tills do: what is not final is asked for, and what does not become final is cancelled.
    const state = await eventually(async () => {
      const now = await stateOf(clientSn);
      if (/^(PAID|CANCELED|PAY_CANCELED) /.test(now)) return now;
      await call(index, 'cancel', { client_sn: clientSn });
      return undefined;
    }, 15_000);
    const isCancelled = /^CANCEL(_ABORT)?_SUCCESS$/.test(cancelled.outcome);
    const said = `${clientSn}: pay ${paid.outcome}, cancel ${cancelled.outcome}, then ${state}`;
    if (isCancelled) assert.equal(state, 'CANCELED 0', said);
    if (cancelled.outcome.startsWith('FAIL ')) assert.equal(cancelled.outcome, 'FAIL UPAY_ORDER_NOT_EXIST', said);
    if (paid.outcome.startsWith('PAY_FAIL ')) assert.match(state, /CANCELED 0$/, said);
    const { charges, in: paidIn, out } = await bankOf(clientSn);
    assert.equal(paidIn - out, state.startsWith('PAID') ? BigInt(total) : 0n, said);
    assert.ok(charges <= 1, said);
    return `${state.split(' ')[0]} after ${cancelled.outcome}`;
  });
  context.diagnostic([...new Set(ended)].sort().join(', '));
  for (const expected of ['CANCELED', 'PAID'])
    assert.ok(
      ended.some((end) => end.startsWith(`${expected} `)),
      expected,
    );
});

test('of refunds of one order at once one is taken at a time, and they never exceed what is left', async () => {
  await each(8, async () => {
    const clientSn = await newPaid();
    const answers = await each(6, (index) => refund(index, clientSn, '700', newNumber()));
    const { REFUND_SUCCESS: taken = 0, ...refused } = tally(answers);
    assert.equal(taken, 1);
    const late = ['FAIL UPAY_REFUND_INVALID_ORDER_STATE', 'FAIL REFUNDABLE_AMOUNT_NOT_ENOUGH'];
    assert.ok(
      Object.keys(refused).every((outcome) => late.includes(outcome)),
      JSON.stringify(refused),
    );
    assert.equal(await stateOf(clientSn), 'PARTIAL_REFUNDED 550');
    assert.deepEqual(await bankOf(clientSn), { charges: 1, in: 1250n, out: 700n });
  });
});

test('one refund asked for many times at once goes back once', async () => {
  await each(8, async () => {
    const clientSn = await newPaid();
    const number = newNumber();
    const answers = await each(6, (index) => refund(index, clientSn, '700', number));
    const { REFUND_SUCCESS: done = 0, 'FAIL UPAY_REFUND_ORDER_NOOP': known = 0 } = tally(answers);
    assert.equal(done + known, 6, JSON.stringify(tally(answers)));
    assert.ok(done > 0);
    assert.deepEqual(await bankOf(clientSn), { charges: 1, in: 1250n, out: 700n });
  });
});

test('of a refund and a cancel at once one counts', async () => {
  await each(24, async (index) => {
    const clientSn = await newPaid();
    const [refunded, cancelled] = await Promise.all([
      soon().then(() => refund(index, clientSn, '700', newNumber())),
      soon().then(() => call(index + 1, 'cancel', { client_sn: clientSn })),
    ]);
    const said = `${refunded.outcome}, ${cancelled.outcome}, ${await stateOf(clientSn)}`;
    assert.match(
      said,
      /^(REFUND_SUCCESS, FAIL UPAY_CANCEL_INVALID_ORDER_STATE, PARTIAL_REFUNDED 550|FAIL UPAY_REFUND_INVALID_ORDER_STATE, CANCEL_SUCCESS, CANCELED 0)$/,
    );
    const out = refunded.outcome === 'REFUND_SUCCESS' ? 700n : 1250n;
    assert.deepEqual(await bankOf(clientSn), { charges: 1, in: 1250n, out });
  });
});

test('cancels at once give the money back once', async () => {
  await each(8, async () => {
    const clientSn = await newPaid();
    const answers = await each(6, (index) =>
      call(index, index % 3 === 0 ? 'revoke' : 'cancel', { client_sn: clientSn }),
    );
    const { CANCEL_SUCCESS: done = 0, 'FAIL UPAY_CANCEL_ORDER_NOOP': known = 0 } = tally(answers);
    assert.equal(done + known, 6, JSON.stringify(tally(answers)));
    assert.ok(done > 0);
    assert.equal(await stateOf(clientSn), 'CANCELED 0');
    assert.deepEqual(await bankOf(clientSn), { charges: 1, in: 1250n, out: 1250n });
  });
});

test('an order whose payer pays while its time ends is paid, or taken back with all that came', async (context) => {
  const orders = await each(24, async (index) => {
    const clientSn = newNumber();
    const order = { client_sn: clientSn, total_amount: amount, subject: 'coffee', payway: '3' };
    const { outcome, data } = await call(index, 'precreate', order);
    assert.equal(outcome, 'PRECREATE_SUCCESS');
    return { clientSn, sn: data['sn'] ?? '' };
  });
  const acts = orders.map(async ({ sn }, index) => {
    await soon();
    const { status } = await gateways.either(index).sandbox('act', { reference: sn, outcome: 'paid' });
    assert.ok([200, 409].includes(status), `${status}`);
  });
  await sleep(60);
  await Promise.all([...acts, gateways.first.advance(241)]);
  const ended = await Promise.all(
    orders.map(({ clientSn }) =>
      eventually(async () => {
        const state = await stateOf(clientSn);
        if (!/^(PAID 1250|PAY_CANCELED 0)$/.test(state)) return undefined;
        const { in: paidIn, out } = await bankOf(clientSn);
        assert.equal(paidIn - out, state.startsWith('PAID') ? 1250n : 0n, `${clientSn} is ${state}`);
        return state;
      }, 15_000),
    ),
  );
  context.diagnostic(ended.join(', '));
});

test('captures and releases at once never take more than was kept aside', async () => {
  const preAuth = (index: number, path: string, fields: object) =>
    clients[index % 2 ? 1 : 0].call(`/api/v1/pre-auth/${path}`, { operator: 'op1', ...fields });
  const frozen = await preAuth(0, 'freeze', {
    client_auth_sn: newNumber(),
    client_trans_no: newNumber(),
    amount: '10500',
    dynamic_id: `28${newBarcode().slice(2)}`,
  });
  assert.equal(frozen.outcome, 'SUCCESS');
  const answers = await each(30, (index) =>
    preAuth(index, index % 3 === 0 ? 'unfreeze' : 'pay', {
      auth_sn: frozen.data['auth_sn'],
      client_trans_no: newNumber(),
      amount: '1000',
    }),
  );
  assert.deepEqual(tally(answers), { SUCCESS: 10, 'FAIL REFUNDABLE_AMOUNT_NOT_ENOUGH': 20 });
});

test('an activation code with 7 uses makes 7 terminals of 50 devices, and one number of a terminal is given once', async () => {
  const { merchantId, appId } = shop;
  const { first } = gateways;
  const { stores } = await first.manage<{ stores: { storeId: string }[] }>('GET', `/stores?merchantId=${merchantId}`);
  const newCode = async (uses: number) => {
    const asked = { storeId: stores[0]?.storeId, appId, uses };
    return (await first.manage<{ code: string }>('POST', '/activation-codes', asked)).code;
  };
  const activate = (index: number, code: string, more: object = {}) =>
    clients[index % 2 ? 1 : 0].callAsVendor('/terminal/activate', {
      app_id: appId,
      code,
      device_id: newNumber(),
      ...more,
    });
  const code = await newCode(7);
  const answers = await each(crowd, (index) => activate(index, code));
  assert.deepEqual(tally(answers), { 200: 7, '400 INVALID_PARAMS': crowd - 7 });
  const terminals = answers.flatMap(({ body }) => body.biz_response?.['terminal_sn'] ?? []);
  assert.equal(new Set(terminals).size, 7);
  const another = await newCode(20);
  const named = await each(10, (index) => activate(index, another, { client_sn: 'till-1' }));
  assert.deepEqual(tally(named), { 200: 1, '400 INVALID_PARAMS': 9 });
});

function refund(index: number, clientSn: string, refunded: string, number: string): Promise<UpayAnswer> {
  return call(index, 'refund', { client_sn: clientSn, refund_amount: refunded, refund_request_no: number });
}

async function stateOf(clientSn: string): Promise<string> {
  const { outcome, data } = await call(random.below(2), 'query', { client_sn: clientSn });
  return outcome.startsWith('SUCCESS') ? `${data['order_status']} ${data['net_amount']}` : outcome;
}

function tally(answers: readonly UpayAnswer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of answers) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

/** What the bank's own book says of an order: how often it was to charge for it, what came in and what went back. */
async function bankOf(clientSn: string): Promise<{ charges: number; in: bigint; out: bigint }> {
  const [row] = await gateways.first.database.sql<{ charges: number; in: bigint; out: bigint }[]>`
    with named as (
      select id from cell_00.payments where merchant_id = ${shop.merchantId} and reference = ${clientSn}
      union all select id from cell_01.payments where merchant_id = ${shop.merchantId} and reference = ${clientSn})
    select (select count(*)::int from sandbox_bank.orders where id in (select id from named) and kind = 'charge') as charges,
      (select coalesce(sum(amount_minor), 0)::bigint from sandbox_bank.credits where payment_id in (select id from named)) as in,
      (select coalesce(sum(moved_minor), 0)::bigint from sandbox_bank.orders
       where target_id in (select id from named) and kind in ('refund', 'reversal')) as out`;
  assert.ok(row);
  return row;
}

// Payouts from the request to the bank and back, over HTTP: fees, failures, silence, lost answers.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import type { TestMerchant } from '../support/merchant.ts';
import type { Received } from '../support/receiver.ts';

let gateway: TestGateway;

before(async () => {
  gateway = await startTestGateway();
});
after(() => gateway.close());

test('a payout holds amount and fee, completes by itself, is notified, and its fee is the one set by PATCH /admin/merchants', async () => {
  const merchant = await gateway.merchant();
  const { client, merchantId } = merchant;
  await gateway.manage('PATCH', `/merchants/${merchantId}`, { fees: { payout: { fixed: 1500, basisPoints: 100 } } });
  await merchant.fund(100_000);
  const request = merchant.aPayout({ amount: 20_000 });
  const created = await client.call('POST', '/api/v1/payout', request);
  assert.deepEqual([created.httpStatus, created.code, created.message], [200, 1000, 'success']);
  const { transactionId, transactionStatus, transactionTime } = created.data as Payout;
  assert.match(transactionId, /^D\d{24}$/);
  assert.equal(transactionStatus, 'PENDING');
  // The fee: 15.00 and 1 % of 200.00.
  assert.equal(await merchant.balance(), 100_000 - 20_000 - 1_700);

  const received = await notified(merchant, transactionId);
  assert.equal(received.path, '/payout');
  assert.ok(client.verifyCallback(received.body));
  const { returnTime, sign: _sign, ...told } = received.fields;
  assert.deepEqual(told, {
    eventName: 'disbursement.success',
    mchOrderId: request['mchOrderId'],
    transactionId,
    amount: 20_000,
    transactionStatus: 'COMPLETE',
    createTime: transactionTime,
    remark: 'salary',
  });
  assert.deepEqual(await query(merchant, request['mchOrderId']), {
    mchOrderId: request['mchOrderId'],
    transactionId,
    amount: 20_000,
    transactionStatus: 'COMPLETE',
    createTime: transactionTime,
    returnTime,
    remark: 'salary',
    failedCode: null,
    failedMessage: null,
  });
  assert.deepEqual(await gateway.balances(merchantId), {
    available: 78_300,
    held: 0,
    fees: 1_700,
    funding: -100_000,
    'channel:PH_BANK_PAYOUT': 20_000,
  });
});

test('e-wallet and QR payouts complete as well, each over its own channel', async () => {
  const merchant = await gateway.merchant();
  await merchant.fund(100_000);
  const wallet = { payMethodCode: 'EWALLET', bankCode: null, ewalletCode: 'gcash', accountNo: '09171234567' };
  const scanned = { payMethodCode: 'SCANQR', bankCode: null, accountNo: '00020101021228', accountName: 'Sari Sari' };
  for (const change of [wallet, scanned]) await notified(merchant, await merchant.createPayout(change));
  const balances = await gateway.balances(merchant.merchantId);
  assert.deepEqual([balances['channel:PH_EWALLET_PAYOUT'], balances['channel:PH_SCANQR_PAYOUT']], [10_000, 10_000]);
  assert.equal(balances['available'], 80_000);
});

test('a payout that fails gives amount and fee back, and the merchant is told why', async () => {
  const merchant = await gateway.merchant({ settings: { fees: { payout: { fixed: 500 } } } });
  await merchant.fund(100_000);
  const transactionId = await merchant.createPayout({ amount: 29_005 });
  assert.equal(await merchant.balance(), 100_000 - 29_505);
  const { fields, body } = await notified(merchant, transactionId);
  assert.ok(merchant.client.verifyCallback(body));
  assert.deepEqual(
    [fields['eventName'], fields['transactionStatus'], fields['failedCode'], fields['failedMessage']],
    ['disbursement.failed', 'FAILED', -10005, 'Transaction Destination Account Error'],
  );
  assert.equal(await merchant.balance(), 100_000);
  assert.deepEqual(await gateway.balances(merchant.merchantId), { available: 100_000, held: 0, funding: -100_000 });
});

test('9020: a payout stays pending, its money held, until /sandbox/act decides', async () => {
  const merchant = await gateway.merchant();
  await merchant.fund(100_000);
  const paid = merchant.aPayout({ amount: 19_020 });
  const failed = merchant.aPayout({ amount: 29_020 });
  const ids: string[] = [];
  for (const request of [paid, failed]) {
    const created = await merchant.client.call('POST', '/api/v1/payout', request);
    ids.push((created.data as Payout).transactionId);
  }
  await gateway.advance(3_600);
  for (const { mchOrderId } of [paid, failed]) {
    const { transactionStatus, returnTime } = await query(merchant, mchOrderId);
    assert.deepEqual([transactionStatus, returnTime], ['PENDING', null]);
  }
  assert.equal((await gateway.balances(merchant.merchantId))['held'], 48_040);
  assert.equal(merchant.receiver.received.length, 0);

  await gateway.act(ids[0]!, 'paid');
  await gateway.act(ids[1]!, 'failed', { failedCode: -10009 });
  assert.equal((await notified(merchant, ids[0]!)).fields['transactionStatus'], 'COMPLETE');
  assert.equal((await notified(merchant, ids[1]!)).fields['failedCode'], -10009);
  assert.equal((await gateway.sandbox('act', { reference: ids[0], outcome: 'failed' })).status, 409);
  const { available, held } = await gateway.balances(merchant.merchantId);
  assert.deepEqual([available, held], [100_000 - 19_020, 0]);
});

test('9021: a payout whose answer was lost is found by a query, and was sent once', async () => {
  const merchant = await gateway.merchant();
  await merchant.fund(100_000);
  const request = merchant.aPayout({ amount: 19_021 });
  const created = await merchant.client.call('POST', '/api/v1/payout', request);
  const { transactionId } = created.data as Payout;
  await eventually(async () => (await bankStatus(transactionId)) === 'done');
  assert.equal((await query(merchant, request['mchOrderId'])).transactionStatus, 'PENDING');
  await gateway.advance(60);
  assert.equal((await query(merchant, request['mchOrderId'])).transactionStatus, 'COMPLETE');
  assert.equal((await notified(merchant, transactionId)).fields['eventName'], 'disbursement.success');
  const asked = await gateway.database.sql<{ kind: string; times: bigint }[]>`
    select kind, count(*) as times from sandbox_bank.requests where order_id = ${transactionId} and not replay group by kind`;
  assert.equal(asked.find(({ kind }) => kind === 'send-payout')?.times, 1n);
  assert.equal(await merchant.balance(), 100_000 - 19_021);
});

test('9023 and 9024: a payout confirmed twice or late is booked and notified once', async () => {
  const merchant = await gateway.merchant();
  await merchant.fund(100_000);
  const ids = [await merchant.createPayout({ amount: 19_023 }), await merchant.createPayout({ amount: 19_024 })];
  await gateway.advance(10);
  for (const id of ids) await notified(merchant, id);
  await gateway.advance(60);
  for (const id of ids) assert.equal(merchant.receiver.of(id).length, 1);
  assert.equal(await merchant.balance(), 100_000 - 19_023 - 19_024);
});

test('holds count: payouts at the same time never spend the same money twice', async () => {
  const merchant = await gateway.merchant({ settings: { fees: { payout: { fixed: 100 } } } });
  await merchant.fund(50_500);
  const answers = await Promise.all(
    Array.from({ length: 10 }, () =>
      merchant.client.call('POST', '/api/v1/payout', merchant.aPayout({ amount: 10_000 })),
    ),
  );
  const codes = answers.map(({ code }) => code).sort((a, b) => a - b);
  assert.deepEqual(codes, [...Array<number>(5).fill(1000), ...Array<number>(5).fill(1006)]);
  await eventually(() => merchant.receiver.received.length === 5);
  assert.equal(await merchant.balance(), 0);
});

test('the books balance after all of it', async () => {
  assert.equal((await gateway.manage<{ balanced: boolean }>('GET', '/ledger/check')).balanced, true);
});

interface Payout {
  readonly transactionId: string;
  readonly transactionStatus: string;
  readonly transactionTime: string;
  readonly returnTime: string | null;
}

async function query({ client }: TestMerchant, mchOrderId: unknown): Promise<Payout> {
  const { code, data } = await client.call('GET', '/api/v1/payout/check', { mchOrderId: String(mchOrderId) });
  assert.equal(code, 1000);
  return data as Payout;
}

function notified({ receiver }: TestMerchant, transactionId: string): Promise<Received> {
  return eventually(() => receiver.of(transactionId)[0]);
}

async function bankStatus(payoutId: string): Promise<string | undefined> {
  const [row] = await gateway.database.sql<{ status: string }[]>`
    select status from sandbox_bank.orders where id = ${payoutId}`;
  return row?.status;
}

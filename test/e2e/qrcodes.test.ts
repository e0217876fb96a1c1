// QR codes over HTTP: the three kinds, how often they can be paid, repeats, change, cancel, expiry, and their payments.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import type { QrcodeData, TestMerchant } from '../support/merchant.ts';
import type { Params } from '../support/paycools-client.ts';

let gateway: TestGateway;
let merchant: TestMerchant;

before(async () => {
  gateway = await startTestGateway();
  merchant = await gateway.merchant();
});
after(() => gateway.close());

const aStatic = { channelCode: 'QRPH_STATIC_QR', amount: null };
const aHybrid = { channelCode: 'QRPH_HYBRID_QR' };

test('a static code is paid many times, each a payment of its own with the amount that the payer chose', async () => {
  const { qrcodeId, mchOrderId, expiresTime, qrcodeContent } = await merchant.createQrcode(aStatic);
  assert.equal(expiresTime, null);
  assert.match(qrcodeContent, /^000201010211/);
  for (const amount of [2_000, 3_050, 2_000]) await gateway.act(qrcodeId, 'paid', { amount });
  const received = await notifiedOf(mchOrderId, 3);
  assert.deepEqual(
    received.map(({ fields }) => Number(fields['amount'])).sort((a, b) => a - b),
    [2_000, 2_000, 3_050],
  );
  assert.equal(new Set(received.map(({ fields }) => fields['transactionId'])).size, 3);
  assert.equal((await gateway.sandbox('act', { reference: qrcodeId, outcome: 'paid' })).status, 400);
  await gateway.advance(400 * 86_400);
  assert.equal((await detail(mchOrderId)).status, 'ACTIVE');
  await gateway.act(qrcodeId, 'paid', { amount: 4_000 });
});

test('a dynamic code is paid once: then it is INACTIVE, and its order id is taken', async () => {
  const { qrcodeId, mchOrderId, qrcodeContent } = await merchant.createQrcode();
  assert.match(qrcodeContent, /^000201010212/);
  assert.match(qrcodeContent, /5406500\.10/);
  await gateway.act(qrcodeId, 'paid');
  await notifiedOf(mchOrderId, 1);
  assert.equal((await detail(mchOrderId)).status, 'INACTIVE');
  assert.equal((await gateway.sandbox('act', { reference: qrcodeId, outcome: 'paid' })).status, 409);
  assert.equal((await create({ mchOrderId })).code, 1012);
  assert.equal((await payments(mchOrderId)).length, 1);
});

test('a hybrid code is paid many times with its own amount, until it expires', async () => {
  const { qrcodeId, mchOrderId, expiresTime } = await merchant.createQrcode({ ...aHybrid, expireSeconds: 600 });
  assert.notEqual(expiresTime, null);
  await gateway.act(qrcodeId, 'paid');
  await gateway.act(qrcodeId, 'paid');
  const received = await notifiedOf(mchOrderId, 2);
  for (const { fields } of received) assert.equal(fields['amount'], 50_010);
  assert.equal((await detail(mchOrderId)).status, 'ACTIVE');
  await gateway.advance(601);
  assert.equal((await detail(mchOrderId)).status, 'INACTIVE');
  assert.equal((await gateway.sandbox('act', { reference: qrcodeId, outcome: 'paid' })).status, 409);
  assert.equal((await payments(mchOrderId)).length, 2);
});

test('a repeat of a static code answers the existing one; open dynamic and hybrid codes refuse it with 1012', async () => {
  const first = await merchant.createQrcode(aStatic);
  const again = await create({ ...aStatic, mchOrderId: first.mchOrderId });
  assert.equal(again.code, 1000);
  assert.equal((again.data as QrcodeData).qrcodeId, first.qrcodeId);
  const otherKind = await create({ mchOrderId: first.mchOrderId });
  assert.equal(otherKind.code, 1012);
  for (const kind of [{}, aHybrid]) {
    const { mchOrderId } = await merchant.createQrcode(kind);
    assert.equal((await create({ ...kind, mchOrderId })).code, 1012);
  }
});

test('after expiry or cancel the order id makes room for a new code', async () => {
  const expiring = await merchant.createQrcode({ expireSeconds: 60 });
  await gateway.advance(61);
  const cancelled = await merchant.createQrcode();
  await call('POST', '/api/v1/qrcode/cancel', { mchOrderId: cancelled.mchOrderId });
  for (const before of [expiring, cancelled]) {
    const next = await create({ mchOrderId: before.mchOrderId });
    assert.equal(next.code, 1000);
    assert.notEqual((next.data as QrcodeData).qrcodeId, before.qrcodeId);
    assert.equal((await detail(before.mchOrderId)).status, 'ACTIVE');
  }
});

test('detail is answered at /qrcode/detail and at /qrcode/{mchOrderId} alike', async () => {
  const created = await merchant.createQrcode();
  assert.deepEqual(await detail(created.mchOrderId), created);
  const byPath = await merchant.client.call('GET', `/api/v1/qrcode/${created.mchOrderId}`);
  assert.deepEqual(byPath.data, created);
});

test('update changes customer, remark and callback of an open code, never amount or channel; the next payment says so', async () => {
  const { qrcodeId, mchOrderId, qrcodeContent } = await merchant.createQrcode(aHybrid);
  const callbackUrl = `${merchant.receiver.url}/moved`;
  const change = {
    mchOrderId,
    customerName: 'Maria Clara',
    remark: 'table 9',
    callbackUrl,
    amount: 1,
    channelCode: 'X',
  };
  const updated = await call('POST', '/api/v1/qrcode/update', change);
  assert.deepEqual(
    [updated.remark, updated.callbackUrl, updated.channelCode, updated.qrcodeContent],
    ['table 9', callbackUrl, 'QRPH_HYBRID_QR', qrcodeContent],
  );
  await gateway.act(qrcodeId, 'paid');
  const [received] = await notifiedOf(mchOrderId, 1);
  assert.deepEqual(
    [received?.path, received?.fields['remark'], received?.fields['amount']],
    ['/moved', 'table 9', 50_010],
  );
});

test('cancel answers INACTIVE, later queries CANCEL; a cancelled code cannot be paid, and cancelling again changes nothing', async () => {
  const { qrcodeId, mchOrderId } = await merchant.createQrcode();
  for (let times = 0; times < 2; times++) {
    assert.equal((await call('POST', '/api/v1/qrcode/cancel', { mchOrderId })).status, 'INACTIVE');
    assert.equal((await detail(mchOrderId)).status, 'CANCEL');
  }
  assert.equal((await gateway.sandbox('act', { reference: qrcodeId, outcome: 'paid' })).status, 409);
  assert.deepEqual(await payments(mchOrderId), []);
  const update = await merchant.client.call('POST', '/api/v1/qrcode/update', { mchOrderId, customerName: 'Juan' });
  assert.equal(update.code, 1008);
});

test('CLOSED: a dynamic code and a web payment that nobody paid in time are closed without a callback', async () => {
  const transactionId = await merchant.createPayment();
  const { mchOrderId, qrcodeId } = await merchant.createQrcode();
  const told = merchant.receiver.received.length;
  await gateway.advance(3_601);
  assert.equal((await detail(mchOrderId)).status, 'INACTIVE');
  const { data } = await merchant.client.call('GET', `/api/v1/payment/${transactionId}`);
  assert.equal((data as { transactionStatus: string }).transactionStatus, 'CLOSED');
  for (const reference of [transactionId, qrcodeId])
    assert.equal((await gateway.sandbox('act', { reference, outcome: 'paid' })).status, 409);
  assert.equal(merchant.receiver.received.length, told);
});

test('9024: money that comes after expiry is booked to suspense, and the payment stays CLOSED', async () => {
  const payer = await gateway.merchant();
  const transactionId = await payer.createPayment({ amount: 19_024 });
  await gateway.act(transactionId, 'paid');
  await gateway.advance(3_601);
  await gateway.advance(5);
  const { data } = await payer.client.call('GET', `/api/v1/payment/${transactionId}`);
  assert.equal((data as { transactionStatus: string }).transactionStatus, 'CLOSED');
  const balances = await gateway.balances(payer.merchantId);
  assert.deepEqual([balances['available'] ?? 0, balances['suspense']], [0, 19_024]);
});

test('9025: another amount than asked for pays nothing: FAILED, and the money is in suspense', async () => {
  const payer = await gateway.merchant();
  const { qrcodeId, mchOrderId } = await payer.createQrcode({ amount: 19_025 });
  await gateway.act(qrcodeId, 'paid');
  const { fields } = await eventually(() =>
    payer.receiver.received.find((received) => received.fields['mchOrderId'] === mchOrderId),
  );
  assert.deepEqual([fields['transactionStatus'], fields['failedCode'], fields['amount']], ['FAILED', -10002, 19_025]);
  const balances = await gateway.balances(payer.merchantId);
  assert.deepEqual([balances['available'] ?? 0, balances['suspense']], [0, 18_925]);
});

test('9020, 9021 and 9023: a payment waits for /sandbox/act; told late or twice it is booked and notified once', async () => {
  const payer = await gateway.merchant();
  for (const amount of [19_020, 19_021, 19_023]) {
    const transactionId = await payer.createPayment({ amount });
    await gateway.advance(2);
    assert.deepEqual(payer.receiver.of(transactionId), []);
    await gateway.act(transactionId, 'paid');
    await gateway.advance(2);
    await eventually(() => payer.receiver.of(transactionId).length === 1);
    await gateway.advance(120);
    assert.equal(payer.receiver.of(transactionId).length, 1);
  }
  assert.equal(await payer.balance(), 19_020 + 19_021 + 19_023);
});

test('the payments of a code are listed by Manila days, both included: pending, paid and failed ones, oldest first', async () => {
  const { qrcodeId, mchOrderId } = await merchant.createQrcode(aStatic);
  await gateway.act(qrcodeId, 'paid', { amount: 2_001 });
  const firstDay = today();
  await gateway.advance(3 * 86_400);
  await gateway.act(qrcodeId, 'paid', { amount: 2_002 });
  const lastDay = today();
  const amounts = async (startDate: string, endDate: string) =>
    (await payments(mchOrderId, startDate, endDate)).map(({ transactionAmount }) => transactionAmount);
  assert.deepEqual(await amounts(firstDay, lastDay), [2_001, 2_002]);
  assert.deepEqual(await amounts(firstDay, firstDay), [2_001]);
  assert.deepEqual(await amounts(lastDay, lastDay), [2_002]);
  const [item] = await payments(mchOrderId, firstDay, firstDay);
  const { transactionId, transactionCreateTime, transactionReturnTime, ...rest } = item!;
  assert.match(transactionId, /^C\d{24}$/);
  assert.equal(transactionCreateTime.slice(0, 10), firstDay);
  assert.equal(transactionReturnTime, transactionCreateTime);
  assert.deepEqual(rest, {
    transactionAmount: 2_001,
    channelCode: 'QRPH_STATIC_QR',
    transactionStatus: 'COMPLETE',
    remark: 'table 4',
  });
  const pending = await merchant.createQrcode();
  assert.equal((await payments(pending.mchOrderId))[0]?.transactionStatus, 'PENDING');
  await gateway.act(pending.qrcodeId, 'failed');
  assert.equal((await payments(pending.mchOrderId))[0]?.transactionStatus, 'FAILED');
  for (const range of [
    { startDate: lastDay, endDate: firstDay },
    { startDate: '2026-01-01', endDate: '2026-02-01' },
    { startDate: '2026-02-30', endDate: '2026-03-01' },
    { startDate: '2026-01-01' },
    { startDate: '0000-01-01', endDate: '0000-01-02' },
    { startDate: '0001-01-01', endDate: '0001-01-02' },
  ]) {
    const path = `/api/v1/qrcode/${mchOrderId}/payments`;
    assert.equal((await merchant.client.call('GET', path, range as Params)).code, 1009);
  }
});

test('the books balance after all of it', async () => {
  assert.equal((await gateway.manage<{ balanced: boolean }>('GET', '/ledger/check')).balanced, true);
});

interface Item {
  readonly transactionId: string;
  readonly transactionCreateTime: string;
  readonly transactionReturnTime: string | null;
  readonly transactionAmount: number;
  readonly transactionStatus: string;
}

/** The gateway's day in Manila. */
function today(): string {
  return new Date(gateway.gateway.core.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10);
}

async function payments(mchOrderId: string, startDate = today(), endDate = today()): Promise<Item[]> {
  const path = `/api/v1/qrcode/${mchOrderId}/payments`;
  const { code, data } = await merchant.client.call('GET', path, { startDate, endDate });
  assert.equal(code, 1000);
  return data as Item[];
}

function create(change: Params) {
  return merchant.client.call('POST', '/api/v1/qrcode', merchant.aQrcode(change));
}

async function call(method: 'GET' | 'POST', path: string, params: Params): Promise<QrcodeData> {
  const { code, data } = await merchant.client.call(method, path, params);
  assert.equal(code, 1000);
  return data as QrcodeData;
}

function detail(mchOrderId: string): Promise<QrcodeData> {
  return call('GET', '/api/v1/qrcode/detail', { mchOrderId });
}

function notifiedOf(mchOrderId: string, count: number) {
  return eventually(() => {
    const received = merchant.receiver.received.filter(({ fields }) => fields['mchOrderId'] === mchOrderId);
    return received.length === count && received;
  });
}

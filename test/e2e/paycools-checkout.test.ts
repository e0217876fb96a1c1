// The checkout over HTTP, as its merchant and its payer use it: ordered, chosen, paid or not, told, queried and closed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { anOrderId, type TestMerchant } from '../support/merchant.ts';
import type { Params } from '../support/paycools-client.ts';

let gateway: TestGateway;
let merchant: TestMerchant;

before(async () => {
  gateway = await startTestGateway();
  merchant = await gateway.merchant();
});
after(() => gateway.close());

type Fields = Readonly<Record<string, unknown>>;

interface Order {
  readonly checkoutId: string;
  readonly checkoutUrl: string;
  readonly status: string;
  readonly expiresTime: string;
}

const now = () => gateway.gateway.core.clock.now();

async function call(path: string, fields: Fields, beside: Params = {}, of = merchant) {
  const param = JSON.stringify({ timestamp: now(), ...fields });
  const { code, message, data } = await of.client.call('POST', path, { ...beside, param });
  return { code, message, data: data as Fields };
}

const anOrder = (change: Fields = {}, of = merchant): Fields => ({
  mchOrderId: anOrderId(),
  amount: 50_010,
  currency: 'PHP',
  settlementCurrency: 'PHP',
  countryCode: 'PH',
  customerName: 'Juan Dela Cruz',
  email: 'juan@example.com',
  mobile: '09171234567',
  notifyUrl: `${of.receiver.url}/checkout`,
  redirectUrl: 'https://shop.example/done?cart=7',
  remark: 'two shirts',
  ...change,
});

async function ordered(change: Fields = {}): Promise<Order> {
  const { code, message, data } = await call('/api/v2/checkout/generate', anOrder(change));
  assert.equal(code, 1000, message);
  return data as unknown as Order;
}

const query = async ({ checkoutId }: Order) => (await call('/api/v2/checkout/query', { checkoutId })).data;

const page = async ({ checkoutUrl }: Order) => (await fetch(checkoutUrl)).text();

async function choose({ checkoutUrl }: Order, channel: string): Promise<void> {
  const body = new URLSearchParams({ channel });
  const answer = await fetch(`${checkoutUrl}/channel`, { method: 'POST', body, redirect: 'manual' });
  assert.deepEqual([answer.status, answer.headers.get('location')], [303, new URL(checkoutUrl).pathname]);
}

const receivedOf = ({ checkoutId }: Order) =>
  merchant.receiver.received.filter(({ fields }) => fields['checkoutId'] === checkoutId);

/** What the receiver got about an order, as soon as it did. */
async function toldOf(order: Order): Promise<Fields> {
  const received = await eventually(() => receivedOf(order)[0]);
  assert.equal(merchant.client.verifyCallback(received.body), true);
  assert.equal(received.path, '/checkout');
  return received.fields;
}

test('an order is paid by the channel that its payer picks last, told once, and cannot be closed any more', async () => {
  const order = await ordered();
  assert.match(order.checkoutUrl, new RegExp(`^${gateway.url}/pay/${order.checkoutId}-`));
  assert.match(order.expiresTime, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/);
  assert.equal(order.status, 'PENDING');
  assert.match(await page(order), /<h1[^]*₱500.10[^]*QR Ph[^]*GCash[^]*7-Eleven/);
  assert.deepEqual((await query(order))['transactionId'], null);
  await choose(order, 'QRPH_DYNAMIC_QR');
  const { transactionId: first } = await query(order);
  assert.match(await page(order), /<svg/);
  await choose(order, 'GCASH_URL');
  const late = await gateway.sandbox('act', { reference: String(first), outcome: 'paid' });
  assert.equal(late.status, 409, 'the try before is closed');
  const before = await merchant.balance();
  await gateway.act(order.checkoutId, 'paid');
  assert.match(await page(order), /Payment complete/);
  const found = await query(order);
  assert.deepEqual(
    [found['transactionStatus'], found['status'], found['channelCode'], found['amount'], found['currency']],
    ['COMPLETE', 'COMPLETE', 'GCASH_URL', 50_010, 'PHP'],
  );
  assert.notEqual(found['transactionId'], first);
  const { sign: _, ...told } = await toldOf(order);
  assert.deepEqual(told, {
    eventName: 'checkout.payment.success',
    mchOrderId: found['mchOrderId'],
    transactionId: found['transactionId'],
    channelCode: 'GCASH_URL',
    checkoutId: order.checkoutId,
    currency: 'PHP',
    channelType: 'EWALLET',
    amount: 50_010,
    transactionStatus: 'COMPLETE',
    createTime: told['createTime'],
    returnTime: found['returnTime'],
    remark: 'two shirts',
  });
  assert.equal(await merchant.balance(), before + 50_010);
  const closed = await call('/api/v2/checkout/close', { checkoutId: order.checkoutId });
  assert.deepEqual([closed.code, closed.message], [1009, 'request params invalid: the order is paid']);
  const back = await fetch(`${order.checkoutUrl}/return`, { redirect: 'manual' });
  assert.equal(back.headers.get('location'), 'https://shop.example/done?cart=7');
  assert.equal(receivedOf(order).length, 1);
});

test('a number for the counter is shown on the page, and paid there', async () => {
  const order = await ordered({ channelTypeList: 'OTC' });
  await choose(order, '7ELEVEN_VA');
  assert.match(await page(order), /7-Eleven/);
  await gateway.act(order.checkoutId, 'paid');
  const told = await toldOf(order);
  assert.deepEqual([told['channelCode'], told['channelType']], ['7ELEVEN_VA', 'OTC']);
});

test('a paid order is refunded by its transaction, and stays COMPLETE', async () => {
  const order = await ordered({ channelCodeList: ['GCASH_URL'] });
  await choose(order, 'GCASH_URL');
  await gateway.act(order.checkoutId, 'paid');
  const { transactionId } = await query(order);
  const refund = await merchant.client.call('POST', '/api/payment/refund', {
    mchRefundOrderId: anOrderId(),
    originalTransactionId: String(transactionId),
    refundAmount: 50_010,
    refundCallbackUrl: `${merchant.receiver.url}/refund`,
  });
  assert.equal(refund.code, 1000, refund.message);
  await eventually(() =>
    merchant.receiver.received.some(({ fields }) => fields['originalTransactionId'] === transactionId),
  );
  assert.equal((await query(order))['transactionStatus'], 'COMPLETE');
});

test('an order whose last try failed is PENDING while it is open, and FAILED when its time is up', async () => {
  // This amount fails at the bank (a sandbox scenario).
  const order = await ordered({ amount: 19_003, expireSeconds: 600 });
  await choose(order, 'GCASH_URL');
  await eventually(async () => (await page(order)).includes('That payment did not go through'));
  assert.equal((await query(order))['transactionStatus'], 'PENDING');
  assert.deepEqual(receivedOf(order), []);
  await gateway.advance(601);
  assert.equal((await query(order))['transactionStatus'], 'FAILED');
  const told = await toldOf(order);
  assert.deepEqual(
    [told['eventName'], told['transactionStatus'], told['failedCode'], told['failedMessage']],
    ['checkout.payment.failed', 'FAILED', -10003, 'Transaction Insufficient Balance'],
  );
});

test('an order that nobody paid is CLOSED by its time or by its merchant, who may close it again, and hears nothing', async () => {
  const expired = await ordered({ expireSeconds: 60 });
  const closed = await ordered();
  await choose(closed, 'GCASH_URL');
  for (const _ of ['once', 'again']) {
    const { code, data } = await call('/api/v2/checkout/close', { checkoutId: closed.checkoutId });
    assert.deepEqual([code, data['status'], data['checkoutId']], [1000, 'CLOSED', closed.checkoutId]);
  }
  await gateway.advance(61);
  for (const order of [expired, closed]) {
    assert.equal((await query(order))['transactionStatus'], 'CLOSED');
    assert.equal((await gateway.sandbox('act', { reference: order.checkoutId, outcome: 'paid' })).status, 409);
    assert.deepEqual(receivedOf(order), []);
  }
  assert.match(await page(expired), /Payment expired/);
});

test('the channels of the cashier are listed, with those that an operator switched off', async () => {
  await gateway.manage('PATCH', '/channels/GRPY_URL', { enabled: false });
  const { code, data } = await call('/api/v2/checkout/channel', { countryCode: 'PH' });
  assert.equal(code, 1000);
  const statuses = new Map((data as unknown as Fields[]).map((row) => [row['channelCode'], row['status']]));
  assert.deepEqual([statuses.get('GCASH_URL'), statuses.get('GRPY_URL'), statuses.size], ['ACTIVE', 'INACTIVE', 15]);
  await gateway.manage('PATCH', '/channels/GRPY_URL', { enabled: true });
});

test('an order of the first version is signed with the name of its app beside it, and is like any other', async () => {
  const legacy = {
    mchOrderId: `LEGACY${anOrderId()}`,
    amount: 50_010,
    customer: { firstName: 'Niña', lastName: "O'Hara", email: 'nina@example.com', mobile: '09171234567' },
    items: [{ name: 'Fan', amount: 50_010, quantity: 1 }],
    callbackUrl: `${merchant.receiver.url}/checkout`,
    redirectUrl: 'https://shop.example/done',
    availableChannelCodes: ['CARD_URL'],
  };
  const { code, message, data } = await call('/api/v1/checkout', legacy, { appName: 'Sari Sari Store' });
  assert.equal(code, 1000, message);
  const order = data as unknown as Order;
  await choose(order, 'CARD_URL');
  await gateway.act(order.checkoutId, 'paid');
  assert.equal((await toldOf(order))['eventName'], 'checkout.payment.success');
  assert.equal((await query(order))['transactionStatus'], 'COMPLETE');
  assert.equal((await call('/api/v1/checkout', legacy, { appName: 'Sari Sari Store' })).code, 1012);
  assert.equal((await call('/api/v1/checkout', { ...legacy, mchOrderId: `L${legacy.mchOrderId}` })).code, 1009);
});

test('clients that test for success code 1 get it, by a switch', async () => {
  const other = await gateway.merchant();
  const generate = async () => (await call('/api/v2/checkout/generate', anOrder({}, other), {}, other)).code;
  for (const [checkoutSuccessCode, code] of [
    [1, 1],
    [1000, 1000],
  ]) {
    await gateway.manage('PATCH', `/apps/${other.appId}`, { switches: { checkoutSuccessCode } });
    assert.equal(await generate(), code);
  }
});

test('one number is one order, also beside a web payment, and a param that was changed is not signed', async () => {
  const order = anOrder();
  assert.equal((await call('/api/v2/checkout/generate', order)).code, 1000);
  assert.equal((await call('/api/v2/checkout/generate', order)).code, 1012);
  const payment = merchant.aPayment({ mchOrderId: String(order['mchOrderId']) });
  assert.equal((await merchant.client.call('POST', '/api/v1/payment', payment)).code, 1012);
  const mchOrderId = anOrderId();
  await merchant.createPayment({ mchOrderId });
  assert.equal((await call('/api/v2/checkout/generate', anOrder({ mchOrderId }))).code, 1012);

  const body = merchant.client.signedBody({ param: JSON.stringify(anOrder({ timestamp: now() })) });
  const send = async (text: string) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${gateway.url}/api/v2/checkout/generate`, { method: 'POST', headers, body: text });
    return ((await answer.json()) as { code: number }).code;
  };
  assert.equal(await send(body.replace('50010', '50011')), 1003);
  assert.equal(await send(body), 1000);
});

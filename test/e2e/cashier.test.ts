// The cashier over HTTP, as its merchant and its payer use it: ordered, chosen, paid or not, told; and closed the moment it is over.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway();
});
after(() => gateway.close());

const path = '/open-api/payment/checkout';
let orders = 0;

interface Order {
  readonly mchOrderId: string;
  readonly checkoutId: string;
  readonly checkoutUrl: string;
}

async function ordered(change: object = {}): Promise<Order> {
  const { code, message, data } = await gateway.bluepayV2.call(`${path}/generate`, {
    mchOrderId: `CASHIER${++orders}`,
    amount: 10_000,
    currency: 'THB',
    settlementCurrency: 'THB',
    customerName: 'Somchai Jaidee',
    email: 'somchai@example.com',
    mobile: '0812345678',
    language: 'EN',
    notifyUrl: `${gateway.url}/sandbox/inbox/cashier`,
    redirectUrl: 'https://m.example/done?from=ร้าน',
    ...change,
  });
  assert.equal(code, 10000, message);
  return data as unknown as Order;
}

const page = async ({ checkoutUrl }: Order) => (await fetch(checkoutUrl)).text();

async function choose({ checkoutUrl }: Order, channel: string): Promise<void> {
  const body = new URLSearchParams({ channel });
  const answer = await fetch(`${checkoutUrl}/channel`, { method: 'POST', body, redirect: 'manual' });
  assert.deepEqual([answer.status, answer.headers.get('location')], [303, new URL(checkoutUrl).pathname]);
}

const transactionOf = async (order: Order) =>
  (await gateway.bluepayV2.call(`${path}/query`, { checkoutId: order.checkoutId })).data;

async function toldOf({ checkoutId }: Order): Promise<Readonly<Record<string, unknown>>[]> {
  const kept = (await (await fetch(`${gateway.url}/sandbox/inbox/cashier`)).json()) as { body: string }[];
  const read = kept.map(({ body }) => gateway.bluepayV2.readNotification(body) ?? {});
  return read.filter((fields) => fields['checkoutId'] === checkoutId);
}

async function available(): Promise<number> {
  const { balances } = await gateway.manage<{ balances: Record<string, Record<string, number>> }>(
    'GET',
    `/merchants/${gateway.demo.merchantId}`,
  );
  return balances['THB']?.['available'] ?? 0;
}

test('an order is paid by the way that its payer picks last, in two tabs, and its merchant is told once', async () => {
  const order = await ordered();
  assert.match(await page(order), /<h1[^]*฿100.00[^]*PromptPay[^]*TrueMoney/);
  await choose(order, 'TH_PROMPTPAY_QR');
  const first = String((await transactionOf(order))['transactionId']);
  assert.match(await page(order), /Scan to pay with PromptPay[^]*<svg/);
  await choose(order, 'TH_TRUEMONEY_URL');
  const before = await available();
  const late = await gateway.sandbox('act', { reference: first, outcome: 'paid' });
  assert.equal(late.status, 409, 'the try before is closed');
  await gateway.act(order.checkoutId, 'paid');
  assert.match(await page(order), /Payment complete/);
  const { transactionId, transactionStatus, channelCode } = await transactionOf(order);
  assert.deepEqual([transactionStatus, channelCode], ['COMPLETED', 'TH_TRUEMONEY_URL']);
  assert.notEqual(transactionId, first);
  const [told, ...more] = await eventually(async () => {
    const all = await toldOf(order);
    return all.length > 0 && all;
  });
  assert.deepEqual(
    [told?.['eventName'], told?.['transactionId'], more],
    ['checkout.payment.success', transactionId, []],
  );
  assert.ok((await available()) > before);
  await choose(order, 'TH_PROMPTPAY_QR');
  assert.equal((await transactionOf(order))['transactionId'], transactionId);
  const back = await fetch(`${order.checkoutUrl}/return`, { redirect: 'manual' });
  assert.equal(back.headers.get('location'), 'https://m.example/done?from=%E0%B8%A3%E0%B9%89%E0%B8%B2%E0%B8%99');
});

test('after a try that the bank refuses the page offers the ways again, and tells an open page by itself', async () => {
  // This amount fails at the bank (a sandbox scenario).
  const order = await ordered({ amount: 19_003 });
  const events = await fetch(`${order.checkoutUrl}/events`);
  const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
  assert.match((await reader?.read())?.value ?? '', /^retry: \d+\ndata: /);
  await choose(order, 'TH_CARD_URL');
  assert.match((await reader?.read())?.value ?? '', /^data: \{"status":"pending C\d+"\}/);
  await eventually(async () => (await page(order)).includes('That payment did not go through'));
  assert.equal((await transactionOf(order))['transactionStatus'], 'PENDING');
  assert.deepEqual(await toldOf(order), []);
});

test('an order whose time is up is closed with its try, and told as failed', async () => {
  const order = await ordered({ expireSeconds: 600 });
  await choose(order, 'TH_PROMPTPAY_QR');
  await gateway.advance(601);
  assert.match(await page(order), /Payment expired/);
  assert.equal((await gateway.sandbox('act', { reference: order.checkoutId, outcome: 'paid' })).status, 409);
  const [told] = await eventually(async () => {
    const all = await toldOf(order);
    return all.length > 0 && all;
  });
  assert.deepEqual([told?.['eventName'], told?.['transactionStatus']], ['checkout.payment.failed', 'FAILED']);
  assert.equal((await gateway.bluepayV2.call(`${path}/close`, { checkoutId: order.checkoutId })).code, 21028);
});

test('a link that the gateway did not make leads nowhere', async () => {
  const order = await ordered();
  for (const url of [`${order.checkoutUrl}x`, `${gateway.url}/pay/${order.checkoutId}`]) {
    for (const rest of ['', '/status', '/events', '/return'])
      assert.equal((await fetch(url + rest)).status, 404, url + rest);
    assert.equal(
      (await fetch(`${url}/channel`, { method: 'POST', body: new URLSearchParams({ channel: 'TH_CARD_URL' }) })).status,
      404,
    );
  }
});

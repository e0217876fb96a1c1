// BluePay over HTTP as its merchants use it, in both versions: asked, paid, told and acknowledged.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway();
});
after(() => gateway.close());

interface Kept {
  readonly body: string;
  readonly dialect: string;
  readonly signatureValid: boolean;
  readonly eventName: string;
}

/** What the inbox of that name got about an order. */
async function told(inbox: string, mchOrderId: string): Promise<Kept | undefined> {
  const kept = (await (await fetch(`${gateway.url}/sandbox/inbox/${inbox}`)).json()) as Kept[];
  return kept.find(({ body }) => body.includes(mchOrderId));
}

interface Delivery {
  readonly status: string;
  readonly attempts: readonly object[];
}

async function deliveryOf(transactionId: string): Promise<Delivery | undefined> {
  const [newest] = await gateway.manage<Delivery[]>('GET', `/notifications?reference=${transactionId}`);
  return newest;
}

test('v1: a WebPay order is paid, told to its address in a signed envelope, and acknowledged', async () => {
  const client = gateway.bluepayV1;
  const created = await client.call('/open-api/webpay/generate', {
    channelCode: 'TRUEMONEY_URL',
    mchOrderId: 'WEB1',
    amount: 2300,
    notifyUrl: `${gateway.url}/sandbox/inbox/one`,
    redirectUrl: 'https://m.example/done',
    customerName: 'Jason',
    email: 'a@example.com',
    mobile: '0812345678',
    remark: 'ชำระเงิน',
  });
  assert.equal(created.code, 10000, created.message);
  const transactionId = created.data['transactionId'] as string;
  await gateway.act(transactionId, 'paid');
  const { body, ...kept } = await eventually(() => told('one', 'WEB1'));
  assert.deepEqual([kept.dialect, kept.signatureValid, kept.eventName], ['bluepay-v1', true, 'order.payment.success']);
  const param = client.readNotification(body);
  assert.deepEqual(
    [param?.['transactionId'], param?.['amount'], param?.['transactionStatus'], param?.['remark']],
    [transactionId, 2300, 'COMPLETED', 'ชำระเงิน'],
  );
  assert.equal(gateway.bluepayV2.readNotification(body), undefined, 'each app has a platform key of its own');
  const delivered = await eventually(async () => {
    const found = await deliveryOf(transactionId);
    return found?.status === 'delivered' ? found : undefined;
  });
  assert.equal(delivered.attempts.length, 1);
});

test('v2: a collection is paid and told; an answer without code 10000 is tried again with the same bytes', async () => {
  const client = gateway.bluepayV2;
  const created = await client.call('/open-api/payment/generate', {
    mchOrderId: 'COL1',
    amount: 10_000,
    currency: 'THB',
    channelType: 'EWALLET',
    channelCode: 'TH_TRUEMONEY_URL',
    customerName: 'Jason',
    email: 'a@example.com',
    mobile: '0812345678',
    terminalType: 'WEB',
    notifyUrl: `${gateway.url}/sandbox/inbox/two?answer=500`,
    redirectUrl: 'https://m.example/done',
  });
  assert.equal(created.code, 10000, created.message);
  const transactionId = created.data['transactionId'] as string;
  await gateway.act(transactionId, 'paid');
  const first = await eventually(() => told('two', 'COL1'));
  assert.deepEqual([first.dialect, first.signatureValid, first.eventName], ['bluepay-v2', true, 'payment.success']);
  const param = client.readNotification(first.body);
  assert.deepEqual([param?.['countryCode'], param?.['currency'], param?.['amount']], ['TH', 'THB', 10_000]);
  await eventually(async () => (await deliveryOf(transactionId))?.attempts.length === 1);
  await gateway.advance(15);
  const bodies = await eventually(async () => {
    const kept = (await (await fetch(`${gateway.url}/sandbox/inbox/two`)).json()) as Kept[];
    return kept.length > 1 ? kept.map(({ body }) => body) : undefined;
  });
  assert.equal(new Set(bodies).size, 1);
});

test('the demo apps are of their version, and /sandbox/explain tells what was signed', async () => {
  for (const client of [gateway.bluepayV1, gateway.bluepayV2]) {
    const path = '/open-api/account/balance';
    assert.equal((await client.call(path)).code, 10000);
    const param = client.paramOf({});
    const said = await gateway.sandbox('explain', { path, body: client.bodyOf(param) });
    assert.deepEqual(said.body, { dialect: `bluepay-${client.version}`, valid: true, signedText: param, causes: [] });
  }
});

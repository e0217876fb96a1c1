// What operators change of merchants and apps, as the merchant feels it at once: keys, secrets, settlement, isolation.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { anOrderId, makeKeyPair, type TestMerchant } from '../support/merchant.ts';
import { createPaycoolsClient, type Params } from '../support/paycools-client.ts';

let gateway: TestGateway;

before(async () => {
  gateway = await startTestGateway();
});
after(() => gateway.close());

const balancePath = '/api/v1/account/checkBalance';

test('while a key rotates, requests signed with the old and the new one hold; then the old one is forgotten', async () => {
  const merchant = await gateway.merchant();
  const { appId } = merchant;
  const next = makeKeyPair();
  const codes = async () => [
    (await merchant.client.call('GET', balancePath)).code,
    (await clientOf(merchant, { privateKeyPem: next.privateKeyPem }).call('GET', balancePath)).code,
  ];
  assert.deepEqual(await codes(), [1000, 1003]);
  await gateway.manage('PATCH', `/apps/${appId}`, { publicKey: next.publicKeyPem });
  assert.deepEqual(await codes(), [1000, 1000]);
  await gateway.manage('PATCH', `/apps/${appId}`, { endOverlap: true });
  assert.deepEqual(await codes(), [1003, 1000]);
});

test('a key can be given as the bare base64 that PayCools documents', async () => {
  const merchant = await gateway.merchant();
  const { publicKeyPem, privateKeyPem } = makeKeyPair();
  const publicKey = publicKeyPem.replaceAll(/-----[A-Z ]+-----|\s/g, '');
  await gateway.manage('PATCH', `/apps/${merchant.appId}`, { publicKey, endOverlap: true });
  assert.equal((await clientOf(merchant, { privateKeyPem }).call('GET', balancePath)).code, 1000);
});

test('callbacks are signed with the newest secret as soon as it is rotated, and the old secret says nothing any more', async () => {
  const merchant = await gateway.merchant();
  const bodyOfNext = async () => {
    const transactionId = await merchant.createPayment();
    await gateway.act(transactionId, 'paid');
    return (await eventually(() => merchant.receiver.of(transactionId)[0])).body;
  };
  assert.ok(merchant.client.verifyCallback(await bodyOfNext()));
  const { callbackSecret } = await gateway.manage<{ callbackSecret: string }>('PATCH', `/apps/${merchant.appId}`, {
    rotateCallbackSecret: true,
  });
  assert.match(callbackSecret, /^[0-9a-f]{32}$/);
  const body = await bodyOfNext();
  assert.ok(clientOf(merchant, { callbackSecret }).verifyCallback(body));
  assert.equal(merchant.client.verifyCallback(body), false);
});

test("another merchant's objects are not found, whoever knows their ids; nor can they be changed or repeated", async () => {
  const [owner, stranger] = [await gateway.merchant(), await gateway.merchant()];
  await owner.fund(50_000);
  const transactionId = await owner.createPayment();
  const code = await owner.createQrcode();
  const payout = owner.aPayout();
  assert.equal((await owner.client.call('POST', '/api/v1/payout', payout)).code, 1000);

  const { mchOrderId } = code;
  const dates = { startDate: '2026-01-01', endDate: '2026-01-02' };
  const calls: [method: 'GET' | 'POST', path: string, params: Params][] = [
    ['GET', `/api/v1/payment/${transactionId}`, {}],
    ['GET', '/api/v1/payout/check', { mchOrderId: payout['mchOrderId']! }],
    ['GET', '/api/v1/qrcode/detail', { mchOrderId }],
    ['GET', `/api/v1/qrcode/${mchOrderId}`, {}],
    ['GET', `/api/v1/qrcode/${mchOrderId}/payments`, dates],
    ['POST', '/api/v1/qrcode/cancel', { mchOrderId }],
    ['POST', '/api/v1/qrcode/update', { mchOrderId, customerName: 'Mallory' }],
  ];
  for (const [method, path, params] of calls) {
    assert.equal((await stranger.client.call(method, path, params)).code, 1008, `${method} ${path}`);
  }
  const { data } = await owner.client.call('GET', '/api/v1/qrcode/detail', { mchOrderId });
  assert.deepEqual(data, code);
  // Order ids are each merchant's own.
  assert.notEqual((await stranger.createQrcode({ mchOrderId })).qrcodeId, code.qrcodeId);
  assert.equal(await stranger.balance(), 0);
});

test('with settlementDays money is pending until its day begins in Manila, then available', async () => {
  const merchant = await gateway.merchant({ settings: { settlementDays: 2, fees: { payment: { basisPoints: 100 } } } });
  for (const amount of [50_000, 30_000]) await gateway.act(await merchant.createPayment({ amount }), 'paid');
  const balances = async () => {
    const { available = 0, pending = 0 } = await gateway.balances(merchant.merchantId);
    return [available, pending];
  };
  assert.deepEqual(await balances(), [0, 79_200]);
  assert.equal(await merchant.balance(), 0);
  await gateway.advance(untilManilaMidnight() + 86_400 - 60);
  assert.deepEqual(await balances(), [0, 79_200]);
  const payout = merchant.aPayout();
  assert.equal((await merchant.client.call('POST', '/api/v1/payout', payout)).code, 1006);
  await gateway.advance(120);
  assert.deepEqual(await balances(), [79_200, 0]);
  assert.equal((await merchant.client.call('POST', '/api/v1/payout', payout)).code, 1000);
});

test('a merchant takes in no more on one day in Manila than its operators allow, by amount and by count', async () => {
  const limits = { payment: { dailyAmount: 100_000, dailyCount: 3 } };
  const merchant = await gateway.merchant({ settings: { limits } });
  const codeOf = async (amount: number) =>
    (await merchant.client.call('POST', '/api/v1/payment', merchant.aPayment({ amount }))).code;
  const refused = 1007;
  assert.deepEqual([await codeOf(60_000), await codeOf(40_001), await codeOf(40_000)], [1000, refused, 1000]);
  assert.equal(await codeOf(100), refused);
  await gateway.manage('PATCH', `/merchants/${merchant.merchantId}`, {
    limits: { payment: { dailyAmount: 200_000, dailyCount: 3 } },
  });
  assert.deepEqual([await codeOf(100), await codeOf(100)], [1000, refused], 'the third payment of three');
  await gateway.advance(untilManilaMidnight() + 60);
  assert.equal(await codeOf(60_000), 1000);
  const read = await gateway.manage<{ limits: object }>('GET', `/merchants/${merchant.merchantId}`);
  assert.deepEqual(read.limits, { payment: { dailyAmount: 200_000, dailyCount: 3 } });
});

test('a merchant that is suspended is still paid and told what its payers pay', async () => {
  const merchant = await gateway.merchant();
  const transactionId = await merchant.createPayment();
  await gateway.manage('PATCH', `/merchants/${merchant.merchantId}`, { status: 'suspended' });
  await gateway.act(transactionId, 'paid');
  await eventually(() => merchant.receiver.of(transactionId)[0]);
  assert.equal((await gateway.balances(merchant.merchantId))['available'], 50_010);
});

test('merchants are spread over the cells, and each is served from its own', async () => {
  const cells = new Set<number>();
  for (let count = 0; count < 8 && cells.size < 2; count++) {
    const merchant = await gateway.merchant();
    const { cell } = await gateway.manage<{ cell: number }>('GET', `/merchants/${merchant.merchantId}`);
    cells.add(cell);
    const transactionId = await merchant.createPayment({ mchOrderId: anOrderId() });
    assert.equal(Number(transactionId.slice(1, 3)), cell);
    await gateway.act(transactionId, 'paid');
    await eventually(() => merchant.receiver.of(transactionId)[0]);
  }
  assert.equal(cells.size, 2);
});

test('every change by an operator is in the audit log, without a secret', async () => {
  const merchant = await gateway.merchant();
  const { callbackSecret } = await gateway.manage<{ callbackSecret: string }>('PATCH', `/apps/${merchant.appId}`, {
    rotateCallbackSecret: true,
  });
  const { entries } = await gateway.manage<{ entries: { who: string; action: string; object: string }[] }>(
    'GET',
    '/audit?limit=10',
  );
  const actions = entries
    .filter(({ object }) => object === merchant.appId)
    .map(({ who, action }) => `${who} ${action}`);
  const who = `demo ${gateway.demo.merchantId}`;
  assert.deepEqual(actions, [`${who} app.update`, `${who} app.update`, `${who} app.create`]);
  for (const secret of [callbackSecret, merchant.callbackSecret])
    assert.equal(JSON.stringify(entries).includes(secret), false);
});

test('the books balance after all of it', async () => {
  assert.equal((await gateway.manage<{ balanced: boolean }>('GET', '/ledger/check')).balanced, true);
});

function clientOf(merchant: TestMerchant, change: { privateKeyPem?: string; callbackSecret?: string }) {
  const { appId, privateKeyPem, callbackSecret } = { ...merchant, ...change };
  return createPaycoolsClient({ baseUrl: gateway.url, appId, privateKeyPem, callbackSecret });
}

/** Seconds until the next day begins in Manila, by the gateway's clock. */
function untilManilaMidnight(): number {
  const day = 86_400;
  return day - (Math.floor(gateway.gateway.core.clock.now() / 1000 + 8 * 3_600) % day);
}

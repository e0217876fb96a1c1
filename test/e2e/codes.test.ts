// Every common code of PayCools' API, reached over HTTP with its published message (paycools.md 6.1).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { makeKeyPair, type TestMerchant } from '../support/merchant.ts';
import { createPaycoolsClient, type Params, type PaycoolsAnswer } from '../support/paycools-client.ts';
import { takeDatabaseAway } from '../support/take-database-away.ts';

let gateway: TestGateway;
let merchant: TestMerchant;

before(async () => {
  gateway = await startTestGateway();
  merchant = await gateway.merchant();
  await merchant.fund(10_000_000);
});
after(() => gateway.close());

const balancePath = '/api/v1/account/checkBalance';

test('1000 success', async () => {
  answers(await merchant.client.call('GET', balancePath), 1000, 'success');
});

test('1001 merchant appid is invalid: of an app that does not exist', async () => {
  const { privateKeyPem, callbackSecret } = merchant;
  const appId = 'f'.repeat(32);
  const client = createPaycoolsClient({ baseUrl: gateway.url, appId, privateKeyPem, callbackSecret });
  answers(await client.call('GET', balancePath), 1001, 'merchant appid is invalid');
});

test('1002 merchant white ip forbidden: until the address is on the list, alone or in a block', async () => {
  const { client, appId } = await gateway.merchant();
  const allow = (ipAllowlist: string[]) => gateway.manage('PATCH', `/apps/${appId}`, { ipAllowlist });
  await allow(['203.0.113.9', '10.0.0.0/8']);
  answers(await client.call('GET', balancePath), 1002, 'merchant white ip forbidden');
  // What a client says of its own address counts only behind a proxy that is trusted.
  const headers = { 'x-forwarded-for': '203.0.113.9' };
  const pretended = await fetch(`${gateway.url}${balancePath}?${client.signedQuery({})}`, { headers });
  assert.equal(((await pretended.json()) as { code: number }).code, 1002);
  for (const list of [['127.0.0.1'], ['127.0.0.0/8'], []]) {
    await allow(list);
    answers(await client.call('GET', balancePath), 1000, 'success');
  }
});

test('1003 request sign is invalid: signed with another key', async () => {
  const { appId, callbackSecret } = merchant;
  const { privateKeyPem } = makeKeyPair();
  const client = createPaycoolsClient({ baseUrl: gateway.url, appId, privateKeyPem, callbackSecret });
  answers(await client.call('GET', balancePath), 1003, 'request sign is invalid');
  answers(await client.call('POST', '/api/v1/payment', merchant.aPayment()), 1003, 'request sign is invalid');
});

test('1004 merchant unavailable: while it is suspended, for each of its calls', async () => {
  const { client, merchantId, aPayment } = await gateway.merchant();
  await gateway.manage('PATCH', `/merchants/${merchantId}`, { status: 'suspended' });
  answers(await client.call('GET', balancePath), 1004, 'merchant unavailable');
  answers(await client.call('POST', '/api/v1/payment', aPayment()), 1004, 'merchant unavailable');
  await gateway.manage('PATCH', `/merchants/${merchantId}`, { status: 'active' });
  answers(await client.call('GET', balancePath), 1000, 'success');
});

test('1005 merchant institute unavailable: while its app is disabled', async () => {
  const { client, appId } = await gateway.merchant();
  await gateway.manage('PATCH', `/apps/${appId}`, { enabled: false });
  answers(await client.call('GET', balancePath), 1005, 'merchant institute unavailable');
  await gateway.manage('PATCH', `/apps/${appId}`, { enabled: true });
  answers(await client.call('GET', balancePath), 1000, 'success');
});

test('1006 merchant balance insufficient: when amount and fee are more than is available', async () => {
  const poor = await gateway.merchant({ settings: { fees: { payout: { fixed: 1 } } } });
  await poor.fund(10_000);
  const request = poor.aPayout({ amount: 10_000 });
  answers(await poor.client.call('POST', '/api/v1/payout', request), 1006, 'merchant balance insufficient');
  await poor.fund(1);
  // A refusal uses nothing up: the same order goes through once there is enough.
  answers(await poor.client.call('POST', '/api/v1/payout', request), 1000, 'success');
});

test("1007 transaction exceed limit: above the channel's or the merchant's own largest amount", async () => {
  const { client, aPayment, aQrcode, aPayout } = merchant;
  const message = 'transaction exceed limit';
  answers(await client.call('POST', '/api/v1/payment', aPayment({ amount: 5_000_001 })), 1007, message);
  answers(await client.call('POST', '/api/v1/qrcode', aQrcode({ amount: 5_000_001 })), 1007, message);
  answers(await client.call('POST', '/api/v1/payout', aPayout({ amount: 500_000_001 })), 1007, message);
  const limited = await gateway.merchant({ settings: { limits: { payment: { max: 20_000 } } } });
  const above = limited.aPayment({ amount: 20_001 });
  answers(await limited.client.call('POST', '/api/v1/payment', above), 1007, message);
  answers(await limited.client.call('POST', '/api/v1/payment', { ...above, amount: 20_000 }), 1000, 'success');
});

test('1008 transaction not found: of whatever does not exist', async () => {
  const { client } = merchant;
  const order: Params = { mchOrderId: 'NOSUCHORDER' };
  const dates = { startDate: '2026-01-01', endDate: '2026-01-02' };
  const calls: [method: 'GET' | 'POST', path: string, params: Params][] = [
    ['GET', '/api/v1/payout/check', order],
    ['GET', '/api/v1/qrcode/detail', order],
    ['GET', '/api/v1/qrcode/NOSUCHORDER', {}],
    ['GET', '/api/v1/qrcode/NOSUCHORDER/payments', dates],
    ['POST', '/api/v1/qrcode/cancel', order],
    ['POST', '/api/v1/qrcode/update', { ...order, customerName: 'Juan' }],
    ['GET', '/api/v1/payment/C000000000000000000000000', {}],
    ['GET', '/api/v1/payment/nonsense', {}],
  ];
  for (const [method, path, params] of calls) {
    answers(await client.call(method, path, params), 1008, 'transaction not found');
  }
});

test('1009 request params invalid: in words that name the field', async () => {
  const { client, aPayment, aPayout, aQrcode } = merchant;
  const calls: [path: string, params: Params, message: string][] = [
    ['/api/v1/payment', aPayment({ mobile: null }), 'mobile is required'],
    ['/api/v1/payment', aPayment({ mobile: '12' }), 'mobile must be 11 digits starting with 09'],
    ['/api/v1/payment', aPayment({ amount: 99 }), 'amount must not be below 100'],
    ['/api/v1/payment', aPayment({ amount: 1.5 }), 'amount must be an integer'],
    ['/api/v1/payment', aPayment({ mchOrderId: 'with-dash' }), 'mchOrderId must be 1 to 32 letters and digits'],
    ['/api/v1/payout', aPayout({ bankCode: null }), 'bankCode is required when payMethodCode is BANK'],
    ['/api/v1/qrcode', aQrcode({ expireSeconds: 59 }), 'expireSeconds must be 60 to 3600'],
  ];
  for (const [path, params, message] of calls) {
    answers(await client.call('POST', path, params), 1009, `request params invalid: ${message}`);
  }
});

test('1010 request bank name invalid', async () => {
  const request = merchant.aPayout({ bankCode: 'NOBANK' });
  answers(await merchant.client.call('POST', '/api/v1/payout', request), 1010, 'request bank name invalid');
});

test('1011 merchant channel unavailable: unknown, switched off by an operator, or away (a sandbox scenario)', async () => {
  const { client, aPayment, aQrcode, aPayout } = merchant;
  const message = 'merchant channel unavailable';
  answers(await client.call('POST', '/api/v1/payment', aPayment({ channelCode: 'NO_URL' })), 1011, message);
  answers(await client.call('POST', '/api/v1/payment', aPayment({ amount: 19_022 })), 1011, message);
  answers(await client.call('POST', '/api/v1/qrcode', aQrcode({ amount: 19_022 })), 1011, message);
  answers(await client.call('POST', '/api/v1/payout', aPayout({ amount: 19_022 })), 1011, message);
  await gateway.manage('PATCH', '/channels/GRPY_URL', { enabled: false });
  const grab = aPayment({ channelCode: 'GRPY_URL' });
  answers(await client.call('POST', '/api/v1/payment', grab), 1011, message);
  const { data } = await client.call('GET', '/api/v1/payment/channels');
  const listed = (data as { channelCode: string; status: string }[]).find(
    ({ channelCode }) => channelCode === 'GRPY_URL',
  );
  assert.equal(listed?.status, 'INACTIVE');
  await gateway.manage('PATCH', '/channels/GRPY_URL', { enabled: true });
  answers(await client.call('POST', '/api/v1/payment', grab), 1000, 'success');
});

test('1012 merchant order id is repeat: of payments, payouts and open dynamic codes, also sent at the same time', async () => {
  const { client, aPayment, aPayout, aQrcode } = merchant;
  const calls: [path: string, first: Params, second: Params][] = [];
  const payout = aPayout();
  calls.push(['/api/v1/payout', payout, { ...payout, idempotencyId: `${String(payout['idempotencyId'])}B` }]);
  for (const [path, request] of [
    ['/api/v1/payment', aPayment()],
    ['/api/v1/qrcode', aQrcode()],
  ] as const)
    calls.push([path, request, request]);
  for (const [path, first, second] of calls) {
    answers(await client.call('POST', path, first), 1000, 'success');
    answers(await client.call('POST', path, second), 1012, 'merchant order id is repeat');
  }
  const same = aPayment();
  const racing = await Promise.all(Array.from({ length: 8 }, () => client.call('POST', '/api/v1/payment', same)));
  assert.deepEqual(
    racing.map(({ code }) => code).sort((a, b) => a - b),
    [1000, ...Array<number>(7).fill(1012)],
  );
});

test('1013 merchant access frequency limit: beyond the rate of the app, until time has passed', async () => {
  const { client, appId } = await gateway.merchant();
  await gateway.manage('PATCH', `/apps/${appId}`, { rateLimit: { perSecond: 0.01, burst: 3 } });
  const asked: number[] = [];
  for (let count = 0; count < 3; count++) asked.push((await client.call('GET', balancePath)).code);
  assert.deepEqual(asked, [1000, 1000, 1000]);
  answers(await client.call('GET', balancePath), 1013, 'merchant access frequency limit');
  await gateway.advance(100);
  answers(await client.call('GET', balancePath), 1000, 'success');
  await gateway.manage('PATCH', `/apps/${appId}`, { rateLimit: null });
  for (let count = 0; count < 5; count++) answers(await client.call('GET', balancePath), 1000, 'success');
});

test('1014 merchant payout idempoteny repeat: before the order id is looked at, and nothing is paid twice', async () => {
  const { client, aPayout } = merchant;
  const request = aPayout();
  answers(await client.call('POST', '/api/v1/payout', request), 1000, 'success');
  answers(await client.call('POST', '/api/v1/payout', request), 1014, 'merchant payout idempoteny repeat');
  const other = aPayout({ idempotencyId: request['idempotencyId']! });
  answers(await client.call('POST', '/api/v1/payout', other), 1014, 'merchant payout idempoteny repeat');
});

test('1015 request email invalid', async () => {
  const { client, aPayment, aPayout, aQrcode } = merchant;
  const email = 'nobody at example';
  answers(await client.call('POST', '/api/v1/payment', aPayment({ email })), 1015, 'request email invalid');
  answers(await client.call('POST', '/api/v1/payout', aPayout({ email })), 1015, 'request email invalid');
  answers(await client.call('POST', '/api/v1/qrcode', aQrcode({ email })), 1015, 'request email invalid');
});

test('1016 request ewallet name invalid', async () => {
  const request = merchant.aPayout({ payMethodCode: 'EWALLET', ewalletCode: 'NOWALLET', accountNo: '09171234567' });
  answers(await merchant.client.call('POST', '/api/v1/payout', request), 1016, 'request ewallet name invalid');
});

test('1018 network failed, please retry: while the database is away, and everything works again when it is back', async () => {
  const { client, aPayment } = merchant;
  const request = aPayment();
  const back = await takeDatabaseAway(gateway.database);
  try {
    assert.equal((await fetch(`${gateway.url}/healthz`)).status, 200);
    const ready = await fetch(`${gateway.url}/readyz`);
    assert.equal(ready.status, 503);
    answers(await client.call('POST', '/api/v1/payment', request), 1018, 'network failed, please retry');
    answers(await client.call('GET', balancePath), 1018, 'network failed, please retry');
  } finally {
    await back();
  }
  await eventually(async () => (await fetch(`${gateway.url}/readyz`)).status === 200);
  const repeated = await client.call('POST', '/api/v1/payment', request);
  answers(repeated, 1000, 'success');
  await gateway.act((repeated.data as { transactionId: string }).transactionId, 'paid');
  assert.equal((await gateway.manage<{ balanced: boolean }>('GET', '/ledger/check')).balanced, true);
});

test('1020 dynamic qrcode amount is null: for dynamic and hybrid codes', async () => {
  for (const channelCode of ['QRPH_DYNAMIC_QR', 'QRPH_HYBRID_QR']) {
    const request = merchant.aQrcode({ channelCode, amount: null });
    answers(await merchant.client.call('POST', '/api/v1/qrcode', request), 1020, 'dynamic qrcode amount is null');
  }
});

/** HTTP status 200 whatever the code (paycools.md 7, row 3). */
function answers(answer: PaycoolsAnswer, code: number, message: string): void {
  const { httpStatus, code: given, message: said } = answer;
  assert.deepEqual([httpStatus, given, said], [200, code, message]);
}

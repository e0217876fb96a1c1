// Guards web payments (paycools.md 7.1 to 7.3): the page a payer is sent to, the status query, and the list of channels.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPaycoolsGateway, type PaycoolsGateway } from '../../../test/support/paycools-gateway.ts';

const payment = {
  appName: 'Demo Shop',
  mchOrderId: 'ORD0001',
  amount: 200_500,
  channelCode: 'GCASH_URL',
  email: 'juan@example.com',
  mobile: '09171234567',
  callbackUrl: 'https://merchant.example/cb',
  redirectUrl: 'https://merchant.example/done?order=1',
};
type Changes = Record<string, string | number | null>;

async function create(gateway: PaycoolsGateway, changes: Changes = {}) {
  const { code, message, data } = await gateway.client.call('POST', '/api/v1/payment', { ...payment, ...changes });
  return { code, message, data: data as Record<string, string> };
}

test('a web payment answers the page that its payer is sent to, which is good for one hour', async () => {
  const gateway = await createPaycoolsGateway();
  const { code, data } = await create(gateway);
  assert.equal(code, 1000);
  assert.match(data['redirectUrl'] ?? '', /^https:\/\/pay\.example\/pay\/C\d+-[\w-]{22}$/);
  assert.deepEqual(data, {
    redirectUrl: data['redirectUrl'],
    transactionStatus: 'PENDING',
    transactionAmount: 200_500,
    transactionId: gateway.created[0]?.id,
    expiresTime: '2026-03-17 11:18:07',
  });
});

test('the status query echoes the request and follows the payment', async () => {
  const gateway = await createPaycoolsGateway();
  const { data } = await create(gateway);
  const id = data['transactionId'] ?? '';
  const query = async () => (await gateway.client.call('GET', `/api/v1/payment/${id}`)).data as Record<string, unknown>;
  const expected = {
    mchOrderId: 'ORD0001',
    transactionId: id,
    amount: 200_500,
    transactionStatus: 'PENDING',
    createTime: '2026-03-17 10:18:07',
    returnTime: null,
    appName: 'Demo Shop',
    customerName: null,
    channelCode: 'GCASH_URL',
    email: 'juan@example.com',
    mobile: '09171234567',
    remark: null,
    callbackUrl: 'https://merchant.example/cb',
  };
  assert.deepEqual(await query(), expected);
  gateway.advanceMs(60_000);
  await gateway.engine.execute(0, 'confirm-credit', { paymentId: id, bankReference: 'B1', amountMinor: 200_500n });
  assert.deepEqual(await query(), { ...expected, transactionStatus: 'COMPLETE', returnTime: '2026-03-17 10:19:07' });
});

test('an unpaid payment is CLOSED after its hour, and its merchant is not told', async () => {
  const gateway = await createPaycoolsGateway();
  const { data } = await create(gateway);
  gateway.advanceMs(3_600_000);
  await gateway.engine.execute(0, 'expire-payment', { paymentId: data['transactionId'] ?? '' });
  const found = (await gateway.client.call('GET', `/api/v1/payment/${data['transactionId']}`)).data as Record<
    string,
    unknown
  >;
  assert.equal(found['transactionStatus'], 'CLOSED');
  assert.deepEqual(gateway.notifications, []);
});

test('1008: a transaction that does not exist, or belongs to another app, is not found', async () => {
  const gateway = await createPaycoolsGateway();
  const { data } = await create(gateway);
  for (const id of ['C000000000000000000000000', 'x', '..%2F..', encodeURIComponent("' or 1=1")]) {
    const answer = await gateway.client.call('GET', `/api/v1/payment/${id}`);
    assert.deepEqual([answer.code, answer.message], [1008, 'transaction not found'], id);
  }
  const find = gateway.engine.find;
  gateway.engine.find = (async (...question: Parameters<typeof find>) => {
    const row = await find(...question);
    return row && { ...row, appId: 'another' };
  }) as typeof find;
  assert.equal((await gateway.client.call('GET', `/api/v1/payment/${data['transactionId']}`)).code, 1008);
});

test('1012: an order id that was used before is repeated, and answers no second page', async () => {
  const gateway = await createPaycoolsGateway();
  await create(gateway);
  assert.deepEqual(await create(gateway), { code: 1012, message: 'merchant order id is repeat', data: undefined });
  const both = await Promise.all([create(gateway, { mchOrderId: 'ORD2' }), create(gateway, { mchOrderId: 'ORD2' })]);
  assert.deepEqual(
    both.map(({ code }) => code).sort((a, b) => a - b),
    [1000, 1012],
  );
});

test('1007, 1009 and 1011: amounts outside the channel, and channels that are unknown, of another kind, or not admitted', async () => {
  const gateway = await createPaycoolsGateway();
  assert.equal((await create(gateway, { amount: 5_000_001 })).code, 1007);
  assert.equal((await create(gateway, { amount: 99 })).message, 'request params invalid: amount must not be below 100');
  for (const changes of [
    { channelCode: 'NOPE' },
    { channelCode: 'QRPH_DYNAMIC_QR' },
    { channelCode: 'gcash_url' },
    { amount: 9_022 },
  ]) {
    assert.deepEqual(await create(gateway, changes), {
      code: 1011,
      message: 'merchant channel unavailable',
      data: undefined,
    });
  }
});

const refused: [changes: Changes, code: number, message: string][] = [
  [{ email: null }, 1009, 'request params invalid: email is required'],
  [{ email: 'nobody' }, 1015, 'request email invalid'],
  [{ mobile: '639171234567' }, 1009, 'request params invalid: mobile must be 11 digits starting with 09'],
  [{ mobile: 9_171_234_567 }, 1009, 'request params invalid: mobile must be a string'],
  [{ callbackUrl: '' }, 1009, 'request params invalid: callbackUrl is required'],
  [
    { redirectUrl: 'javascript:alert(1)' },
    1009,
    'request params invalid: redirectUrl must be an http(s) URL without credentials, up to 100 long',
  ],
  [{ redirectUrl: null }, 1009, 'request params invalid: redirectUrl is required'],
  [{ appName: '' }, 1009, 'request params invalid: appName is required'],
];
for (const [changes, code, message] of refused) {
  test(`${code}: a web payment with ${JSON.stringify(changes)} is refused`, async () => {
    const gateway = await createPaycoolsGateway();
    const answer = await create(gateway, changes);
    assert.equal(answer.code, code);
    assert.ok(answer.message.startsWith(message), answer.message);
  });
}

test('the channels are listed with type, limits, and whether they are open', async () => {
  const gateway = await createPaycoolsGateway();
  const maya = gateway.channels.get('PAYMAYA_URL');
  if (maya) gateway.channels.set('PAYMAYA_URL', { ...maya, enabled: false });
  const { data } = await gateway.client.call('GET', '/api/v1/payment/channels');
  const limits = { minAmount: 100, maxAmount: 5_000_000 };
  assert.deepEqual(data, [
    { channelCode: 'GCASH_URL', channelName: 'GCASH_URL', channelType: 'EWALLET', status: 'ACTIVE', ...limits },
    { channelCode: 'PAYMAYA_URL', channelName: 'PAYMAYA_URL', channelType: 'EWALLET', status: 'INACTIVE', ...limits },
    { channelCode: 'CARD_URL', channelName: 'CARD_URL', channelType: 'CARD', status: 'ACTIVE', ...limits },
  ]);
});

// Guards QR codes (paycools.md 5.1 to 5.6): kinds, repeats, statuses, and what each request answers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPaycoolsGateway, type PaycoolsGateway } from '../../../test/support/paycools-gateway.ts';

const code = {
  appName: 'Demo Shop',
  mchOrderId: 'BILL0001',
  channelCode: 'QRPH_DYNAMIC_QR',
  customerName: 'Juan Dela Cruz',
  amount: 50_010,
  callbackUrl: 'https://merchant.example/qr',
  remark: 'table 4',
};
type Qrcode = Record<string, string | null>;
type Changes = Record<string, string | number | null>;

async function post(gateway: PaycoolsGateway, path: string, params: Changes) {
  const { code: number, message, data } = await gateway.client.call('POST', path, params);
  return { code: number, message, data: data as Qrcode };
}
const create = (gateway: PaycoolsGateway, changes: Changes = {}) =>
  post(gateway, '/api/v1/qrcode', { ...code, ...changes });
const detail = async (gateway: PaycoolsGateway) =>
  (await gateway.client.call('GET', '/api/v1/qrcode/detail', { mchOrderId: 'BILL0001' })).data as Qrcode;

/** A payer pays the code. */
async function pay(gateway: PaycoolsGateway, qrcodeId: string, amountMinor: bigint, bankReference: string) {
  const instrument = await gateway.engine.find(0, 'instruments', qrcodeId);
  const paymentId = instrument?.paymentId ?? `C000000000000000000000${bankReference}`;
  return gateway.engine.execute(0, 'confirm-credit', { paymentId, instrumentId: qrcodeId, bankReference, amountMinor });
}

test('a dynamic code carries its amount, is good for one hour, and is ACTIVE', async () => {
  const gateway = await createPaycoolsGateway();
  const { code: number, data } = await create(gateway);
  assert.equal(number, 1000);
  assert.match(data['qrcodeId'] ?? '', /^QR\d+$/);
  assert.match(data['qrLink'] ?? '', /^https:\/\/pay\.example\/pay\/QR\d+-[\w-]{22}$/);
  assert.deepEqual(data, {
    mchOrderId: 'BILL0001',
    qrcodeId: data['qrcodeId'],
    qrcodeContent: `dynamic ${data['qrcodeId']} 50010`,
    channelCode: 'QRPH_DYNAMIC_QR',
    callbackUrl: 'https://merchant.example/qr',
    createTime: '2026-03-17 10:18:07',
    updateTime: '2026-03-17 10:18:07',
    expiresTime: '2026-03-17 11:18:07',
    remark: 'table 4',
    status: 'ACTIVE',
    qrLink: data['qrLink'],
  });
  assert.deepEqual(await detail(gateway), data);
  assert.deepEqual((await gateway.client.call('GET', '/api/v1/qrcode/BILL0001')).data, data);
});

test('a static code has no amount and no end, whatever the request says, and a repeat answers the same code', async () => {
  const gateway = await createPaycoolsGateway();
  const first = await create(gateway, { channelCode: 'QRPH_STATIC_QR', expireSeconds: 60, amount: 1 });
  assert.equal(first.data['qrcodeContent'], `static ${first.data['qrcodeId']} any`);
  assert.equal(first.data['expiresTime'], null);
  gateway.advanceMs(10_000);
  const again = await create(gateway, { channelCode: 'QRPH_STATIC_QR', amount: null });
  assert.deepEqual(again, first);
});

test('without customerName, callbackUrl and remark a code is made, and events go to the address of the app', async () => {
  const gateway = await createPaycoolsGateway();
  const bare = await create(gateway, { customerName: null, callbackUrl: null, remark: '' });
  assert.equal(bare.data['callbackUrl'], 'https://merchant.example/events');
  assert.equal(bare.data['remark'], null);
  gateway.app = { ...gateway.app, callbackUrls: { merchant: 'https://m.example', qr: 'https://q.example' } };
  assert.equal((await detail(gateway))['callbackUrl'], 'https://q.example');
  gateway.app = { ...gateway.app, callbackUrls: {} };
  assert.equal((await detail(gateway))['callbackUrl'], null);
});

test('1012: a dynamic or hybrid code repeats while it is open or once it is paid; after expiry or cancel a new one is made', async () => {
  for (const channelCode of ['QRPH_DYNAMIC_QR', 'QRPH_HYBRID_QR']) {
    const gateway = await createPaycoolsGateway();
    const first = await create(gateway, { channelCode, expireSeconds: 60 });
    const repeat = await create(gateway, { channelCode });
    assert.deepEqual([repeat.code, repeat.message], [1012, 'merchant order id is repeat']);
    assert.equal(first.data['expiresTime'], '2026-03-17 10:19:07');
    gateway.advanceMs(60_000);
    await gateway.engine.execute(0, 'expire-instrument', { instrumentId: first.data['qrcodeId'] ?? '' });
    assert.equal((await detail(gateway))['status'], 'INACTIVE');
    const second = await create(gateway, { channelCode });
    assert.equal(second.code, 1000);
    assert.equal((await post(gateway, '/api/v1/qrcode/cancel', { mchOrderId: 'BILL0001' })).code, 1000);
    const third = await create(gateway, { channelCode });
    assert.equal(new Set([first, second, third].map(({ data }) => data['qrcodeId'])).size, 3);
  }
});

test('a paid dynamic code is INACTIVE and its order id is taken; a paid hybrid code stays ACTIVE', async () => {
  const dynamic = await createPaycoolsGateway();
  const first = await create(dynamic);
  await pay(dynamic, first.data['qrcodeId'] ?? '', 50_010n, 'B1');
  assert.equal((await detail(dynamic))['status'], 'INACTIVE');
  assert.equal((await create(dynamic)).code, 1012);
  const hybrid = await createPaycoolsGateway();
  const second = await create(hybrid, { channelCode: 'QRPH_HYBRID_QR' });
  for (const reference of ['B1', 'B2']) await pay(hybrid, second.data['qrcodeId'] ?? '', 50_010n, reference);
  assert.equal((await detail(hybrid))['status'], 'ACTIVE');
  assert.equal(hybrid.notifications.length, 2);
});

test('the cancelling answer says INACTIVE, later queries say CANCEL, and cancelling again changes nothing', async () => {
  const gateway = await createPaycoolsGateway();
  await create(gateway);
  gateway.advanceMs(1000);
  for (let turn = 0; turn < 2; turn++) {
    const cancelled = await post(gateway, '/api/v1/qrcode/cancel', { mchOrderId: 'BILL0001' });
    assert.equal(cancelled.data['status'], 'INACTIVE');
    assert.equal(cancelled.data['updateTime'], '2026-03-17 10:18:08');
  }
  assert.equal((await detail(gateway))['status'], 'CANCEL');
});

test('an update changes name, address and remark where they are given, and nothing else', async () => {
  const gateway = await createPaycoolsGateway();
  const first = await create(gateway);
  gateway.advanceMs(5000);
  const changes = {
    mchOrderId: 'BILL0001',
    customerName: 'Maria Cruz',
    callbackUrl: 'https://merchant.example/new',
    amount: 1,
  };
  const updated = await post(gateway, '/api/v1/qrcode/update', changes);
  assert.deepEqual(updated.data, {
    ...first.data,
    callbackUrl: 'https://merchant.example/new',
    updateTime: '2026-03-17 10:18:12',
  });
  const remarked = await post(gateway, '/api/v1/qrcode/update', {
    mchOrderId: 'BILL0001',
    customerName: 'Maria Cruz',
    remark: 'table 5',
  });
  assert.equal(remarked.data['remark'], 'table 5');
  assert.equal(remarked.data['callbackUrl'], 'https://merchant.example/new');
  const row = await gateway.engine.find(0, 'instruments', first.data['qrcodeId'] ?? '');
  assert.equal(row?.details['customerName'], 'Maria Cruz');
  assert.equal(row?.amountMinor, 50_010n);
});

test('the payments of a code are listed by day in Manila, oldest first, and only with documented statuses', async () => {
  const gateway = await createPaycoolsGateway();
  const { data } = await create(gateway, { channelCode: 'QRPH_STATIC_QR' });
  const list = async (startDate: string, endDate: string) =>
    (await gateway.client.call('GET', '/api/v1/qrcode/BILL0001/payments', { startDate, endDate })).data as Record<
      string,
      unknown
    >[];
  assert.deepEqual(await list('2026-03-17', '2026-03-17'), []);
  await pay(gateway, data['qrcodeId'] ?? '', 503_700n, 'B1');
  gateway.advanceMs(14 * 3_600_000);
  await pay(gateway, data['qrcodeId'] ?? '', 2_000n, 'B2');
  const all = await list('2026-03-17', '2026-04-16');
  assert.deepEqual(all[0], {
    transactionId: 'C000000000000000000000B1',
    transactionCreateTime: '2026-03-17 10:18:07',
    transactionReturnTime: '2026-03-17 10:18:07',
    transactionAmount: 503_700,
    channelCode: 'QRPH_STATIC_QR',
    transactionStatus: 'COMPLETE',
    remark: 'table 4',
  });
  assert.deepEqual(
    all.map((item) => item['transactionAmount']),
    [503_700, 2_000],
  );
  assert.deepEqual(
    (await list('2026-03-18', '2026-03-18')).map((item) => item['transactionAmount']),
    [2_000],
  );
});

test('1008: an order id without a code is not found, by any request', async () => {
  const gateway = await createPaycoolsGateway();
  const days = { startDate: '2026-03-01', endDate: '2026-03-02' };
  const order = { mchOrderId: 'NONE' };
  const answers = [
    await gateway.client.call('GET', '/api/v1/qrcode/detail', order),
    await gateway.client.call('GET', '/api/v1/qrcode/NONE'),
    await gateway.client.call('GET', '/api/v1/qrcode/NONE/payments', days),
    await gateway.client.call('POST', '/api/v1/qrcode/cancel', order),
    await gateway.client.call('POST', '/api/v1/qrcode/update', { ...order, customerName: 'Maria Cruz' }),
  ];
  for (const answer of answers) assert.deepEqual([answer.code, answer.message], [1008, 'transaction not found']);
});

test('1008: a cancelled code cannot be updated', async () => {
  const gateway = await createPaycoolsGateway();
  await create(gateway);
  await post(gateway, '/api/v1/qrcode/cancel', { mchOrderId: 'BILL0001' });
  assert.equal(
    (await post(gateway, '/api/v1/qrcode/update', { mchOrderId: 'BILL0001', customerName: 'M' })).code,
    1008,
  );
});

test('1011: a channel that is unknown, no QR channel, off, or not admitted now is unavailable', async () => {
  const gateway = await createPaycoolsGateway();
  const off = gateway.channels.get('QRPH_HYBRID_QR');
  if (off) gateway.channels.set('QRPH_HYBRID_QR', { ...off, enabled: false });
  for (const changes of [
    { channelCode: 'NOPE' },
    { channelCode: 'GCASH_URL' },
    { channelCode: 'QRPH_HYBRID_QR' },
    { amount: 19_022 },
  ]) {
    const answer = await create(gateway, changes);
    assert.deepEqual([answer.code, answer.message], [1011, 'merchant channel unavailable']);
  }
});

test('1020: a dynamic or hybrid code without its amount is refused', async () => {
  const gateway = await createPaycoolsGateway();
  for (const channelCode of ['QRPH_DYNAMIC_QR', 'QRPH_HYBRID_QR']) {
    for (const amount of [null, '']) {
      const answer = await create(gateway, { channelCode, amount });
      assert.deepEqual([answer.code, answer.message], [1020, 'dynamic qrcode amount is null']);
    }
  }
});

test('1007 and 1009: an amount above the channel exceeds the limit, one below 20 pesos is named', async () => {
  const gateway = await createPaycoolsGateway();
  assert.equal((await create(gateway, { amount: 5_000_001 })).code, 1007);
  assert.equal((await create(gateway, { amount: Number.MAX_SAFE_INTEGER })).code, 1007);
  const below = await create(gateway, { amount: 1_999 });
  assert.deepEqual([below.code, below.message], [1009, 'request params invalid: amount must not be below 2000']);
});

test('1015: an e-mail address that is none is invalid', async () => {
  const gateway = await createPaycoolsGateway();
  assert.equal((await create(gateway, { email: 'nobody' })).code, 1015);
});

const refused: [changes: Changes, message: string][] = [
  [{ expireSeconds: 59 }, 'expireSeconds must be 60 to 3600'],
  [{ expireSeconds: 3601 }, 'expireSeconds must be 60 to 3600'],
  [{ expireSeconds: '600' }, 'expireSeconds must be an integer'],
  [{ mchOrderId: 'BILL_1' }, 'mchOrderId must be 1 to 32 letters and digits'],
  [{ channelCode: null }, 'channelCode is required'],
  [{ customerName: 'x'.repeat(129) }, 'customerName must have at most 128 characters'],
  [{ callbackUrl: 'ftp://merchant.example' }, 'callbackUrl must be an http(s) URL without credentials, up to 256 long'],
  [
    { callbackUrl: 'https://user:word@merchant.example' },
    'callbackUrl must be an http(s) URL without credentials, up to 256 long',
  ],
  [
    { callbackUrl: 'https://merchant.example/a b' },
    'callbackUrl must be an http(s) URL without credentials, up to 256 long',
  ],
  [{ callbackUrl: 'https://[::1' }, 'callbackUrl must be an http(s) URL without credentials, up to 256 long'],
  [
    { callbackUrl: `https://merchant.example/${'x'.repeat(256)}` },
    'callbackUrl must be an http(s) URL without credentials, up to 256 long',
  ],
];
for (const [changes, message] of refused) {
  test(`1009: a code with ${JSON.stringify(changes).slice(0, 60)} is refused in words`, async () => {
    const gateway = await createPaycoolsGateway();
    const answer = await create(gateway, changes);
    assert.equal(answer.code, 1009);
    assert.ok(answer.message.startsWith(`request params invalid: ${message}`), answer.message);
    assert.ok(answer.message.length <= 100);
  });
}

const refusedDays: [startDate: string | null, endDate: string, message: string][] = [
  [null, '2026-03-01', 'startDate is required'],
  ['2026-03-32', '2026-03-31', 'startDate must be a date yyyy-MM-dd'],
  ['2026-03-02', '2026-03-01', 'endDate must not be before startDate'],
  ['2026-03-01', '2026-04-01', 'endDate must be within 31 days of startDate'],
];
for (const [startDate, endDate, message] of refusedDays) {
  test(`1009: payments from ${startDate} to ${endDate} are refused in words`, async () => {
    const gateway = await createPaycoolsGateway();
    await create(gateway);
    const answer = await gateway.client.call('GET', '/api/v1/qrcode/BILL0001/payments', { startDate, endDate });
    assert.deepEqual([answer.code, answer.message], [1009, `request params invalid: ${message}`]);
  });
}

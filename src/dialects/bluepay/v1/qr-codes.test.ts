// Guards QR codes of version 1 (bluepay.md 3.4 to 3.7): what is made, what becomes of it, and who is told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBluepayGateway, type BluepayGateway } from '../../../../test/support/bluepay-gateway.ts';
import type { BluepayFields } from '../../../../test/support/bluepay-client.ts';

const path = '/open-api/qr/generate';
const detailPath = '/open-api/qr/detail';
const listPath = '/open-api/qr/paymentList';
const cancelPath = '/open-api/qr/cancel';

const dynamic = {
  channelCode: 'THAI_DYNAMIC_QR',
  mchOrderId: 'PC880001',
  amount: 1000,
  notifyUrl: 'https://example.com/',
  customerName: 'Raja',
  email: 'raja@example.com',
  mobile: '60128888888',
  remark: 'example',
  expireSeconds: 300,
};
const standing = { channelCode: 'THAI_STATIC_QR', mchOrderId: 'COUNTER1', notifyUrl: 'https://example.com/' };

async function make(gateway: BluepayGateway, fields: BluepayFields = dynamic) {
  const { code, data } = await gateway.client.call(path, fields);
  assert.equal(code, 10000);
  return data;
}

async function pay(gateway: BluepayGateway, { qrCodeId, transactionId }: BluepayFields, bankReference: string) {
  const amountMinor = 1000n;
  const isForOne = typeof transactionId === 'string';
  const paymentId = isForOne ? transactionId : `C00${bankReference.padStart(22, '0')}`;
  const instrumentId = isForOne ? undefined : String(qrCodeId);
  const booked = await gateway.engine.execute(0, 'confirm-credit', {
    paymentId,
    instrumentId,
    bankReference,
    amountMinor,
  });
  assert.ok(booked.ok);
  return paymentId;
}

test('a dynamic code is made with the payment that it waits for', async () => {
  const gateway = await createBluepayGateway('v1');
  const made = await make(gateway);
  const { qrCodeId, transactionId, qrLink } = made;
  assert.match(String(qrCodeId), /^QR[0-9]+$/);
  assert.match(String(transactionId), /^C[0-9]+$/);
  assert.match(String(qrLink), /^https:\/\/pay\.example\/pay\/.+/);
  assert.deepEqual(made, {
    mchOrderId: 'PC880001',
    qrCodeId,
    transactionId,
    transactionStatus: 'PENDING',
    qrCodeContent: `dynamic ${String(qrCodeId)} 1000`,
    channelCode: 'THAI_DYNAMIC_QR',
    notifyUrl: 'https://example.com/',
    remark: 'example',
    qrStatus: 'ACTIVE',
    qrLink,
    createTime: '2026-03-17 17:30:00',
    updateTime: '2026-03-17 17:30:00',
    expiresTime: '2026-03-17 17:35:00',
  });
  assert.deepEqual(gateway.created, [{ id: transactionId, amountMinor: 1000n }]);
  assert.deepEqual((await gateway.client.call(detailPath, { mchOrderId: 'PC880001' })).data, {
    ...made,
    amount: 1000,
    transactionCreateTime: '2026-03-17 17:30:00',
    transactionReturnTime: null,
  });
});

test('a code lasts an hour where nobody says how long', async () => {
  const gateway = await createBluepayGateway('v1');
  const made = await make(gateway, { ...dynamic, expireSeconds: null, remark: '' });
  assert.deepEqual([made['expiresTime'], made['remark']], ['2026-03-17 18:30:00', null]);
});

test('a paid code is used up, and its merchant is told', async () => {
  const gateway = await createBluepayGateway('v1');
  const made = await make(gateway);
  await gateway.advance(60_000);
  await pay(gateway, made, 'b1');
  assert.deepEqual(await gateway.lastTold(), {
    amount: 1000,
    channelCode: 'THAI_DYNAMIC_QR',
    createTime: '2026-03-17 17:30:00',
    eventName: 'qrcode.payment.success',
    mchOrderId: 'PC880001',
    remark: 'example',
    returnTime: '2026-03-17 17:31:00',
    transactionId: made['transactionId'],
    transactionStatus: 'COMPLETED',
  });
  assert.equal(gateway.notifications[0]?.url, 'https://example.com/');
  const { data } = await gateway.client.call(detailPath, { mchOrderId: 'PC880001' });
  assert.deepEqual(
    [data['qrStatus'], data['transactionStatus'], data['transactionReturnTime']],
    ['INACTIVE', 'COMPLETED', '2026-03-17 17:31:00'],
  );
});

test('an unpaid code ends in its time: INACTIVE, its payment FAILED, its merchant told', async () => {
  const gateway = await createBluepayGateway('v1');
  await make(gateway);
  await gateway.advance(299_999);
  assert.deepEqual(gateway.notifications, []);
  await gateway.advance(1);
  const told = await gateway.lastTold();
  assert.deepEqual([told?.['eventName'], told?.['transactionStatus']], ['qrcode.payment.failed', 'FAILED']);
  const { data } = await gateway.client.call(detailPath, { mchOrderId: 'PC880001' });
  assert.deepEqual([data['qrStatus'], data['transactionStatus']], ['INACTIVE', 'FAILED']);
  const listed = await gateway.client.call(listPath, {
    mchOrderId: 'PC880001',
    startDate: '2026-03-17',
    endDate: '2026-03-17',
  });
  assert.deepEqual(
    listed.list.map((row) => row['transactionStatus']),
    ['FAILED'],
  );
});

test('a static code needs no amount, has no end, and each payment of it is a transaction of its own', async () => {
  const gateway = await createBluepayGateway('v1');
  const made = await make(gateway, { ...standing, amount: 777, expireSeconds: 30 });
  const { qrCodeId, qrLink } = made;
  assert.deepEqual(made, {
    mchOrderId: 'COUNTER1',
    qrCodeId,
    qrCodeContent: `static ${String(qrCodeId)} any`,
    channelCode: 'THAI_STATIC_QR',
    notifyUrl: 'https://example.com/',
    remark: null,
    qrStatus: 'ACTIVE',
    qrLink,
    createTime: '2026-03-17 17:30:00',
    updateTime: '2026-03-17 17:30:00',
    expiresTime: null,
  });
  assert.deepEqual(gateway.created, []);
  const first = await pay(gateway, made, '1');
  await gateway.advance(24 * 3_600_000);
  const second = await pay(gateway, made, '2');
  const { data } = await gateway.client.call(detailPath, { mchOrderId: 'COUNTER1' });
  assert.deepEqual(data, { ...made, amount: null });
  const { list } = await gateway.client.call(listPath, {
    mchOrderId: 'COUNTER1',
    startDate: '2026-03-17',
    endDate: '2026-03-18',
  });
  const [one, ...others] = list;
  assert.deepEqual(one, {
    transactionId: first,
    channelCode: 'THAI_STATIC_QR',
    transactionCreateTime: '2026-03-17 17:30:00',
    transactionReturnTime: '2026-03-17 17:30:00',
    transactionAmount: 1000,
    transactionStatus: 'COMPLETED',
    remark: null,
  });
  assert.deepEqual(
    others.map((row) => row['transactionId']),
    [second],
  );
  const told = new Set(gateway.notifications.map(({ subjectId }) => subjectId));
  assert.deepEqual([...told], [first, second]);
});

test('payments are listed by the days of Bangkok, the last one wholly', async () => {
  const gateway = await createBluepayGateway('v1');
  const made = await make(gateway, standing);
  const first = await pay(gateway, made, '1');
  // Half past midnight in Bangkok, the evening before in UTC.
  await gateway.advance(7 * 3_600_000);
  const second = await pay(gateway, made, '2');
  const days: [startDate: string, endDate: string, listed: string[]][] = [
    ['2026-03-17', '2026-03-17', [first]],
    ['2026-03-18', '2026-03-18', [second]],
    ['2026-03-17', '2026-03-18', [first, second]],
    ['2020-01-01', '2030-12-31', [first, second]],
    ['2026-03-19', '2026-03-19', []],
  ];
  for (const [startDate, endDate, listed] of days) {
    const { code, list } = await gateway.client.call(listPath, { mchOrderId: 'COUNTER1', startDate, endDate });
    assert.deepEqual([code, list.map((row) => row['transactionId'])], [10000, listed], `${startDate} to ${endDate}`);
  }
});

test('a cancelled code is CANCELLED, its payment FAILED, nobody is told, and to cancel it again is no fault', async () => {
  const gateway = await createBluepayGateway('v1');
  const made = await make(gateway);
  await gateway.advance(1000);
  const cancelled = {
    ...made,
    qrStatus: 'CANCELLED',
    transactionStatus: 'FAILED',
    updateTime: '2026-03-17 17:30:01',
  };
  for (let tries = 0; tries < 2; tries++) {
    const { code, data } = await gateway.client.call(cancelPath, { mchOrderId: 'PC880001' });
    assert.deepEqual([code, data], [10000, cancelled]);
    await gateway.advance(1000);
  }
  assert.deepEqual(gateway.notifications, []);
  // Money that comes all the same waits for an operator, and the payment stays what it was.
  await pay(gateway, made, 'late');
  const { data } = await gateway.client.call(detailPath, { mchOrderId: 'PC880001' });
  assert.deepEqual([data['qrStatus'], data['transactionStatus']], ['CANCELLED', 'FAILED']);
  assert.deepEqual(gateway.notifications, []);
});

test('a static code that was paid can be cancelled', async () => {
  const gateway = await createBluepayGateway('v1');
  const made = await make(gateway, standing);
  await pay(gateway, made, '1');
  const { data } = await gateway.client.call(cancelPath, { mchOrderId: 'COUNTER1' });
  assert.deepEqual(data, { ...made, qrStatus: 'CANCELLED' });
});

test('21002: what is paid or out of time cannot be cancelled', async () => {
  const gateway = await createBluepayGateway('v1');
  await pay(gateway, await make(gateway), 'b1');
  assert.equal((await gateway.client.call(cancelPath, { mchOrderId: 'PC880001' })).code, 21002);
  await make(gateway, { ...dynamic, mchOrderId: 'PC880002' });
  await gateway.advance(300_000);
  assert.equal((await gateway.client.call(cancelPath, { mchOrderId: 'PC880002' })).code, 21002);
});

test('21006: a number that no code of the app has', async () => {
  const gateway = await createBluepayGateway('v1');
  const days = { startDate: '2026-03-17', endDate: '2026-03-17' };
  for (const asked of [detailPath, listPath, cancelPath]) {
    assert.equal((await gateway.client.call(asked, { mchOrderId: 'NOBODY', ...days })).code, 21006, asked);
  }
});

test('21007: a number is used up by its code, whatever became of it, and by a page', async () => {
  const gateway = await createBluepayGateway('v1');
  const codeOf = async (fields: BluepayFields) => (await gateway.client.call(path, fields)).code;
  await make(gateway);
  assert.equal(await codeOf({ ...dynamic, amount: 2000 }), 21007);
  await gateway.client.call(cancelPath, { mchOrderId: 'PC880001' });
  assert.equal(await codeOf(dynamic), 21007);
  await make(gateway, standing);
  assert.equal(await codeOf(standing), 21007);
  const page = {
    ...dynamic,
    channelCode: 'TRUEMONEY_URL',
    mchOrderId: 'PAGE1',
    mobile: '0812345678',
    redirectUrl: 'https://example.com/back',
  };
  assert.equal((await gateway.client.call('/open-api/webpay/generate', page)).code, 10000);
  assert.equal(await codeOf({ ...dynamic, mchOrderId: 'PAGE1' }), 21007);
  assert.equal(
    (await gateway.client.call('/open-api/webpay/generate', { ...page, mchOrderId: 'PC880001' })).code,
    21007,
  );
});

test('21005: no code of this version, or one that is off; 21010: an amount outside the limits', async () => {
  const gateway = await createBluepayGateway('v1');
  const codeOf = async (change: BluepayFields) => (await gateway.client.call(path, { ...dynamic, ...change })).code;
  for (const channelCode of ['NOTHING', 'TRUEMONEY_URL', 'TH_PROMPTPAY_QR', 'QRPH_DYNAMIC_QR', 'TH_BANK_PAYOUT']) {
    assert.equal(await codeOf({ channelCode }), 21005, channelCode);
  }
  assert.equal(await codeOf({ amount: 99 }), 21010);
  assert.equal(await codeOf({ amount: Number.MAX_SAFE_INTEGER }), 21010);
  const channel = gateway.channels.get('THAI_DYNAMIC_QR');
  assert.ok(channel);
  gateway.channels.set('THAI_DYNAMIC_QR', { ...channel, enabled: false });
  assert.equal(await codeOf({}), 21005);
  gateway.channels.set('THAI_DYNAMIC_QR', channel);
  const { presentCode: _gone, ...unable } = gateway.connector;
  gateway.connector = unable;
  assert.equal(await codeOf({}), 21005);
});

test('21002: whatever a field may not hold is refused', async () => {
  const gateway = await createBluepayGateway('v1');
  const wrong: Readonly<Record<string, readonly unknown[]>> = {
    channelCode: [undefined, null, '', 7, 'x'.repeat(65)],
    mchOrderId: [undefined, '', 'x'.repeat(33), 'a b', 'a-b', 880001],
    amount: [undefined, 0, -1, 10.5, '1000', null],
    notifyUrl: [undefined, '', 'example.com', 'ftp://example.com/', `https://example.com/${'x'.repeat(240)}`, 7],
    customerName: ['x'.repeat(129), 7],
    email: ['raja', 'a@b', 7],
    mobile: ['1'.repeat(33), 60_128_888_888],
    remark: ['x'.repeat(257), {}],
    expireSeconds: [29, 3601, 300.5, '300'],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      const { code } = await gateway.client.call(path, { ...dynamic, [name]: value });
      assert.equal(code, 21002, `${name}: ${JSON.stringify(value)}`);
    }
  }
  await make(gateway);
  const days = { mchOrderId: 'PC880001', startDate: '2026-03-17', endDate: '2026-03-17' };
  for (const change of [
    { mchOrderId: '' },
    { startDate: null },
    { endDate: undefined },
    { startDate: '2026-03-18' },
    { startDate: '2026-02-30' },
    { startDate: '17/03/2026' },
    { endDate: 20_260_317 },
    { startDate: '0000-01-01' },
  ]) {
    assert.equal((await gateway.client.call(listPath, { ...days, ...change })).code, 21002, JSON.stringify(change));
  }
  for (const asked of [detailPath, cancelPath]) assert.equal((await gateway.client.call(asked)).code, 21002);
  assert.deepEqual(gateway.errors, []);
});

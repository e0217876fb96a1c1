// Guards balance and payouts of version 1 (bluepay.md 3.1 to 3.3): what is accepted, which code refuses what, what a query answers, and
// who is told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBluepayGateway, type BluepayGateway } from '../../../../test/support/bluepay-gateway.ts';
import type { BluepayFields } from '../../../../test/support/bluepay-client.ts';

const path = '/open-api/disbursement/transfer';
const checkPath = '/open-api/disbursement/check';

const payout = {
  mchOrderId: '8af3776584873647100',
  idempotencyId: 'idem 0000000001',
  amount: 50_020,
  payMethodCode: 'BANK',
  transferCode: 'KBANK',
  accountNo: '0012345678',
  accountName: 'Somchai Jaidee',
  accountType: 'INDIVIDUAL',
  accountTaxId: '1103700000001',
  mobile: '0812345678',
  relationship: 'supplier',
  remark: 'cash credit',
};
const promptpay = {
  ...payout,
  payMethodCode: 'PROMPTPAY',
  promptpayAccountType: 'MSISDN',
  accountNo: '0912345678',
};

/** Its channel has not decided, until a test wants otherwise. */
async function funded(): Promise<BluepayGateway> {
  const gateway = await createBluepayGateway('v1');
  gateway.connector = { ...gateway.connector, sendPayout: async () => ({ kind: 'in_progress' }) };
  await gateway.fund(100_000_000n);
  return gateway;
}

async function codeOf(gateway: BluepayGateway, change: BluepayFields): Promise<number> {
  return (await gateway.client.call(path, { ...payout, ...change })).code;
}

async function balance(gateway: BluepayGateway): Promise<unknown> {
  return (await gateway.client.call('/open-api/account/balance')).data['balance'];
}

test('the balance is what is available in baht, in main units with two decimals', async () => {
  const gateway = await createBluepayGateway('v1');
  assert.equal(await balance(gateway), '0.00');
  await gateway.fund(1_000_005n);
  await gateway.fund(99n, 'PHP');
  assert.deepEqual(await gateway.client.call('/open-api/account/balance', { countryCode: 'TH' }), {
    httpStatus: 200,
    code: 10000,
    message: 'Success',
    data: { balance: '10000.05' },
    list: [],
  });
});

test('21002: version 1 is Thailand’s', async () => {
  const gateway = await createBluepayGateway('v1');
  for (const countryCode of ['PH', 'XX', 7]) {
    assert.equal((await gateway.client.call('/open-api/account/balance', { countryCode })).code, 21002);
  }
});

test('a payout is PENDING, holds amount and fee, and is found by its number', async () => {
  const gateway = await funded();
  gateway.merchant = { ...gateway.merchant, fees: { payout: { fixedMinor: 500n, basisPoints: 0 } } };
  const { code, data } = await gateway.client.call(path, payout);
  const { transactionId } = data;
  assert.equal(code, 10000);
  assert.match(String(transactionId), /^D[0-9]+$/);
  assert.deepEqual(data, {
    mchOrderId: payout.mchOrderId,
    transactionId,
    transactionStatus: 'PENDING',
    transactionTime: '2026-03-17 17:30:00',
  });
  assert.equal(await balance(gateway), '999494.80');
  assert.deepEqual((await gateway.client.call(checkPath, { mchOrderId: payout.mchOrderId })).data, {
    mchOrderId: payout.mchOrderId,
    transactionId,
    amount: 50_020,
    transactionStatus: 'PENDING',
    createTime: '2026-03-17 17:30:00',
    returnTime: null,
    remark: 'cash credit',
    failedCode: null,
    failedMessage: null,
  });
  assert.deepEqual(gateway.notifications, []);
});

test('each way of paying has its channel and its payee; the short path does the same', async () => {
  const rows: [change: BluepayFields, channel: string, destination: object][] = [
    [payout, 'TH_BANK_PAYOUT', { method: 'bank', code: 'KBANK' }],
    [promptpay, 'TH_PROMPTPAY_PAYOUT', { method: 'proxy', code: 'MSISDN' }],
    [
      { ...payout, payMethodCode: 'EWALLET', transferCode: 'truemoney', mobile: null, accountType: null },
      'TH_EWALLET_PAYOUT',
      { method: 'wallet', code: 'TRUEMONEY' },
    ],
  ];
  for (const used of [path, '/open-api/disbursement']) {
    for (const [fields, channel, destination] of rows) {
      const gateway = await funded();
      assert.equal((await gateway.client.call(used, fields)).code, 10000, `${used} ${channel}`);
      const row = await gateway.engine.find(0, 'payoutsByReference', gateway.app.id, payout.mchOrderId);
      const { accountNo, accountName } = fields;
      assert.deepEqual([row?.channel, row?.currency], [channel, 'THB']);
      assert.deepEqual(row?.destination, { ...destination, accountNo, accountName });
    }
  }
});

test('a payout that reached its payee is told at the app’s address for payouts, and answered as COMPLETED', async () => {
  const gateway = await createBluepayGateway('v1');
  gateway.app = { ...gateway.app, callbackUrls: { merchant: 'https://m.example/', payout: 'https://m.example/out' } };
  await gateway.fund(100_000_000n);
  const { data } = await gateway.client.call(path, payout);
  await gateway.settled();
  assert.equal(gateway.notifications[0]?.url, 'https://m.example/out');
  assert.deepEqual(await gateway.lastTold(), {
    amount: 50_020,
    createTime: '2026-03-17 17:30:00',
    eventName: 'disbursement.success',
    mchOrderId: payout.mchOrderId,
    remark: 'cash credit',
    returnTime: '2026-03-17 17:30:00',
    transactionId: data['transactionId'],
    transactionStatus: 'COMPLETED',
  });
  const checked = await gateway.client.call(checkPath, { mchOrderId: payout.mchOrderId });
  assert.deepEqual(
    [checked.data['transactionStatus'], checked.data['returnTime']],
    ['COMPLETED', '2026-03-17 17:30:00'],
  );
});

test('a payout that failed gives its money back, and both answers say why', async () => {
  const gateway = await createBluepayGateway('v1');
  const refused = { kind: 'refused', failure: 'destination_account_error' } as const;
  gateway.connector = { ...gateway.connector, sendPayout: async () => refused };
  await gateway.fund(100_000_000n);
  await gateway.client.call(path, payout);
  await gateway.settled();
  assert.equal(await balance(gateway), '1000000.00');
  const { data } = await gateway.client.call(checkPath, { mchOrderId: payout.mchOrderId });
  const told = await gateway.lastTold();
  for (const said of [data, told]) {
    assert.deepEqual(
      [said?.['transactionStatus'], said?.['failedCode'], said?.['failedMessage']],
      ['FAILED', -10005, 'Transaction Destination Account Error'],
    );
  }
  assert.equal(told?.['eventName'], 'disbursement.failed');
});

test('21006: an order that no payout of this app has is not found', async () => {
  const gateway = await funded();
  await gateway.client.call(path, payout);
  assert.equal((await gateway.client.call(checkPath, { mchOrderId: 'another' })).code, 21006);
  gateway.app = { ...gateway.app, id: 'd9b002aef1d7496c9df078d937896605' };
  const other = await gateway.engine.find(0, 'payoutsByReference', gateway.app.id, payout.mchOrderId);
  assert.equal(other, undefined);
});

test('21015 and 21007: an idempotencyId and a number are used once, and the former is seen first', async () => {
  const gateway = await funded();
  assert.equal(await codeOf(gateway, {}), 10000);
  assert.equal(await codeOf(gateway, {}), 21015);
  assert.equal(await codeOf(gateway, { mchOrderId: 'another0000001' }), 21015);
  assert.equal(await codeOf(gateway, { idempotencyId: 'another00000001' }), 21007);
  assert.equal(await balance(gateway), '999499.80');
});

test('21014: amount and fee must be there, and nothing is held otherwise', async () => {
  const gateway = await createBluepayGateway('v1');
  gateway.merchant = { ...gateway.merchant, fees: { payout: { fixedMinor: 500n, basisPoints: 0 } } };
  await gateway.fund(50_519n);
  assert.equal(await codeOf(gateway, {}), 21014);
  assert.equal(await balance(gateway), '505.19');
  await gateway.fund(1n);
  assert.equal(await codeOf(gateway, {}), 10000);
});

test('21010: an amount outside the limits; 21005: a channel that is off; 21012, 21013: nobody’s bank or wallet', async () => {
  const gateway = await funded();
  assert.equal(await codeOf(gateway, { amount: 99 }), 21010);
  assert.equal(await codeOf(gateway, { amount: Number.MAX_SAFE_INTEGER }), 21010);
  assert.equal(await codeOf(gateway, { transferCode: 'NOBANK' }), 21012);
  assert.equal(await codeOf(gateway, { payMethodCode: 'EWALLET', transferCode: 'KBANK' }), 21013);
  const channel = gateway.channels.get('TH_BANK_PAYOUT');
  assert.ok(channel);
  gateway.channels.set('TH_BANK_PAYOUT', { ...channel, enabled: false });
  assert.equal(await codeOf(gateway, {}), 21005);
  gateway.channels.delete('TH_PROMPTPAY_PAYOUT');
  assert.equal(await codeOf(gateway, promptpay), 21005);
});

test('21002: whatever a field may not hold is refused, and nothing is taken', async () => {
  const wrong: Readonly<Record<string, readonly unknown[]>> = {
    mchOrderId: [undefined, null, '', 'short', 'x'.repeat(33), 'with-a-dash-inside', 12_345_678_901],
    idempotencyId: [undefined, '', 'nine00000', 'x'.repeat(33), 'dash-not-allowed', 1e11],
    amount: [undefined, 0, -1, 1.5, '50020', true, 1e300],
    payMethodCode: [undefined, 'CASH', 'bank', 7],
    transferCode: [undefined, null, '', 7, 'x'.repeat(65)],
    accountNo: [undefined, '', 'x'.repeat(51), 12_345_678],
    accountName: [undefined, '', 'x'.repeat(129), {}],
    accountType: [undefined, 'PERSON', 'individual'],
    accountTaxId: [undefined, '', 'x'.repeat(51)],
    mobile: [undefined, '0712345678', '081234567', '08123456789', '+66812345678'],
    relationship: ['x'.repeat(51), 7],
    remark: ['x'.repeat(257), []],
  };
  const gateway = await funded();
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      assert.equal(await codeOf(gateway, { [name]: value }), 21002, `${name}: ${JSON.stringify(value)}`);
    }
  }
  for (const change of [{ promptpayAccountType: null }, { promptpayAccountType: 'EMAIL' }, { accountNo: '12345' }]) {
    assert.equal((await gateway.client.call(path, { ...promptpay, ...change })).code, 21002);
  }
  assert.equal(await balance(gateway), '1000000.00');
  assert.deepEqual(gateway.errors, []);
});

test('at its lengths’ ends a payout is taken, and what is not asked for is ignored', async () => {
  const gateway = await funded();
  const widest = {
    mchOrderId: 'a'.repeat(32),
    idempotencyId: 'b'.repeat(32),
    accountNo: '1'.repeat(50),
    accountName: 'ก'.repeat(128),
    accountTaxId: '9'.repeat(50),
    relationship: 'r'.repeat(50),
    remark: 'm'.repeat(256),
    somethingElse: { deep: [1] },
  };
  const narrowest = { mchOrderId: 'a'.repeat(10), idempotencyId: '0123456789', relationship: '', remark: null };
  assert.equal(await codeOf(gateway, widest), 10000);
  assert.equal(await codeOf(gateway, narrowest), 10000);
});

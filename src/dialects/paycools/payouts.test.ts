// Guards payouts (paycools.md 3.1, 3.2): what is accepted, what is refused and with which code, and what a query answers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numberedFailures } from '../../core/failure.ts';
import { createPaycoolsGateway, type PaycoolsGateway } from '../../../test/support/paycools-gateway.ts';

const payout = {
  mchOrderId: 'PAY0001',
  appName: 'Demo Shop',
  idempotencyId: 'IDEMP0000001',
  amount: 312_500,
  accountNo: '0012345678',
  accountName: "Juan O'Cruz-Reyes Jr.",
  payMethodCode: 'BANK',
  bankCode: 'BDO',
  remark: 'cash credit',
};

async function funded(): Promise<PaycoolsGateway> {
  const gateway = await createPaycoolsGateway();
  await gateway.fund(1_000_000_000n);
  return gateway;
}

async function create(gateway: PaycoolsGateway, changes: Record<string, string | number | null> = {}) {
  const { code, message, data } = await gateway.client.call('POST', '/api/v1/payout', { ...payout, ...changes });
  return { code, message, data: data as { transactionId: string } | undefined };
}

test('a payout is accepted as PENDING, holds its amount, and is found by its order id', async () => {
  const gateway = await funded();
  const { code, data } = await create(gateway);
  assert.equal(code, 1000);
  assert.match(data?.transactionId ?? '', /^D\d+$/);
  assert.deepEqual(data, {
    transactionId: data?.transactionId,
    transactionStatus: 'PENDING',
    transactionTime: '2026-03-17 10:18:07',
  });
  const balance = await gateway.client.call('GET', '/api/v1/account/checkBalance');
  assert.deepEqual(balance.data, { balance: 1_000_000_000 - 312_500 });
  const found = await gateway.client.call('GET', '/api/v1/payout/check', { mchOrderId: 'PAY0001' });
  assert.deepEqual(found.data, {
    mchOrderId: 'PAY0001',
    transactionId: data?.transactionId,
    amount: 312_500,
    transactionStatus: 'PENDING',
    createTime: '2026-03-17 10:18:07',
    returnTime: null,
    remark: 'cash credit',
    failedCode: null,
    failedMessage: null,
  });
});

test('every method reaches its own channel, with the bank or e-wallet in upper case', async () => {
  const rows: [changes: Record<string, string | null>, channel: string, destination: object][] = [
    [{ bankCode: 'bdo' }, 'PH_BANK_PAYOUT', { method: 'bank', code: 'BDO', accountNo: '0012345678' }],
    [
      { payMethodCode: 'EWALLET', ewalletCode: 'gcash', accountNo: '09171234567' },
      'PH_EWALLET_PAYOUT',
      { method: 'wallet', code: 'GCASH', accountNo: '09171234567' },
    ],
    [
      { payMethodCode: 'SCANQR', bankCode: null, accountNo: '000201010211' },
      'PH_SCANQR_PAYOUT',
      { method: 'qr', code: '', accountNo: '000201010211' },
    ],
  ];
  for (const [changes, channel, destination] of rows) {
    const gateway = await funded();
    assert.equal((await create(gateway, changes)).code, 1000);
    const row = await gateway.engine.find(0, 'payoutsByReference', gateway.app.id, 'PAY0001');
    assert.equal(row?.channel, channel);
    assert.deepEqual(row?.destination, { accountName: payout.accountName, ...destination });
  }
});

test('1006: a balance that does not cover amount and fee refuses the payout', async () => {
  const gateway = await createPaycoolsGateway();
  gateway.merchant = { ...gateway.merchant, fees: { payout: { fixedMinor: 1000n, basisPoints: 0 } } };
  await gateway.fund(312_500n);
  assert.deepEqual(await create(gateway), { code: 1006, message: 'merchant balance insufficient', data: undefined });
  await gateway.fund(1000n);
  assert.equal((await create(gateway)).code, 1000);
});

test('1007: an amount above the largest of channel or merchant exceeds the limit; 1009 names one below the smallest', async () => {
  const gateway = await funded();
  assert.deepEqual(await create(gateway, { amount: 500_000_001 }), {
    code: 1007,
    message: 'transaction exceed limit',
    data: undefined,
  });
  assert.equal(
    (await create(gateway, { amount: 500_000_000, mchOrderId: 'A', idempotencyId: 'AAAAAAAAAA' })).code,
    1000,
  );
  const below = await create(gateway, { amount: 99 });
  assert.deepEqual([below.code, below.message], [1009, 'request params invalid: amount must not be below 100']);
  gateway.merchant = { ...gateway.merchant, limits: { payout: { max: 1000n } } };
  assert.equal((await create(gateway, { amount: 1001 })).code, 1007);
});

test('1008: an order id that no payout has is not found', async () => {
  const gateway = await funded();
  await create(gateway);
  const answer = await gateway.client.call('GET', '/api/v1/payout/check', { mchOrderId: 'OTHER' });
  assert.deepEqual([answer.code, answer.message], [1008, 'transaction not found']);
});

test('1010: an unknown bank is invalid; 1009: a missing one is required', async () => {
  const gateway = await funded();
  assert.deepEqual(await create(gateway, { bankCode: 'NOBANK' }), {
    code: 1010,
    message: 'request bank name invalid',
    data: undefined,
  });
  const missing = await create(gateway, { bankCode: '' });
  assert.deepEqual(
    [missing.code, missing.message],
    [1009, 'request params invalid: bankCode is required when payMethodCode is BANK'],
  );
});

test('1011: a channel that is off, or that its connector does not admit, is unavailable', async () => {
  const gateway = await funded();
  assert.deepEqual(await create(gateway, { amount: 19_022 }), {
    code: 1011,
    message: 'merchant channel unavailable',
    data: undefined,
  });
  gateway.channels.delete('PH_BANK_PAYOUT');
  assert.equal((await create(gateway)).code, 1011);
});

test('1012 and 1014: an order id repeats, an idempotencyId repeats, and the latter is seen first', async () => {
  const gateway = await funded();
  const first = await create(gateway);
  assert.equal(first.code, 1000);
  assert.deepEqual(await create(gateway), {
    code: 1014,
    message: 'merchant payout idempoteny repeat',
    data: undefined,
  });
  const again = await create(gateway, { idempotencyId: 'IDEMP0000002' });
  assert.deepEqual(again, { code: 1012, message: 'merchant order id is repeat', data: undefined });
  assert.equal((await create(gateway, { mchOrderId: 'PAY0002' })).code, 1014);
  const balance = await gateway.client.call('GET', '/api/v1/account/checkBalance');
  assert.deepEqual(balance.data, { balance: 1_000_000_000 - 312_500 });
});

test('1015: an e-mail address that is none is invalid', async () => {
  const gateway = await funded();
  for (const email of ['x', 'a@b', '@b.ph', 'a b@c.ph', `${'a'.repeat(45)}@b.ph1`, 'a@b.ph\n']) {
    assert.deepEqual(
      await create(gateway, { email }),
      { code: 1015, message: 'request email invalid', data: undefined },
      email,
    );
  }
  assert.equal((await create(gateway, { email: 1 })).code, 1009);
  assert.equal((await create(gateway, { email: "o'neil+1@mail.example.ph" })).code, 1000);
});

test('1016: an unknown e-wallet is invalid; 1009: a missing one is required, and its account is a mobile', async () => {
  const gateway = await funded();
  const wallet = { payMethodCode: 'EWALLET', accountNo: '09171234567' };
  const unknown = await create(gateway, { ...wallet, ewalletCode: 'NOWALLET' });
  assert.deepEqual(unknown, { code: 1016, message: 'request ewallet name invalid', data: undefined });
  assert.equal(
    (await create(gateway, wallet)).message,
    'request params invalid: ewalletCode is required when payMethodCode is EWALLET',
  );
  for (const accountNo of ['639171234567', '0917123456', '091712345678', '0917123456a']) {
    const answer = await create(gateway, { ...wallet, ewalletCode: 'GCASH', accountNo });
    assert.equal(answer.message, 'request params invalid: accountNo must be a mobile 09xxxxxxxxx for EWALLET');
  }
});

const refused: [field: string, value: string | number | null, message: string][] = [
  ['mchOrderId', '', 'mchOrderId is required'],
  ['mchOrderId', 'PAY-0001', 'mchOrderId must be 1 to 32 letters and digits'],
  ['mchOrderId', 'A'.repeat(33), 'mchOrderId must be 1 to 32 letters and digits'],
  ['mchOrderId', 1, 'mchOrderId must be a string'],
  ['appName', null, 'appName is required'],
  ['appName', 'Shop & Co', 'appName must be 1 to 100 letters, digits and spaces'],
  ['idempotencyId', 'short', 'idempotencyId must be 10 to 30 letters and digits'],
  ['idempotencyId', 'A'.repeat(31), 'idempotencyId must be 10 to 30 letters and digits'],
  ['accountNo', null, 'accountNo is required'],
  ['accountName', 'Juan 2', "accountName must be 1 to 30 letters, spaces and ' . -"],
  ['accountName', 'A'.repeat(31), "accountName must be 1 to 30 letters, spaces and ' . -"],
  ['payMethodCode', 'CASH', 'payMethodCode must be BANK, EWALLET or SCANQR'],
  ['payMethodCode', null, 'payMethodCode is required'],
  ['remark', 'x'.repeat(201), 'remark must have at most 200 characters'],
  ['gender', 3, 'gender must be 0, 1 or 2'],
  ['gender', '1', 'gender must be an integer'],
  ['idCardExpiryDate', '2026-02-30', 'idCardExpiryDate must be a date yyyy-MM-dd'],
  ['idCardExpiryDate', '2026-2-3', 'idCardExpiryDate must be a date yyyy-MM-dd'],
];
for (const [field, value, message] of refused) {
  test(`1009: a payout whose ${field} is ${JSON.stringify(value)} is refused in words`, async () => {
    const gateway = await funded();
    const answer = await create(gateway, { [field]: value });
    assert.deepEqual([answer.code, answer.message], [1009, `request params invalid: ${message}`]);
  });
}

const failureTexts = [
  'Transaction Service Error',
  'Transaction Exceed Limit',
  'Transaction Params Error',
  'Transaction Insufficient Balance',
  'Transaction Channel Rejected',
  'Transaction Destination Account Error',
  'Transaction Network Reject',
  'Transaction Channel Temporarily Close',
  'Merchant Unavailable Error',
  'Recipient Account Blocked',
  'Channel Refund Failed',
];
for (const [index, failure] of numberedFailures.entries()) {
  test(`a payout that failed with ${failure} says ${-10_000 - index}: text in queries, number in callbacks`, async () => {
    const gateway = await funded();
    const { data } = await create(gateway);
    gateway.advanceMs(49_000);
    await gateway.engine.execute(0, 'settle-payout', {
      payoutId: data?.transactionId ?? '',
      result: { kind: 'refused', failure },
    });
    const found = (await gateway.client.call('GET', '/api/v1/payout/check', { mchOrderId: 'PAY0001' })).data as Record<
      string,
      unknown
    >;
    assert.equal(found['transactionStatus'], 'FAILED');
    assert.equal(found['returnTime'], '2026-03-17 10:18:56');
    assert.equal(found['failedCode'], String(-10_000 - index));
    assert.equal(found['failedMessage'], failureTexts[index]);
    const callback = JSON.parse(gateway.notifications[0]?.body ?? '') as Record<string, unknown>;
    assert.equal(callback['failedCode'], -10_000 - index);
    assert.equal(callback['failedMessage'], failureTexts[index]);
  });
}

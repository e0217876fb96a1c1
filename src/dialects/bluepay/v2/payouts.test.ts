// Guards payouts and the balance of version 2 (bluepay.md 3b.1, 3b.13, 3b.14): what each country takes, what is refused and with which
// code, and what a query answers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bluepayAppId, type BluepayGateway, createBluepayGateway } from '../../../../test/support/bluepay-gateway.ts';
import type { BluepayFields } from '../../../../test/support/bluepay-client.ts';
import { numberedFailures } from '../../../core/failure.ts';

const transfer = '/open-api/disbursement/transfer';
const check = '/open-api/disbursement/check';
const balance = '/open-api/account/balance';

const philippine = {
  mchOrderId: 'P1',
  idempotencyId: 'IDEMP00001',
  amount: 312_500,
  countryCode: 'PH',
  currency: 'PHP',
  payMethodCode: 'BANK',
  transferCode: 'BDO',
  accountNo: '0012345678',
  accountName: "Juan O'Cruz-Reyes Jr.",
  notifyUrl: 'https://merchant.example/payouts',
  remark: 'cash credit',
};
const thai = {
  ...philippine,
  countryCode: 'TH',
  currency: 'THB',
  transferCode: 'KBANK',
  accountType: 'INDIVIDUAL',
  accountTaxId: '1101700230703',
  mobile: '0812345678',
};
const malaysian = {
  ...philippine,
  countryCode: 'MY',
  currency: 'MYR',
  transferCode: 'RHBB',
  accountType: 'BANK_ACCOUNT',
};
const indonesian = { ...philippine, countryCode: 'ID', currency: 'IDR', transferCode: '1123', accountName: 'Budi' };
const promptpay = {
  ...thai,
  payMethodCode: 'PROMPTPAY',
  promptpayAccountType: 'MSISDN',
  accountNo: '0812345678',
  transferCode: undefined,
  accountName: undefined,
  accountType: undefined,
  accountTaxId: undefined,
  mobile: undefined,
};

async function funded(): Promise<BluepayGateway> {
  const gateway = await createBluepayGateway('v2');
  for (const currency of ['PHP', 'THB', 'MYR', 'IDR']) await gateway.fund(1_000_000_000n, currency);
  return gateway;
}

async function codeOf(gateway: BluepayGateway, path: string, fields: BluepayFields): Promise<number> {
  return (await gateway.client.call(path, fields)).code;
}

test('a payout is accepted as PENDING, holds its amount, and is found by either name once it is COMPLETED', async () => {
  const gateway = await funded();
  const { code, data } = await gateway.client.call(transfer, philippine);
  const id = String(data['transactionId']);
  assert.equal(code, 10000);
  assert.match(id, /^D\d{24}$/);
  const names = { mchOrderId: 'P1', transactionId: id, countryCode: 'PH', currency: 'PHP', amount: 312_500 };
  assert.deepEqual(data, { ...names, transactionStatus: 'PENDING', transactionTime: '2026-03-17 18:30:00' });
  assert.equal((await gateway.client.call(balance, { countryCode: 'PH' })).data['balance'], '9996875.00');
  await gateway.settled();
  for (const name of [{ mchOrderId: 'P1' }, { transactionId: id }, { mchOrderId: 'P1', transactionId: id }]) {
    const found = await gateway.client.call(check, { countryCode: 'PH', ...name });
    assert.deepEqual(found.data, {
      ...names,
      transactionStatus: 'COMPLETED',
      createTime: '2026-03-17 18:30:00',
      returnTime: '2026-03-17 18:30:00',
      remark: 'cash credit',
      failedCode: null,
      failedMessage: null,
    });
  }
  assert.equal((await gateway.lastTold())?.['eventName'], 'disbursement.success');
  assert.equal(gateway.notifications.at(-1)?.url, 'https://merchant.example/payouts');
});

test("without an address of its own, a payout is told to the app's", async () => {
  const gateway = await funded();
  await gateway.client.call(transfer, { ...philippine, notifyUrl: undefined });
  await gateway.settled();
  gateway.app = { ...gateway.app, callbackUrls: { merchant: 'https://m.example', payout: 'https://p.example' } };
  await gateway.client.call(transfer, {
    ...philippine,
    mchOrderId: 'P2',
    idempotencyId: 'IDEMP00002',
    notifyUrl: null,
  });
  await gateway.settled();
  assert.deepEqual(
    gateway.notifications.map(({ url }) => url),
    ['https://merchant.example/events', 'https://p.example'],
  );
});

test('every country and way of paying reaches its own channel', async () => {
  const wallet = { payMethodCode: 'EWALLET' };
  const rows: [fields: BluepayFields, channel: string, method: string, code: string][] = [
    [philippine, 'PH_BANK_PAYOUT', 'bank', 'BDO'],
    [
      { ...philippine, ...wallet, transferCode: 'gcash', accountNo: '09171234567' },
      'PH_EWALLET_PAYOUT',
      'wallet',
      'GCASH',
    ],
    [thai, 'TH_BANK_PAYOUT', 'bank', 'KBANK'],
    [{ ...thai, ...wallet, transferCode: 'TRUEMONEY' }, 'TH_EWALLET_PAYOUT', 'wallet', 'TRUEMONEY'],
    [promptpay, 'TH_PROMPTPAY_PAYOUT', 'proxy', 'MSISDN'],
    [malaysian, 'MY_BANK_PAYOUT', 'bank', 'RHBB'],
    [{ ...malaysian, accountType: 'MOBILE_NUMBER', accountNo: '0123456789' }, 'MY_BANK_PAYOUT', 'bank', 'RHBB'],
    [indonesian, 'ID_BANK_PAYOUT', 'bank', '1123'],
    [{ ...indonesian, ...wallet, transferCode: 'DANA' }, 'ID_EWALLET_PAYOUT', 'wallet', 'DANA'],
  ];
  for (const [fields, channel, method, code] of rows) {
    const gateway = await funded();
    assert.equal(await codeOf(gateway, transfer, fields), 10000, channel);
    const row = await gateway.engine.find(0, 'payoutsByReference', bluepayAppId, 'P1');
    assert.deepEqual([row?.channel, row?.destination.method, row?.destination.code], [channel, method, code]);
    assert.equal(row?.destination.accountNo, fields['accountNo']);
  }
});

test('21002: every field is checked, of whatever is wrong with it', async () => {
  const gateway = await funded();
  const wrong: Readonly<Record<string, readonly unknown[]>> = {
    mchOrderId: [undefined, null, '', 'x'.repeat(33), 'A-1', 1],
    idempotencyId: [undefined, '', 'NINE00000', 'x'.repeat(33), 'IDEMP-0001', 1],
    amount: [undefined, null, '312500', 1.5, true],
    countryCode: [undefined, '', 'XX', 1],
    currency: [undefined, '', 'THB', 'peso', 1],
    payMethodCode: [undefined, '', 1],
    transferCode: [undefined, '', 'x'.repeat(65), 1],
    accountNo: [undefined, '', 'x'.repeat(51), 12_345_678],
    accountName: [undefined, '', 'x'.repeat(129), 'Juan 2', 1],
    accountType: ['x'.repeat(33), 1],
    accountTaxId: ['x'.repeat(51), 1],
    mobile: ['123', 'mobilemobile', 9_171_234_567],
    relationship: ['x'.repeat(51), 1],
    notifyUrl: ['merchant.example', `https://m.example/${'x'.repeat(256)}`, 1],
    remark: ['x'.repeat(257), 1],
    promptpayAccountType: ['EMAIL', 1],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      const code = await codeOf(gateway, transfer, { ...philippine, [name]: value });
      assert.equal(code, 21002, `${name}: ${JSON.stringify(value)}`);
    }
  }
  assert.equal(await codeOf(gateway, check, { countryCode: 'PH', mchOrderId: 'P1' }), 21006);
  assert.equal(await codeOf(gateway, transfer, philippine), 10000);
});

test('21002: each country asks for its own fields', async () => {
  const gateway = await funded();
  const wallet = { payMethodCode: 'EWALLET', transferCode: 'GCASH', accountNo: '09171234567' };
  const rows: [fields: BluepayFields, wrong: BluepayFields][] = [
    [{ ...philippine, ...wallet }, { accountNo: '9171234567' }],
    [thai, { accountType: undefined }],
    [thai, { accountType: 'COMPANY' }],
    [thai, { accountTaxId: undefined }],
    [thai, { mobile: undefined }],
    [thai, { mobile: '0712345678' }],
    [promptpay, { promptpayAccountType: undefined }],
    [promptpay, { promptpayAccountType: 'NATID' }],
    [promptpay, { accountNo: '0112345678' }],
    [malaysian, { accountType: undefined }],
    [malaysian, { accountType: 'INDIVIDUAL' }],
    [malaysian, { accountType: 'MOBILE_NUMBER' }],
    [indonesian, { accountName: 'Ali' }],
    [indonesian, { accountName: 'x'.repeat(101) }],
  ];
  for (const [fields, wrong] of rows) {
    assert.equal(await codeOf(gateway, transfer, { ...fields, ...wrong }), 21002, JSON.stringify(wrong));
  }
});

test('21018: a bank or wallet that the country does not have is an unknown transfer code', async () => {
  const gateway = await funded();
  const wallet = { payMethodCode: 'EWALLET', accountNo: '09171234567' };
  const rows: BluepayFields[] = [
    { ...philippine, transferCode: 'NOBANK' },
    { ...philippine, transferCode: 'KBANK' },
    { ...philippine, ...wallet, transferCode: 'DANA' },
    { ...thai, transferCode: 'BDO' },
    { ...malaysian, transferCode: '1123' },
    { ...indonesian, transferCode: 'RHBB' },
  ];
  for (const row of rows) {
    const answer = await gateway.client.call(transfer, row);
    assert.deepEqual([answer.code, answer.message], [21018, 'Request transfer code error'], JSON.stringify(row));
  }
});

test("21012, 21013: a wallet's code is no bank's, and a bank's no wallet's", async () => {
  const gateway = await funded();
  const wallet = { payMethodCode: 'EWALLET', accountNo: '09171234567' };
  const asBank = await gateway.client.call(transfer, { ...philippine, transferCode: 'GCASH' });
  assert.deepEqual([asBank.code, asBank.message], [21012, 'Request bank code error']);
  const asWallet = await gateway.client.call(transfer, { ...philippine, ...wallet, transferCode: 'BDO' });
  assert.deepEqual([asWallet.code, asWallet.message], [21013, 'Request wallet code error']);
});

test('21019: a way of paying that is unknown, or that the country does not have, is refused', async () => {
  const gateway = await funded();
  const rows: BluepayFields[] = [
    { ...philippine, payMethodCode: 'CASH' },
    { ...philippine, payMethodCode: 'PROMPTPAY' },
    { ...malaysian, payMethodCode: 'EWALLET' },
    { ...philippine, countryCode: 'RU', currency: 'RUB' },
  ];
  for (const row of rows) assert.equal(await codeOf(gateway, transfer, row), 21019, JSON.stringify(row));
});

test('21017: a country that is not open to the app is refused everywhere', async () => {
  const gateway = await funded();
  gateway.app = { ...gateway.app, countries: ['TH'] };
  for (const path of [transfer, check, balance]) {
    const answer = await gateway.client.call(path, philippine);
    assert.deepEqual([answer.code, answer.message], [21017, 'Merchant has not opened this national service']);
  }
  assert.equal(await codeOf(gateway, balance, { countryCode: 'TH' }), 10000);
});

test('21021: an amount of nothing or less is invalid; 21010: one outside the limits of channel or merchant', async () => {
  const gateway = await funded();
  const amountCode = (fields: BluepayFields, amount: number) => codeOf(gateway, transfer, { ...fields, amount });
  for (const amount of [0, -1]) {
    const answer = await gateway.client.call(transfer, { ...philippine, amount });
    assert.deepEqual([answer.code, answer.message], [21021, 'Transaction Amount Invalid']);
  }
  assert.equal(await amountCode(philippine, 500_000_001), 21010);
  assert.equal(await amountCode(indonesian, 9_999), 21010);
  assert.equal(await amountCode(indonesian, 100_000_001), 21010);
  assert.equal(await amountCode(indonesian, 100_000_000), 10000);
  gateway.merchant = { ...gateway.merchant, limits: { payout: { max: 1_000n } } };
  assert.equal(await amountCode(philippine, 1_001), 21010);
});

test('21005: a channel that is off pays nothing out', async () => {
  const gateway = await funded();
  const off = gateway.channels.get('PH_BANK_PAYOUT');
  if (off) gateway.channels.set('PH_BANK_PAYOUT', { ...off, enabled: false });
  assert.equal(await codeOf(gateway, transfer, philippine), 21005);
});

test('21014: a balance of that country that does not cover amount and fee refuses the payout', async () => {
  const gateway = await createBluepayGateway('v2');
  await gateway.fund(312_500n, 'PHP');
  await gateway.fund(312_500n, 'THB');
  gateway.merchant = { ...gateway.merchant, fees: { payout: { fixedMinor: 1_000n, basisPoints: 0 } } };
  assert.equal(await codeOf(gateway, transfer, philippine), 21014);
  await gateway.fund(1_000n, 'PHP');
  assert.equal(await codeOf(gateway, transfer, philippine), 10000);
  assert.equal(await codeOf(gateway, transfer, { ...thai, mchOrderId: 'P2', idempotencyId: 'IDEMP00002' }), 21014);
});

test('21015 and 21007: a key, then an order number, is used once, and by one of many at once', async () => {
  const gateway = await funded();
  const at = await Promise.all([1, 2, 3].map(() => codeOf(gateway, transfer, philippine)));
  assert.deepEqual(
    at.sort((one, other) => one - other),
    [10000, 21015, 21015],
  );
  assert.equal(await codeOf(gateway, transfer, { ...philippine, mchOrderId: 'P2' }), 21015);
  assert.equal(await codeOf(gateway, transfer, { ...philippine, idempotencyId: 'IDEMP 0002' }), 21007);
});

test('a payout that failed says why, and its money is back', async () => {
  for (const [index, failure] of numberedFailures.entries()) {
    const gateway = await funded();
    gateway.connector = { ...gateway.connector, sendPayout: async () => ({ kind: 'refused', failure }) };
    await gateway.client.call(transfer, philippine);
    await gateway.settled();
    const { data } = await gateway.client.call(check, { countryCode: 'PH', mchOrderId: 'P1' });
    assert.deepEqual([data['transactionStatus'], data['failedCode']], ['FAILED', -10_000 - index]);
    assert.equal((await gateway.lastTold())?.['failedMessage'], data['failedMessage']);
    assert.equal((await gateway.client.call(balance, { countryCode: 'PH' })).data['balance'], '10000000.00');
  }
});

test('21006: a payout that is unknown, of another app or country, or named two ways that differ is not found', async () => {
  const gateway = await funded();
  const { data } = await gateway.client.call(transfer, philippine);
  const transactionId = data['transactionId'];
  const rows: BluepayFields[] = [
    { mchOrderId: 'NOBODY' },
    { transactionId: 'D000000000000000000000000' },
    { mchOrderId: 'NOBODY', transactionId },
    { transactionId, countryCode: 'TH' },
    { mchOrderId: 'P1', countryCode: 'TH' },
  ];
  for (const row of rows) {
    assert.equal(await codeOf(gateway, check, { countryCode: 'PH', ...row }), 21006, JSON.stringify(row));
  }
  const theirs = await gateway.engine.find(0, 'payouts', String(transactionId));
  assert.ok(theirs);
  const copy = await gateway.engine.execute(0, 'create-payout', {
    ...theirs,
    id: 'D000000000000000000000099',
    appId: 'another',
    referenceScope: 'another',
  });
  assert.equal(copy.ok, true);
  assert.equal(await codeOf(gateway, check, { countryCode: 'PH', transactionId: 'D000000000000000000000099' }), 21006);
});

test('21002: a query needs one name of the right form', async () => {
  const gateway = await funded();
  for (const row of [
    {},
    { mchOrderId: '' },
    { mchOrderId: 'A-1' },
    { mchOrderId: 1 },
    { transactionId: 'x'.repeat(33) },
  ]) {
    assert.equal(await codeOf(gateway, check, { countryCode: 'PH', ...row }), 21002, JSON.stringify(row));
  }
});

test("a balance is that of the country's currency, with two decimals, whole rupiah included", async () => {
  const gateway = await createBluepayGateway('v2');
  await gateway.fund(50_020n, 'THB');
  await gateway.fund(10_000n, 'IDR');
  const balanceOf = async (countryCode: string) => (await gateway.client.call(balance, { countryCode })).data;
  assert.deepEqual(await Promise.all(['TH', 'ID', 'PH', 'MY', 'RU'].map(balanceOf)), [
    { balance: '500.20' },
    { balance: '10000.00' },
    { balance: '0.00' },
    { balance: '0.00' },
    { balance: '0.00' },
  ]);
});

test('21002: a balance needs a country that there is', async () => {
  const gateway = await createBluepayGateway('v2');
  for (const countryCode of [undefined, null, '', 'XX', 'th', 66]) {
    assert.equal(await codeOf(gateway, balance, { countryCode }), 21002);
  }
});

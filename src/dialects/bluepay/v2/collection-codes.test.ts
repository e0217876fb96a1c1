// Guards what is refused of a collection of version 2, and with which code (bluepay.md 3b.8).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BluepayFields } from '../../../../test/support/bluepay-client.ts';
import { refuse } from '../../../core/reasons.ts';
import { dayMs } from '../../../kernel/clock.ts';
import {
  generate,
  query,
  close,
  qr,
  ewallet,
  paylater,
  thai,
  debit,
  gatewayOfV2,
  codeOf,
  checkout,
} from '../../../../test/support/bluepay-collections.ts';

test('21002: every field is checked, of whatever is wrong with it', async () => {
  const gateway = await gatewayOfV2();
  const wrong: Readonly<Record<string, readonly unknown[]>> = {
    mchOrderId: [undefined, null, '', 'x'.repeat(33), 'ORDER-1', 'ORDER 1', 1, ['A']],
    amount: [undefined, null, '10000', 100.5, true, {}],
    countryCode: [undefined, null, '', 'XX', 'ph', 63],
    currency: [undefined, '', 'THB', 'USD', 'php', 1],
    channelType: [undefined, null, '', 1],
    channelCode: [undefined, '', 'x'.repeat(65), 1],
    customerName: [undefined, null, '', 'x'.repeat(129), 1],
    email: [undefined, '', 'nobody', 'a@b', `${'x'.repeat(120)}@example.com`, 1],
    mobile: [undefined, '', '123456789', '123456789012345', 'mobilemobile', 9_171_234_567],
    terminalType: [undefined, '', 'PC', 1],
    osType: ['WINDOWS', 1],
    notifyUrl: [undefined, '', 'merchant.example', 'ftp://merchant.example', `https://m.example/${'x'.repeat(256)}`, 1],
    redirectUrl: [undefined, '', 'javascript:alert(1)', `https://m.example/${'x'.repeat(512)}`, 1],
    remark: ['x'.repeat(257), 1, {}],
    wechatpay: ['x', [], { payerClientIp: 1 }],
    goodsDetails: ['x', {}, [], [{}], [{ goodsName: 'Fan', quantity: 0, price: 1 }], [1]],
    billingAddress: ['x', [], {}, { address: '' }, { address: 1 }],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      const code = await codeOf(gateway, generate, { ...paylater, [name]: value });
      assert.equal(code, 21002, `${name}: ${JSON.stringify(value)}`);
    }
  }
  assert.equal(await codeOf(gateway, query, { countryCode: 'PH', mchOrderId: 'ORDER0001' }), 21006);
  assert.equal(await codeOf(gateway, generate, paylater), 10000);
});

test('21002: each type asks for its own fields, and for no others', async () => {
  const gateway = await gatewayOfV2();
  const types: [fields: BluepayFields, asked: readonly string[]][] = [
    [qr, ['customerName', 'email', 'mobile', 'terminalType']],
    [ewallet, ['customerName', 'email', 'mobile', 'terminalType', 'redirectUrl']],
    [paylater, ['redirectUrl', 'goodsDetails', 'billingAddress']],
    [debit, ['payToken']],
  ];
  for (const [fields, asked] of types) {
    for (const name of asked) {
      assert.equal(await codeOf(gateway, generate, { ...fields, [name]: undefined }), 21002, name);
    }
  }
});

test('21005: a channel that is unknown, off, of another country or of another dialect is unavailable', async () => {
  const gateway = await gatewayOfV2();
  const off = gateway.channels.get('PH_GCASH_QR');
  if (off) gateway.channels.set('PH_GCASH_QR', { ...off, enabled: false });
  gateway.connector = {
    ...gateway.connector,
    admit: (_channel, amountMinor) => (amountMinor === 9022n ? refuse('channel_unavailable') : undefined),
  };
  const rows: BluepayFields[] = [
    { channelCode: 'PH_NOWHERE' },
    { channelCode: 'PH_GCASH_QR' },
    { channelCode: 'PH_GCASH_QR', amount: 1 },
    { channelCode: 'TH_PROMPTPAY_QR' },
    { channelCode: 'THAI_DYNAMIC_QR', countryCode: 'TH', currency: 'THB' },
    { channelCode: 'QRPH_DYNAMIC_QR' },
    { channelCode: 'PH_BANK_PAYOUT' },
    { amount: 9022 },
  ];
  for (const row of rows) {
    assert.equal(await codeOf(gateway, generate, { ...qr, ...row }), 21005, JSON.stringify(row));
  }
});

test('21019: a type that is unknown, or another one than the channel is of, is no way to pay', async () => {
  const gateway = await gatewayOfV2();
  for (const row of [{ channelType: 'CASH' }, { channelType: 'qr' }, { channelType: 'EWALLET' }]) {
    const answer = await gateway.client.call(generate, { ...ewallet, channelCode: 'PH_QRPH_DYNAMIC', ...row });
    assert.deepEqual([answer.code, answer.message], [21019, 'Request pay method code error'], JSON.stringify(row));
  }
});

test('21017: a country that is not open to the app is refused', async () => {
  const gateway = await gatewayOfV2();
  gateway.app = { ...gateway.app, countries: ['TH'] };
  for (const path of [generate, query, close]) assert.equal(await codeOf(gateway, path, qr), 21017);
  assert.equal(await codeOf(gateway, generate, thai), 10000);
});

test('21021: an amount of nothing, or that no JSON number carries, is invalid; 21010: one that the channel or the merchant does not take exceeds the limit', async () => {
  const gateway = await gatewayOfV2();
  const amountCode = (amount: number) => codeOf(gateway, generate, { ...qr, amount });
  gateway.connector = {
    ...gateway.connector,
    presentCode(_channel, { amountMinor }) {
      if (amountMinor === null || amountMinor > 999_999_999_999n) throw new Error('A QR amount has 1 to 12 digits.');
      return 'code';
    },
  };
  assert.deepEqual(
    await Promise.all([0, -1, -10_000, 9_007_199_254_740_992].map(amountCode)),
    [21021, 21021, 21021, 21021],
  );
  assert.deepEqual(await Promise.all([99, 5_000_001, 9_007_199_254_740_991].map(amountCode)), [21010, 21010, 21010]);
  gateway.merchant = { ...gateway.merchant, limits: { payment: { min: 200n, max: 300n } } };
  assert.deepEqual(await Promise.all([199, 301].map(amountCode)), [21010, 21010]);
  assert.equal(await amountCode(300), 10000);
});

test('21022 and 21027: a day has an end in amount and in number, whichever way is paid; what is closed counts no more', async () => {
  const gateway = await gatewayOfV2();
  const order = (mchOrderId: string, amount: number, fields = qr) => ({ ...fields, mchOrderId, amount });
  gateway.merchant = { ...gateway.merchant, limits: { payment: { dailyAmount: 30_000n } } };
  assert.equal(await codeOf(gateway, generate, order('A', 20_000)), 10000);
  const over = await gateway.client.call(generate, order('B', 10_001, ewallet));
  assert.deepEqual([over.code, over.message], [21022, 'Transaction Volume Limit']);
  assert.equal(await codeOf(gateway, generate, order('B', 10_000, ewallet)), 10000);
  assert.equal(await codeOf(gateway, close, { countryCode: 'PH', mchOrderId: 'A' }), 10000);
  gateway.merchant = { ...gateway.merchant, limits: { payment: { dailyCount: 2 } } };
  assert.equal(await codeOf(gateway, generate, order('C', 10_000)), 10000);
  const often = await gateway.client.call(generate, order('D', 10_000));
  assert.deepEqual([often.code, often.message], [21027, 'Transaction creation exceeds limit']);
  await gateway.advance(dayMs);
  assert.equal(await codeOf(gateway, generate, order('D', 10_000)), 10000);
});

test('21007: an order number is used once, by whatever way, whatever became of it, and by one of many at once', async () => {
  const gateway = await gatewayOfV2();
  const at = await Promise.all([qr, ewallet, qr, ewallet].map((fields) => codeOf(gateway, generate, fields)));
  assert.deepEqual(
    at.sort((one, other) => one - other),
    [10000, 21007, 21007, 21007],
  );
  await codeOf(gateway, close, { countryCode: 'PH', mchOrderId: 'ORDER0001' });
  const again = await gateway.client.call(generate, ewallet);
  assert.deepEqual([again.code, again.message], [21007, 'Duplicate merchant order id']);
  const fixed = { ...qr, mchOrderId: 'STATIC', channelCode: 'PH_QRPH_STATIC' };
  assert.equal(await codeOf(gateway, generate, fixed), 10000);
  assert.equal(await codeOf(gateway, generate, { ...qr, mchOrderId: 'STATIC' }), 21007);
  assert.equal(await codeOf(gateway, generate, { ...fixed, mchOrderId: 'ORDER0001' }), 21007);
});

test("21007: the number of a cashier's order is used up as well", async () => {
  const gateway = await gatewayOfV2();
  await checkout(gateway);
  assert.equal(await codeOf(gateway, generate, { ...qr, mchOrderId: 'CASH1' }), 21007);
});

test('21023: a channel that gives nothing to pay with creates nothing', async () => {
  const gateway = await gatewayOfV2();
  const { presentCode: _code, presentAccount: _account, ...rest } = gateway.connector;
  gateway.connector = rest;
  const failed = await gateway.client.call(generate, qr);
  assert.deepEqual([failed.code, failed.message], [21023, 'Transaction create failed']);
  const transfer = {
    ...qr,
    countryCode: 'ID',
    currency: 'IDR',
    channelType: 'BANK_TRANSFER',
    channelCode: 'ID_BCA_VA',
  };
  assert.equal(await codeOf(gateway, generate, transfer), 21023);
  assert.equal(await codeOf(gateway, query, { countryCode: 'PH', mchOrderId: 'ORDER0001' }), 21006);
  assert.equal(await codeOf(gateway, generate, ewallet), 10000);
});

test('21024: a token that no payer has given debits nobody', async () => {
  const gateway = await gatewayOfV2();
  const answer = await gateway.client.call(generate, debit);
  assert.deepEqual([answer.code, answer.message], [21024, 'Invalid access token']);
});

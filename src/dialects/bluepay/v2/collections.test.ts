// Guards collections of version 2 (bluepay.md 3b.8 to 3b.10): what is accepted and answered for each way of paying, what is refused
// and with which code, and what a query and a close say.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bluepayAppId, type BluepayGateway, createBluepayGateway } from '../../../../test/support/bluepay-gateway.ts';
import type { BluepayFields } from '../../../../test/support/bluepay-client.ts';
import { numberedFailures } from '../../../core/failure.ts';
import { refuse } from '../../../core/reasons.ts';
import { dayMs } from '../../../kernel/clock.ts';

const generate = '/open-api/payment/generate';
const query = '/open-api/payment/query';
const close = '/open-api/payment/close';

const qr = {
  mchOrderId: 'ORDER0001',
  amount: 10_000,
  countryCode: 'PH',
  currency: 'PHP',
  channelType: 'QR',
  channelCode: 'PH_QRPH_DYNAMIC',
  customerName: 'Juan dela Cruz',
  email: 'juan@example.com',
  mobile: '09171234567',
  terminalType: 'WAP',
  osType: 'OTHER',
  notifyUrl: 'https://merchant.example/notify',
  remark: 'test',
};
const ewallet = {
  ...qr,
  channelType: 'EWALLET',
  channelCode: 'PH_GCASH_URL',
  redirectUrl: 'https://merchant.example/return',
};
const goods = [{ goodsName: 'Fan', quantity: 1, price: 10_000 }];
const paylater = {
  ...ewallet,
  channelType: 'PAYLATER',
  channelCode: 'PH_BILLEASE_URL',
  goodsDetails: goods,
  billingAddress: { address: '1 Main Street', city: 'Manila' },
};
const thai = { ...ewallet, countryCode: 'TH', currency: 'THB', channelCode: 'TH_TRUEMONEY_URL' };
const debit = {
  mchOrderId: 'DEBIT0001',
  amount: 10_000,
  countryCode: 'PH',
  currency: 'PHP',
  channelType: 'DIRECT_DEBIT',
  channelCode: 'PH_GCASH_DIRECT_DEBIT',
  payToken: 'TK000000000000000000000001',
  notifyUrl: 'https://merchant.example/notify',
};

const gatewayOfV2 = () => createBluepayGateway('v2');

async function codeOf(gateway: BluepayGateway, path: string, fields: BluepayFields): Promise<number> {
  return (await gateway.client.call(path, fields)).code;
}

async function createdId(gateway: BluepayGateway, fields: BluepayFields = qr): Promise<string> {
  const { code, data } = await gateway.client.call(generate, fields);
  assert.equal(code, 10000);
  return String(data['transactionId']);
}

async function pay(gateway: BluepayGateway, paymentId: string, amountMinor: bigint, bankReference = 'B1') {
  const paid = await gateway.engine.execute(0, 'confirm-credit', { paymentId, bankReference, amountMinor });
  assert.equal(paid.ok, true);
}

test('a collection by QR code answers with the content of the code, and a query finds it by either name', async () => {
  const gateway = await gatewayOfV2();
  const { data } = await gateway.client.call(generate, qr);
  const id = String(data['transactionId']);
  assert.match(id, /^C\d{24}$/);
  const names = { mchOrderId: 'ORDER0001', transactionId: id, countryCode: 'PH', currency: 'PHP' };
  const same = { channelCode: 'PH_QRPH_DYNAMIC', amount: 10_000, payData: `dynamic ${id} 10000` };
  assert.deepEqual(data, {
    ...names,
    ...same,
    channelType: 'QR',
    transactionStatus: 'PENDING',
    createTime: '2026-03-17 18:30:00',
    expiresTime: '2026-03-17 19:30:00',
  });
  assert.deepEqual(gateway.created, [{ ...gateway.created[0], id, amountMinor: 10_000n }]);
  for (const name of [
    { mchOrderId: 'ORDER0001' },
    { transactionId: id },
    { mchOrderId: 'ORDER0001', transactionId: id },
  ]) {
    const found = await gateway.client.call(query, { countryCode: 'PH', ...name });
    assert.deepEqual(found.data, {
      ...names,
      ...same,
      transactionStatus: 'PENDING',
      createTime: '2026-03-17 18:30:00',
      returnTime: null,
      remark: 'test',
    });
  }
});

test('each way of paying has its own pay data, which queries repeat', async () => {
  const rows: [fields: BluepayFields, payData: RegExp][] = [
    [{ ...ewallet, osType: null, remark: null }, /^https:\/\/pay\.example\/pay\/C\d{24}-[\w-]{22}$/],
    [{ ...ewallet, channelType: 'ONLINE_BANKING', channelCode: 'PH_BPI_BANKING' }, /^https:/],
    [{ ...ewallet, channelType: 'CARD', channelCode: 'PH_CARD_URL' }, /^https:/],
    [paylater, /^https:/],
    [
      { ...qr, countryCode: 'ID', currency: 'IDR', channelType: 'BANK_TRANSFER', channelCode: 'ID_BCA_VA' },
      /^account C\d{24}$/,
    ],
    [{ ...qr, countryCode: 'ID', currency: 'IDR', channelCode: 'ID_QRIS' }, /^dynamic C\d{24} 10000$/],
    [{ ...qr, countryCode: 'MY', currency: 'MYR', channelCode: 'DUITNOW_DYNAMIC_QR' }, /^dynamic /],
    [{ ...qr, countryCode: 'TH', currency: 'THB', channelCode: 'TH_PROMPTPAY_QR' }, /^dynamic /],
    [
      { ...ewallet, countryCode: 'RU', currency: 'RUB', channelType: 'ONLINE_BANKING', channelCode: 'RU_SBP_URL' },
      /^https:/,
    ],
  ];
  for (const [fields, payData] of rows) {
    const gateway = await gatewayOfV2();
    const { code, data } = await gateway.client.call(generate, fields);
    assert.equal(code, 10000, String(fields['channelCode']));
    assert.match(String(data['payData']), payData);
    const { countryCode, currency, channelCode, channelType } = fields;
    assert.deepEqual(
      [data['countryCode'], data['currency'], data['channelCode'], data['channelType']],
      [countryCode, currency, channelCode, channelType],
    );
    const found = await gateway.client.call(query, { countryCode, mchOrderId: 'ORDER0001' });
    assert.equal(found.data['payData'], data['payData']);
  }
});

test('a payment keeps where its merchant is told, where its payer returns to, and what its lender wants to know', async () => {
  const gateway = await gatewayOfV2();
  const payment = await gateway.engine.find(0, 'payments', await createdId(gateway, paylater));
  assert.deepEqual([payment?.notifyUrl, payment?.returnUrl], [paylater.notifyUrl, paylater.redirectUrl]);
  const { goodsDetails, billingAddress, ...details } = payment?.details ?? {};
  assert.deepEqual(JSON.parse(String(goodsDetails)), goods);
  assert.deepEqual(JSON.parse(String(billingAddress)), paylater.billingAddress);
  assert.deepEqual(details, {
    channelType: 'PAYLATER',
    payData: null,
    customerName: 'Juan dela Cruz',
    email: 'juan@example.com',
    mobile: '09171234567',
    terminalType: 'WAP',
    osType: 'OTHER',
    remark: 'test',
  });
});

test('WeChat asks for what its channel needs of the payer, and answers what the page inside WeChat needs', async () => {
  const gateway = await gatewayOfV2();
  const browser = { ...thai, channelCode: 'TH_WECHAT_URL', wechatpay: { payerClientIp: '203.0.113.7' } };
  const inside = { ...thai, mchOrderId: 'ORDER0002', channelCode: 'TH_WECHAT_JS_URL' };
  assert.equal(await codeOf(gateway, generate, { ...browser, wechatpay: undefined }), 21002);
  assert.equal(await codeOf(gateway, generate, { ...browser, wechatpay: { payerClientIp: 'nowhere' } }), 21002);
  assert.equal(await codeOf(gateway, generate, { ...inside, wechatpay: { wpOpenid: 'o1' } }), 21002);
  const first = await gateway.client.call(generate, browser);
  assert.deepEqual(first.data['metadata'], { wechatpay: { prepayId: first.data['transactionId'] } });
  const second = await gateway.client.call(generate, { ...inside, wechatpay: { wpOpenid: 'o1', wpAppid: 'wx1' } });
  const { wechatpay } = second.data['metadata'] as { wechatpay: Record<string, string> };
  assert.deepEqual([wechatpay['appId'], wechatpay['prepayId']], ['wx1', second.data['transactionId']]);
  assert.equal('metadata' in (await gateway.client.call(generate, { ...qr, mchOrderId: 'ORDER0003' })).data, false);
});

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

test('a query says how a payment ended, and why it failed', async () => {
  const gateway = await gatewayOfV2();
  const paid = await createdId(gateway);
  await gateway.advance(60_000);
  await pay(gateway, paid, 10_000n);
  const found = await gateway.client.call(query, { countryCode: 'PH', transactionId: paid });
  assert.deepEqual([found.data['transactionStatus'], found.data['returnTime']], ['COMPLETED', '2026-03-17 18:31:00']);
  assert.equal('failedCode' in found.data, false);
  for (const [index, failure] of numberedFailures.entries()) {
    const paymentId = await createdId(gateway, { ...ewallet, mchOrderId: `FAILED${index}` });
    await gateway.engine.execute(0, 'fail-payment', { paymentId, failure });
    const { data } = await gateway.client.call(query, { countryCode: 'PH', transactionId: paymentId });
    assert.deepEqual([data['transactionStatus'], data['failedCode']], ['FAILED', -10_000 - index]);
  }
});

test('an order whose time is up has failed, and its merchant is told', async () => {
  const gateway = await gatewayOfV2();
  const id = await createdId(gateway);
  await gateway.advance(3_600_000);
  const { data } = await gateway.client.call(query, { countryCode: 'PH', transactionId: id });
  assert.deepEqual(
    [data['transactionStatus'], data['returnTime'], data['failedCode'], data['failedMessage']],
    ['FAILED', '2026-03-17 19:30:00', null, null],
  );
  assert.deepEqual((await gateway.lastTold())?.['eventName'], 'payment.failed');
  assert.equal(gateway.notifications.at(-1)?.url, 'https://merchant.example/notify');
});

test('21006: an order that is unknown, of another app or country, or named two ways that differ is not found', async () => {
  const gateway = await gatewayOfV2();
  const id = await createdId(gateway);
  const other = await createdId(gateway, { ...qr, mchOrderId: 'ORDER0002' });
  const rows: BluepayFields[] = [
    { mchOrderId: 'NOBODY' },
    { transactionId: 'C000000000000000000000000' },
    { transactionId: 'x' },
    { mchOrderId: 'ORDER0001', transactionId: other },
    { mchOrderId: 'NOBODY', transactionId: id },
    { transactionId: id, countryCode: 'TH' },
    { mchOrderId: 'ORDER0001', countryCode: 'TH' },
  ];
  for (const path of [query, close]) {
    for (const row of rows) {
      assert.equal(await codeOf(gateway, path, { countryCode: 'PH', ...row }), 21006, JSON.stringify(row));
    }
  }
  gateway.app = { ...gateway.app, id: 'another' };
  assert.equal(await codeOf(gateway, query, { countryCode: 'PH', transactionId: id }), 21003);
});

test("21006: another app of the same merchant does not see this one's orders", async () => {
  const gateway = await gatewayOfV2();
  const row = await gateway.engine.execute(0, 'create-payment', {
    id: 'C000000000000000000000099',
    merchantId: gateway.merchant.id,
    appId: 'another',
    referenceScope: 'another',
    reference: 'THEIRS',
    channel: 'PH_GCASH_URL',
    amountMinor: 10_000n,
    notifyUrl: null,
    returnUrl: null,
    details: {},
  });
  assert.equal(row.ok, true);
  for (const path of [query, close]) {
    assert.equal(await codeOf(gateway, path, { countryCode: 'PH', transactionId: 'C000000000000000000000099' }), 21006);
  }
});

test('21002: a query and a close need one name of the right form', async () => {
  const gateway = await gatewayOfV2();
  const rows = [
    {},
    { mchOrderId: '' },
    { mchOrderId: 'A-1' },
    { mchOrderId: 1 },
    { transactionId: 'x'.repeat(33) },
    { transactionId: 5 },
  ];
  for (const path of [query, close]) {
    for (const row of rows) {
      assert.equal(await codeOf(gateway, path, { countryCode: 'PH', ...row }), 21002, JSON.stringify(row));
    }
  }
});

test('a close fails the order: nobody can pay it any more, and its merchant is told', async () => {
  const gateway = await gatewayOfV2();
  const id = await createdId(gateway);
  const closed = await gateway.client.call(close, { countryCode: 'PH', mchOrderId: 'ORDER0001' });
  assert.deepEqual(closed.data, { mchOrderId: 'ORDER0001', transactionId: id, transactionStatus: 'FAILED' });
  const found = await gateway.client.call(query, { countryCode: 'PH', transactionId: id });
  assert.equal(found.data['transactionStatus'], 'FAILED');
  assert.equal((await gateway.lastTold())?.['transactionStatus'], 'FAILED');
  await pay(gateway, id, 10_000n);
  const after = await gateway.client.call(query, { countryCode: 'PH', transactionId: id });
  assert.equal(after.data['transactionStatus'], 'FAILED');
  assert.equal((await gateway.client.call('/open-api/account/balance', { countryCode: 'PH' })).data['balance'], '0.00');
});

test('21028: what is paid, failed or closed cannot be closed', async () => {
  const gateway = await gatewayOfV2();
  const paid = await createdId(gateway);
  await pay(gateway, paid, 10_000n);
  const shut = await createdId(gateway, { ...ewallet, mchOrderId: 'SHUT' });
  assert.equal(await codeOf(gateway, close, { countryCode: 'PH', transactionId: shut }), 10000);
  const failed = await createdId(gateway, { ...ewallet, mchOrderId: 'FAILED' });
  await gateway.engine.execute(0, 'fail-payment', { paymentId: failed, failure: 'channel_rejected' });
  for (const transactionId of [paid, shut, failed]) {
    const answer = await gateway.client.call(close, { countryCode: 'PH', transactionId });
    assert.deepEqual([answer.code, answer.message], [21028, 'Transaction already paid or closed']);
  }
});

test('21025: what its channel has in hand, and a try at a cashier, cannot be closed here', async () => {
  const gateway = await gatewayOfV2();
  gateway.connector = { ...gateway.connector, sendPayment: async () => ({ kind: 'in_progress' }) };
  await gateway.engine.execute(0, 'create-payment', {
    id: 'C000000000000000000000099',
    merchantId: gateway.merchant.id,
    appId: bluepayAppId,
    referenceScope: bluepayAppId,
    reference: 'CHARGE',
    channel: 'PH_GCASH_DIRECT_DEBIT',
    amountMinor: 10_000n,
    entry: 'code',
    payerCode: 'TK1',
    notifyUrl: null,
    returnUrl: null,
    details: {},
  });
  const charge = await gateway.client.call(close, { countryCode: 'PH', mchOrderId: 'CHARGE' });
  assert.deepEqual([charge.code, charge.message], [21025, 'Not allowed to cancel']);
  await checkout(gateway);
  for (const name of [{ mchOrderId: 'CASH1' }, { transactionId: 'C000000000000000000000077' }]) {
    assert.equal(await codeOf(gateway, close, { countryCode: 'PH', ...name }), 21025);
  }
});

test("a cashier's order is found by its number, as the payment that its payer tries", async () => {
  const gateway = await gatewayOfV2();
  await checkout(gateway);
  const { data } = await gateway.client.call(query, { countryCode: 'PH', mchOrderId: 'CASH1' });
  assert.deepEqual(
    [data['transactionId'], data['mchOrderId'], data['channelCode'], data['payData'], data['transactionStatus']],
    ['C000000000000000000000077', 'CASH1', 'PH_GCASH_URL', null, 'PENDING'],
  );
  const other = await createdId(gateway);
  for (const transactionId of [other, 'C000000000000000000000000']) {
    assert.equal(await codeOf(gateway, query, { countryCode: 'PH', mchOrderId: 'CASH1', transactionId }), 21006);
  }
});

test('a static code takes many payments of any amount, each a transaction of its own, until it is closed', async () => {
  const gateway = await gatewayOfV2();
  const counter = { ...qr, mchOrderId: 'COUNTER', channelCode: 'PH_QRPH_STATIC' };
  const { data } = await gateway.client.call(generate, counter);
  assert.deepEqual([data['transactionId'], data['amount'], data['expiresTime']], [null, null, null]);
  assert.match(String(data['payData']), /^static QR\d+ any$/);
  const instrument = await gateway.engine.find(0, 'instrumentsByReference', bluepayAppId, 'COUNTER', 'qr');
  for (const [index, amountMinor] of [500n, 700n].entries()) {
    const paid = await gateway.engine.execute(0, 'confirm-credit', {
      paymentId: `C00000000000000000000080${index}`,
      instrumentId: instrument?.id,
      bankReference: `B${index}`,
      amountMinor,
    });
    assert.equal(paid.ok, true);
    const told = await gateway.lastTold();
    assert.deepEqual(
      [told?.['eventName'], told?.['mchOrderId'], told?.['amount'], told?.['channelType']],
      ['payment.success', 'COUNTER', Number(amountMinor), 'QR'],
    );
    const found = await gateway.client.call(query, { countryCode: 'PH', transactionId: told?.['transactionId'] });
    assert.deepEqual([found.data['amount'], found.data['payData']], [Number(amountMinor), data['payData']]);
  }
  const named = { countryCode: 'PH', mchOrderId: 'COUNTER' };
  const open = await gateway.client.call(query, named);
  assert.deepEqual([data['qrCodeId'], open.data['qrCodeId']], [instrument?.id, instrument?.id]);
  assert.deepEqual([open.data['transactionStatus'], open.data['payData']], ['PENDING', data['payData']]);
  const closed = await gateway.client.call(close, named);
  assert.deepEqual(closed.data, { mchOrderId: 'COUNTER', transactionId: null, transactionStatus: 'FAILED' });
  assert.equal((await gateway.client.call(query, named)).data['transactionStatus'], 'FAILED');
  assert.equal(await codeOf(gateway, close, named), 21028);
  assert.equal(await codeOf(gateway, query, { ...named, countryCode: 'TH' }), 21006);
});

/** An order at the cashier whose payer has picked a wallet. */
async function checkout(gateway: BluepayGateway): Promise<void> {
  const made = await gateway.engine.execute(0, 'create-checkout', {
    id: 'CH000000000000000000000077',
    merchantId: gateway.merchant.id,
    appId: bluepayAppId,
    referenceScope: bluepayAppId,
    reference: 'CASH1',
    currency: 'PHP',
    amountMinor: 10_000n,
    channels: ['PH_GCASH_URL'],
    notifyUrl: null,
    returnUrl: null,
    language: null,
    logoUrl: null,
    details: {},
    expirySeconds: 3600,
  });
  assert.equal(made.ok, true);
  const chosen = await gateway.engine.execute(0, 'choose-channel', {
    checkoutId: 'CH000000000000000000000077',
    channel: 'PH_GCASH_URL',
    paymentId: 'C000000000000000000000077',
    code: null,
  });
  assert.equal(chosen.ok, true);
}

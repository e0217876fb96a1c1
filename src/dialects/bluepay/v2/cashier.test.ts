// Guards the cashier's orders of version 2 (bluepay.md 3b.3 to 3b.6, 4.8): what is accepted and answered, what is refused and with
// which code, and that an order is paid once and told once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BluepayFields } from '../../../../test/support/bluepay-client.ts';
import { bluepayAppId, type BluepayGateway, createBluepayGateway } from '../../../../test/support/bluepay-gateway.ts';
import { createTokenSigner } from '../../../kernel/token.ts';

const path = '/open-api/payment/checkout';
const tokens = createTokenSigner(new Uint8Array(32));

const order = {
  mchOrderId: 'ORDER0001',
  amount: 10_000,
  currency: 'THB',
  settlementCurrency: 'THB',
  customerName: 'Somchai Jaidee',
  email: 'somchai@example.com',
  mobile: '0812345678',
  notifyUrl: 'https://merchant.example/notify',
  redirectUrl: 'https://merchant.example/return',
};
const goods = {
  goodsDetails: [{ goodsName: 'Fan', quantity: 1, price: 10_000 }],
  billingAddress: { address: '1 Main Street' },
};

const gatewayOfV2 = () => createBluepayGateway('v2');

async function codeOf(gateway: BluepayGateway, operation: string, fields: BluepayFields): Promise<number> {
  return (await gateway.client.call(`${path}/${operation}`, fields)).code;
}

async function opened(gateway: BluepayGateway, fields: BluepayFields = order): Promise<string> {
  const { code, data } = await gateway.client.call(`${path}/generate`, fields);
  assert.equal(code, 10000);
  return String(data['checkoutId']);
}

async function choose(gateway: BluepayGateway, checkoutId: string, channel: string, paymentId: string) {
  const chosen = await gateway.engine.execute(0, 'choose-channel', { checkoutId, channel, paymentId, code: null });
  assert.equal(chosen.ok, true);
}

async function pay(gateway: BluepayGateway, paymentId: string, amountMinor = 10_000n) {
  const paid = await gateway.engine.execute(0, 'confirm-credit', {
    paymentId,
    bankReference: `B${paymentId}`,
    amountMinor,
  });
  assert.equal(paid.ok, true);
}

const eventsOf = (gateway: BluepayGateway) =>
  gateway.notifications.map(({ body }) => (JSON.parse(body) as { eventName: string }).eventName);

const firstTry = 'C000000000000000000000901';
const secondTry = 'C000000000000000000000902';

test('an order answers with the page on which its payer picks a channel, open for a day', async () => {
  const gateway = await gatewayOfV2();
  const { data } = await gateway.client.call(`${path}/generate`, order);
  const checkoutId = String(data['checkoutId']);
  assert.match(checkoutId, /^CH\d{24}$/);
  assert.deepEqual(data, {
    mchOrderId: 'ORDER0001',
    checkoutId,
    checkoutUrl: `https://pay.example/pay/${tokens.tokenFor(checkoutId)}`,
    countryCode: 'TH',
    currency: 'THB',
    amount: 10_000,
    transactionStatus: 'PENDING',
    createTime: '2026-03-17 18:30:00',
    expiresTime: '2026-03-18 18:30:00',
  });
  assert.deepEqual([gateway.created, gateway.notifications], [[], []]);
});

test('the page is kept as the request asks for it', async () => {
  const pages: [fields: BluepayFields, language: string | null, seconds: number, logo: string | null][] = [
    [{}, 'th', 86_400, null],
    [
      { language: 'EN', expireSeconds: 30, merchantLogo: 'https://merchant.example/logo.png' },
      'en',
      30,
      'https://merchant.example/logo.png',
    ],
    [{ language: 'IN', expireSeconds: 2_592_000 }, 'id', 2_592_000, null],
    [{ language: 'TH', countryCode: 'PH', currency: 'PHP', settlementCurrency: 'PHP' }, 'th', 86_400, null],
    [{ countryCode: 'PH', currency: 'PHP', settlementCurrency: 'PHP' }, 'en', 86_400, null],
    [{ countryCode: 'MY', currency: 'MYR', settlementCurrency: 'MYR' }, 'en', 86_400, null],
    [{ countryCode: 'ID', currency: 'IDR', settlementCurrency: 'IDR' }, 'id', 86_400, null],
  ];
  for (const [fields, language, seconds, logo] of pages) {
    const gateway = await gatewayOfV2();
    const checkout = await gateway.engine.find(0, 'checkouts', await opened(gateway, { ...order, ...fields }));
    assert.deepEqual([checkout?.language, checkout?.logoUrl], [language, logo]);
    assert.equal(checkout?.expiresAt, gateway.now() + seconds * 1000);
    assert.equal(checkout?.returnUrl, order.redirectUrl);
  }
});

const refusals: [fields: BluepayFields, code: number][] = [
  ...(
    [
      'mchOrderId',
      'amount',
      'currency',
      'settlementCurrency',
      'customerName',
      'email',
      'mobile',
      'notifyUrl',
      'redirectUrl',
    ] as const
  ).map((name): [BluepayFields, number] => [{ [name]: undefined }, 21002]),
  [{ mchOrderId: 'A-1' }, 21002],
  [{ mchOrderId: 'A'.repeat(33) }, 21002],
  [{ amount: '10000' }, 21002],
  [{ amount: 100.5 }, 21002],
  [{ amount: 0 }, 21021],
  [{ amount: -1 }, 21021],
  [{ amount: 99_999_999_999 }, 21010],
  [{ amount: 1 }, 21010],
  [{ currency: 'PHP' }, 21002],
  [{ settlementCurrency: 'PHP' }, 21002],
  [{ currency: 'USD' }, 21002],
  [{ countryCode: 'XX' }, 21002],
  [{ countryCode: 'RU', currency: 'RUB', settlementCurrency: 'RUB' }, 21002],
  [{ language: 'DE' }, 21002],
  [{ merchantLogo: 'logo.png' }, 21002],
  [{ merchantLogo: 'javascript:alert(1)' }, 21002],
  [{ email: 'nobody' }, 21002],
  [{ mobile: '12' }, 21002],
  [{ expireSeconds: 29 }, 21002],
  [{ expireSeconds: '60' }, 21002],
  [{ redirectUrl: `https://merchant.example/${'x'.repeat(512)}` }, 21002],
  [{ notifyUrl: 'ftp://merchant.example' }, 21002],
  [{ channelTypeList: 'QR' }, 21002],
  [{ channelTypeList: ['QR', 'DIRECT_DEBIT'] }, 21002],
  [{ channelTypeList: [1] }, 21002],
  [{ channelCodeList: [''] }, 21002],
  [{ channelCodeList: ['TH_TRUEMONEY_URL', 'NONE'] }, 21005],
  [{ channelCodeList: ['PH_GCASH_URL'] }, 21005],
  [{ channelCodeList: ['TRUEMONEY_URL'] }, 21005],
  [{ channelCodeList: ['TH_BLUEPAY_DIRECT_DEBIT'] }, 21005],
  [{ channelCodeList: ['TH_WECHAT_JS_URL'] }, 21005],
  [{ channelCodeList: ['TH_BANK_PAYOUT'] }, 21005],
  [{ channelCodeList: ['TH_TRUEMONEY_URL'], channelTypeList: ['QR'] }, 21005],
  [{ channelTypeList: ['BANK_TRANSFER'] }, 21005],
  [{ channelTypeList: ['PAYLATER'] }, 21002],
  [{ channelTypeList: ['PAYLATER'], goodsDetails: [], billingAddress: {} }, 21002],
  [{ channelTypeList: ['PAYLATER'], ...goods }, 10000],
  [{ channelCodeList: ['TH_TRUEMONEY_URL', 'TH_TRUEMONEY_URL'], unknown: [{ deep: null }] }, 10000],
  [{ channelTypeList: [], channelCodeList: [], remark: null, virtualAccountName: 'Shop' }, 10000],
];

test('an order is refused for what is wrong with it, and then nothing is written', async () => {
  for (const [fields, code] of refusals) {
    const gateway = await gatewayOfV2();
    const answer = await gateway.client.call(`${path}/generate`, { ...order, ...fields });
    assert.equal(answer.code, code, `${JSON.stringify(fields)} ${answer.message}`);
    const written = await gateway.engine.find(0, 'checkoutsByReference', bluepayAppId, 'ORDER0001');
    assert.equal(written !== undefined, code === 10000);
    assert.deepEqual(gateway.errors, []);
  }
});

test('a number is used once, by an order or by a collection, for good', async () => {
  const gateway = await gatewayOfV2();
  const checkoutId = await opened(gateway);
  assert.equal(await codeOf(gateway, 'generate', order), 21007);
  await codeOf(gateway, 'close', { checkoutId });
  assert.equal(await codeOf(gateway, 'generate', order), 21007);
  const collection = {
    ...order,
    mchOrderId: 'ORDER0002',
    channelType: 'EWALLET',
    channelCode: 'TH_TRUEMONEY_URL',
    terminalType: 'WAP',
  };
  assert.equal((await gateway.client.call('/open-api/payment/generate', collection)).code, 10000);
  assert.equal(await codeOf(gateway, 'generate', { ...order, mchOrderId: 'ORDER0002' }), 21007);
  const late = { ...collection, mchOrderId: 'ORDER0001' };
  assert.equal((await gateway.client.call('/open-api/payment/generate', late)).code, 21007);
});

test('an app is refused a country that is not open to it, and a merchant what his day does not allow', async () => {
  const gateway = await gatewayOfV2();
  gateway.app = { ...gateway.app, countries: ['PH'] };
  for (const operation of ['generate', 'query', 'channel', 'close']) {
    assert.equal(await codeOf(gateway, operation, order), 21017, operation);
  }
  gateway.app = { ...gateway.app, countries: [] };
  gateway.merchant = { ...gateway.merchant, limits: { payment: { dailyAmount: 15_000n } } };
  await opened(gateway);
  assert.equal(await codeOf(gateway, 'generate', { ...order, mchOrderId: 'ORDER0002' }), 21022);
  gateway.merchant = { ...gateway.merchant, limits: { payment: { dailyCount: 1 } } };
  assert.equal(await codeOf(gateway, 'generate', { ...order, mchOrderId: 'ORDER0002' }), 21027);
  assert.equal(await codeOf(gateway, 'close', { mchOrderId: 'ORDER0001' }), 10000);
  assert.equal(await codeOf(gateway, 'generate', { ...order, mchOrderId: 'ORDER0002' }), 10000);
});

test('the channels of a country are listed with their types, and are what an order without a list offers', async () => {
  const gateway = await gatewayOfV2();
  const { data } = await gateway.client.call(`${path}/channel`, {});
  const list = data['list'] as Readonly<Record<string, string>>[];
  const types = new Set(list.map(({ channelType }) => channelType));
  assert.deepEqual(types, new Set(['QR', 'EWALLET', 'ONLINE_BANKING', 'CARD', 'PAYLATER']));
  assert.ok(
    list.every((row) => row['countryCode'] === 'TH' && row['currency'] === 'THB' && Object.keys(row).length === 4),
  );
  const codes = list.map(({ channelCode }) => channelCode);
  const offered = async (fields: BluepayFields) =>
    (await gateway.engine.find(0, 'checkouts', await opened(gateway, fields)))?.channels;
  const withoutLender = codes.filter((code) => code !== 'TH_ATOME_URL');
  assert.deepEqual(await offered(order), withoutLender);
  assert.deepEqual(await offered({ ...order, mchOrderId: 'ORDER0002', ...goods }), codes);
  const some = { channelTypeList: ['QR', 'EWALLET'], channelCodeList: ['TH_TRUEMONEY_URL'] };
  assert.deepEqual(await offered({ ...order, mchOrderId: 'ORDER0003', ...some }), ['TH_TRUEMONEY_URL']);
  for (const code of codes) {
    const channel = gateway.channels.get(code ?? '');
    if (channel) gateway.channels.set(channel.code, { ...channel, enabled: false });
  }
  assert.deepEqual((await gateway.client.call(`${path}/channel`, {})).data, { list: [] });
  assert.equal(await codeOf(gateway, 'generate', { ...order, mchOrderId: 'ORDER0004' }), 21005);
  for (const countryCode of ['PH', 'MY', 'ID']) {
    const abroad = (await gateway.client.call(`${path}/channel`, { countryCode })).data['list'] as unknown[];
    assert.ok(abroad.length > 0, countryCode);
  }
});

test('a query tells an order by either name, from its first moment to its void', async () => {
  const gateway = await gatewayOfV2();
  const checkoutId = await opened(gateway, { ...order, remark: 'two coffees' });
  const query = async () => {
    const answers = [{ mchOrderId: 'ORDER0001' }, { checkoutId }, { mchOrderId: 'ORDER0001', checkoutId }].map(
      async (names) => (await gateway.client.call(`${path}/query`, names)).data,
    );
    const [first, ...others] = await Promise.all(answers);
    for (const other of others) assert.deepEqual(other, first);
    return first ?? {};
  };
  const before = {
    mchOrderId: 'ORDER0001',
    checkoutId,
    transactionId: null,
    countryCode: 'TH',
    currency: 'THB',
    amount: 10_000,
    channelType: null,
    channelCode: null,
    transactionStatus: 'PENDING',
    createTime: '2026-03-17 18:30:00',
    returnTime: null,
    remark: 'two coffees',
    notifyUrl: 'https://merchant.example/notify',
  };
  assert.deepEqual(await query(), before);
  await choose(gateway, checkoutId, 'TH_TRUEMONEY_URL', firstTry);
  const wallet = { channelType: 'EWALLET', channelCode: 'TH_TRUEMONEY_URL' };
  assert.deepEqual(await query(), { ...before, ...wallet, transactionId: firstTry });
  await gateway.engine.execute(0, 'fail-payment', { paymentId: firstTry, failure: 'channel_rejected' });
  assert.deepEqual(await query(), { ...before, ...wallet, transactionId: firstTry });
  await choose(gateway, checkoutId, 'TH_CARD_URL', secondTry);
  await gateway.advance(60_000);
  await pay(gateway, secondTry);
  const paid = {
    ...before,
    channelType: 'CARD',
    channelCode: 'TH_CARD_URL',
    transactionId: secondTry,
    returnTime: '2026-03-17 18:31:00',
  };
  assert.deepEqual(await query(), { ...paid, transactionStatus: 'COMPLETED' });
  const voided = { mchOrderId: 'ORDER0001', mchVoidOrderId: 'VOID0001' };
  assert.equal((await gateway.client.call('/open-api/payment/void', voided)).code, 10000);
  await gateway.settled();
  assert.deepEqual(await query(), { ...paid, transactionStatus: 'VOIDED' });
});

test('an order of another app, of another country, or of none is not found', async () => {
  const gateway = await gatewayOfV2();
  const checkoutId = await opened(gateway);
  const names: [fields: BluepayFields, code: number][] = [
    [{ mchOrderId: 'ORDER0002' }, 21006],
    [{ checkoutId: 'CH000000000000000000009999' }, 21006],
    [{ checkoutId: 'constructor' }, 21006],
    [{ checkoutId, mchOrderId: 'ORDER0002' }, 21006],
    [{ checkoutId, countryCode: 'PH' }, 21006],
    [{}, 21002],
    [{ checkoutId: 1 }, 21002],
    [{ checkoutId: 'C'.repeat(33) }, 21002],
  ];
  for (const operation of ['query', 'close']) {
    for (const [fields, code] of names)
      assert.equal(await codeOf(gateway, operation, fields), code, JSON.stringify(fields));
  }
  const { merchant, app } = gateway;
  gateway.app = { ...app, id: 'another' };
  const foreign = { merchantId: merchant.id, appId: 'another', referenceScope: 'another' };
  const rest = { reference: 'X1', currency: 'THB', amountMinor: 10_000n, channels: ['TH_CARD_URL'], expirySeconds: 60 };
  const nothing = { notifyUrl: null, returnUrl: null, language: null, logoUrl: null, details: {} };
  const id = 'CH000000000000000000008888';
  assert.ok((await gateway.engine.execute(0, 'create-checkout', { id, ...foreign, ...rest, ...nothing })).ok);
  gateway.app = app;
  assert.equal(await codeOf(gateway, 'query', { checkoutId: id }), 21006);
  assert.equal(await codeOf(gateway, 'close', { checkoutId: id }), 21006);
});

test('an open order is closed once, with the try that waits, and its merchant is told that it failed', async () => {
  for (const isChosen of [false, true]) {
    const gateway = await gatewayOfV2();
    const checkoutId = await opened(gateway);
    if (isChosen) await choose(gateway, checkoutId, 'TH_CARD_URL', firstTry);
    const closed = await gateway.client.call(`${path}/close`, { mchOrderId: 'ORDER0001' });
    assert.deepEqual(closed.data, { mchOrderId: 'ORDER0001', checkoutId, transactionStatus: 'FAILED' });
    assert.equal(await codeOf(gateway, 'close', { checkoutId }), 21028);
    assert.deepEqual(eventsOf(gateway), ['checkout.payment.failed']);
    assert.equal((await gateway.lastTold())?.['checkoutId'], checkoutId);
    if (isChosen) await pay(gateway, firstTry);
    const { data } = await gateway.client.call(`${path}/query`, { checkoutId });
    assert.deepEqual([data['transactionStatus'], data['returnTime']], ['FAILED', '2026-03-17 18:30:00']);
    assert.deepEqual(eventsOf(gateway), ['checkout.payment.failed']);
  }
});

test('an order is paid once, and its merchant is told once, of the try that paid it', async () => {
  const gateway = await gatewayOfV2();
  const checkoutId = await opened(gateway, { ...order, remark: 'two coffees' });
  await choose(gateway, checkoutId, 'TH_TRUEMONEY_URL', firstTry);
  await choose(gateway, checkoutId, 'TH_CARD_URL', secondTry);
  await pay(gateway, secondTry);
  await pay(gateway, firstTry);
  assert.deepEqual(eventsOf(gateway), ['checkout.payment.success']);
  assert.deepEqual(await gateway.lastTold(), {
    eventName: 'checkout.payment.success',
    mchOrderId: 'ORDER0001',
    checkoutId,
    transactionId: secondTry,
    countryCode: 'TH',
    currency: 'THB',
    amount: 10_000,
    channelCode: 'TH_CARD_URL',
    channelType: 'CARD',
    transactionStatus: 'COMPLETED',
    createTime: '2026-03-17T18:30:00+08:00',
    returnTime: '2026-03-17T18:30:00+08:00',
    remark: 'two coffees',
  });
  assert.equal(await codeOf(gateway, 'close', { checkoutId }), 21028);
});

test('an order whose try is being taken back cannot be closed before that is over', async () => {
  const gateway = await gatewayOfV2();
  const checkoutId = await opened(gateway);
  await choose(gateway, checkoutId, 'TH_CARD_URL', firstTry);
  gateway.connector = { ...gateway.connector, sendRefund: async () => ({ kind: 'in_progress' }) };
  const reversal = { paymentId: firstTry, merchantId: gateway.merchant.id, sameDay: true, details: {} };
  assert.equal((await gateway.engine.execute(0, 'reverse-payment', reversal)).ok, true);
  await gateway.settled();
  assert.equal(await codeOf(gateway, 'close', { checkoutId }), 21025);
});

test('an order whose time is up has failed, and its merchant is told', async () => {
  const gateway = await gatewayOfV2();
  const checkoutId = await opened(gateway, { ...order, expireSeconds: 60 });
  await choose(gateway, checkoutId, 'TH_CARD_URL', firstTry);
  await gateway.advance(59_999);
  assert.deepEqual(gateway.notifications, []);
  await gateway.advance(1);
  const { data } = await gateway.client.call(`${path}/query`, { checkoutId });
  assert.deepEqual([data['transactionStatus'], data['returnTime']], ['FAILED', '2026-03-17 18:31:00']);
  assert.deepEqual(eventsOf(gateway), ['checkout.payment.failed']);
  assert.equal(await codeOf(gateway, 'close', { checkoutId }), 21028);
  assert.equal((await gateway.engine.find(0, 'payments', firstTry))?.status, 'closed');
});

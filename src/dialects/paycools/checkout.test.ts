// Guards the orders of the checkout (paycools.md 3.8; 7, rows 4, 10 and 38): what is accepted, kept and offered, and what is refused with
// which code.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  askCheckout,
  callCheckout,
  checkoutChannelCodes,
  checkoutOrder,
  type Fields,
  openCheckout,
} from '../../../test/support/paycools-checkout.ts';
import { appId, type PaycoolsGateway, startAt, gatewayWithCatalogue } from '../../../test/support/paycools-gateway.ts';
import { createTokenSigner } from '../../kernel/token.ts';

const tokens = createTokenSigner(new Uint8Array(32));
const minuteMs = 60_000;

const codeOf = async (gateway: PaycoolsGateway, operation: string, fields: Fields) =>
  (await callCheckout(gateway, operation, fields)).code;

const checkoutOf = (gateway: PaycoolsGateway, id: string) => gateway.engine.find(0, 'checkouts', id);

test('an order answers with the page on which its payer picks a channel, open for an hour', async () => {
  const gateway = await gatewayWithCatalogue();
  const { code, data } = await callCheckout(gateway, 'generate', checkoutOrder);
  const checkoutId = String(data['checkoutId']);
  assert.equal(code, 1000);
  assert.match(checkoutId, /^CH\d{24}$/);
  assert.deepEqual(data, {
    checkoutId,
    checkoutUrl: `https://pay.example/pay/${tokens.tokenFor(checkoutId)}`,
    status: 'PENDING',
    expiresTime: '2026-03-17T03:18:07.000+00:00',
  });
  assert.deepEqual([gateway.created, gateway.notifications], [[], []]);
});

test('an order is kept as its request says it', async () => {
  const gateway = await gatewayWithCatalogue();
  const address = { addressLine1: '1 Rizal Street', city: 'Manila', countryCode: 'PH' };
  const goods = [{ name: 'Fan', price: 50_010, quantity: 1, sku: 'F1' }];
  const more = { appName: 'Shop 7', userId: 'guest', remark: 'two coffees', virtualAccountName: 'Shop' };
  const checkout = await checkoutOf(
    gateway,
    await openCheckout(gateway, {
      ...more,
      expireSeconds: 86_400,
      merchantLogo: 'https://merchant.example/logo.png',
      language: 'TH',
      goodsDetails: goods,
      billingAddress: { ...address, addressLine2: null },
      shippingAddress: address,
    }),
  );
  assert.deepEqual(checkout?.details, {
    ...more,
    customerName: 'Juan Dela Cruz',
    email: 'juan@example.com',
    mobile: '09171234567',
    settlementCurrency: 'PHP',
    goodsDetails: JSON.stringify(goods),
    billingAddress: JSON.stringify(address),
    shippingAddress: JSON.stringify(address),
  });
  assert.deepEqual(
    [checkout?.language, checkout?.logoUrl, checkout?.expiresAt],
    ['th', 'https://merchant.example/logo.png', startAt + 86_400_000],
  );
  const plain = await checkoutOf(gateway, await openCheckout(gateway, { mchOrderId: 'ORD0002' }));
  assert.deepEqual([plain?.language, plain?.logoUrl, plain?.notifyUrl], ['en', null, checkoutOrder['notifyUrl']]);
  assert.equal(plain?.returnUrl, checkoutOrder['redirectUrl']);
});

const required = Object.keys(checkoutOrder).filter((name) => name !== 'timestamp');
const refusals: [change: Fields, code: number][] = [
  ...required.map((name): [Fields, number] => [{ [name]: undefined }, 1009]),
  ...required.map((name): [Fields, number] => [{ [name]: null }, 1009]),
  [{ mchOrderId: 'A-1' }, 1009],
  [{ mchOrderId: 'A'.repeat(33) }, 1009],
  [{ amount: '50010' }, 1009],
  [{ amount: 100.5 }, 1009],
  [{ amount: 0 }, 1009],
  [{ amount: 99 }, 1009],
  [{ amount: 100 }, 1000],
  [{ amount: 5_000_000 }, 1000],
  [{ amount: 5_000_001 }, 1007],
  [{ currency: 'THB' }, 1009],
  [{ settlementCurrency: 'USD' }, 1009],
  [{ countryCode: 'TH' }, 1009],
  [{ email: 'nobody' }, 1015],
  [{ mobile: '123456789' }, 1009],
  [{ mobile: '1'.repeat(15) }, 1009],
  [{ mobile: '1234567890' }, 1000],
  [{ mobile: '+63917123456' }, 1000],
  [{ customerName: 'x'.repeat(129) }, 1009],
  [{ expireSeconds: 59 }, 1009],
  [{ expireSeconds: 60 }, 1000],
  [{ expireSeconds: 86_401 }, 1009],
  [{ expireSeconds: '3600' }, 1009],
  [{ language: 'DE' }, 1009],
  [{ merchantLogo: 'javascript:alert(1)' }, 1009],
  [{ notifyUrl: 'ftp://merchant.example' }, 1009],
  [{ redirectUrl: `https://merchant.example/${'x'.repeat(512)}` }, 1009],
  [{ billingAddress: 'Manila' }, 1009],
  [{ shippingAddress: { city: 7 } }, 1009],
  [{ goodsDetails: [] }, 1009],
  [{ goodsDetails: [{ name: 'Fan' }] }, 1009],
  [{ channelTypeList: ['QR', 'BITCOIN'] }, 1009],
  [{ channelTypeList: 'QR,' }, 1009],
  [{ channelTypeList: 7 }, 1009],
  [{ channelTypeList: ['BANK_TRANSFER'] }, 1011],
  [{ channelTypeList: ['PAYLATER'] }, 1011],
  [{ channelCodeList: [''] }, 1009],
  [{ channelCodeList: ['GCASH_URL', 'NONE'] }, 1011],
  [{ channelCodeList: ['QRPH_STATIC_QR'] }, 1011],
  [{ channelCodeList: ['QRPH_HYBRID_QR'] }, 1011],
  [{ channelCodeList: ['GCASH_STATIC_VA'] }, 1011],
  [{ channelCodeList: ['GCASH_DIRECT_DEBIT'] }, 1011],
  [{ channelCodeList: ['PH_GCASH_URL'] }, 1011],
  [{ channelCodeList: ['GCASH_URL'], channelTypeList: ['QR'] }, 1011],
  [{ timestamp: startAt + 10 * minuteMs + 1 }, 1009],
  [{ timestamp: startAt - 10 * minuteMs - 1 }, 1009],
  [{ timestamp: 'yesterday' }, 1009],
  [{ timestamp: undefined }, 1000],
  [{ timestamp: String(startAt + 10 * minuteMs) }, 1000],
  [{ timestamp: startAt - 10 * minuteMs }, 1000],
  [{ remark: null, unknown: [{ deep: null }] }, 1000],
];

test('an order is refused for what is wrong with it, and then nothing is written', async () => {
  for (const [change, code] of refusals) {
    const gateway = await gatewayWithCatalogue();
    const answer = await callCheckout(gateway, 'generate', { ...checkoutOrder, ...change });
    assert.equal(answer.code, code, `${JSON.stringify(change)} ${answer.message}`);
    const written = await gateway.engine.find(0, 'checkoutsByReference', appId, String(checkoutOrder['mchOrderId']));
    assert.equal(written !== undefined, code === 1000);
    assert.deepEqual(gateway.errors, []);
  }
});

const offers: [change: Fields, offered: readonly string[]][] = [
  [{}, checkoutChannelCodes],
  [{ channelTypeList: [], channelCodeList: null }, checkoutChannelCodes],
  [{ channelTypeList: ['QR', 'OTC'] }, ['QRPH_DYNAMIC_QR', '7ELEVEN_VA']],
  [{ channelTypeList: 'OTC, QR' }, ['QRPH_DYNAMIC_QR', '7ELEVEN_VA']],
  [{ channelCodeList: ['CARD_URL', 'GCASH_URL', 'CARD_URL'] }, ['GCASH_URL', 'CARD_URL']],
  [{ channelCodeList: 'CARD_URL,GCASH_URL' }, ['GCASH_URL', 'CARD_URL']],
  [{ channelCodeList: 'GCASH_URL', channelTypeList: 'EWALLET,PAYLATER' }, ['GCASH_URL']],
];

test('an order offers the channels that it names by code or type, in a list or in a text; all without either', async () => {
  for (const [change, offered] of offers) {
    const gateway = await gatewayWithCatalogue();
    const checkout = await checkoutOf(gateway, await openCheckout(gateway, change));
    assert.deepEqual(checkout?.channels, offered, JSON.stringify(change));
  }
});

test('a lender is offered to whoever says for what and where to, and refused to whoever asks for him without', async () => {
  const goods = { goodsDetails: [{ name: 'Fan', price: 50_010, quantity: 1 }], billingAddress: { city: 'Manila' } };
  const rows: [change: Fields, code: number, isOffered: boolean][] = [
    [{}, 1000, false],
    [goods, 1000, true],
    [{ channelTypeList: 'PAYLATER' }, 1009, false],
    [{ channelCodeList: ['PH_BILLEASE_URL', 'GCASH_URL'], goodsDetails: goods.goodsDetails }, 1009, false],
    [{ channelTypeList: 'PAYLATER', ...goods }, 1000, true],
  ];
  for (const [change, code, isOffered] of rows) {
    const gateway = await gatewayWithCatalogue();
    const lender = gateway.channels.get('PH_BILLEASE_URL');
    assert.ok(lender);
    gateway.channels.set(lender.code, { ...lender, dialects: ['paycools'] });
    const answer = await callCheckout(gateway, 'generate', { ...checkoutOrder, ...change });
    assert.equal(answer.code, code, JSON.stringify(change));
    const checkout = await gateway.engine.find(0, 'checkoutsByReference', appId, String(checkoutOrder['mchOrderId']));
    assert.equal(checkout?.channels.includes(lender.code) ?? false, isOffered, JSON.stringify(change));
  }
});

test('the channels are listed with their types, and say which of them are off', async () => {
  const gateway = await gatewayWithCatalogue();
  const list = async () => (await askCheckout(gateway, 'channel', { countryCode: 'PH' })).data as unknown as Fields[];
  const all = await list();
  assert.deepEqual(
    all.map(({ channelCode }) => channelCode),
    checkoutChannelCodes,
  );
  assert.deepEqual(all[1], {
    channelCode: 'GCASH_URL',
    channelName: 'GCash',
    channelType: 'EWALLET',
    status: 'ACTIVE',
  });
  assert.deepEqual(
    new Set(all.map(({ channelType }) => channelType)),
    new Set(['QR', 'EWALLET', 'ONLINE_BANKING', 'CARD', 'OTC']),
  );
  const gcash = gateway.channels.get('GCASH_URL');
  assert.ok(gcash);
  gateway.channels.set('GCASH_URL', { ...gcash, enabled: false });
  assert.equal((await list())[1]?.['status'], 'INACTIVE');
  assert.equal(await codeOf(gateway, 'generate', { ...checkoutOrder, channelCodeList: ['GCASH_URL'] }), 1011);
  const checkout = await checkoutOf(gateway, await openCheckout(gateway));
  assert.equal(checkout?.channels.includes('GCASH_URL'), false);
  assert.equal((await askCheckout(gateway, 'channel', { countryCode: 'TH' })).code, 1009);
});

test('1009: all but an order must say when they are asked', async () => {
  const gateway = await gatewayWithCatalogue();
  await openCheckout(gateway);
  for (const operation of ['channel', 'query', 'close']) {
    for (const timestamp of [undefined, 'now', startAt + 10 * minuteMs + 1, 1.5]) {
      const { code, message } = await callCheckout(gateway, operation, { mchOrderId: 'ORD0001', timestamp });
      assert.equal(code, 1009, operation);
      assert.match(message, /timestamp/);
    }
  }
  for (const param of [undefined, '', '[]', 'x', '{"timestamp":1}{}']) {
    const { code } = await gateway.client.call('POST', '/api/v2/checkout/query', param === undefined ? {} : { param });
    assert.equal(code, 1009, String(param));
  }
});

test('1012: a number is used once, by an order or by a payment, for good', async () => {
  const gateway = await gatewayWithCatalogue();
  const checkoutId = await openCheckout(gateway);
  assert.equal(await codeOf(gateway, 'generate', checkoutOrder), 1012);
  await askCheckout(gateway, 'close', { checkoutId });
  assert.equal(await codeOf(gateway, 'generate', checkoutOrder), 1012);
  const payment = {
    appName: 'Demo Shop',
    mchOrderId: 'ORD0001',
    amount: 50_010,
    channelCode: 'GCASH_URL',
    email: 'juan@example.com',
    mobile: '09171234567',
    callbackUrl: 'https://merchant.example/cb',
    redirectUrl: 'https://merchant.example/done',
  };
  const pays = async (change: Readonly<Record<string, string>> = {}) =>
    (await gateway.client.call('POST', '/api/v1/payment', { ...payment, ...change })).code;
  assert.equal(await pays(), 1012);
  assert.equal(await pays({ mchOrderId: 'ORD0002' }), 1000);
  assert.equal(await codeOf(gateway, 'generate', { ...checkoutOrder, mchOrderId: 'ORD0002' }), 1012);
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => codeOf(gateway, 'generate', { ...checkoutOrder, mchOrderId: 'ORD0003' })),
  );
  assert.deepEqual(
    [answers.filter((code) => code === 1000).length, answers.filter((code) => code === 1012).length],
    [1, 7],
  );
});

test("a checkout's calls answer with the success code that the app is set to, and no others do", async () => {
  const gateway = await gatewayWithCatalogue();
  gateway.app = { ...gateway.app, switches: { checkoutSuccessCode: 1 } };
  const { code, message, data } = await callCheckout(gateway, 'generate', checkoutOrder);
  assert.deepEqual([code, message], [1, 'success']);
  for (const operation of ['channel', 'query', 'close'] as const) {
    assert.equal((await askCheckout(gateway, operation, { checkoutId: data['checkoutId'] })).code, 1);
  }
  assert.equal(await codeOf(gateway, 'generate', checkoutOrder), 1012);
  assert.equal((await gateway.client.call('GET', '/api/v1/account/checkBalance')).code, 1000);
});

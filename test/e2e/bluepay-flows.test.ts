// BluePay over HTTP from beginning to end, in both versions: money comes in, goes back and goes out, is told in signed notifications, and
// every query agrees; what is sent twice happens once, and what is another merchant's is not there.
import assert from 'node:assert/strict';
import { after, before, describe, it, test } from 'node:test';
import type { BluepayAnswer, BluepayFields } from '../support/bluepay-client.ts';
import { aNumber, aPayIn, type BluepayShop, openBluepayShop, type PayIn } from '../support/bluepay-shop.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { atNoon } from '../support/upay-shop.ts';

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway();
  await atNoon(gateway);
});
after(() => gateway.close());

const paths = {
  balance: '/open-api/account/balance',
  query: '/open-api/payment/query',
  close: '/open-api/payment/close',
  refund: '/open-api/payment/refund',
  refunds: '/open-api/payment/refund/query',
  void: '/open-api/payment/void',
  transfer: '/open-api/disbursement/transfer',
  check: '/open-api/disbursement/check',
  qr: '/open-api/qr/generate',
  qrDetail: '/open-api/qr/detail',
  qrPayments: '/open-api/qr/paymentList',
  qrCancel: '/open-api/qr/cancel',
  webpay: '/open-api/webpay/detail',
} as const;

const balanceOf = async (shop: BluepayShop, countryCode = 'TH') =>
  (await shop.ask(paths.balance, { countryCode }))['balance'];

const plain = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
const withOffset = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/;

test('v2: a collection is paid, told, queried, refunded in two parts and told again; the balance follows to the satang', async () => {
  const shop = await openBluepayShop(gateway, 'v2');
  const { mchOrderId, transactionId } = await shop.paid({ amount: 50_020, remark: 'ชำระเงิน' });
  const { createTime, returnTime, ...told } = await shop.toldOf('payment.success', transactionId);
  assert.deepEqual(told, {
    amount: 50_020,
    channelCode: 'TH_TRUEMONEY_URL',
    channelType: 'EWALLET',
    countryCode: 'TH',
    currency: 'THB',
    eventName: 'payment.success',
    mchOrderId,
    remark: 'ชำระเงิน',
    transactionId,
    transactionStatus: 'COMPLETED',
  });
  for (const time of [createTime, returnTime]) assert.match(String(time), withOffset);
  for (const name of [{ mchOrderId }, { transactionId }, { mchOrderId, transactionId }]) {
    const asked = await shop.ask(paths.query, name);
    assert.deepEqual([asked['transactionStatus'], asked['amount'], asked['remark']], ['COMPLETED', 50_020, 'ชำระเงิน']);
    assert.equal(String(asked['returnTime']).replace(' ', 'T'), String(returnTime).slice(0, 19), 'both in one zone');
  }
  assert.equal(await balanceOf(shop), '500.20');

  const parts: string[] = [];
  for (const [refundAmount, left] of [
    [20_000, '300.20'],
    [30_020, '0.00'],
  ] as const) {
    const asked = {
      mchRefundOrderId: aNumber(),
      originalTransactionId: transactionId,
      refundAmount,
      refundReason: 'late',
    };
    const made = await shop.ask(paths.refund, asked);
    assert.deepEqual([made['refundStatus'], made['refundAmount'], made['currency']], ['PENDING', refundAmount, 'THB']);
    const { refundCreateTime, refundReturnTime, ...refunded } = await shop.toldOf(
      'payment.refund.success',
      asked.mchRefundOrderId,
    );
    assert.deepEqual(refunded, {
      ...asked,
      countryCode: 'TH',
      currency: 'THB',
      eventName: 'payment.refund.success',
      feeRefunded: 0,
      refundStatus: 'COMPLETE',
      refundTransactionId: made['refundTransactionId'],
    });
    for (const time of [refundCreateTime, refundReturnTime]) assert.match(String(time), withOffset);
    assert.equal(await balanceOf(shop), left);
    parts.push(asked.mchRefundOrderId);
  }
  const { list } = await shop.client.call(paths.refunds, { mchOrderId });
  assert.deepEqual(
    list.map((refund) => [refund['mchRefundOrderId'], refund['refundStatus']]),
    parts.map((number) => [number, 'COMPLETE']),
  );
  assert.equal(
    (await shop.ask(paths.query, { mchOrderId }))['transactionStatus'],
    'COMPLETED',
    'refunds do not change it',
  );
  const more = { mchRefundOrderId: aNumber(), originalTransactionId: transactionId, refundAmount: 1 };
  assert.equal((await shop.client.call(paths.refund, more)).code, 21406);
});

test('v2: a payment is voided on its day: it is VOIDED at once, its fee comes back, nobody is told', async () => {
  const shop = await openBluepayShop(gateway, 'v2', { settings: { fees: { payment: { fixed: 100 } } } });
  const { mchOrderId, transactionId } = await shop.paid();
  await shop.toldOf('payment.success', transactionId);
  assert.equal(await balanceOf(shop), '99.00');
  const mchVoidOrderId = aNumber();
  const voided = await shop.ask(paths.void, { mchVoidOrderId, mchOrderId, remark: 'wrong table' });
  const { voidTransactionId, createTime, returnTime, ...rest } = voided;
  const expected = { mchVoidOrderId, originalTransactionId: transactionId, mchOrderId, amount: 10_000 };
  assert.deepEqual(rest, { ...expected, transactionStatus: 'VOIDED' });
  assert.match(String(voidTransactionId), /^R\d+$/);
  for (const time of [createTime, returnTime]) assert.match(String(time), plain);
  assert.equal((await shop.ask(paths.query, { transactionId }))['transactionStatus'], 'VOIDED');
  assert.equal(await balanceOf(shop), '0.00');
  const refund = { mchRefundOrderId: aNumber(), originalTransactionId: transactionId, refundAmount: 1 };
  assert.equal((await shop.client.call(paths.refund, refund)).code, 21408);
  // What is told later comes after whatever the void would have owed.
  const next = await shop.paid();
  await shop.toldOf('payment.success', next.transactionId);
  assert.equal((await shop.told(transactionId)).length, 1);
});

test('v1: a WebPay order is voided, and its query goes on saying COMPLETED: the version has no other word', async () => {
  const shop = await openBluepayShop(gateway, 'v1');
  const { mchOrderId, transactionId } = await shop.paid();
  const asked = { mchVoidOrderId: aNumber(), originalTransactionId: transactionId };
  assert.equal((await shop.ask(paths.void, asked))['transactionStatus'], 'COMPLETED');
  assert.equal((await shop.ask(paths.webpay, { mchOrderId }))['transactionStatus'], 'COMPLETED');
  assert.equal(await balanceOf(shop), '0.00');
});

test('v1: a dynamic QR code is paid and told in Thai time; a static one takes many payments, each of its own', async () => {
  const shop = await openBluepayShop(gateway, 'v1');
  const order = { channelCode: 'THAI_DYNAMIC_QR', amount: 2300, notifyUrl: shop.notifyUrl, remark: 'table 4' };
  const made = await shop.ask(paths.qr, { ...order, mchOrderId: 'DYNAMIC1' });
  assert.deepEqual([made['qrStatus'], made['transactionStatus']], ['ACTIVE', 'PENDING']);
  await gateway.act(String(made['transactionId']), 'paid');
  const { createTime, returnTime, ...told } = await shop.toldOf('qrcode.payment.success', 'DYNAMIC1');
  assert.deepEqual(told, {
    amount: 2300,
    channelCode: 'THAI_DYNAMIC_QR',
    eventName: 'qrcode.payment.success',
    mchOrderId: 'DYNAMIC1',
    remark: 'table 4',
    transactionId: made['transactionId'],
    transactionStatus: 'COMPLETED',
  });
  const detail = await shop.ask(paths.qrDetail, { mchOrderId: 'DYNAMIC1' });
  assert.deepEqual(
    [detail['qrStatus'], detail['transactionStatus'], detail['transactionCreateTime'], detail['transactionReturnTime']],
    ['INACTIVE', 'COMPLETED', createTime, returnTime],
  );
  const bangkok = new Date(gateway.gateway.core.clock.now() + 7 * 3_600_000).toISOString();
  assert.equal(String(returnTime).slice(0, 10), bangkok.slice(0, 10));
  assert.ok(
    Math.abs(Date.parse(`${String(returnTime).replace(' ', 'T')}+07:00`) - gateway.gateway.core.clock.now()) < 60_000,
  );

  const counter = { channelCode: 'THAI_STATIC_QR', mchOrderId: 'STATIC1', notifyUrl: shop.notifyUrl };
  const { qrCodeId, ...code } = await shop.ask(paths.qr, counter);
  assert.ok(!('transactionId' in code));
  for (const amount of [1000, 2000]) await gateway.act(String(qrCodeId), 'paid', { amount });
  const [startDate, endDate] = [bangkok.slice(0, 10), bangkok.slice(0, 10)];
  const { list } = await shop.client.call(paths.qrPayments, { mchOrderId: 'STATIC1', startDate, endDate });
  assert.deepEqual(
    list.map((payment) => [payment['transactionAmount'], payment['transactionStatus']]),
    [
      [1000, 'COMPLETED'],
      [2000, 'COMPLETED'],
    ],
  );
  for (const { transactionId } of list) await shop.toldOf('qrcode.payment.success', String(transactionId));
  await shop.ask(paths.qrCancel, { mchOrderId: 'STATIC1' });
  assert.equal((await shop.ask(paths.qrCancel, { mchOrderId: 'STATIC1' }))['qrStatus'], 'CANCELLED', 'twice is once');
});

describe('v2: payouts of every country', { concurrency: 8 }, () => {
  const thai = { accountType: 'INDIVIDUAL', accountTaxId: '1234567890123', mobile: '0812345678' };
  const bank = { payMethodCode: 'BANK', accountNo: '001234567890', accountName: 'Maria Clara' };
  const wallet = { payMethodCode: 'EWALLET', accountNo: '0812345678', accountName: 'Maria Clara' };
  const rows: readonly (readonly [
    countryCode: string,
    currency: string,
    amount: number,
    left: string,
    BluepayFields,
  ])[] = [
    ['TH', 'THB', 50_020, '499.80', { ...bank, ...thai, transferCode: 'KBANK' }],
    [
      'TH',
      'THB',
      50_020,
      '499.80',
      { payMethodCode: 'PROMPTPAY', promptpayAccountType: 'MSISDN', accountNo: '0812345678' },
    ],
    [
      'TH',
      'THB',
      50_020,
      '499.80',
      { payMethodCode: 'PROMPTPAY', promptpayAccountType: 'NATID', accountNo: '1234567890123' },
    ],
    ['TH', 'THB', 50_020, '499.80', { ...wallet, transferCode: 'TRUEMONEY' }],
    ['PH', 'PHP', 50_020, '499.80', { ...bank, transferCode: 'BDO' }],
    ['PH', 'PHP', 50_020, '499.80', { ...wallet, transferCode: 'GCASH', accountNo: '09171234567' }],
    ['MY', 'MYR', 50_020, '499.80', { ...bank, transferCode: 'RHBB', accountType: 'BANK_ACCOUNT' }],
    [
      'MY',
      'MYR',
      50_020,
      '499.80',
      { ...bank, transferCode: 'RHBB', accountType: 'MOBILE_NUMBER', accountNo: '0123456789' },
    ],
    // Whole rupiah.
    ['ID', 'IDR', 50_020, '49980.00', { ...bank, transferCode: '1123' }],
    ['ID', 'IDR', 50_020, '49980.00', { ...wallet, transferCode: 'DANA' }],
  ];
  for (const [countryCode, currency, amount, left, payee] of rows) {
    const { payMethodCode, transferCode, promptpayAccountType, accountType } = payee as Record<string, string>;
    it(`${countryCode} ${payMethodCode} ${transferCode ?? promptpayAccountType} ${accountType ?? ''}`, async () => {
      const shop = await openBluepayShop(gateway, 'v2');
      await shop.fund(100_000, currency);
      const order = { mchOrderId: aNumber(), idempotencyId: aNumber(), countryCode, currency, amount };
      const { transactionTime, transactionId, ...made } = await shop.ask(paths.transfer, { ...order, ...payee });
      const { mchOrderId } = order;
      assert.deepEqual(made, { mchOrderId, countryCode, currency, amount, transactionStatus: 'PENDING' });
      assert.match(String(transactionTime), plain);
      const told = await shop.toldOf('disbursement.success', String(transactionId));
      assert.deepEqual(
        [told['mchOrderId'], told['countryCode'], told['currency'], told['amount'], told['transactionStatus']],
        [mchOrderId, countryCode, currency, amount, 'COMPLETED'],
      );
      const { transactionStatus, failedCode } = await shop.ask(paths.check, { countryCode, mchOrderId });
      assert.deepEqual([transactionStatus, failedCode], ['COMPLETED', null]);
      assert.equal(await balanceOf(shop, countryCode), left);
    });
  }

  it('RU: money is only collected there', async () => {
    const shop = await openBluepayShop(gateway, 'v2');
    const order = {
      mchOrderId: aNumber(),
      idempotencyId: aNumber(),
      countryCode: 'RU',
      currency: 'RUB',
      amount: 10_000,
    };
    assert.equal((await shop.client.call(paths.transfer, { ...order, ...bank, transferCode: 'BDO' })).code, 21019);
  });
});

test('an order whose time is up fails and is told so; what is paid later stays unmatched', async () => {
  const first = await openBluepayShop(gateway, 'v1');
  const second = await openBluepayShop(gateway, 'v2');
  const page = await first.payIn({ expireSeconds: 30 });
  const code = { channelCode: 'THAI_DYNAMIC_QR', mchOrderId: 'SHORT1', amount: 1000, notifyUrl: first.notifyUrl };
  const qr = await first.ask(paths.qr, { ...code, expireSeconds: 30 });
  const collection = await second.payIn();
  await gateway.advance(31);
  const failed = await first.toldOf('order.payment.failed', page.transactionId);
  assert.equal(failed['transactionStatus'], 'FAILED');
  assert.equal((await first.toldOf('qrcode.payment.failed', 'SHORT1'))['transactionStatus'], 'FAILED');
  const { qrStatus, transactionStatus } = await first.ask(paths.qrDetail, { mchOrderId: 'SHORT1' });
  assert.deepEqual([qrStatus, transactionStatus], ['INACTIVE', 'FAILED']);
  assert.equal((await first.ask(paths.webpay, { mchOrderId: page.mchOrderId }))['transactionStatus'], 'FAILED');
  assert.equal((await second.ask(paths.query, collection as unknown as BluepayFields))['transactionStatus'], 'PENDING');
  await gateway.advance(3600);
  assert.equal((await second.toldOf('payment.failed', collection.transactionId))['transactionStatus'], 'FAILED');
  for (const reference of [page.transactionId, String(qr['transactionId']), collection.transactionId])
    assert.equal((await gateway.sandbox('act', { reference, outcome: 'paid' })).status, 409);
});

describe('sent twice, it happens once', { concurrency: 8 }, () => {
  for (const version of ['v1', 'v2'] as const) {
    it(`${version}: orders, payouts, refunds and voids, in the very same bytes`, async () => {
      const shop = await openBluepayShop(gateway, version);
      await shop.fund(100_000);
      const twice = async (path: string, fields: BluepayFields): Promise<[BluepayAnswer, BluepayAnswer]> => {
        const body = shop.client.bodyOf(shop.client.paramOf(fields));
        const answers = [await shop.client.send(path, body), await shop.client.send(path, body)] as const;
        return [...answers];
      };
      const [path, fields] = aPayIn(version, shop.notifyUrl);
      const [made, repeated] = await twice(path, fields);
      assert.deepEqual([made.code, repeated.code], [10000, 21007]);
      const payout = await twice(paths.transfer, shop.aPayout());
      assert.deepEqual(
        payout.map(({ code }) => code),
        [10000, 21015],
      );
      assert.equal(await balanceOf(shop), '900.00');

      const { transactionId: originalTransactionId } = await shop.paid({ amount: 30_000 });
      const refund = await twice(paths.refund, {
        mchRefundOrderId: aNumber(),
        originalTransactionId,
        refundAmount: 10_000,
      });
      assert.deepEqual(
        refund.map(({ code }) => code),
        [10000, 21407],
      );
      assert.equal(await balanceOf(shop), '1100.00');

      const { transactionId } = await shop.paid();
      const voided = await twice(paths.void, { mchVoidOrderId: aNumber(), originalTransactionId: transactionId });
      assert.deepEqual(
        voided.map(({ code }) => code),
        [10000, 21505],
      );
      assert.equal(await balanceOf(shop), '1100.00');
    });
  }

  it('many orders of one number at the same time are one order', async () => {
    const shop = await openBluepayShop(gateway, 'v2');
    const [path, fields] = aPayIn('v2', shop.notifyUrl);
    const answers = await Promise.all(Array.from({ length: 8 }, () => shop.client.call(path, fields)));
    const codes = answers.map(({ code }) => code).sort((a, b) => a - b);
    assert.deepEqual(codes, [10000, ...Array<number>(7).fill(21007)]);
  });
});

test("what is another merchant's is not there", async () => {
  const other = await openBluepayShop(gateway, 'v2');
  for (const version of ['v1', 'v2'] as const) {
    const owner = await openBluepayShop(gateway, version);
    await owner.fund(100_000);
    const stranger = version === 'v2' ? other : await openBluepayShop(gateway, 'v1');
    const { mchOrderId, transactionId }: PayIn = await owner.paid();
    const payout = await owner.ask(paths.transfer, owner.aPayout());
    const refund = { mchRefundOrderId: aNumber(), originalTransactionId: transactionId, refundAmount: 1000 };
    const { refundTransactionId } = await owner.ask(paths.refund, refund);
    const asked: [path: string, fields: BluepayFields][] = [
      [paths.refund, { ...refund, mchRefundOrderId: aNumber() }],
      [paths.refunds, { originalTransactionId: transactionId }],
      [paths.refunds, { refundTransactionId }],
      [paths.refunds, { mchRefundOrderId: refund.mchRefundOrderId }],
      [paths.void, { mchVoidOrderId: aNumber(), originalTransactionId: transactionId }],
      [paths.void, { mchVoidOrderId: aNumber(), mchOrderId }],
      [paths.check, { mchOrderId: payout['mchOrderId'] }],
      ...(version === 'v1'
        ? ([[paths.webpay, { mchOrderId }]] as [string, BluepayFields][])
        : ([
            [paths.query, { mchOrderId }],
            [paths.query, { transactionId }],
            [paths.close, { transactionId }],
            [paths.check, { transactionId: payout['transactionId'] }],
          ] as [string, BluepayFields][])),
    ];
    for (const [path, fields] of asked) {
      const { code, message } = await stranger.client.call(path, fields);
      assert.deepEqual([code, message], [21006, 'Merchant transaction not found'], `${path} ${JSON.stringify(fields)}`);
    }
  }
});

test('a collection is found in its own country alone', async () => {
  const shop = await openBluepayShop(gateway, 'v2');
  const { transactionId } = await shop.payIn();
  assert.equal((await shop.client.call(paths.query, { transactionId, countryCode: 'PH' })).code, 21006);
});

describe('signatures', { concurrency: 8 }, () => {
  const codeOf = async (body: string) => (await gateway.bluepayV1.send(paths.balance, body)).code;

  it('param is signed as it stands: a space more, another value or another signature is 21001', async () => {
    const { paramOf, bodyOf } = gateway.bluepayV1;
    const [param, other] = [paramOf({}), paramOf({ mark: 1 })];
    const { appId, sign } = JSON.parse(bodyOf(param)) as { appId: string; sign: string };
    const wrong: [sign: string, param: string][] = [
      [sign, param.replace(':', ': ')],
      [sign, other],
      [sign.slice(0, -8), param],
      ['', param],
      ['45eebd745dcf0b5f6d6f9fcde28cd9fe8116a892', param],
    ];
    for (const [given, text] of wrong)
      assert.equal(await codeOf(JSON.stringify({ appId, sign: given, param: text })), 21001, given);
    assert.equal(await codeOf(JSON.stringify({ appId, sign, param })), 10000);
  });

  it('the outer JSON may escape what it likes: the text inside is the same', async () => {
    const { paramOf, bodyOf } = gateway.bluepayV1;
    const body = bodyOf(paramOf({ remark: 'ชำระ https://m.example/' }));
    const escaped = body
      .replaceAll('/', String.raw`\/`)
      .replace(/[^\x20-\x7e]/g, (letter) => String.raw`\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
    assert.notEqual(escaped, body);
    assert.equal(await codeOf(escaped), 10000);
  });

  it('param as an object, and no param, are 21002', async () => {
    const { appId, sign, param } = JSON.parse(gateway.bluepayV1.bodyOf('{}')) as Record<string, string>;
    for (const body of [
      { appId, sign, param: {} },
      { appId, sign },
      { appId, param },
      { sign, param },
    ])
      assert.equal(await codeOf(JSON.stringify(body)), 21002, JSON.stringify(body));
  });
});

describe('timestamp', { concurrency: 8 }, () => {
  const second = () => Math.floor(gateway.gateway.core.clock.now() / 1000);
  const rows: readonly (readonly [what: string, timestamp: () => unknown, code: number])[] = [
    ['milliseconds', () => second() * 1000, 10000],
    ['seconds', second, 10000],
    ['milliseconds as text', () => String(second() * 1000), 10000],
    ['seconds as text', () => String(second()), 10000],
    ['four minutes ago', () => second() - 240, 10000],
    ['four minutes ahead', () => second() + 240, 10000],
    ['six minutes ago', () => second() - 360, 21009],
    ['six minutes ahead', () => String((second() + 360) * 1000), 21009],
    ['1970', () => 0, 21009],
    ['microseconds', () => second() * 1_000_000, 21009],
    ['none', () => undefined, 21008],
    ['null', () => null, 21008],
    ['empty', () => '', 21008],
    ['a date', () => '2026-03-17 10:30:00', 21008],
    ['a fraction', () => second() + 0.5, 21008],
    ['true', () => true, 21008],
  ];
  for (const client of ['bluepayV1', 'bluepayV2'] as const) {
    for (const [what, timestamp, code] of rows) {
      it(`${client}: ${what} is ${code}`, async () => {
        assert.equal((await gateway[client].call(paths.balance, { timestamp: timestamp() })).code, code);
      });
    }
  }
});

test('after all this the books balance', async () => {
  assert.equal((await gateway.manage<{ balanced: boolean }>('GET', '/ledger/check')).balanced, true);
});

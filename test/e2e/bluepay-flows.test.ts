// BluePay over HTTP from beginning to end, in both versions: money comes in, goes back and goes out, is told in signed notifications, and
// every query agrees.
import assert from 'node:assert/strict';
import { after, before, describe, it, test } from 'node:test';
import type { BluepayFields } from '../support/bluepay-client.ts';
import { aNumber, type BluepayShop, openBluepayShop } from '../support/bluepay-shop.ts';
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

test('after all this the books balance', async () => {
  assert.equal((await gateway.manage<{ balanced: boolean }>('GET', '/ledger/check')).balanced, true);
});

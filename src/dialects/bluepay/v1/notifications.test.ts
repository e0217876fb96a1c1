// Guards which events version 1 tells merchants, where, and the exact text of it (bluepay.md 4.2 to 4.5).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Event } from '../../../core/event.ts';
import { failures } from '../../../core/failure.ts';
import type { App, CallbackUrls } from '../../../core/merchant/merchant.ts';
import type { Payment } from '../../../core/payment/payment.ts';
import type { Refund } from '../../../core/refund/refund.ts';
import { failureCodes } from '../../failure-codes.ts';
import { describe } from '../notifications.ts';
import { settingsOf } from '../settings.ts';
import { describeV1 } from './notifications.ts';
import { checkoutRow, paymentRow, payoutRow, refundRow } from '../../../../test/support/rows.ts';

const app: App = {
  id: 'c9b002aef1d7496c9df078d937896605',
  merchantId: 'M1',
  dialect: 'bluepay-v1',
  enabled: true,
  publicKeys: [],
  callbackSecrets: [],
  platformPrivateKeys: [],
  vendorId: null,
  callbackUrls: { merchant: 'https://shop.example/all' },
  ipAllowlist: [],
  rateLimit: null,
  switches: {},
};

function tell(event: Event): string | undefined {
  return describeV1(event, app, settingsOf(app));
}

function read(event: Event): Readonly<Record<string, unknown>> | undefined {
  const param = tell(event);
  return param === undefined ? undefined : (JSON.parse(param) as Record<string, unknown>);
}

/** As a merchant in Bangkok reads his watch. */
const bangkok = (time: string) => Date.parse(`${time.replace(' ', 'T')}+07:00`);

const failedPayout = payoutRow({
  id: 'D1656505190221611009',
  reference: '8af3776584873647100',
  currency: 'THB',
  amountMinor: 5735n,
  status: 'failed',
  failure: 'limit_exceeded',
  createdAt: bangkok('2022-01-10 17:55:45'),
  finalAt: bangkok('2022-01-10 18:33:37'),
  notifyUrl: null,
  details: { remark: 'cash credit', mobile: '0812345678' },
});

test('a payout is told in the fields of the documented sample, by their names', () => {
  assert.equal(
    tell({ kind: 'payout.failed', payout: failedPayout }),
    '{"amount":5735,"createTime":"2022-01-10 17:55:45","eventName":"disbursement.failed","failedCode":-10001,' +
      '"failedMessage":"Transaction Exceed Limit","mchOrderId":"8af3776584873647100","remark":"cash credit",' +
      '"returnTime":"2022-01-10 18:33:37","transactionId":"D1656505190221611009","transactionStatus":"FAILED"}',
  );
});

test('a payout that reached its payee says no word of failure, and no remark that nobody made', () => {
  const payout = payoutRow({ ...failedPayout, status: 'completed', failure: null, details: { remark: null } });
  const members = read({ kind: 'payout.completed', payout }) ?? {};
  assert.deepEqual([members['eventName'], members['transactionStatus']], ['disbursement.success', 'COMPLETED']);
  for (const absent of ['failedCode', 'failedMessage', 'remark']) assert.equal(absent in members, false, absent);
});

test('payouts go to the app’s address for them, else to its usual one, else nowhere', () => {
  const rows: [callbackUrls: CallbackUrls, url: string][] = [
    [{ payout: 'https://shop.example/out', merchant: 'https://shop.example/all' }, 'https://shop.example/out'],
    [{ merchant: 'https://shop.example/all' }, 'https://shop.example/all'],
    [{}, ''],
  ];
  for (const [callbackUrls, url] of rows) {
    assert.equal(describe({ kind: 'payout.failed', payout: failedPayout }, { ...app, callbackUrls })?.url, url);
  }
});

const paidPage = paymentRow({
  id: 'C123456789xx',
  reference: 'mchOrderId123',
  channel: 'WECHAT_URL',
  currency: 'THB',
  amountMinor: 2300n,
  status: 'completed',
  createdAt: bangkok('2022-11-28 22:10:10'),
  finalAt: bangkok('2022-11-28 22:11:00'),
  expiresAt: bangkok('2022-11-28 23:10:10'),
  notifyUrl: 'https://shop.example/order',
  details: { remark: 'example', email: 'raja@example.com' },
});

test('a paid page is told in the documented sample, its members sorted, at the order’s own address', () => {
  assert.deepEqual(describe({ kind: 'payment.completed', payment: paidPage }, app), {
    url: 'https://shop.example/order',
    body:
      '{"amount":2300,"channelCode":"WECHAT_URL","createTime":"2022-11-28 22:10:10","eventName":"order.payment.success",' +
      '"mchOrderId":"mchOrderId123","remark":"example","returnTime":"2022-11-28 22:11:00","transactionId":"C123456789xx",' +
      '"transactionStatus":"COMPLETED"}',
  });
});

const code = { instrumentId: 'QR1', channel: 'THAI_DYNAMIC_QR', expiresAt: null };

test('what failed is told as failed: a code with the reason, a page without', () => {
  const failed: Payment = { ...paidPage, status: 'failed', failure: 'channel_rejected' };
  const page = read({ kind: 'payment.failed', payment: failed }) ?? {};
  assert.deepEqual([page['eventName'], page['transactionStatus']], ['order.payment.failed', 'FAILED']);
  assert.equal('failedCode' in page, false);
  assert.equal(
    tell({ kind: 'payment.failed', payment: { ...failed, ...code } }),
    '{"amount":2300,"channelCode":"THAI_DYNAMIC_QR","createTime":"2022-11-28 22:10:10","eventName":"qrcode.payment.failed",' +
      '"failedCode":-10004,"failedMessage":"Transaction Channel Rejected","mchOrderId":"mchOrderId123","remark":"example",' +
      '"returnTime":"2022-11-28 22:11:00","transactionId":"C123456789xx","transactionStatus":"FAILED"}',
  );
});

test('whatever a channel says, the reason has a number and a text', () => {
  for (const failure of failures) {
    const payment: Payment = { ...paidPage, ...code, status: 'failed', failure };
    const told = read({ kind: 'payment.failed', payment }) ?? {};
    const { code: number, message } = failureCodes[failure];
    assert.deepEqual([told['failedCode'], told['failedMessage']], [number, message], failure);
  }
});

test('of what closed, the merchant is told when its time was up, and not when he closed it himself', () => {
  const { createdAt } = paidPage;
  const minute = 60_000;
  const rows: [change: Partial<Payment>, eventName: string | undefined][] = [
    [{ expiresAt: createdAt + minute, finalAt: createdAt + minute }, 'order.payment.failed'],
    [{ expiresAt: createdAt + minute, finalAt: createdAt + minute - 1 }, undefined],
    [{ ...code, details: { expireSeconds: 60 }, finalAt: createdAt + minute }, 'qrcode.payment.failed'],
    [{ ...code, details: { expireSeconds: 60 }, finalAt: createdAt + minute - 1 }, undefined],
    [{ ...code, details: {}, finalAt: createdAt + minute }, undefined],
  ];
  for (const [change, eventName] of rows) {
    const payment: Payment = { ...paidPage, status: 'closed', ...change };
    const told = read({ kind: 'payment.closed', payment });
    assert.equal(told?.['eventName'], eventName);
    if (told) assert.deepEqual([told['transactionStatus'], 'failedCode' in told], ['FAILED', false]);
  }
});

test('a static code tells of what was paid alone', () => {
  const payment: Payment = { ...paidPage, ...code, channel: 'THAI_STATIC_QR' };
  assert.match(tell({ kind: 'payment.completed', payment }) ?? '', /"qrcode\.payment\.success"/);
  assert.equal(tell({ kind: 'payment.failed', payment: { ...payment, status: 'failed' } }), undefined);
});

const refunded = refundRow({
  id: '1818491499290169344',
  paymentId: 'CU508022434763373688',
  reference: '18184914989277184',
  currency: 'THB',
  amountMinor: 10_000n,
  feeMinor: 1000n,
  status: 'completed',
  createdAt: bangkok('2024-07-31 11:38:54'),
  finalAt: bangkok('2024-07-31 11:38:55'),
  notifyUrl: null,
});

test('a refund is told in the documented sample, with the fee that went back', () => {
  assert.equal(
    tell({ kind: 'refund.completed', refund: refunded, payment: paidPage }),
    '{"eventName":"payment.refund.success","feeRefunded":1000,"mchRefundOrderId":"18184914989277184",' +
      '"originalTransactionId":"CU508022434763373688","refundAmount":10000,"refundCreateTime":"2024-07-31 11:38:54",' +
      '"refundReturnTime":"2024-07-31 11:38:55","refundStatus":"COMPLETE","refundTransactionId":"1818491499290169344"}',
  );
});

test('a refund that its channel refused gave back no fee, and says why', () => {
  const refund: Refund = {
    ...refunded,
    status: 'failed',
    failure: 'refund_failed',
    details: { refundReason: 'a shirt too small' },
  };
  assert.deepEqual(read({ kind: 'refund.failed', refund, payment: paidPage }), {
    eventName: 'payment.refund.failed',
    failedCode: -10010,
    failedMessage: 'Channel Refund Failed',
    feeRefunded: 0,
    mchRefundOrderId: '18184914989277184',
    originalTransactionId: 'CU508022434763373688',
    refundAmount: 10_000,
    refundCreateTime: '2024-07-31 11:38:54',
    refundReason: 'a shirt too small',
    refundReturnTime: '2024-07-31 11:38:55',
    refundStatus: 'FAILED',
    refundTransactionId: '1818491499290169344',
  });
});

test('nobody is told of voids, whose answer said it, nor of a cashier, which version 1 has not', () => {
  const reversal = refundRow({ kind: 'reversal', status: 'completed' });
  const silent: Event[] = [
    { kind: 'payment.reversing', payment: paidPage, refund: reversal },
    { kind: 'payment.reversed', payment: paidPage, refund: reversal },
    { kind: 'refund.completed', payment: paidPage, refund: reversal },
    { kind: 'refund.failed', payment: paidPage, refund: { ...reversal, status: 'failed' } },
    { kind: 'checkout.closed', checkout: checkoutRow({ status: 'closed' }), payment: undefined },
  ];
  for (const event of silent) assert.equal(tell(event), undefined, event.kind);
});

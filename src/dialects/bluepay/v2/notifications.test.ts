// Guards which events version 2 tells merchants, and the exact text of it (bluepay.md 4.2, 4.3, 4.5, 4.8).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Event } from '../../../core/event.ts';
import { failures } from '../../../core/failure.ts';
import type { App } from '../../../core/merchant/merchant.ts';
import { failureCodes } from '../../failure-codes.ts';
import { settingsOf } from '../settings.ts';
import { describeV2 } from './notifications.ts';
import { checkoutRow, paymentRow, payoutRow, refundRow } from '../../../../test/support/rows.ts';

const app: App = {
  id: 'c9b002aef1d7496c9df078d937896605',
  merchantId: 'M1',
  dialect: 'bluepay-v2',
  enabled: true,
  publicKeys: [],
  callbackSecrets: [],
  platformPrivateKeys: [],
  vendorId: null,
  callbackUrls: {},
  ipAllowlist: [],
  rateLimit: null,
  switches: {},
};

function tell(event: Event, switches: App['switches'] = {}): string | undefined {
  return describeV2(event, app, settingsOf({ switches }));
}

function read(event: Event, switches: App['switches'] = {}): Readonly<Record<string, unknown>> {
  return JSON.parse(tell(event, switches) ?? '{}') as Record<string, unknown>;
}

const payout = payoutRow({
  id: 'DU514182073259261952',
  reference: '10e1369686110330100',
  amountMinor: 100n,
  status: 'failed',
  failure: 'channel_rejected',
  createdAt: Date.parse('2024-07-19T14:14:47+08:00'),
  finalAt: Date.parse('2024-07-19T14:15:01+08:00'),
  details: { remark: null, mobile: '0812345678' },
});

const payment = paymentRow({
  id: 'CU510579106014826496',
  reference: '10e051066810618100',
  channel: 'PH_QRPH_DYNAMIC',
  amountMinor: 10_000n,
  status: 'completed',
  createdAt: Date.parse('2024-07-09T15:37:52+08:00'),
  finalAt: Date.parse('2024-07-09T16:20:23+08:00'),
  details: { channelType: 'QR', remark: 'test', payData: '000201', email: 'a@example.com' },
});

const refund = refundRow({
  id: '1818491499290169344',
  reference: '18184914989277184',
  paymentId: 'CU508022434763373688',
  amountMinor: 10_000n,
  feeMinor: 1_000n,
  status: 'completed',
  createdAt: Date.parse('2024-07-31T11:38:54+08:00'),
  finalAt: Date.parse('2024-07-31T11:38:55+08:00'),
  details: { refundReason: null },
});

test('a payout is told in the very bytes of the documented sample', () => {
  assert.equal(
    tell({ kind: 'payout.failed', payout }),
    '{"amount":100,"countryCode":"PH","createTime":"2024-07-19T14:14:47+08:00","currency":"PHP","eventName":"disbursement.failed",' +
      '"failedCode":-10004,"failedMessage":"Transaction Channel Rejected","mchOrderId":"10e1369686110330100",' +
      '"returnTime":"2024-07-19T14:15:01+08:00","transactionId":"DU514182073259261952","transactionStatus":"FAILED"}',
  );
  const done = { ...payout, status: 'completed', failure: null, details: { remark: 'cash credit' } } as const;
  const told = read({ kind: 'payout.completed', payout: done });
  assert.deepEqual(
    [told['eventName'], told['transactionStatus'], told['remark'], 'failedCode' in told],
    ['disbursement.success', 'COMPLETED', 'cash credit', false],
  );
});

test('a collection is told with its country, channel and type', () => {
  assert.equal(
    tell({ kind: 'payment.completed', payment }),
    '{"amount":10000,"channelCode":"PH_QRPH_DYNAMIC","channelType":"QR","countryCode":"PH","createTime":"2024-07-09T15:37:52+08:00",' +
      '"currency":"PHP","eventName":"payment.success","mchOrderId":"10e051066810618100","remark":"test",' +
      '"returnTime":"2024-07-09T16:20:23+08:00","transactionId":"CU510579106014826496","transactionStatus":"COMPLETED"}',
  );
});

test('a collection that failed says why; one that ended unpaid has failed for no reason', () => {
  for (const failure of failures) {
    const failed = { ...payment, status: 'failed', failure } as const;
    const told = read({ kind: 'payment.failed', payment: failed });
    assert.deepEqual([told['eventName'], told['transactionStatus']], ['payment.failed', 'FAILED']);
    const { code, message } = failureCodes[failure];
    assert.deepEqual([told['failedCode'], told['failedMessage']], [code, message]);
  }
  const closed = { ...payment, status: 'closed' } as const;
  const told = read({ kind: 'payment.closed', payment: closed });
  assert.deepEqual([told['eventName'], told['transactionStatus']], ['payment.failed', 'FAILED']);
  assert.equal('failedCode' in told || 'failedMessage' in told, false);
});

test("a cashier's order is told under its own event, with its checkout", () => {
  const paid = { ...payment, checkoutId: 'CH1' };
  const told = read({ kind: 'payment.completed', payment: paid });
  assert.deepEqual(
    [told['eventName'], told['checkoutId'], told['mchOrderId'], told['transactionId']],
    ['checkout.payment.success', 'CH1', '10e051066810618100', 'CU510579106014826496'],
  );
  const checkout = checkoutRow({
    id: 'CH2',
    paymentId: 'C9',
    status: 'closed',
    createdAt: Date.parse('2024-07-09T15:37:52+08:00'),
    finalAt: Date.parse('2024-07-09T16:20:23+08:00'),
    details: { remark: 'test' },
  });
  assert.equal(
    tell({ kind: 'checkout.closed', checkout, payment: undefined }),
    '{"amount":50000,"checkoutId":"CH2","countryCode":"PH","createTime":"2024-07-09T15:37:52+08:00","currency":"PHP",' +
      '"eventName":"checkout.payment.failed","mchOrderId":"order-1","remark":"test","returnTime":"2024-07-09T16:20:23+08:00",' +
      '"transactionStatus":"FAILED"}',
  );
});

test('an operator names the events that are documented nowhere', () => {
  const switches = { collectionEvent: 'collection', cashierEvent: 'cashier.order' };
  assert.equal(read({ kind: 'payment.completed', payment }, switches)['eventName'], 'collection.success');
  const paid = { ...payment, checkoutId: 'CH1' };
  assert.equal(read({ kind: 'payment.completed', payment: paid }, switches)['eventName'], 'cashier.order.success');
  const checkout = checkoutRow({ status: 'closed' });
  assert.equal(
    read({ kind: 'checkout.closed', checkout, payment: undefined }, switches)['eventName'],
    'cashier.order.failed',
  );
});

test('a refund is told in the documented fields, with country and currency', () => {
  assert.equal(
    tell({ kind: 'refund.completed', refund, payment }),
    '{"countryCode":"PH","currency":"PHP","eventName":"payment.refund.success","feeRefunded":1000,' +
      '"mchRefundOrderId":"18184914989277184","originalTransactionId":"CU508022434763373688","refundAmount":10000,' +
      '"refundCreateTime":"2024-07-31T11:38:54+08:00","refundReturnTime":"2024-07-31T11:38:55+08:00","refundStatus":"COMPLETE",' +
      '"refundTransactionId":"1818491499290169344"}',
  );
  const failed = {
    ...refund,
    status: 'failed',
    failure: 'refund_failed',
    details: { refundReason: 'too small' },
  } as const;
  const told = read({ kind: 'refund.failed', refund: failed, payment });
  assert.deepEqual(
    [told['eventName'], told['refundStatus'], told['failedCode'], told['feeRefunded'], told['refundReason']],
    ['payment.refund.failed', 'FAILED', -10_010, 0, 'too small'],
  );
});

test('a void is told of to nobody, however it ends: its merchant was answered', () => {
  const reversal = { ...refund, kind: 'reversal' } as const;
  const events: Event[] = [
    { kind: 'payment.reversing', payment, refund: reversal },
    { kind: 'payment.reversed', payment, refund: reversal },
    { kind: 'refund.completed', payment, refund: reversal },
    { kind: 'refund.failed', payment, refund: { ...reversal, status: 'failed', failure: 'channel_rejected' } },
  ];
  for (const event of events) assert.equal(tell(event), undefined, event.kind);
});

test('times say how far they lie from UTC, in the zone of whole minutes that the operator set, wherever the channel is', () => {
  const rows: [notificationZoneMinutes: number, time: string][] = [
    [480, '2024-07-09T15:37:52+08:00'],
    [420, '2024-07-09T14:37:52+07:00'],
    [0, '2024-07-09T07:37:52+00:00'],
    [-210, '2024-07-09T04:07:52-03:30'],
    [345, '2024-07-09T13:22:52+05:45'],
    [330.5, '2024-07-09T15:37:52+08:00'],
    [841, '2024-07-09T15:37:52+08:00'],
  ];
  for (const [notificationZoneMinutes, time] of rows) {
    for (const currency of ['PHP', 'THB', 'IDR', 'RUB']) {
      const told = read({ kind: 'payment.completed', payment: { ...payment, currency } }, { notificationZoneMinutes });
      assert.equal(told['createTime'], time, currency);
    }
  }
});

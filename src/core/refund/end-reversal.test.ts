// Guards that a reversal ends whatever hangs on its payment, and that its merchant hears of the end and of nothing older.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Payment } from '../payment/payment.ts';
import type { Refund } from './refund.ts';
import { type RefundResult, type SettleRefund, settleRefund } from './settle-refund.ts';
import { decide } from '../../../test/support/decide.ts';
import {
  accountRow,
  authorisationRow,
  instrumentRow,
  notificationRow,
  now,
  paymentRow,
  refundRow,
  taskRow,
  usageRow,
} from '../../../test/support/rows.ts';

const settle = (result: RefundResult): SettleRefund => ({ refundId: 'R1', paymentId: 'C1', result });
const succeeded: RefundResult = { kind: 'succeeded', bankReference: 'bank-r' };
const foundPaid: RefundResult = { ...succeeded, creditReference: 'bank-c' };
const refused: RefundResult = { kind: 'refused', failure: 'refund_forbidden' };
const stopped: RefundResult = { kind: 'stopped' };

/** 500.00 with a fee of 7.50 at a channel that takes orders. */
function orderRow(change: Partial<Payment> = {}): Payment {
  return paymentRow({ entry: 'order', channel: 'WALLET', lastRefundId: 'R1', ...change });
}

/** Completed while it was to be taken back, and held for that. */
const heldRow = (): Payment =>
  orderRow({ status: 'completed', feeMinor: 750n, refundingMinor: 50_000n, feeReturnedMinor: 750n });

const reversal = (change: Partial<Refund> = {}): Refund =>
  refundRow({ kind: 'reversal', channel: 'WALLET', feeMinor: 750n, foundCompleted: false, ...change });

/** Nothing is held: nothing has come. */
const early = { feeMinor: 0n, heldFrom: null } as const;
const accounts = [accountRow('held', 50_000n)];

test('whatever hangs on a payment ends when it is stopped', () => {
  const decided = decide(
    settleRefund,
    settle(stopped),
    {
      payments: [orderRow({ entry: 'capture', authorisationId: 'A1', doubt: 'io_send', expiresAt: now })],
      refunds: [reversal(early)],
      authorisations: [authorisationRow({ capturingMinor: 50_000n })],
      usages: [usageRow({ amountMinor: 60_000n, count: 2 })],
      tasks: [taskRow('send-refund', 'R1'), taskRow('send-payment', 'C1'), taskRow('query-payment', 'C1')],
      notifications: [notificationRow({ id: 'C1.reversing' })],
    },
    { merchant: { limits: { payment: { dailyCount: 5 } } } },
  );
  const { changes } = decided;
  const [payment] = changes.payments?.updated ?? [];
  assert.deepEqual(
    [payment?.status, payment?.doubt, payment?.finalAt, payment?.expiresAt],
    ['closed', null, now, null],
  );
  assert.deepEqual(changes.authorisations?.updated, [authorisationRow()]);
  assert.deepEqual(changes.usages?.updated, [usageRow({ amountMinor: 10_000n, count: 1 })]);
  assert.deepEqual(changes.notifications?.updated, [notificationRow({ id: 'C1.reversing', status: 'superseded' })]);
  const removed: readonly string[] = changes.tasks?.removed ?? [];
  assert.deepEqual(removed.toSorted(), ['query-payment:C1', 'send-payment:C1', 'send-refund:R1']);
});

test('the reversal of a payment on a page closes it and the instrument made for it', () => {
  const { changes, events } = decide(settleRefund, settle(stopped), {
    payments: [paymentRow({ instrumentId: 'QR1', lastRefundId: 'R1' })],
    refunds: [reversal(early)],
    instruments: [instrumentRow({ paymentId: 'C1' })],
  });
  assert.deepEqual(changes.payments?.updated[0]?.status, 'closed');
  assert.deepEqual(changes.instruments?.updated[0]?.status, 'used');
  assert.deepEqual(events, ['payment.reversed']);
});

// A message that a reversal has begun is not sent after one that tells how it ended.
const messages: [title: string, refund: Refund, payment: Payment, result: RefundResult, after: string][] = [
  ['stopped', reversal(early), orderRow(), stopped, 'superseded'],
  ['found paid', reversal(early), orderRow(), foundPaid, 'superseded'],
  ['given back', reversal(), heldRow(), succeeded, 'superseded'],
  ['paid after all', reversal(), heldRow(), refused, 'superseded'],
  ['refused', reversal(early), orderRow(), refused, 'pending'],
];

test('the end of a reversal takes back the message that it has begun', () => {
  for (const [title, refund, payment, result, after] of messages) {
    const message = notificationRow({ id: 'C1.reversing' });
    const rows = { payments: [payment], refunds: [refund], accounts, notifications: [message] };
    const { changes } = decide(settleRefund, settle(result), rows);
    assert.equal(changes.notifications?.updated[0]?.status ?? 'pending', after, title);
  }
});

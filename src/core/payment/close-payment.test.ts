// Guards which payments their merchant can close, and that money which comes later still finds a place.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ClosePayment, closePayment } from './close-payment.ts';
import { confirmCredit } from './confirm-credit.ts';
import type { Payment, PaymentEntry, PaymentStatus } from './payment.ts';
import { decide, valueOf } from '../../../test/support/decide.ts';
import { merchantId } from '../../../test/support/engine.ts';
import { now, paymentRow, refundRow, usageRow } from '../../../test/support/rows.ts';

const command: ClosePayment = { paymentId: 'C1', merchantId };

const refusals: [title: string, asked: Partial<ClosePayment>, payment: Partial<Payment>, answer: string][] = [
  ['unknown', { paymentId: 'C2' }, {}, 'payment_not_found'],
  ['another merchant’s', { merchantId: 'M2' }, { status: 'completed' }, 'payment_not_found'],
  ...(['completed', 'failed', 'closed'] as const satisfies PaymentStatus[]).map(
    (status) => [status, {}, { status }, 'payment_paid_or_closed'] as [string, object, object, string],
  ),
  ...(['order', 'code', 'capture'] as const satisfies PaymentEntry[]).map(
    (entry) => [entry, {}, { entry }, 'payment_paid_or_closed'] as [string, object, object, string],
  ),
  ['the one of an instrument', {}, { instrumentId: 'QR1' }, 'payment_paid_or_closed'],
];

test('what is final, or its channel knows of, is not closed, and then nothing is written', () => {
  for (const [title, asked, payment, answer] of refusals) {
    const result = decide(closePayment, { ...command, ...asked }, { payments: [paymentRow(payment)] });
    assert.deepEqual([result.answer, result.changes, result.events], [answer, {}, []], title);
  }
});

test('a payment that waits for its payer on a page is closed at once, whenever its time ends', () => {
  for (const expiresAt of [null, now - 1, now, now + 1]) {
    const pending = paymentRow({ expiresAt });
    const result = decide(closePayment, command, { payments: [pending] });
    assert.deepEqual(valueOf(result), { ...pending, status: 'closed', finalAt: now, expiresAt: null });
    assert.deepEqual(result.changes.payments?.updated, [valueOf(result)]);
    assert.deepEqual([result.events, result.transfers], [['payment.closed'], []]);
  }
});

test('what it counted on the day it was asked for comes back', () => {
  const { changes } = decide(
    closePayment,
    command,
    { payments: [paymentRow()], usages: [usageRow({ amountMinor: 60_000n, count: 2 })] },
    { merchant: { limits: { payment: { dailyCount: 5 } } } },
  );
  assert.deepEqual(changes.usages?.updated, [usageRow({ amountMinor: 10_000n, count: 1 })]);
});

test('the reversal of a page’s payment that has not ended yet does not keep it open', () => {
  const pending = paymentRow({ lastRefundId: 'R1' });
  const refunds = [refundRow({ kind: 'reversal', foundCompleted: false, heldFrom: null })];
  assert.equal(valueOf(decide(closePayment, command, { payments: [pending], refunds })).status, 'closed');
});

test('money that comes after the close waits in suspense', () => {
  const closed = valueOf(decide(closePayment, command, { payments: [paymentRow()] }));
  const credit = { paymentId: 'C1', bankReference: 'bank-1', amountMinor: 50_000n };
  const result = decide(confirmCredit, credit, { payments: [closed] });
  assert.equal(valueOf(result).booked, 'suspense');
  assert.deepEqual([result.transfers, result.events], [['channel:WEB > suspense: 50000 suspense'], []]);
});

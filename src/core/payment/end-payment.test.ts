// Guards that only a waiting payment fails or expires, and what ends with it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expirePayment } from './expire-payment.ts';
import { failPayment } from './fail-payment.ts';
import type { Refund } from '../refund/refund.ts';
import type { Payment, PaymentStatus } from './payment.ts';
import { decide, valueOf } from '../../../test/support/decide.ts';
import {
  authorisationRow,
  instrumentRow,
  notificationRow,
  now,
  paymentRow,
  refundRow,
  taskRow,
} from '../../../test/support/rows.ts';

const failCases: [status: PaymentStatus, answer: string][] = [
  ['pending', 'ok'],
  ['completed', 'already_final'],
  ['failed', 'already_final'],
  ['closed', 'already_final'],
];

test('a waiting payment fails with the channel’s reason, a final one stays as it is', () => {
  for (const [status, answer] of failCases) {
    const result = decide(
      failPayment,
      { paymentId: 'C1', failure: 'channel_rejected' },
      { payments: [paymentRow({ status })] },
    );
    assert.equal(result.answer, answer, status);
    if (answer !== 'ok') {
      assert.deepEqual(result.changes, {}, status);
      continue;
    }
    const { status: after, failure, finalAt, bankReference } = valueOf(result);
    assert.deepEqual([after, failure, finalAt, bankReference], ['failed', 'channel_rejected', now, null]);
    assert.deepEqual([result.events, result.transfers], [['payment.failed'], []]);
  }
});

test('a failed payment closes the single-use instrument it belongs to, and no other', () => {
  const rows: [paymentIdOfInstrument: string | null, status: 'active' | 'cancelled', closes: boolean][] = [
    ['C1', 'active', true],
    ['C1', 'cancelled', false],
    ['C2', 'active', false],
    [null, 'active', false],
  ];
  for (const [paymentId, status, closes] of rows) {
    const result = decide(
      failPayment,
      { paymentId: 'C1', failure: 'service_error' },
      { payments: [paymentRow({ instrumentId: 'QR1' })], instruments: [instrumentRow({ paymentId, status })] },
    );
    assert.deepEqual(
      result.changes.instruments?.updated.map((row) => [row.status, row.updatedAt]),
      closes ? [['used', now]] : undefined,
      `${paymentId} ${status}`,
    );
  }
});

const expireCases: [status: PaymentStatus, expiresAt: number | null, answer: string][] = [
  ['pending', now - 1, 'ok'],
  ['pending', now, 'ok'],
  ['pending', now + 1, 'already_final'],
  ['pending', null, 'already_final'],
  ['completed', now - 1, 'already_final'],
  ['failed', now - 1, 'already_final'],
  ['closed', now - 1, 'already_final'],
];

test('a payment is closed when its time is up, not before, and only while it waits', () => {
  for (const [status, expiresAt, answer] of expireCases) {
    const result = decide(expirePayment, { paymentId: 'C1' }, { payments: [paymentRow({ status, expiresAt })] });
    assert.equal(result.answer, answer, `${status} ${expiresAt}`);
    if (answer !== 'ok') {
      assert.deepEqual(result.changes, {});
      continue;
    }
    assert.deepEqual([valueOf(result).status, valueOf(result).finalAt], ['closed', now]);
    assert.deepEqual([result.events, result.transfers], [['payment.closed'], []]);
  }
});

test('what does not exist neither fails nor expires', () => {
  assert.equal(decide(failPayment, { paymentId: 'C1', failure: 'service_error' }).answer, 'payment_not_found');
  assert.equal(decide(expirePayment, { paymentId: 'C1' }).answer, 'payment_not_found');
});

/** A payment that its channel knows of, its time up. */
function orderRow(change: Partial<Payment> = {}): Payment {
  return paymentRow({ entry: 'order', channel: 'WALLET', expiresAt: now, doubt: 'io_query', ...change });
}

const reversal = (change: Partial<Refund> = {}) =>
  refundRow({ kind: 'reversal', channel: 'WALLET', foundCompleted: false, heldFrom: null, ...change });

test('what hangs on a payment ends when it fails', () => {
  const message = notificationRow({ id: 'C1.reversing' });
  const { changes } = decide(
    failPayment,
    { paymentId: 'C1', failure: 'payer_code_expired' },
    {
      payments: [orderRow({ entry: 'capture', authorisationId: 'A1', lastRefundId: 'R1' })],
      refunds: [reversal()],
      authorisations: [authorisationRow({ capturingMinor: 50_000n })],
      tasks: [taskRow('query-payment', 'C1'), taskRow('query-refund', 'R1')],
      notifications: [message],
    },
  );
  const [payment] = changes.payments?.updated ?? [];
  assert.deepEqual([payment?.status, payment?.failure, payment?.doubt], ['failed', 'payer_code_expired', null]);
  assert.deepEqual(changes.authorisations?.updated, [authorisationRow()]);
  assert.deepEqual(changes.notifications?.updated, [{ ...message, status: 'superseded' }]);
  // The reversal is still asked about: it ends with what the channel says of it.
  const removed: readonly string[] = changes.tasks?.removed ?? [];
  assert.deepEqual([removed, changes.refunds], [['query-payment:C1'], undefined]);
});

test('a payment that its channel knows of is not closed when its time is up, but taken back', () => {
  for (const entry of ['order', 'code', 'capture'] as const) {
    const result = decide(expirePayment, { paymentId: 'C1' }, { payments: [orderRow({ entry })] });
    const [refund] = result.changes.refunds?.inserted ?? [];
    assert.ok(refund);
    assert.deepEqual(
      [refund.kind, refund.initiator, refund.status, refund.amountMinor, refund.heldFrom],
      ['reversal', 'gateway', 'pending', 50_000n, null],
    );
    assert.deepEqual(valueOf(result), orderRow({ entry, lastRefundId: refund.id, expiresAt: null }));
    assert.deepEqual(
      result.changes.tasks?.inserted.map(({ id }) => id),
      [`send-refund:${refund.id}`],
    );
    assert.deepEqual([result.events, result.transfers], [['payment.reversing'], []]);
  }
});

// The reversal before, its answer; who asked for the next one.
const retries: [before: Partial<Refund>, answer: string, initiator: Refund['initiator']][] = [
  [{ status: 'pending' }, 'already_final', 'merchant'],
  [{ status: 'failed', initiator: 'gateway' }, 'ok', 'gateway'],
  [{ status: 'failed', initiator: 'merchant', details: { operator: 'op1' } }, 'ok', 'merchant'],
];

test('what the channel did not let be taken back is tried again for whoever asked, who is told no second time', () => {
  for (const [before, answer, initiator] of retries) {
    const last = reversal(before);
    const rows = { payments: [orderRow({ lastRefundId: 'R1' })], refunds: [last] };
    const result = decide(expirePayment, { paymentId: 'C1' }, rows);
    assert.equal(result.answer, answer);
    const [refund] = result.changes.refunds?.inserted ?? [];
    assert.deepEqual(
      refund && [refund.initiator, refund.generation, refund.details],
      answer === 'ok' ? [initiator, 1, last.details] : undefined,
    );
    assert.deepEqual(result.events, []);
  }
});

test('a payment at its channel expires only while it waits and its time is up', () => {
  for (const [status, expiresAt, answer] of expireCases) {
    const result = decide(expirePayment, { paymentId: 'C1' }, { payments: [orderRow({ status, expiresAt })] });
    assert.equal(result.answer, answer, `${status} ${expiresAt}`);
    if (answer !== 'ok') assert.deepEqual(result.changes, {});
  }
});

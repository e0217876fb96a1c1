// Guards that only a waiting payment fails or expires, and what ends with it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expirePayment } from './expire-payment.ts';
import { failPayment } from './fail-payment.ts';
import type { PaymentStatus } from './payment.ts';
import { decide, valueOf } from '../../../test/support/decide.ts';
import { instrumentRow, now, paymentRow } from '../../../test/support/rows.ts';

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

// Guards how a checkout ends: paid once by one of its tries, or closed with the try that waits, and of which of it the merchant is told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expireInstrument } from '../instrument/close-instrument.ts';
import { closePayment } from '../payment/close-payment.ts';
import { confirmCredit } from '../payment/confirm-credit.ts';
import { expirePayment } from '../payment/expire-payment.ts';
import { failPayment } from '../payment/fail-payment.ts';
import type { Payment } from '../payment/payment.ts';
import { type Decided, decide, valueOf } from '../../../test/support/decide.ts';
import { merchantId } from '../../../test/support/engine.ts';
import { checkoutRow, codeOfTry, now, tryRow, usageRow } from '../../../test/support/rows.ts';
import type { Checkout } from './checkout.ts';
import { closeCheckout, expireCheckout } from './close-checkout.ts';

const close = { checkoutId: 'CH1', merchantId };

const closeCases: [change: Partial<Checkout>, attempt: Partial<Payment>, command: object, answer: string][] = [
  [{}, {}, {}, 'ok'],
  [{ paymentId: 'C1' }, {}, {}, 'ok'],
  [{ paymentId: 'C1' }, { status: 'failed' }, {}, 'ok'],
  [{ expiresAt: now }, {}, {}, 'ok'],
  [{}, {}, { checkoutId: 'CH2' }, 'checkout_not_found'],
  [{}, {}, { merchantId: 'M2' }, 'checkout_not_found'],
  [{ status: 'completed', paymentId: 'C1' }, { status: 'completed' }, {}, 'payment_paid_or_closed'],
  [{ status: 'closed' }, {}, {}, 'payment_paid_or_closed'],
  [{ paymentId: 'C1' }, { lastRefundId: 'R1' }, {}, 'already_final'],
  [{ paymentId: 'C1' }, { lastRefundId: 'R1', status: 'closed' }, {}, 'ok'],
];

test('an open checkout is closed by its merchant, unless its try is being taken back', () => {
  for (const [change, attempt, command, answer] of closeCases) {
    const rows = { checkouts: [checkoutRow(change)], payments: [tryRow(attempt)] };
    const result = decide(closeCheckout, { ...close, ...command }, rows);
    assert.equal(result.answer, answer, JSON.stringify([change, attempt, command]));
    assertClosed(result, answer === 'ok');
  }
});

const expireCases: [change: Partial<Checkout>, answer: string][] = [
  [{ expiresAt: now }, 'ok'],
  [{ expiresAt: now - 1, paymentId: 'C1' }, 'ok'],
  [{ expiresAt: now + 1 }, 'already_final'],
  [{ expiresAt: now, status: 'completed', paymentId: 'C1' }, 'already_final'],
  [{ expiresAt: now, status: 'closed' }, 'already_final'],
  [{ expiresAt: now, id: 'CH2' }, 'checkout_not_found'],
];

test('a checkout is closed when its time is up, not before, and only while it is open', () => {
  for (const [change, answer] of expireCases) {
    const rows = { checkouts: [checkoutRow(change)], payments: [tryRow()] };
    const result = decide(expireCheckout, { checkoutId: 'CH1' }, rows);
    assert.equal(result.answer, answer, JSON.stringify(change));
    assertClosed(result, answer === 'ok');
  }
});

test('the try that waits closes with its checkout, and its code too; one that ended stays as it is', () => {
  for (const status of ['pending', 'failed', 'closed'] as const) {
    for (const byCode of [false, true]) {
      const result = decide(closeCheckout, close, {
        checkouts: [checkoutRow({ paymentId: 'C1' })],
        payments: [tryRow({ status, instrumentId: byCode ? 'QR1' : null })],
        instruments: byCode ? [codeOfTry({ status: status === 'pending' ? 'active' : 'cancelled' })] : [],
      });
      const waited = status === 'pending';
      const { payments, instruments } = result.changes;
      assert.deepEqual(
        payments?.updated.map((row) => [row.status, row.finalAt]),
        waited ? [['closed', now]] : undefined,
      );
      const codes = instruments?.updated.map((row) => row.status);
      assert.deepEqual(codes, waited && byCode ? ['cancelled'] : undefined);
    }
  }
});

test('a checkout that nobody paid leaves its place in the day’s limit, its tries do not', () => {
  const facts = { merchant: { limits: { payment: { dailyCount: 5 } } } };
  const rows = {
    checkouts: [checkoutRow({ paymentId: 'C1' })],
    payments: [tryRow({ expiresAt: now })],
    usages: [usageRow({ amountMinor: 50_000n, count: 1 })],
  };
  assert.deepEqual(decide(closeCheckout, close, rows, facts).changes.usages?.updated, [usageRow()]);
  for (const result of [
    decide(failPayment, { paymentId: 'C1', failure: 'service_error' }, rows, facts),
    decide(expirePayment, { paymentId: 'C1' }, rows, facts),
    decide(confirmCredit, { paymentId: 'C1', bankReference: 'B1', amountMinor: 1n }, rows, facts),
  ]) {
    assert.deepEqual([result.answer, result.changes.usages], ['ok', undefined]);
  }
});

test('a try that is paid completes its checkout with it, and the merchant is told once, by the payment', () => {
  for (const byCode of [false, true]) {
    const result = decide(
      confirmCredit,
      { paymentId: 'C1', bankReference: 'B1', amountMinor: 50_000n },
      {
        checkouts: [checkoutRow({ paymentId: 'C1' })],
        payments: [tryRow({ instrumentId: byCode ? 'QR1' : null })],
        instruments: byCode ? [codeOfTry()] : [],
      },
    );
    assert.equal(valueOf(result).booked, 'completed');
    const [checkout] = result.changes.checkouts?.updated ?? [];
    assert.deepEqual([checkout?.status, checkout?.paymentId, checkout?.finalAt], ['completed', 'C1', now]);
    assert.deepEqual(result.events, ['payment.completed']);
  }
});

test('money for a try that is closed is booked as nobody’s, and the checkout stays as it is', () => {
  for (const checkout of [
    checkoutRow({ paymentId: 'C2', tries: 2 }),
    checkoutRow({ status: 'completed', paymentId: 'C2', tries: 2 }),
    checkoutRow({ status: 'closed', paymentId: 'C1' }),
  ]) {
    const result = decide(
      confirmCredit,
      { paymentId: 'C1', bankReference: 'B1', amountMinor: 50_000n },
      {
        checkouts: [checkout],
        payments: [tryRow({ status: 'closed' })],
      },
    );
    assert.equal(valueOf(result).booked, 'suspense');
    assert.deepEqual(result.transfers, ['channel:WEB > suspense: 50000 suspense']);
    assert.deepEqual([result.changes.checkouts, result.events], [undefined, []]);
  }
});

test('a try that ends unpaid leaves its checkout open, and the merchant is told nothing', () => {
  const rows = { checkouts: [checkoutRow({ paymentId: 'C1' })], payments: [tryRow({ expiresAt: now })] };
  const byCode = {
    ...rows,
    payments: [tryRow({ instrumentId: 'QR1', expiresAt: null })],
    instruments: [codeOfTry({ expiresAt: now })],
  };
  const ends: Decided<unknown>[] = [
    decide(failPayment, { paymentId: 'C1', failure: 'channel_rejected' }, rows),
    decide(failPayment, { paymentId: 'C1', failure: 'channel_rejected' }, byCode),
    decide(expirePayment, { paymentId: 'C1' }, rows),
    decide(closePayment, { paymentId: 'C1', merchantId }, rows),
    decide(expireInstrument, { instrumentId: 'QR1' }, byCode),
    decide(confirmCredit, { paymentId: 'C1', bankReference: 'B1', amountMinor: 1n }, rows),
  ];
  for (const [index, { answer, events, changes }] of ends.entries()) {
    assert.deepEqual([answer, events, changes.checkouts], ['ok', [], undefined], String(index));
    assert.equal(changes.payments?.updated.length, 1);
  }
});

function assertClosed(result: Decided<Checkout>, closes: boolean): void {
  if (!closes) return assert.deepEqual([result.changes, result.events], [{}, []]);
  const { status, finalAt } = valueOf(result);
  assert.deepEqual([status, finalAt, result.events], ['closed', now, ['checkout.closed']]);
  assert.deepEqual(result.transfers, []);
}

// Guards which payments can be taken back, in which order that is refused, and that until the channel has decided a payment
// is neither paid nor closed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Payment } from '../payment/payment.ts';
import { type ReversePayment, reversePayment } from './reverse-payment.ts';
import type { Refund } from './refund.ts';
import { decide, valueOf } from '../../../test/support/decide.ts';
import { appId, merchantId } from '../../../test/support/engine.ts';
import { accountRow, earlier, now, paymentRow, refundRow, settlementRow } from '../../../test/support/rows.ts';

const command: ReversePayment = { paymentId: 'C1', merchantId, sameDay: true, details: { operator: 'op1' } };

/** 500.00 with a fee of 7.50. */
function paidRow(change: Partial<Payment> = {}): Payment {
  return orderRow({ status: 'completed', feeMinor: 750n, ...change });
}

/** Waiting at its channel. */
function orderRow(change: Partial<Payment> = {}): Payment {
  return paymentRow({ entry: 'order', channel: 'WALLET', expiresAt: now + 1000, ...change });
}

interface RefusalCase {
  readonly payment: Partial<Payment>;
  readonly asked?: Partial<ReversePayment>;
  readonly last?: Partial<Refund>;
  readonly answer: string;
}

// Midnight in Manila, twelve hours before `now`; and nothing of the payment's money is available.
const midnight = now - 12 * 3_600_000;
const old = { status: 'completed', finalAt: midnight - 1 } as const;
const partly = { ...old, refundedMinor: 1n };

// Every wrong thing together with all those checked after it: the first one in the rule's order is the answer.
const refusals: RefusalCase[] = [
  { payment: partly, asked: { paymentId: 'C2' }, answer: 'payment_not_found' },
  { payment: partly, asked: { merchantId: 'M2' }, answer: 'payment_not_found' },
  { payment: partly, last: { kind: 'reversal', status: 'completed' }, answer: 'payment_reversed' },
  { payment: { status: 'closed' }, last: { kind: 'reversal', status: 'completed' }, answer: 'payment_reversed' },
  { payment: { status: 'failed' }, answer: 'payment_reversed' },
  { payment: { status: 'closed' }, answer: 'payment_reversed' },
  { payment: partly, answer: 'payment_not_reversible' },
  { payment: { ...old, refundingMinor: 1n }, last: {}, answer: 'payment_not_reversible' },
  { payment: { ...old, refundedMinor: 50_000n }, last: { status: 'completed' }, answer: 'payment_not_reversible' },
  { payment: old, answer: 'reversal_window_over' },
  { payment: old, asked: { sameDay: false }, answer: 'balance_insufficient' },
  { payment: { status: 'completed', finalAt: midnight }, answer: 'balance_insufficient' },
  { payment: { status: 'completed' }, last: { status: 'failed' }, answer: 'balance_insufficient' },
  { payment: { status: 'completed' }, last: { kind: 'reversal', status: 'failed' }, answer: 'balance_insufficient' },
];

test('a reversal is refused for the first of its faults, and then nothing is written', () => {
  for (const { payment, asked = {}, last, answer } of refusals) {
    const result = decide(
      reversePayment,
      { ...command, ...asked },
      {
        payments: [orderRow({ feeMinor: 750n, ...payment, ...(last ? { lastRefundId: 'R1' } : {}) })],
        refunds: last ? [refundRow(last)] : [],
        accounts: [accountRow('available', 49_249n)],
      },
    );
    assert.equal(result.answer, answer);
    assert.deepEqual([result.changes, result.transfers, result.events], [{}, [], []], answer);
  }
});

test('a reversal under way is answered as it is, whatever became of its payment meanwhile', () => {
  for (const status of ['pending', 'completed', 'failed', 'closed'] as const) {
    const refund = refundRow({ kind: 'reversal', createdAt: now - 10 * 86_400_000 });
    const payment = orderRow({ status, lastRefundId: 'R1' });
    const result = decide(reversePayment, command, { payments: [payment], refunds: [refund] });
    assert.deepEqual(valueOf(result), { payment, refund }, status);
    assert.deepEqual(result.changes, {}, status);
  }
});

const asked = {
  paymentId: 'C1',
  merchantId,
  appId,
  referenceScope: 'C1.reversal',
  reference: '',
  generation: 0,
  kind: 'reversal',
  initiator: 'merchant',
  channel: 'WALLET',
  currency: 'PHP',
  amountMinor: 50_000n,
  status: 'pending',
  failure: null,
  doubt: null,
  bankReference: null,
  createdAt: now,
  finalAt: null,
  notifyUrl: 'http://merchant.test/notify',
  details: { operator: 'op1' },
} as const;

test('the reversal of a completed payment holds all of it, the fee as well', () => {
  const result = decide(reversePayment, command, {
    payments: [paidRow()],
    accounts: [accountRow('available', 49_250n)],
  });
  const { payment, refund } = valueOf(result);
  assert.deepEqual(refund, { ...asked, id: refund.id, foundCompleted: true, feeMinor: 750n, heldFrom: 'available' });
  assert.deepEqual(payment, {
    ...paidRow(),
    refundingMinor: 50_000n,
    feeReturnedMinor: 750n,
    lastRefundId: refund.id,
  });
  assert.deepEqual(result.changes.refunds?.inserted, [refund]);
  assert.deepEqual(result.changes.payments?.updated, [payment]);
  assert.deepEqual(result.transfers, ['available > held: 49250 refund_hold', 'fees > held: 750 refund_fee_hold']);
  assert.deepEqual(result.changes.tasks?.inserted, [
    { id: `send-refund:${refund.id}`, kind: 'send-refund', subjectId: refund.id, dueAt: now, attempt: 0 },
  ]);
  assert.deepEqual(result.events, []);
});

test('the reversal of a pending payment holds nothing, and no clock closes the payment any more', () => {
  for (const [sameDay, createdAt] of [
    [true, earlier],
    [true, midnight - 1],
    [false, earlier],
  ] as const) {
    const pending = orderRow({ createdAt });
    const result = decide(reversePayment, { ...command, sameDay }, { payments: [pending] });
    const { payment, refund } = valueOf(result);
    assert.deepEqual(refund, { ...asked, id: refund.id, foundCompleted: false, feeMinor: 0n, heldFrom: null });
    assert.deepEqual(payment, { ...pending, lastRefundId: refund.id, expiresAt: null });
    assert.deepEqual([result.transfers, result.events], [[], []]);
    assert.equal(result.changes.tasks?.inserted[0]?.id, `send-refund:${refund.id}`);
  }
});

test('a payment on a page ends in its time all the same, for its channel knows nothing of it', () => {
  for (const expiresAt of [now + 1000, null]) {
    const result = decide(reversePayment, command, { payments: [orderRow({ entry: 'page', expiresAt })] });
    assert.equal(valueOf(result).payment.expiresAt, expiresAt);
  }
});

test('money that waits for its day is held there, and the day settles less', () => {
  const day = settlementRow({ amountMinor: 60_000n });
  const result = decide(reversePayment, command, {
    payments: [paidRow({ settlementId: day.id })],
    settlements: [day],
    accounts: [accountRow('pending', 60_000n)],
  });
  assert.equal(valueOf(result).refund.heldFrom, 'pending');
  assert.deepEqual(result.transfers, ['pending > held: 49250 refund_hold', 'fees > held: 750 refund_fee_hold']);
  assert.deepEqual(result.changes.settlements?.updated, [{ ...day, amountMinor: 10_750n }]);
});

test('what the channel refused is tried again, as often as it is asked for, each time under another name', () => {
  const tries: Refund[] = [];
  let payment = orderRow();
  for (let generation = 0; generation < 4; generation++) {
    for (const refunds of [tries, tries.toReversed()]) {
      const result = decide(reversePayment, command, { payments: [payment], refunds });
      assert.equal(valueOf(result).refund.generation, generation);
      assert.deepEqual(result.changes.refunds?.updated, []);
    }
    const next = valueOf(decide(reversePayment, command, { payments: [payment], refunds: tries }));
    assert.equal(
      tries.some(({ id }) => id === next.refund.id),
      false,
    );
    tries.push({ ...next.refund, status: 'failed', failure: 'channel_rejected', finalAt: now });
    payment = next.payment;
  }
});

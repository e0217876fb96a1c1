// Guards the void, a reversal with a number of the merchant's: in which order it is refused, and what a number is good for
// (bluepay.md 3.12).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Payment } from '../payment/payment.ts';
import type { Settlement } from '../settlement/settlement.ts';
import { createRefund } from './create-refund.ts';
import { isReversed, type Refund } from './refund.ts';
import { type ReversePayment, reversePayment } from './reverse-payment.ts';
import { aRefund } from '../../../test/support/commands.ts';
import { decide, valueOf } from '../../../test/support/decide.ts';
import { channelOf, merchantId } from '../../../test/support/engine.ts';
import { accountRow, now, paymentRow, refundRow, settlementRow } from '../../../test/support/rows.ts';

const number = { referenceScope: 'voids', reference: 'void-1' };
const command: ReversePayment = {
  paymentId: 'C1',
  merchantId,
  sameDay: true,
  asVoid: number,
  details: { remark: 'x' },
};
const supports = { fullRefund: true, partialRefund: true, multipleRefund: true, void: false };
const channels = [channelOf('NO_VOID', 'web', { supports })];

// Midnight in Manila, twelve hours before `now`.
const midnight = now - 12 * 3_600_000;

/** 500.00 with a fee of 7.50, paid on this day. */
const paidRow = (change: Partial<Payment> = {}): Payment =>
  paymentRow({ status: 'completed', feeMinor: 750n, finalAt: midnight, ...change });

const voidRow = (change: Partial<Refund> = {}): Refund =>
  refundRow({ id: 'R8', kind: 'reversal', ...number, feeMinor: 750n, ...change });

interface RefusalCase {
  readonly payment?: Partial<Payment>;
  readonly asked?: Partial<ReversePayment>;
  /** What the number named before. */
  readonly namesake?: Partial<Refund>;
  /** What the payment names as its newest. */
  readonly last?: Partial<Refund>;
  readonly day?: Settlement['status'];
  readonly answer: string;
}

// Every wrong thing together with all those checked after it: the first one in the rule's order is the answer.
const old = { finalAt: midnight - 1, settlementId: settlementRow().id };
const partly = { ...old, refundedMinor: 1n };
const there = { ...partly, channel: 'NO_VOID' };
const done = { kind: 'reversal', status: 'completed' } as const;
const refusals: RefusalCase[] = [
  { asked: { paymentId: 'C2' }, namesake: { status: 'completed' }, answer: 'payment_not_found' },
  { asked: { merchantId: 'M2' }, namesake: { status: 'completed' }, answer: 'payment_not_found' },
  { payment: { ...there, status: 'pending' }, namesake: { status: 'completed' }, answer: 'void_repeated' },
  { payment: { ...there, status: 'pending' }, namesake: { paymentId: 'C2' }, answer: 'void_repeated' },
  { payment: there, last: done, namesake: { paymentId: 'C2', status: 'failed' }, answer: 'void_repeated' },
  { payment: there, last: done, namesake: { kind: 'refund' }, answer: 'void_repeated' },
  { payment: there, last: done, namesake: { kind: 'refund', status: 'failed' }, answer: 'void_repeated' },
  { payment: { ...there, status: 'pending', finalAt: null }, answer: 'payment_not_completed' },
  { payment: { ...there, status: 'failed' }, answer: 'payment_not_completed' },
  { payment: { ...there, status: 'closed' }, last: done, answer: 'payment_not_completed' },
  { payment: { ...there, refundedMinor: 50_000n }, last: done, answer: 'payment_reversed' },
  // Under another number, or begun without one.
  { payment: { ...there, refundingMinor: 50_000n }, last: { ...done, status: 'pending' }, answer: 'payment_reversed' },
  { payment: there, last: { status: 'completed' }, answer: 'void_unsupported' },
  { payment: { ...there, channel: 'GONE' }, answer: 'void_unsupported' },
  { payment: partly, last: { status: 'completed' }, answer: 'payment_not_reversible' },
  { payment: { ...old, refundingMinor: 1n }, last: {}, answer: 'payment_not_reversible' },
  { payment: old, last: { status: 'failed' }, answer: 'payment_settled' },
  { payment: old, last: { ...done, status: 'failed' }, answer: 'payment_settled' },
  { payment: old, namesake: { status: 'failed' }, answer: 'payment_settled' },
  { payment: old, day: 'open', answer: 'reversal_window_over' },
  { payment: { finalAt: midnight - 1 }, answer: 'reversal_window_over' },
  { payment: old, day: 'open', asked: { sameDay: false }, answer: 'balance_insufficient' },
  { answer: 'balance_insufficient' },
];

test('a void is refused for the first of its faults, and then nothing is written', () => {
  for (const { payment = {}, asked = {}, namesake, last, day = 'settled', answer } of refusals) {
    const result = decide(
      reversePayment,
      { ...command, ...asked },
      {
        payments: [paidRow({ ...payment, ...(last ? { lastRefundId: 'R1' } : {}) })],
        refunds: [...(namesake ? [voidRow(namesake)] : []), ...(last ? [refundRow(last)] : [])],
        settlements: [settlementRow({ status: day, amountMinor: 49_249n })],
        accounts: [accountRow('available', 49_249n)],
      },
      { channels },
    );
    assert.equal(result.answer, answer);
    assert.deepEqual([result.changes, result.transfers, result.events], [{}, [], []], answer);
  }
});

test('a void that keeps every rule by a hair holds all of the payment, the fee as well, under its number', () => {
  const result = decide(reversePayment, command, {
    payments: [paidRow()],
    accounts: [accountRow('available', 49_250n)],
  });
  const { payment, refund } = valueOf(result);
  const { id } = refund;
  const made = voidRow({ id, heldFrom: 'available', createdAt: now, details: { remark: 'x' } });
  assert.deepEqual(refund, made);
  assert.deepEqual(payment, paidRow({ refundingMinor: 50_000n, feeReturnedMinor: 750n, lastRefundId: id }));
  assert.deepEqual(result.changes.refunds?.inserted, [refund]);
  assert.deepEqual(result.transfers, ['available > held: 49250 refund_hold', 'fees > held: 750 refund_fee_hold']);
  assert.deepEqual(
    result.changes.tasks?.inserted.map((task) => task.id),
    [`send-refund:${id}`],
  );
  assert.deepEqual(result.events, []);
});

test('a void takes its money from the day of its payment while that is not settled', () => {
  const day = settlementRow();
  const result = decide(reversePayment, command, {
    payments: [paidRow({ settlementId: day.id })],
    settlements: [day],
    accounts: [accountRow('pending', 49_250n)],
  });
  assert.equal(valueOf(result).refund.heldFrom, 'pending');
  assert.deepEqual(result.changes.settlements?.updated, [{ ...day, amountMinor: 0n }]);
});

test('the same number again is answered as it is while the channel has not decided', () => {
  const refund = voidRow({ createdAt: midnight - 1 });
  const payment = paidRow({
    finalAt: midnight - 1,
    refundingMinor: 50_000n,
    feeReturnedMinor: 750n,
    lastRefundId: 'R8',
  });
  const result = decide(reversePayment, command, { payments: [payment], refunds: [refund] });
  assert.deepEqual(valueOf(result), { payment, refund });
  assert.deepEqual(result.changes, {});
});

test('what the channel refused is tried again under the same number, or another', () => {
  const before = voidRow({ status: 'failed', generation: 2 });
  const rows = {
    payments: [paidRow({ lastRefundId: 'R8' })],
    refunds: [before],
    accounts: [accountRow('available', 49_250n)],
  };
  const other = { ...number, reference: 'void-2' };
  const [again, next] = [number, other].map((asVoid) => valueOf(decide(reversePayment, { ...command, asVoid }, rows)));
  assert.deepEqual([again?.refund.reference, again?.refund.generation], ['void-1', 3]);
  assert.deepEqual([next?.refund.reference, next?.refund.generation], ['void-2', 0]);
  assert.notEqual(again?.refund.id, before.id);
});

test('of a void and a refund of one payment the first keeps the other out', () => {
  const rows = { accounts: [accountRow('available', 500_000n)] };
  const asked = aRefund(paidRow(), { id: 'R9' });
  const taken = valueOf(decide(reversePayment, command, { ...rows, payments: [paidRow()] }));
  const late = decide(createRefund, asked, { ...rows, payments: [taken.payment], refunds: [taken.refund] });
  assert.equal(late.answer, 'payment_not_refundable');
  const refunded = decide(createRefund, asked, { ...rows, payments: [paidRow()] });
  const { payments, refunds } = refunded.changes;
  const tooLate = decide(reversePayment, command, {
    ...rows,
    payments: payments?.updated ?? [],
    refunds: refunds?.inserted ?? [],
  });
  assert.equal(tooLate.answer, 'payment_not_reversible');
});

const reversal = (change: Partial<Refund>) => refundRow({ kind: 'reversal', ...change });

// The payment, the newest that was asked to give it back; whether the payment was taken back.
const taken: [payment: Partial<Payment>, last: Refund | undefined, isReversed: boolean][] = [
  [{ status: 'completed' }, undefined, false],
  [{ status: 'completed' }, refundRow({ status: 'completed' }), false],
  [{ status: 'completed' }, reversal({}), false],
  [{ status: 'completed' }, reversal({ status: 'failed' }), false],
  [{ status: 'completed' }, reversal({ status: 'completed' }), true],
  [{ status: 'pending' }, reversal({}), false],
  [{ status: 'closed' }, undefined, false],
  [{ status: 'closed' }, reversal({ status: 'completed' }), true],
  [{ status: 'failed' }, reversal({ status: 'completed' }), false],
  [{ status: 'failed', bankReference: 'bank-1' }, reversal({ status: 'completed' }), true],
  [{ status: 'failed', bankReference: 'bank-1' }, reversal({ status: 'failed' }), false],
];

test('a payment is reversed once its reversal is done, unless the channel had declined it before', () => {
  for (const [payment, last, expected] of taken) {
    assert.equal(isReversed(paymentRow(payment), last), expected, JSON.stringify([payment, last?.status]));
  }
});

// Guards that a refund or reversal ends once, with the channel's first definite answer, and what that does to its payment.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Transfer, transferId } from '../ledger/ledger.ts';
import { confirmCredit } from '../payment/confirm-credit.ts';
import type { Payment, PaymentStatus } from '../payment/payment.ts';
import type { Refund } from './refund.ts';
import { type RefundResult, type SettleRefund, settleRefund } from './settle-refund.ts';
import { type Decided, decide, valueOf } from '../../../test/support/decide.ts';
import { merchantId } from '../../../test/support/engine.ts';
import { accountRow, earlier, now, paymentRow, refundRow, settlementRow, taskRow } from '../../../test/support/rows.ts';

const settle = (result: RefundResult): SettleRefund => ({ refundId: 'R1', paymentId: 'C1', result });
const succeeded: RefundResult = { kind: 'succeeded', bankReference: 'bank-r' };
const foundPaid: RefundResult = { ...succeeded, creditReference: 'bank-c' };
const refused: RefundResult = { kind: 'refused', failure: 'refund_forbidden' };
const stopped: RefundResult = { kind: 'stopped' };

/** 500.00 with a fee of 7.50 at a channel that takes orders. */
function orderRow(change: Partial<Payment> = {}): Payment {
  return paymentRow({ entry: 'order', channel: 'WALLET', lastRefundId: 'R1', ...change });
}

/** All of it on its way back, out of what was available. */
function heldRow(change: Partial<Payment> = {}): Payment {
  const held = { feeMinor: 750n, refundingMinor: 50_000n, feeReturnedMinor: 750n } as const;
  return orderRow({ status: 'completed', ...held, ...change });
}

const heldRefund = (change: Partial<Refund> = {}) => refundRow({ channel: 'WALLET', feeMinor: 750n, ...change });
const reversal = (change: Partial<Refund> = {}) => heldRefund({ kind: 'reversal', ...change });
/** Begun while the payment was pending. */
const early = { foundCompleted: false, feeMinor: 0n, heldFrom: null } as const;

const accounts = [accountRow('held', 50_000n), accountRow('suspense', 49_900n), accountRow('fees', 750n)];

/** The other amount that arrived for a payment which failed for it. */
const stray: Transfer = {
  id: transferId('WALLET.bank-0', 'suspense'),
  merchantId,
  debitAccount: `${merchantId}:PHP:channel:WALLET`,
  creditAccount: `${merchantId}:PHP:suspense`,
  amountMinor: 49_900n,
  currency: 'PHP',
  code: 'suspense',
  causeId: 'WALLET.bank-0',
  at: earlier,
};

const left = ['held > channel:WALLET: 50000 refund'];
const cameBack = ['held > available: 49250 refund_release', 'held > fees: 750 refund_fee_release'];
const cameAndLeft = [
  'channel:WALLET > available: 50000 payment',
  'available > fees: 750 payment_fee',
  'available > held: 49250 refund_hold',
  'fees > held: 750 refund_fee_hold',
  ...left,
];

type Case = [
  title: string,
  payment: Payment,
  refund: Refund,
  result: RefundResult,
  refundAfter: 'completed' | 'failed',
  paymentAfter: PaymentStatus,
  transfers: readonly string[],
  events: readonly string[],
];

const cases: Case[] = [
  ['a refund is made', heldRow(), heldRefund(), succeeded, 'completed', 'completed', left, ['refund.completed']],
  ['a refund is refused', heldRow(), heldRefund(), refused, 'failed', 'completed', cameBack, ['refund.failed']],
  ['a sale is taken back', heldRow(), reversal(), succeeded, 'completed', 'completed', left, ['payment.reversed']],
  ['a sale stays', heldRow(), reversal(), refused, 'failed', 'completed', cameBack, ['refund.failed']],
  [
    'a sale that was made meanwhile is taken back',
    heldRow(),
    reversal({ foundCompleted: false }),
    succeeded,
    'completed',
    'completed',
    left,
    ['payment.reversed'],
  ],
  [
    'a sale that was made meanwhile stays, and only now is told of',
    heldRow(),
    reversal({ foundCompleted: false }),
    refused,
    'failed',
    'completed',
    cameBack,
    ['payment.completed', 'refund.failed'],
  ],
  ['nothing was paid', orderRow(), reversal(early), stopped, 'completed', 'closed', [], ['payment.reversed']],
  ['stopping is refused', orderRow(), reversal(early), refused, 'failed', 'pending', [], ['refund.failed']],
  [
    'it was paid unheard of, and is given back',
    orderRow(),
    reversal(early),
    foundPaid,
    'completed',
    'completed',
    cameAndLeft,
    ['payment.reversed'],
  ],
  [
    'another amount was paid unheard of, and is given back',
    orderRow(),
    reversal(early),
    { ...foundPaid, amountMinor: 40_000n },
    'completed',
    'closed',
    ['channel:WALLET > suspense: 40000 suspense', 'suspense > channel:WALLET: 40000 refund'],
    ['payment.reversed'],
  ],
  [
    'it had failed by itself',
    orderRow({ status: 'failed' }),
    reversal(early),
    stopped,
    'completed',
    'failed',
    [],
    ['payment.reversed'],
  ],
  [
    'it had failed, and stopping it is refused',
    orderRow({ status: 'failed' }),
    reversal(early),
    refused,
    'failed',
    'failed',
    [],
    ['refund.failed'],
  ],
  [
    'it had failed for its amount, which leaves suspense',
    orderRow({ status: 'failed', bankReference: 'bank-0' }),
    reversal(early),
    succeeded,
    'completed',
    'failed',
    ['suspense > channel:WALLET: 49900 refund'],
    ['payment.reversed'],
  ],
  [
    'it had failed for its amount, the channel names both',
    orderRow({ status: 'failed', bankReference: 'bank-0' }),
    reversal(early),
    { ...succeeded, creditReference: 'bank-0', amountMinor: 49_900n },
    'completed',
    'failed',
    ['suspense > channel:WALLET: 49900 refund'],
    ['payment.reversed'],
  ],
  [
    'it had failed, and yet was paid unheard of',
    orderRow({ status: 'failed' }),
    reversal(early),
    foundPaid,
    'completed',
    'failed',
    ['channel:WALLET > suspense: 50000 suspense', 'suspense > channel:WALLET: 50000 refund'],
    ['payment.reversed'],
  ],
  [
    'it was closed, and yet was paid unheard of',
    orderRow({ status: 'closed' }),
    reversal(early),
    foundPaid,
    'completed',
    'closed',
    ['channel:WALLET > suspense: 50000 suspense', 'suspense > channel:WALLET: 50000 refund'],
    ['payment.reversed'],
  ],
];

describe('the channel decides, and', () => {
  for (const [title, payment, refund, result, refundAfter, paymentAfter, transfers, events] of cases) {
    test(title, () => {
      const tasks = [taskRow('query-refund', 'R1'), taskRow('query-refund', 'R2')];
      const decided = decide(settleRefund, settle(result), {
        payments: [payment],
        refunds: [refund],
        accounts,
        transfers: [stray],
        tasks,
      });
      const settled = valueOf(decided);
      assert.deepEqual([decided.transfers, decided.events], [transfers, events]);
      assert.deepEqual(decided.changes.refunds?.updated, [settled]);
      const expected: Partial<Refund> =
        refundAfter === 'completed'
          ? { status: 'completed', failure: null, bankReference: result.kind === 'stopped' ? null : 'bank-r' }
          : { status: 'failed', failure: 'refund_forbidden', bankReference: null };
      assert.deepEqual({ ...settled, ...expected, doubt: null, finalAt: now }, settled);
      const after = decided.changes.payments?.updated[0] ?? payment;
      assert.equal(after.status, paymentAfter);
      const isBack = paymentAfter === 'completed' && refundAfter === 'completed';
      assert.deepEqual(
        [after.refundedMinor, after.refundingMinor, after.feeReturnedMinor],
        isBack ? [50_000n, 0n, 750n] : [0n, 0n, 0n],
      );
      const removed: readonly string[] = decided.changes.tasks?.removed ?? [];
      assert.deepEqual(removed, ['query-refund:R1']);
    });
  }
});

test('what has ended, or does not exist, is refused', () => {
  const results: RefundResult[] = [succeeded, refused, stopped];
  const rows: [refund: Partial<Refund> | undefined, payment: Partial<Payment> | undefined, answer: string][] = [
    [{ status: 'completed' }, {}, 'already_final'],
    [{ status: 'failed' }, {}, 'already_final'],
    [{ paymentId: 'C2' }, {}, 'refund_not_found'],
    [{}, undefined, 'refund_not_found'],
    [undefined, {}, 'refund_not_found'],
  ];
  for (const [refund, payment, answer] of rows) {
    for (const result of results) {
      const decided: Decided<Refund> = decide(settleRefund, settle(result), {
        refunds: refund ? [heldRefund(refund)] : [],
        payments: payment ? [heldRow(payment)] : [],
      });
      assert.equal(decided.answer, answer);
      assert.deepEqual(decided.changes, {});
    }
  }
});

test('an answer that cannot be is a bug, and changes nothing', () => {
  const impossible: [refund: Refund, payment: Payment, result: RefundResult, bug: RegExp][] = [
    [heldRefund(), heldRow(), stopped, /was never paid/],
    [reversal(), heldRow(), stopped, /was never paid/],
    [reversal(early), orderRow(), succeeded, /does not say by which credit/],
  ];
  for (const [refund, payment, result, bug] of impossible) {
    assert.throws(
      () => decide(settleRefund, settle(result), { refunds: [refund], payments: [payment], accounts }),
      bug,
    );
  }
});

test('the credit of a payment that was found paid is known when the bank confirms it', () => {
  const rows = { payments: [orderRow()], refunds: [reversal(early)] };
  const [payment] = decide(settleRefund, settle(foundPaid), rows).changes.payments?.updated ?? [];
  assert.ok(payment);
  assert.deepEqual([payment.status, payment.bankReference, payment.finalAt], ['completed', 'bank-c', now]);
  const credit = { paymentId: 'C1', bankReference: 'bank-c', amountMinor: 50_000n };
  const again = decide(confirmCredit, credit, { payments: [payment], refunds: [reversal({ status: 'completed' })] });
  assert.equal(valueOf(again).booked, 'repeated');
  assert.deepEqual(again.changes, {});
});

test('the credit of another amount that was found is known when the bank confirms it', () => {
  const other: RefundResult = { ...foundPaid, amountMinor: 40_000n };
  const { changes } = decide(settleRefund, settle(other), { payments: [orderRow()], refunds: [reversal(early)] });
  const [payment] = changes.payments?.updated ?? [];
  assert.ok(payment);
  const credit = { paymentId: 'C1', bankReference: 'bank-c', amountMinor: 40_000n };
  const transfers = changes.transfers?.inserted ?? [];
  const again = decide(confirmCredit, credit, { payments: [payment], refunds: [reversal(early)], transfers });
  assert.equal(valueOf(again).booked, 'repeated');
  assert.deepEqual(again.changes, {});
});

// Where the money was held from, what became of the payment's day meanwhile, where it comes back to.
const releases: [heldFrom: 'available' | 'pending', day: 'open' | 'settled' | 'none', back: 'available' | 'pending'][] =
  [
    ['available', 'none', 'available'],
    ['available', 'open', 'available'],
    ['available', 'settled', 'available'],
    ['pending', 'open', 'pending'],
    ['pending', 'settled', 'available'],
  ];

test('what was held comes back to its day while that waits, and else is available', () => {
  for (const [heldFrom, status, back] of releases) {
    const day = settlementRow({ amountMinor: 10n, status: status === 'settled' ? 'settled' : 'open' });
    const decided: Decided<Refund> = decide(settleRefund, settle(refused), {
      payments: [heldRow({ settlementId: status === 'none' ? null : day.id })],
      refunds: [heldRefund({ heldFrom })],
      settlements: status === 'none' ? [] : [day],
      accounts,
    });
    const title = `${heldFrom} ${status}`;
    assert.deepEqual(
      decided.transfers,
      [`held > ${back}: 49250 refund_release`, 'held > fees: 750 refund_fee_release'],
      title,
    );
    assert.deepEqual(
      decided.changes.settlements?.updated,
      back === 'pending' ? [{ ...day, amountMinor: 49_260n }] : undefined,
      title,
    );
  }
});

test('a payment that could not be stopped is taken back later, and later again', () => {
  const [second, minute, hour] = [1000, 60_000, 3_600_000];
  const waits = [5 * second, 30 * second, 5 * minute, hour, 24 * hour, 24 * hour];
  waits.forEach((delayMs, generation) => {
    const rows = { payments: [orderRow({ expiresAt: null })], refunds: [reversal({ ...early, generation })] };
    const { changes } = decide(settleRefund, settle(refused), rows);
    assert.deepEqual(changes.payments?.updated, [orderRow({ expiresAt: now + delayMs })]);
  });
  const page = { payments: [orderRow({ entry: 'page', expiresAt: null })], refunds: [reversal(early)] };
  assert.equal(decide(settleRefund, settle(refused), page).changes.payments, undefined);
});

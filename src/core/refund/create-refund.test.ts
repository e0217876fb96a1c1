// Guards which refunds are taken, in which order a request is refused, and where the money of a refund waits.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Payment } from '../payment/payment.ts';
import { type CreateRefund, createRefund } from './create-refund.ts';
import type { Refund } from './refund.ts';
import { decide, valueOf } from '../../../test/support/decide.ts';
import type { ChannelSupport } from '../channel/channel.ts';
import { appId, channelOf, merchantId } from '../../../test/support/engine.ts';
import { accountRow, earlier, now, paymentRow, refundRow, settlementRow } from '../../../test/support/rows.ts';

const dayMs = 86_400_000;

const command: CreateRefund = {
  id: 'R9',
  paymentId: 'C1',
  merchantId,
  appId,
  referenceScope: 'C1',
  reference: 'refund-9',
  amountMinor: 20_000n,
  feeReturn: 'in_proportion',
  oneAtATime: true,
  windowMs: 90 * dayMs,
  notifyUrl: null,
  details: { operator: 'op1' },
};

/** 500.00 with a fee of 7.50. */
function paidRow(change: Partial<Payment> = {}): Payment {
  return paymentRow({ status: 'completed', feeMinor: 750n, ...change });
}

const before = (change: Partial<Refund>) => refundRow({ id: 'R8', ...change });

interface RefusalCase {
  readonly payment?: Partial<Payment>;
  readonly asked?: Partial<CreateRefund>;
  /** With the reference that is asked for. */
  readonly previous?: Partial<Refund>;
  /** What the payment names as its newest. */
  readonly last?: Partial<Refund>;
  readonly answer: string;
}

// Every wrong thing together with all those checked after it: the first one in the rule's order is the answer.
const tooMuch = { amountMinor: 60_000n };
const old = { finalAt: now - 90 * dayMs - 1 };
const partly = { ...old, refundedMinor: 10_000n, refundingMinor: 10_000n };
const all = { ...old, refundedMinor: 50_000n };
const refusals: RefusalCase[] = [
  { asked: { ...tooMuch, merchantId: 'M2' }, payment: { ...all, status: 'pending' }, answer: 'payment_not_found' },
  { asked: { ...tooMuch, paymentId: 'C2' }, answer: 'payment_not_found' },
  { asked: tooMuch, payment: all, previous: { status: 'completed' }, answer: 'refund_repeated' },
  { asked: tooMuch, payment: all, previous: { status: 'failed' }, answer: 'refund_conflict' },
  { asked: tooMuch, payment: partly, previous: { status: 'pending' }, answer: 'refund_conflict' },
  { previous: { paymentId: 'C2', amountMinor: 20_000n }, answer: 'refund_conflict' },
  { asked: tooMuch, payment: { ...old, status: 'pending' }, answer: 'payment_not_refundable' },
  { asked: tooMuch, payment: { ...old, status: 'failed' }, answer: 'payment_not_refundable' },
  { asked: tooMuch, payment: { ...old, status: 'closed' }, answer: 'payment_not_refundable' },
  { asked: tooMuch, payment: all, last: { kind: 'reversal', status: 'completed' }, answer: 'payment_not_refundable' },
  { asked: tooMuch, payment: partly, last: { kind: 'reversal' }, answer: 'payment_not_refundable' },
  { asked: tooMuch, payment: all, last: { status: 'completed' }, answer: 'payment_refunded' },
  { asked: tooMuch, payment: partly, last: {}, answer: 'refund_under_way' },
  { asked: tooMuch, payment: { ...partly, refundingMinor: 0n }, answer: 'refund_window_over' },
  { asked: tooMuch, payment: { refundedMinor: 10_000n }, answer: 'refund_exceeds_rest' },
  { asked: { amountMinor: 40_001n }, payment: { refundedMinor: 10_000n }, answer: 'refund_exceeds_rest' },
  {
    asked: { amountMinor: 30_001n, oneAtATime: false },
    payment: { refundedMinor: 10_000n, refundingMinor: 10_000n },
    last: {},
    answer: 'refund_exceeds_rest',
  },
  { asked: { amountMinor: 50_000n }, answer: 'balance_insufficient' },
  { asked: { amountMinor: 50_000n }, last: { kind: 'reversal', status: 'failed' }, answer: 'balance_insufficient' },
];

test('a refund is refused for the first of its faults, and then nothing is written', () => {
  for (const { payment = {}, asked = {}, previous, last, answer } of refusals) {
    const refunds = [
      ...(previous ? [before({ reference: 'refund-9', referenceScope: 'C1', ...previous })] : []),
      ...(last ? [refundRow({ id: 'R1', ...last })] : []),
    ];
    const result = decide(
      createRefund,
      { ...command, ...asked },
      {
        payments: [paidRow({ ...payment, ...(last ? { lastRefundId: 'R1' } : {}) })],
        refunds,
        // A centavo less than all of the payment.
        accounts: [accountRow('available', 49_249n)],
      },
    );
    assert.equal(result.answer, answer);
    assert.deepEqual([result.changes, result.transfers, result.events], [{}, [], []], answer);
  }
});

const everything: ChannelSupport = { fullRefund: true, partialRefund: true, multipleRefund: true, void: true };

// What the channel lacks; what of 500.00 went back or is on its way; what is asked for, with nothing available; the answer.
const supportCases: [
  lacks: readonly (keyof ChannelSupport)[],
  back: Pick<Payment, 'refundedMinor' | 'refundingMinor'>,
  amountMinor: bigint,
  answer: string,
][] = [
  [
    ['fullRefund', 'partialRefund', 'multipleRefund'],
    { refundedMinor: 1n, refundingMinor: 0n },
    60_000n,
    'refund_exceeds_rest',
  ],
  [
    ['fullRefund', 'partialRefund', 'multipleRefund'],
    { refundedMinor: 1n, refundingMinor: 0n },
    1n,
    'refund_unsupported',
  ],
  [['fullRefund', 'partialRefund'], { refundedMinor: 0n, refundingMinor: 0n }, 50_000n, 'refund_unsupported'],
  [['partialRefund', 'multipleRefund'], { refundedMinor: 1n, refundingMinor: 0n }, 1n, 'second_refund_unsupported'],
  [['multipleRefund'], { refundedMinor: 0n, refundingMinor: 1n }, 49_999n, 'second_refund_unsupported'],
  [['fullRefund', 'multipleRefund'], { refundedMinor: 0n, refundingMinor: 0n }, 50_000n, 'full_refund_unsupported'],
  [['fullRefund'], { refundedMinor: 0n, refundingMinor: 0n }, 49_999n, 'balance_insufficient'],
  // The last part of many is a part.
  [['fullRefund'], { refundedMinor: 49_999n, refundingMinor: 0n }, 1n, 'balance_insufficient'],
  [
    ['partialRefund', 'multipleRefund'],
    { refundedMinor: 0n, refundingMinor: 0n },
    49_999n,
    'partial_refund_unsupported',
  ],
  [['partialRefund'], { refundedMinor: 49_999n, refundingMinor: 0n }, 1n, 'partial_refund_unsupported'],
  [
    ['partialRefund', 'multipleRefund', 'void'],
    { refundedMinor: 0n, refundingMinor: 0n },
    50_000n,
    'balance_insufficient',
  ],
  [['multipleRefund'], { refundedMinor: 0n, refundingMinor: 0n }, 1n, 'balance_insufficient'],
];

test('a refund that its channel cannot give is refused, for the first reason of several', () => {
  for (const [lacks, back, amountMinor, answer] of supportCases) {
    const supports = { ...everything, ...Object.fromEntries(lacks.map((flag) => [flag, false])) };
    const rows = { payments: [paidRow({ ...back, channel: 'POOR' })] };
    const asked = { ...command, amountMinor, oneAtATime: false, feeReturn: 'none' as const };
    const result = decide(createRefund, asked, rows, { channels: [channelOf('POOR', 'web', { supports })] });
    assert.equal(result.answer, answer, `${lacks.join()} ${amountMinor}`);
    assert.deepEqual(result.changes, {});
  }
});

test('one refused refund is no refund: the channel that gives only one gives the next', () => {
  const supports = { ...everything, multipleRefund: false };
  const result = decide(
    createRefund,
    { ...command, amountMinor: 50_000n },
    {
      payments: [paidRow({ channel: 'POOR', lastRefundId: 'R1' })],
      refunds: [refundRow({ status: 'failed' })],
      accounts: [accountRow('available', 49_250n)],
    },
    { channels: [channelOf('POOR', 'web', { supports })] },
  );
  assert.equal(result.answer, 'ok');
});

test('a channel that is switched off still gives back; one that is gone does not', () => {
  for (const [channel, answer] of [
    ['OFF', 'ok'],
    ['GONE', 'refund_unsupported'],
  ] as const) {
    const accounts = [accountRow('available', 49_250n)];
    assert.equal(decide(createRefund, command, { payments: [paidRow({ channel })], accounts }).answer, answer);
  }
});

// What is just right where the table above is just wrong.
const accepted: RefusalCase[] = [
  { payment: { finalAt: now - 90 * dayMs }, answer: 'ok' },
  { payment: old, asked: { windowMs: null }, answer: 'ok' },
  { payment: { refundedMinor: 10_000n }, asked: { amountMinor: 40_000n }, answer: 'ok' },
  { payment: { refundingMinor: 10_000n }, last: {}, asked: { oneAtATime: false }, answer: 'ok' },
  { last: { kind: 'reversal', status: 'failed' }, answer: 'ok' },
  { last: { status: 'failed' }, answer: 'ok' },
];

test('a refund that keeps every rule by a hair is taken', () => {
  for (const { payment = {}, asked = {}, last, answer } of accepted) {
    const result = decide(
      createRefund,
      { ...command, ...asked },
      {
        payments: [paidRow({ ...payment, ...(last ? { lastRefundId: 'R1' } : {}) })],
        refunds: last ? [refundRow(last)] : [],
        accounts: [accountRow('available', 49_250n)],
      },
    );
    assert.equal(result.answer, answer);
    const { amountMinor } = { ...command, ...asked };
    const paid = paidRow(payment);
    const after = result.changes.payments?.updated[0];
    assert.deepEqual(
      [after?.refundedMinor, after?.refundingMinor, after?.lastRefundId],
      [paid.refundedMinor, paid.refundingMinor + amountMinor, 'R9'],
    );
  }
});

test('a refund is the command, waiting, its call owed at once and its money held', () => {
  const result = decide(createRefund, command, {
    payments: [paidRow()],
    accounts: [accountRow('available', 49_250n)],
  });
  const { feeReturn: _, oneAtATime: __, windowMs: ___, ...asked } = command;
  const expected: Refund = {
    ...asked,
    generation: 0,
    kind: 'refund',
    initiator: 'merchant',
    foundCompleted: true,
    channel: 'WEB',
    currency: 'PHP',
    feeMinor: 300n,
    heldFrom: 'available',
    status: 'pending',
    failure: null,
    doubt: null,
    bankReference: null,
    createdAt: now,
    finalAt: null,
  };
  assert.deepEqual(valueOf(result), expected);
  assert.deepEqual(result.changes.refunds?.inserted, [expected]);
  assert.deepEqual(result.changes.tasks?.inserted, [
    { id: 'send-refund:R9', kind: 'send-refund', subjectId: 'R9', dueAt: now, attempt: 0 },
  ]);
  assert.deepEqual(result.transfers, ['available > held: 19700 refund_hold', 'fees > held: 300 refund_fee_hold']);
  assert.deepEqual(result.events, []);
  const [payment] = result.changes.payments?.updated ?? [];
  assert.deepEqual(payment, {
    ...paidRow(),
    refundingMinor: 20_000n,
    feeReturnedMinor: 300n,
    lastRefundId: 'R9',
  });
});

test('the same refund again is answered as it is while it waits', () => {
  const pending = before({ reference: 'refund-9', amountMinor: 20_000n });
  const result = decide(createRefund, command, {
    payments: [paidRow({ refundingMinor: 20_000n, lastRefundId: 'R8' })],
    refunds: [pending],
  });
  assert.deepEqual(valueOf(result), pending);
  assert.deepEqual(result.changes, {});
});

test('what the channel refused is tried again under the same reference, as its next generation', () => {
  const tries = [0, 1, 2].map((generation) =>
    refundRow({ id: `R${generation}`, reference: 'refund-9', amountMinor: 20_000n, status: 'failed', generation }),
  );
  // The newest is found whichever of them came first.
  for (const refunds of [tries, tries.toReversed()]) {
    const result = decide(createRefund, command, {
      payments: [paidRow({ lastRefundId: 'R2' })],
      refunds,
      accounts: [accountRow('available', 49_250n)],
    });
    const { id, generation, reference } = valueOf(result);
    assert.deepEqual([id, generation, reference], ['R9', 3, 'refund-9']);
    assert.equal(result.changes.refunds?.updated.length, 0);
  }
});

// How the fee comes back: what was paid and its fee, what is on its way back or was, with how much of the fee; then this refund.
const feeCases: [
  amount: bigint,
  fee: bigint,
  back: bigint,
  feeBack: bigint,
  asked: bigint,
  feeReturn: CreateRefund['feeReturn'],
  feeMinor: bigint,
][] = [
  [50_000n, 750n, 0n, 0n, 50_000n, 'in_proportion', 750n],
  [50_000n, 750n, 0n, 0n, 50_000n, 'none', 0n],
  [50_000n, 750n, 0n, 0n, 33n, 'in_proportion', 0n],
  [50_000n, 750n, 66n, 0n, 1n, 'in_proportion', 1n],
  [50_000n, 750n, 49_999n, 749n, 1n, 'in_proportion', 1n],
  [50_000n, 750n, 0n, 0n, 66n, 'in_proportion', 0n],
  [3n, 1n, 2n, 0n, 1n, 'in_proportion', 1n],
  [300n, 300n, 0n, 0n, 100n, 'in_proportion', 100n],
  [300n, 300n, 100n, 100n, 200n, 'in_proportion', 200n],
  [300n, 0n, 0n, 0n, 300n, 'in_proportion', 0n],
  // A part whose share was rounded up stayed, one whose share was rounded down failed: nothing is returned twice.
  [100n, 1n, 50n, 1n, 50n, 'in_proportion', 0n],
  // And the other way round: what is missing comes with the next part, but never more than that part.
  [6n, 3n, 3n, 0n, 1n, 'in_proportion', 1n],
];

test('the fee comes back in proportion to all that went back, or not at all', () => {
  for (const [amountMinor, fee, refundedMinor, feeReturnedMinor, asked, feeReturn, feeMinor] of feeCases) {
    const result = decide(
      createRefund,
      { ...command, amountMinor: asked, feeReturn },
      {
        payments: [paidRow({ amountMinor, feeMinor: fee, refundedMinor, feeReturnedMinor })],
        accounts: [accountRow('available', asked - feeMinor)],
      },
    );
    const title = `${fee} of ${amountMinor}, ${asked} after ${refundedMinor}`;
    assert.equal(valueOf(result).feeMinor, feeMinor, title);
    assert.deepEqual(
      result.transfers,
      [
        ...(asked > feeMinor ? [`available > held: ${asked - feeMinor} refund_hold`] : []),
        ...(feeMinor > 0n ? [`fees > held: ${feeMinor} refund_fee_hold`] : []),
      ],
      title,
    );
    assert.equal(result.changes.payments?.updated[0]?.feeReturnedMinor, feeReturnedMinor + feeMinor, title);
  }
});

// The payment's day, what is in it and available; whether the fee stays with the platform; where 500.00 is held from.
type SourceCase = [
  day: 'open' | 'settled' | 'none',
  dayMinor: bigint,
  availableMinor: bigint,
  feeReturn: CreateRefund['feeReturn'],
  heldFrom: 'pending' | 'available' | 'balance_insufficient',
];

const sourceCases: SourceCase[] = [
  ['open', 49_250n, 0n, 'in_proportion', 'pending'],
  ['open', 99_000n, 99_000n, 'in_proportion', 'pending'],
  ['open', 49_249n, 49_250n, 'in_proportion', 'available'],
  ['open', 49_249n, 49_249n, 'in_proportion', 'balance_insufficient'],
  // Without the fee the payment's own money is not enough; a day never owes more than it has.
  ['open', 49_250n, 0n, 'none', 'balance_insufficient'],
  ['open', 49_250n, 50_000n, 'none', 'available'],
  ['open', 50_000n, 0n, 'none', 'pending'],
  ['settled', 49_250n, 49_250n, 'in_proportion', 'available'],
  ['settled', 49_250n, 49_249n, 'in_proportion', 'balance_insufficient'],
  ['none', 0n, 49_250n, 'in_proportion', 'available'],
];

test('a refund is held from its payment’s own day while that waits, else from what is available', () => {
  for (const [status, dayMinor, availableMinor, feeReturn, heldFrom] of sourceCases) {
    const day = settlementRow({ amountMinor: dayMinor, status: status === 'settled' ? 'settled' : 'open' });
    const result = decide(
      createRefund,
      { ...command, amountMinor: 50_000n, feeReturn },
      {
        payments: [paidRow({ settlementId: day.id })],
        settlements: status === 'none' ? [] : [day],
        accounts: [accountRow('available', availableMinor), accountRow('pending', 1_000_000n)],
      },
    );
    const title = `${status} ${dayMinor} ${availableMinor} ${feeReturn}`;
    assert.equal(result.outcome.ok ? result.outcome.value.heldFrom : result.answer, heldFrom, title);
    if (!result.outcome.ok) continue;
    const own = feeReturn === 'none' ? 50_000n : 49_250n;
    assert.equal(result.transfers[0], `${heldFrom} > held: ${own} refund_hold`, title);
    assert.deepEqual(
      result.changes.settlements?.updated,
      heldFrom === 'pending' ? [{ ...day, amountMinor: dayMinor - own }] : undefined,
      title,
    );
  }
});

test('a payment that was all fee is refunded by the platform alone', () => {
  // It opened no day, for it left nothing to settle.
  const result = decide(
    createRefund,
    { ...command, amountMinor: 300n },
    { payments: [paidRow({ amountMinor: 300n, feeMinor: 300n, settlementId: settlementRow().id, finalAt: earlier })] },
  );
  assert.deepEqual(result.transfers, ['fees > held: 300 refund_fee_hold']);
  assert.equal(result.changes.settlements, undefined);
});

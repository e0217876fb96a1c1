// Guards what becomes of money that a bank says has arrived, whatever it meets.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AccountKind, Transfer } from '../ledger/ledger.ts';
import { accountId, transferId } from '../ledger/ledger.ts';
import type { InstrumentStatus } from '../instrument/instrument.ts';
import type { PaymentStatus } from './payment.ts';
import { confirmCredit } from './confirm-credit.ts';
import { decide, valueOf } from '../../../test/support/decide.ts';
import { merchantId } from '../../../test/support/engine.ts';
import { instrumentRow, now, paymentRow } from '../../../test/support/rows.ts';

/** A row in suspense as an earlier confirmation under that bank reference left it. */
function suspenseTransfer(bankReference: string, channel: string): Transfer {
  const account = (kind: AccountKind) => accountId(merchantId, 'PHP', kind);
  const causeId = `${channel}.${bankReference}`;
  return {
    id: transferId(causeId, 'suspense'),
    merchantId,
    debitAccount: account(`channel:${channel}`),
    creditAccount: account('suspense'),
    amountMinor: 50_000n,
    currency: 'PHP',
    code: 'suspense',
    causeId,
    at: now,
  };
}

// The payment is for 500.00; `bank-0` is the reference it was finished with, where it has one.
type PaymentCase = [
  status: PaymentStatus,
  finishedWith: string | null,
  bankReference: string,
  amountMinor: bigint,
  booked: 'completed' | 'repeated' | 'suspense',
  after: PaymentStatus,
  transfers: readonly string[],
  events: readonly string[],
];

const paid = ['channel > earned: 50000 payment', 'earned > fees: 750 payment_fee'];
const kept = ['channel > suspense: 50000 suspense'];
const keptOther = ['channel > suspense: 49900 suspense'];
const [completed, failed] = [['payment.completed'], ['payment.failed']];

const paymentCases: PaymentCase[] = [
  ['pending', null, 'bank-1', 50_000n, 'completed', 'completed', paid, completed],
  ['pending', null, 'bank-1', 49_900n, 'suspense', 'failed', keptOther, failed],
  ['completed', 'bank-0', 'bank-0', 50_000n, 'repeated', 'completed', [], []],
  ['completed', 'bank-0', 'bank-0', 49_900n, 'repeated', 'completed', [], []],
  ['completed', 'bank-0', 'bank-1', 50_000n, 'suspense', 'completed', kept, []],
  ['completed', 'bank-0', 'bank-1', 49_900n, 'suspense', 'completed', keptOther, []],
  ['failed', 'bank-0', 'bank-0', 50_000n, 'repeated', 'failed', [], []],
  ['failed', 'bank-0', 'bank-0', 49_900n, 'repeated', 'failed', [], []],
  ['failed', 'bank-0', 'bank-1', 50_000n, 'suspense', 'failed', kept, []],
  ['failed', null, 'bank-1', 50_000n, 'suspense', 'failed', kept, []],
  ['failed', null, 'bank-1', 49_900n, 'suspense', 'failed', keptOther, []],
  ['closed', null, 'bank-1', 50_000n, 'suspense', 'closed', kept, []],
  ['closed', null, 'bank-1', 49_900n, 'suspense', 'closed', keptOther, []],
];

const instrumentKinds = ['none', 'single-use', 'many payments'] as const;

for (const settlementDays of [0, 1]) {
  for (const kind of instrumentKinds) {
    describe(`a credit for a payment (settlement days: ${settlementDays}, instrument: ${kind})`, () => {
      const channel = kind === 'none' ? 'WEB' : 'QR';
      const earned = settlementDays === 0 ? 'available' : 'pending';
      const inWords = (transfer: string) =>
        transfer.replaceAll('earned', earned).replace(/^channel/, `channel:${channel}`);
      const instrumentId = kind === 'none' ? null : 'QR1';
      const instrument = instrumentRow(kind === 'single-use' ? { paymentId: 'C1', amountMinor: 50_000n } : {});

      for (const [status, finishedWith, bankReference, amountMinor, booked, after, transfers, events] of paymentCases) {
        const title = `${status} (${finishedWith}) and ${amountMinor} under ${bankReference}: ${booked}, ${after}`;
        test(title, () => {
          const row = paymentRow({ status, bankReference: finishedWith, instrumentId, channel });
          const used = { ...instrument, status: status === 'pending' || kind !== 'single-use' ? 'active' : 'used' };
          const rows = {
            payments: [row],
            instruments: kind === 'none' ? [] : [used as typeof instrument],
          };
          const command = { paymentId: 'C1', bankReference, amountMinor };
          const result = decide(confirmCredit, command, rows, { merchant: { settlementDays } });
          const value = valueOf(result);
          assert.equal(value.booked, booked);
          assert.equal(value.payment.status, after);
          assert.deepEqual(result.transfers, transfers.map(inWords));
          assert.deepEqual(result.events, events);

          const changesPayment = status !== after;
          assert.equal(result.changes.payments?.updated.length ?? 0, changesPayment ? 1 : 0);
          if (changesPayment) {
            assert.equal(value.payment.bankReference, bankReference);
            assert.equal(value.payment.finalAt, now);
            assert.equal(value.payment.feeMinor, after === 'completed' ? 750n : 0n);
          }
          const usesUp = kind === 'single-use' && changesPayment;
          assert.deepEqual(
            result.changes.instruments?.updated.map((changed) => changed.status),
            usesUp ? ['used'] : undefined,
          );
          assert.deepEqual(
            result.changes.settlements?.inserted.map(({ id, amountMinor: sum }) => ({ id, sum })),
            settlementDays > 0 && booked === 'completed'
              ? [{ id: `${merchantId}:PHP:2026-03-03`, sum: 49_250n }]
              : undefined,
          );
        });
      }
    });
  }
}

// A new credit to an instrument that can be paid many times.
type InstrumentCase = [
  status: InstrumentStatus,
  seenBefore: boolean,
  booked: 'completed' | 'repeated' | 'suspense',
  payment: PaymentStatus,
  transfers: readonly string[],
];

const instrumentCases: InstrumentCase[] = [
  ['active', false, 'completed', 'completed', paid],
  ['cancelled', false, 'suspense', 'closed', kept],
  ['expired', false, 'suspense', 'closed', kept],
  ['used', false, 'suspense', 'closed', kept],
  ['cancelled', true, 'repeated', 'closed', []],
];

for (const settlementDays of [0, 1]) {
  describe(`a credit to an instrument (settlement days: ${settlementDays})`, () => {
    for (const [status, seenBefore, booked, payment, transfers] of instrumentCases) {
      test(`${status}${seenBefore ? ', the money in suspense already' : ''}: ${booked}, the payment ${payment}`, () => {
        const result = decide(
          confirmCredit,
          { paymentId: 'C9', instrumentId: 'QR1', bankReference: 'bank-1', amountMinor: 50_000n },
          {
            instruments: [instrumentRow({ status, details: { table: 4 } })],
            transfers: seenBefore ? [suspenseTransfer('bank-1', 'QR')] : [],
          },
          { merchant: { settlementDays } },
        );
        const value = valueOf(result);
        assert.equal(value.booked, booked);
        assert.equal(value.payment.status, payment);
        const earned = settlementDays === 0 ? 'available' : 'pending';
        assert.deepEqual(
          result.transfers,
          transfers.map((transfer) => transfer.replaceAll('earned', earned).replace(/^channel/, 'channel:QR')),
        );
        assert.deepEqual(result.events, payment === 'completed' ? completed : []);
        assert.deepEqual(result.changes.payments?.inserted ?? [], seenBefore ? [] : [value.payment]);
        const { id, instrumentId, reference, details } = value.payment;
        assert.deepEqual([id, instrumentId, reference, details], ['C9', 'QR1', 'counter-1', { table: 4 }]);
        assert.equal(result.changes.instruments, undefined);
      });
    }
  });
}

test('an instrument of a fixed amount takes no other: the payment fails, the money is kept', () => {
  const command = { paymentId: 'C9', instrumentId: 'QR1', bankReference: 'bank-1', amountMinor: 49_900n };
  const result = decide(confirmCredit, command, { instruments: [instrumentRow({ amountMinor: 50_000n })] });
  const { booked, payment } = valueOf(result);
  assert.deepEqual([booked, payment.status, payment.amountMinor], ['suspense', 'failed', 50_000n]);
  assert.deepEqual(result.transfers, ['channel:QR > suspense: 49900 suspense']);
  assert.deepEqual(result.events, failed);
});

// bounds of 200.00 and 500.00, where they are -> what becomes of the credit
const boundCases: [
  minAmountMinor: bigint | null,
  maxAmountMinor: bigint | null,
  amountMinor: bigint,
  taken: boolean,
][] = [
  [20_000n, 50_000n, 19_999n, false],
  [20_000n, 50_000n, 20_000n, true],
  [20_000n, 50_000n, 50_000n, true],
  [20_000n, 50_000n, 50_001n, false],
  [20_000n, null, 19_999n, false],
  [20_000n, null, 500_000_000n, true],
  [null, 50_000n, 1n, true],
  [null, 50_000n, 50_001n, false],
  [20_000n, 20_000n, 20_000n, true],
  [null, null, 1n, true],
];

test('money outside what the merchant lets payers enter is kept in suspense, and the merchant is told of no payment', () => {
  const credit = { paymentId: 'C9', instrumentId: 'QR1', bankReference: 'bank-1' };
  for (const [minAmountMinor, maxAmountMinor, amountMinor, taken] of boundCases) {
    const title = `${minAmountMinor} ${maxAmountMinor} ${amountMinor}`;
    const instruments = [instrumentRow({ minAmountMinor, maxAmountMinor })];
    const result = decide(confirmCredit, { ...credit, amountMinor }, { instruments }, { merchant: { fees: {} } });
    const { booked, payment } = valueOf(result);
    const expected = taken ? ['completed', 'completed', amountMinor] : ['suspense', 'closed', amountMinor];
    assert.deepEqual([booked, payment.status, payment.amountMinor], expected, title);
    assert.deepEqual(
      result.transfers,
      [`channel:QR > ${taken ? `available: ${amountMinor} payment` : `suspense: ${amountMinor} suspense`}`],
      title,
    );
    assert.deepEqual(result.events, taken ? completed : [], title);
    assert.equal(result.changes.instruments, undefined, title);
    if (taken) continue;
    // The bank says it again.
    const transfers = [...(result.changes.transfers?.inserted ?? [])];
    const again = decide(confirmCredit, { ...credit, amountMinor }, { instruments, transfers, payments: [payment] });
    assert.equal(valueOf(again).booked, 'repeated', title);
    assert.deepEqual(again.changes, {}, title);
  }
});

test('money that is in suspense under a name does not complete a payment under the same name', () => {
  const payment = paymentRow({ status: 'pending' });
  const transfers = [suspenseTransfer('bank-1', payment.channel)];
  const command = { paymentId: payment.id, bankReference: 'bank-1', amountMinor: payment.amountMinor };
  const result = decide(confirmCredit, command, { payments: [payment], transfers });
  assert.equal(valueOf(result).booked, 'repeated');
  assert.deepEqual(result.changes, {});
});

test('a credit for what does not exist is refused', () => {
  const credit = { paymentId: 'C1', bankReference: 'bank-1', amountMinor: 50_000n };
  for (const command of [credit, { ...credit, instrumentId: 'QR1' }]) {
    const result = decide(confirmCredit, command);
    assert.equal(result.answer, 'payment_not_found');
    assert.deepEqual(result.changes, {});
  }
});

test('a repeated confirmation of money in suspense books nothing', () => {
  for (const status of ['completed', 'failed', 'closed'] as const) {
    const result = decide(
      confirmCredit,
      { paymentId: 'C1', bankReference: 'bank-1', amountMinor: 50_000n },
      { payments: [paymentRow({ status })], transfers: [suspenseTransfer('bank-1', 'WEB')] },
    );
    assert.equal(valueOf(result).booked, 'repeated');
    assert.deepEqual(result.changes, {});
  }
});

test('money that comes after the payment’s time but before it was closed still pays it', () => {
  const payment = paymentRow({ expiresAt: now - 1 });
  const result = decide(
    confirmCredit,
    { paymentId: 'C1', bankReference: 'bank-1', amountMinor: 50_000n },
    { payments: [payment] },
  );
  assert.equal(valueOf(result).booked, 'completed');
});

// fixed fee, basis points, amount -> fee
const feeCases: [fixedMinor: bigint, basisPoints: number, amountMinor: bigint, feeMinor: bigint][] = [
  [0n, 0, 50_000n, 0n],
  [0n, 150, 50_000n, 750n],
  [500n, 0, 499n, 499n],
  [500n, 0, 500n, 500n],
  [500n, 0, 501n, 500n],
  [0n, 10_000, 7n, 7n],
  [100n, 10_000, 7n, 7n],
];

for (const settlementDays of [0, 2]) {
  test(`the fee comes out of the payment, never above it (settlement days: ${settlementDays})`, () => {
    for (const [fixedMinor, basisPoints, amountMinor, feeMinor] of feeCases) {
      const result = decide(
        confirmCredit,
        { paymentId: 'C1', bankReference: 'bank-1', amountMinor },
        { payments: [paymentRow({ amountMinor })] },
        { merchant: { fees: { payment: { fixedMinor, basisPoints } }, settlementDays } },
      );
      assert.equal(valueOf(result).payment.feeMinor, feeMinor);
      const earned = settlementDays === 0 ? 'available' : 'pending';
      assert.deepEqual(result.transfers, [
        `channel:WEB > ${earned}: ${amountMinor} payment`,
        ...(feeMinor > 0n ? [`${earned} > fees: ${feeMinor} payment_fee`] : []),
      ]);
      // A day is opened only for money that is left to settle.
      const rest = amountMinor - feeMinor;
      assert.deepEqual(
        result.changes.settlements?.inserted.map((row) => row.amountMinor),
        settlementDays > 0 && rest > 0n ? [rest] : undefined,
        `${fixedMinor} ${basisPoints} ${amountMinor}`,
      );
    }
  });
}

test('payments of one day are settled together', () => {
  const id = `${merchantId}:PHP:2026-03-03`;
  const open = { id, merchantId, currency: 'PHP', amountMinor: 1000n, status: 'open', dueAt: now } as const;
  const result = decide(
    confirmCredit,
    { paymentId: 'C1', bankReference: 'bank-1', amountMinor: 50_000n },
    { payments: [paymentRow()], settlements: [open] },
    { merchant: { settlementDays: 1 } },
  );
  assert.deepEqual(result.changes.settlements?.updated, [{ ...open, amountMinor: 50_250n }]);
});

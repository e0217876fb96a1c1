// Guards what happens to a payment that its channel had to know of when its money comes, above all while it is being taken back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Refund } from '../refund/refund.ts';
import { confirmCredit } from './confirm-credit.ts';
import type { Payment, Receipt } from './payment.ts';
import { decide, valueOf } from '../../../test/support/decide.ts';
import {
  accountRow,
  authorisationRow,
  earlier,
  notificationRow,
  now,
  paymentRow,
  refundRow,
  settlementRow,
  taskRow,
} from '../../../test/support/rows.ts';

const credit = { paymentId: 'C1', bankReference: 'bank-1', amountMinor: 50_000n };
const receipt: Receipt = { at: now - 500, payerId: 'P1', payerAccount: 'p***1', source: 'wallet' };
const message = notificationRow({ id: 'C1.reversing' });

function orderRow(change: Partial<Payment> = {}): Payment {
  return paymentRow({ entry: 'order', channel: 'WALLET', expiresAt: now + 1000, doubt: 'io_send', ...change });
}

function reversal(change: Partial<Refund> = {}): Refund {
  const before = { foundCompleted: false, feeMinor: 0n, heldFrom: null, channel: 'WALLET' } as const;
  return refundRow({ kind: 'reversal', ...before, ...change });
}

test('a payment that its channel says is paid is completed with what the channel tells, and owes no call', () => {
  for (const [given, kept] of [
    [{ receipt }, receipt],
    [{}, null],
  ] as const) {
    const { changes, events } = decide(
      confirmCredit,
      { ...credit, ...given },
      { payments: [orderRow()], tasks: [taskRow('send-payment', 'C1'), taskRow('query-payment', 'C1')] },
    );
    assert.deepEqual(changes.payments?.updated, [
      orderRow({
        status: 'completed',
        feeMinor: 750n,
        bankReference: 'bank-1',
        receipt: kept,
        doubt: null,
        expiresAt: null,
        finalAt: now,
      }),
    ]);
    const removed: readonly string[] = changes.tasks?.removed ?? [];
    assert.deepEqual(removed, ['send-payment:C1', 'query-payment:C1']);
    assert.deepEqual(events, ['payment.completed']);
  }
});

test('money that comes while its payment is taken back is held at once, and nobody is told of a sale', () => {
  for (const settlementDays of [0, 1]) {
    const day = settlementRow({ amountMinor: 5n });
    const result = decide(
      confirmCredit,
      credit,
      {
        payments: [orderRow({ lastRefundId: 'R1' })],
        refunds: [reversal()],
        settlements: settlementDays === 0 ? [] : [day],
        tasks: [taskRow('query-payment', 'C1'), taskRow('query-refund', 'R1')],
        notifications: [message],
      },
      { merchant: { settlementDays } },
    );
    const earned = settlementDays === 0 ? 'available' : 'pending';
    assert.deepEqual(result.transfers, [
      `channel:WALLET > ${earned}: 50000 payment`,
      `${earned} > fees: 750 payment_fee`,
      `${earned} > held: 49250 refund_hold`,
      'fees > held: 750 refund_fee_hold',
    ]);
    assert.deepEqual(result.changes.refunds?.updated, [reversal({ feeMinor: 750n, heldFrom: earned })]);
    const { payment, booked } = valueOf(result);
    assert.equal(booked, 'completed');
    assert.deepEqual(result.changes.payments?.updated, [payment]);
    assert.deepEqual(
      [payment.status, payment.refundingMinor, payment.feeReturnedMinor, payment.settlementId],
      ['completed', 50_000n, 750n, settlementDays === 0 ? null : day.id],
    );
    // The day gets nothing out of it, and the reversal is asked about as before.
    assert.deepEqual(result.changes.settlements?.updated ?? [day], [day]);
    const removed: readonly string[] = result.changes.tasks?.removed ?? [];
    assert.deepEqual(removed, ['query-payment:C1']);
    assert.deepEqual([result.events, result.changes.notifications], [[], undefined]);
  }
});

test('a payment that was all fee opens no day, not even to be taken back', () => {
  const result = decide(
    confirmCredit,
    credit,
    { payments: [orderRow({ lastRefundId: 'R1' })], refunds: [reversal()] },
    { merchant: { settlementDays: 1, fees: { payment: { fixedMinor: 50_000n, basisPoints: 0 } } } },
  );
  assert.deepEqual(result.transfers, [
    'channel:WALLET > pending: 50000 payment',
    'pending > fees: 50000 payment_fee',
    'fees > held: 50000 refund_fee_hold',
  ]);
  assert.equal(result.changes.settlements, undefined);
});

test('money that comes after a reversal was refused is a sale, and the message of the reversal is taken back', () => {
  const result = decide(confirmCredit, credit, {
    payments: [orderRow({ lastRefundId: 'R1' })],
    refunds: [reversal({ status: 'failed' })],
    notifications: [message],
  });
  assert.deepEqual(result.events, ['payment.completed']);
  assert.equal(result.changes.refunds, undefined);
  assert.deepEqual(result.changes.notifications?.updated, [{ ...message, status: 'superseded' }]);
});

test('another amount that comes while a payment is taken back fails it and is kept for the reversal', () => {
  const result = decide(
    confirmCredit,
    { ...credit, amountMinor: 49_900n },
    {
      payments: [orderRow({ lastRefundId: 'R1' })],
      refunds: [reversal()],
      tasks: [taskRow('query-payment', 'C1')],
      notifications: [message],
    },
  );
  const { payment, booked } = valueOf(result);
  assert.deepEqual([booked, payment.status, payment.bankReference], ['suspense', 'failed', 'bank-1']);
  assert.deepEqual([payment.failure, payment.doubt], ['params_error', null]);
  assert.deepEqual(result.transfers, ['channel:WALLET > suspense: 49900 suspense']);
  assert.equal(result.changes.refunds, undefined);
  assert.deepEqual(result.changes.notifications?.updated, [{ ...message, status: 'superseded' }]);
  assert.deepEqual(result.changes.tasks?.removed.length, 1);
  assert.deepEqual(result.events, ['payment.failed']);
});

test('money that comes for a payment which a reversal closed is kept', () => {
  const result = decide(confirmCredit, credit, {
    payments: [orderRow({ status: 'closed', lastRefundId: 'R1' })],
    refunds: [reversal({ status: 'completed' })],
  });
  assert.equal(valueOf(result).booked, 'suspense');
  assert.deepEqual([result.changes.payments, result.events], [undefined, []]);
});

test('a capture is what its authorisation captured, or can capture again', () => {
  const cases: [capturing: bigint, amountMinor: bigint, captured: bigint, status: 'authorised' | 'closed'][] = [
    [50_000n, 50_000n, 50_000n, 'closed'],
    [50_000n, 49_900n, 0n, 'authorised'],
  ];
  for (const [capturingMinor, amountMinor, capturedMinor, status] of cases) {
    const { changes } = decide(
      confirmCredit,
      { ...credit, amountMinor },
      {
        payments: [orderRow({ entry: 'capture', authorisationId: 'A1', expiresAt: null })],
        authorisations: [authorisationRow({ capturingMinor })],
      },
    );
    assert.deepEqual(changes.authorisations?.updated, [
      authorisationRow({ capturingMinor: 0n, capturedMinor, status, bankReference: 'bank-a' }),
    ]);
  }
});

test('nothing is booked twice however often it is confirmed, reversed or not', () => {
  const held = {
    status: 'completed',
    bankReference: 'bank-1',
    refundingMinor: 50_000n,
    feeReturnedMinor: 750n,
  } as const;
  for (const status of ['pending', 'completed'] as const) {
    const result = decide(confirmCredit, credit, {
      payments: [orderRow({ ...held, feeMinor: 750n, lastRefundId: 'R1', finalAt: earlier })],
      refunds: [reversal({ status })],
      accounts: [accountRow('held', 50_000n)],
    });
    assert.equal(valueOf(result).booked, 'repeated');
    assert.deepEqual(result.changes, {}, status);
  }
});

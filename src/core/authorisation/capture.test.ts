// Guards which captures are taken, and what becomes of the authorisation and of what a capture leaves when it ends.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authorisationRow, releaseRow, scope } from '../../../test/support/authorisation-rows.ts';
import { decide, valueOf } from '../../../test/support/decide.ts';
import { appId, merchantId } from '../../../test/support/engine.ts';
import { now, paymentRow, refundRow } from '../../../test/support/rows.ts';
import { confirmCredit } from '../payment/confirm-credit.ts';
import { failPayment } from '../payment/fail-payment.ts';
import { settleRefund } from '../refund/settle-refund.ts';
import type { Authorisation } from './authorisation.ts';
import { type Capture, capture } from './capture.ts';

const command: Capture = {
  id: 'C9',
  authorisationId: 'A1',
  merchantId,
  appId,
  referenceScope: scope,
  reference: 'pay-9',
  amountMinor: 4000n,
  notifyUrl: null,
  details: { subject: 'room 12' },
  releaseRest: false,
};

// Of ten thousand: 1000 captured, 2000 being captured, 1500 released, 1500 being released, 4000 left.
const used = { capturedMinor: 1000n, capturingMinor: 2000n, releasedMinor: 1500n, releasingMinor: 1500n };

const rows: [change: Partial<Capture>, authorisation: Partial<Authorisation>, answer: string][] = [
  [{}, used, 'ok'],
  [{ amountMinor: 4001n }, used, 'authorisation_exceeded'],
  [{ amountMinor: 10_000n }, {}, 'ok'],
  [{ amountMinor: 10_001n }, {}, 'authorisation_exceeded'],
  [{ authorisationId: 'A2', reference: 'pay-1' }, {}, 'authorisation_not_found'],
  [{ merchantId: 'another', reference: 'pay-1' }, {}, 'authorisation_not_found'],
  [{ reference: 'pay-1', amountMinor: 10_001n }, { status: 'failed' }, 'reference_repeated'],
  [{ reference: 'unfreeze-1', amountMinor: 10_001n }, { status: 'failed' }, 'reference_repeated'],
  [{ reference: 'freeze-1', amountMinor: 10_001n }, { status: 'failed' }, 'reference_repeated'],
  [{ reference: 'freeze-1', id: 'A1' }, {}, 'ok'],
  [{ reference: 'auth-1' }, {}, 'ok'],
  [{ amountMinor: 10_001n }, { status: 'failed' }, 'authorisation_not_open'],
  [{}, { status: 'pending' }, 'authorisation_not_open'],
  [{}, { status: 'closed', releasedMinor: 10_000n }, 'authorisation_exceeded'],
  [{ amountMinor: 9_000n }, {}, 'daily_amount_exceeded'],
];

test('a capture is refused for the first of its faults, and never above what is left', () => {
  for (const [change, authorisation, answer] of rows) {
    const limits = answer === 'daily_amount_exceeded' ? { payment: { dailyAmount: 8_999n } } : {};
    const there = {
      authorisations: [authorisationRow(authorisation)],
      payments: [paymentRow({ referenceScope: scope, reference: 'pay-1', status: 'failed' })],
      releases: [releaseRow()],
    };
    const result = decide(capture, { ...command, ...change }, there, { merchant: { limits } });
    const label = JSON.stringify([change, authorisation], (_, value) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    assert.equal(result.answer, answer, label);
    if (answer !== 'ok') assert.deepEqual(result.changes, {}, label);
  }
});

test('a capture is a payment that waits for its channel, and moves no money before', () => {
  const before = authorisationRow(used);
  const result = decide(capture, command, { authorisations: [before] });
  const { releaseRest, ...asked } = command;
  assert.deepEqual(valueOf(result), {
    ...paymentRow({ ...asked, entry: 'capture', channel: 'WALLET', createdAt: now }),
    authorisationId: 'A1',
  });
  assert.deepEqual(result.changes.authorisations?.updated, [{ ...before, capturingMinor: 6000n }]);
  assert.deepEqual(result.changes.tasks?.inserted, [
    { id: 'send-payment:C9', kind: 'send-payment', subjectId: 'C9', dueAt: now, attempt: 0 },
  ]);
  assert.deepEqual([result.changes.releases, result.transfers, result.events], [undefined, [], []]);
  assert.equal(releaseRest, false);
});

test('what a capture leaves is set apart with it, where it is to be released', () => {
  const result = decide(capture, { ...command, releaseRest: true }, { authorisations: [authorisationRow()] });
  const [rest] = result.changes.releases?.inserted ?? [];
  assert.deepEqual(
    [rest?.amountMinor, rest?.status, rest?.referenceScope, rest?.reference],
    [6000n, 'pending', 'C9.rest', ''],
  );
  const [after] = result.changes.authorisations?.updated ?? [];
  assert.deepEqual([after?.capturingMinor, after?.releasingMinor], [4000n, 6000n]);
  assert.deepEqual(
    result.changes.tasks?.inserted.map(({ id }) => id),
    ['send-payment:C9'],
  );

  const whole = { ...command, amountMinor: 10_000n, releaseRest: true };
  assert.equal(decide(capture, whole, { authorisations: [authorisationRow()] }).changes.releases, undefined);
});

const capturing = paymentRow({
  id: 'C9',
  entry: 'capture',
  authorisationId: 'A1',
  channel: 'WALLET',
  amountMinor: 4000n,
});
const rest = releaseRow({ id: 'L9', referenceScope: 'C9.rest', reference: '', amountMinor: 6000n });
const withRest = { capturingMinor: 4000n, releasingMinor: 6000n };

test('a capture that completes is booked as any payment, and what it left is released then', () => {
  const cases: [before: Partial<Authorisation>, releases: boolean, after: Partial<Authorisation>, owes: string[]][] = [
    [{ capturingMinor: 4000n }, false, { capturingMinor: 0n, capturedMinor: 4000n }, []],
    [withRest, true, { ...withRest, capturingMinor: 0n, capturedMinor: 4000n }, ['send-release:L9']],
    [
      { capturingMinor: 4000n, capturedMinor: 6000n },
      false,
      { capturingMinor: 0n, capturedMinor: 10_000n, status: 'closed' },
      [],
    ],
  ];
  for (const [before, releases, after, owes] of cases) {
    const authorisation = authorisationRow(before);
    const result = decide(
      confirmCredit,
      { paymentId: 'C9', bankReference: 'bank-9', amountMinor: 4000n },
      { payments: [capturing], authorisations: [authorisation], releases: releases ? [rest] : [] },
    );
    assert.equal(valueOf(result).booked, 'completed');
    assert.deepEqual(result.transfers, [
      'channel:WALLET > available: 4000 payment',
      'available > fees: 60 payment_fee',
    ]);
    assert.deepEqual(result.events, ['payment.completed']);
    assert.deepEqual(result.changes.authorisations?.updated, [{ ...authorisation, ...after }]);
    assert.deepEqual(
      (result.changes.tasks?.inserted ?? []).map(({ id }) => id),
      owes,
    );
    assert.equal(result.changes.releases, undefined);
  }
});

test('a capture that fails leaves all of its money, and releases nothing', () => {
  const authorisation = authorisationRow(withRest);
  const failed = decide(
    failPayment,
    { paymentId: 'C9', failure: 'limit_exceeded' },
    { payments: [capturing], authorisations: [authorisation], releases: [rest] },
  );
  assert.equal(valueOf(failed).status, 'failed');
  assert.deepEqual(failed.changes.authorisations?.updated, [authorisationRow()]);
  assert.deepEqual(failed.changes.releases?.updated, [
    { ...rest, status: 'failed', failure: 'limit_exceeded', finalAt: now },
  ]);
  assert.equal(failed.changes.tasks, undefined);

  // Another amount than asked for is no capture either.
  const other = decide(
    confirmCredit,
    { paymentId: 'C9', bankReference: 'bank-9', amountMinor: 3999n },
    { payments: [capturing], authorisations: [authorisation], releases: [rest] },
  );
  assert.equal(valueOf(other).payment.status, 'failed');
  assert.deepEqual(other.changes.authorisations?.updated, [authorisationRow()]);
  assert.deepEqual(
    other.changes.releases?.updated.map(({ status }) => status),
    ['failed'],
  );
});

test('a capture that is stopped leaves all of its money, and releases nothing', () => {
  const reversal = refundRow({
    kind: 'reversal',
    paymentId: 'C9',
    amountMinor: 4000n,
    heldFrom: null,
    foundCompleted: false,
  });
  const stopped = decide(
    settleRefund,
    { refundId: 'R1', paymentId: 'C9', result: { kind: 'stopped' } },
    {
      payments: [{ ...capturing, lastRefundId: 'R1' }],
      refunds: [reversal],
      authorisations: [authorisationRow(withRest)],
      releases: [rest],
    },
  );
  assert.equal(stopped.changes.payments?.updated[0]?.status, 'closed');
  assert.deepEqual(stopped.changes.authorisations?.updated, [authorisationRow()]);
  assert.deepEqual(stopped.changes.releases?.updated, [
    { ...rest, status: 'failed', failure: 'channel_rejected', finalAt: now },
  ]);
});

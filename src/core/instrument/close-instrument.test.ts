// Guards how an instrument is closed or changed: only while it is open, and its waiting payment with it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cancelInstrument, expireInstrument } from './close-instrument.ts';
import type { InstrumentStatus } from './instrument.ts';
import type { PaymentStatus } from '../payment/payment.ts';
import { updateInstrument } from './update-instrument.ts';
import { decide, valueOf } from '../../../test/support/decide.ts';
import { appId } from '../../../test/support/engine.ts';
import { instrumentRow, now, paymentRow } from '../../../test/support/rows.ts';

const name = { referenceScope: appId, reference: 'counter-1', slot: 'qr' };
const unknownNames = [
  { ...name, referenceScope: 'another-app' },
  { ...name, reference: 'counter-2' },
  { ...name, slot: 'BDO' },
];

function rowsWith(status: InstrumentStatus, payment: PaymentStatus | null, expiresAt: number | null = null) {
  return {
    instruments: [instrumentRow({ status, expiresAt, paymentId: payment === null ? null : 'C1' })],
    payments: payment === null ? [] : [paymentRow({ status: payment, instrumentId: 'QR1' })],
  };
}

type CloseCase = [
  status: InstrumentStatus,
  payment: PaymentStatus | null,
  after: InstrumentStatus,
  paymentAfter: PaymentStatus | null,
];

const cancelCases: CloseCase[] = [
  ['active', null, 'cancelled', null],
  ['active', 'pending', 'cancelled', 'closed'],
  ['active', 'completed', 'cancelled', 'completed'],
  ['used', 'completed', 'used', 'completed'],
  ['used', 'failed', 'used', 'failed'],
  ['expired', 'closed', 'expired', 'closed'],
  ['cancelled', null, 'cancelled', null],
  ['cancelled', 'closed', 'cancelled', 'closed'],
];

test('a cancelled instrument closes with its waiting payment; a closed one is answered as it is', () => {
  for (const [status, payment, after, paymentAfter] of cancelCases) {
    const result = decide(cancelInstrument, name, rowsWith(status, payment));
    const title = `${status} ${payment}`;
    assert.equal(valueOf(result).status, after, title);
    if (status === after) assert.deepEqual(result.changes, {}, title);
    else assert.equal(valueOf(result).updatedAt, now);
    assertPayment(result, payment, paymentAfter, title);
  }
});

const expireCases: [...CloseCase, expiresAt: number | null, answer: string][] = [
  ['active', null, 'expired', null, now - 1, 'ok'],
  ['active', null, 'expired', null, now, 'ok'],
  ['active', 'pending', 'expired', 'closed', now, 'ok'],
  ['active', 'pending', 'active', 'pending', now + 1, 'already_final'],
  ['active', null, 'active', null, null, 'already_final'],
  ['used', 'completed', 'used', 'completed', now - 1, 'already_final'],
  ['expired', 'closed', 'expired', 'closed', now - 1, 'already_final'],
  ['cancelled', 'closed', 'cancelled', 'closed', now - 1, 'already_final'],
];

test('an instrument expires when its time is up, not before, and only while it is open', () => {
  for (const [status, payment, after, paymentAfter, expiresAt, answer] of expireCases) {
    const result = decide(expireInstrument, { instrumentId: 'QR1' }, rowsWith(status, payment, expiresAt));
    const title = `${status} ${payment} ${expiresAt}`;
    assert.equal(result.answer, answer, title);
    if (answer === 'ok') assert.deepEqual([valueOf(result).status, valueOf(result).updatedAt], [after, now], title);
    else assert.deepEqual(result.changes, {}, title);
    assertPayment(result, payment, paymentAfter, title);
  }
});

function assertPayment(
  result: ReturnType<typeof decide>,
  before: PaymentStatus | null,
  after: PaymentStatus | null,
  title: string,
): void {
  const changed = before !== after;
  assert.deepEqual(
    result.changes.payments?.updated.map((row) => [row.status, row.finalAt]),
    changed ? [[after, now]] : undefined,
    title,
  );
  assert.deepEqual(result.events, changed ? ['payment.closed'] : [], title);
  assert.deepEqual(result.transfers, [], title);
}

const updateCases: [status: InstrumentStatus, payment: PaymentStatus | null, answer: string][] = [
  ['active', null, 'ok'],
  ['active', 'pending', 'ok'],
  ['active', 'completed', 'ok'],
  ['used', 'completed', 'instrument_not_found'],
  ['expired', 'closed', 'instrument_not_found'],
  ['cancelled', null, 'instrument_not_found'],
];

test('only an open instrument is changed, and its waiting payment with it', () => {
  for (const [status, payment, answer] of updateCases) {
    const change = { notifyUrl: 'http://merchant.test/other', details: { customerName: 'Ana' } };
    const result = decide(updateInstrument, { ...name, ...change }, rowsWith(status, payment));
    const title = `${status} ${payment}`;
    assert.equal(result.answer, answer, title);
    if (answer !== 'ok') {
      assert.deepEqual(result.changes, {}, title);
      continue;
    }
    const { notifyUrl, details, updatedAt } = valueOf(result);
    assert.deepEqual({ notifyUrl, details, updatedAt }, { ...change, updatedAt: now }, title);
    assert.deepEqual(
      result.changes.payments?.updated.map((row) => ({ notifyUrl: row.notifyUrl, details: row.details })),
      payment === 'pending' ? [change] : undefined,
      title,
    );
    assert.deepEqual(result.events, []);
  }
});

test('what an update does not name stays', () => {
  const before = instrumentRow({ notifyUrl: 'http://merchant.test/first', details: { remark: 'a', email: 'b' } });
  const result = decide(updateInstrument, { ...name, details: { email: null, phone: 'c' } }, { instruments: [before] });
  assert.deepEqual(valueOf(result), {
    ...before,
    details: { remark: 'a', email: null, phone: 'c' },
    updatedAt: now,
  });
});

test('an instrument of another app, reference or slot is not found', () => {
  for (const other of unknownNames) {
    const rows = { instruments: [instrumentRow()] };
    assert.equal(decide(cancelInstrument, other, rows).answer, 'instrument_not_found');
    assert.equal(decide(updateInstrument, { ...other, details: {} }, rows).answer, 'instrument_not_found');
  }
  assert.equal(decide(expireInstrument, { instrumentId: 'QR2' }).answer, 'instrument_not_found');
});

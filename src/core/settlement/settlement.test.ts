// Guards when earned money becomes available: once, on its own country's day.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountId } from '../ledger/ledger.ts';
import { type Settlement, settleDay, settlementOf } from './settlement.ts';
import { decide, valueOf } from '../../../test/support/decide.ts';
import { merchantId } from '../../../test/support/engine.ts';
import { accountRow, merchantOfTests, now, settlementRow } from '../../../test/support/rows.ts';

const id = `${merchantId}:PHP:2026-03-02`;
const command = { settlementId: id, merchantId, currency: 'PHP' };

const rows: [status: Settlement['status'], dueAt: number, answer: string][] = [
  ['open', now - 1, 'ok'],
  ['open', now, 'ok'],
  ['open', now + 1, 'already_final'],
  ['settled', now - 1, 'already_final'],
];

test('a due day is settled once, wholly, and not before it begins', () => {
  for (const [status, dueAt, answer] of rows) {
    const settlement: Settlement = { id, merchantId, currency: 'PHP', amountMinor: 700n, status, dueAt };
    const result = decide(settleDay, command, { settlements: [settlement], accounts: [accountRow('pending', 1000n)] });
    assert.equal(result.answer, answer, `${status} ${dueAt - now}`);
    if (answer !== 'ok') {
      assert.deepEqual(result.changes, {});
      continue;
    }
    assert.deepEqual(valueOf(result), { ...settlement, status: 'settled' });
    assert.deepEqual(result.transfers, ['pending > available: 700 settlement']);
    const pending = result.changes.accounts?.updated.find((row) => row.id === accountId(merchantId, 'PHP', 'pending'));
    assert.equal((pending?.credits ?? 0n) - (pending?.debits ?? 0n), 300n);
    assert.deepEqual(result.events, []);
  }
});

test('a day that does not exist is refused', () => {
  assert.equal(decide(settleDay, command).answer, 'internal');
});

// Manila and Kuala Lumpur are eight hours east of UTC, Bangkok and Jakarta seven, Moscow three.
const dayCases: [currency: string, days: number, at: string, day: string, dueAt: string][] = [
  ['PHP', 1, '2026-03-02T04:00:00Z', '2026-03-03', '2026-03-02T16:00:00Z'],
  ['PHP', 1, '2026-03-02T15:59:59.999Z', '2026-03-03', '2026-03-02T16:00:00Z'],
  ['PHP', 1, '2026-03-02T16:00:00Z', '2026-03-04', '2026-03-03T16:00:00Z'],
  ['THB', 1, '2026-03-02T16:59:59Z', '2026-03-03', '2026-03-02T17:00:00Z'],
  ['THB', 1, '2026-03-02T17:00:00Z', '2026-03-04', '2026-03-03T17:00:00Z'],
  ['RUB', 3, '2026-02-27T21:00:00Z', '2026-03-03', '2026-03-02T21:00:00Z'],
  ['IDR', 2, '2028-02-27T20:00:00Z', '2028-03-01', '2028-02-29T17:00:00Z'],
  ['PHP', 1, '2026-12-31T10:00:00Z', '2027-01-01', '2026-12-31T16:00:00Z'],
];

test('the day of settlement is counted by the calendar of the currency’s country', () => {
  for (const [currency, settlementDays, at, day, dueAt] of dayCases) {
    const merchant = { ...merchantOfTests, settlementDays };
    assert.deepEqual(
      settlementOf(merchant, currency, Date.parse(at)),
      { id: `${merchantId}:${currency}:${day}`, dueAt: Date.parse(dueAt) },
      `${currency} ${at}`,
    );
  }
});

test('a day whose money was all given back is settled without a transfer', () => {
  const day = settlementRow({ amountMinor: 0n, dueAt: now });
  const result = decide(settleDay, { ...command, settlementId: day.id }, { settlements: [day] });
  assert.deepEqual(valueOf(result), { ...day, status: 'settled' });
  assert.deepEqual(result.transfers, []);
});

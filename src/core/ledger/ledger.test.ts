// Guards that the ledger moves money between two accounts and nothing else, and that a deposit is booked once.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accept } from '../../kernel/outcome.ts';
import type { Decider } from '../state.ts';
import { fund } from './fund.ts';
import { type Booking, accountId, accountKeys, post, transferId } from './ledger.ts';
import { decide, valueOf } from '../../../test/support/decide.ts';
import { merchantId } from '../../../test/support/engine.ts';
import { accountRow, now } from '../../../test/support/rows.ts';

/** A rule that books and does nothing else. */
const book: Decider<readonly Booking[], null> = {
  needs: () => ({ accounts: accountKeys(merchantId, 'PHP', ['available', 'held']) }),
  decide(state, bookings, at) {
    for (const booking of bookings) post(state, booking, at);
    return accept(null);
  },
};

const hold: Booking = {
  merchantId,
  currency: 'PHP',
  debit: 'available',
  credit: 'held',
  amountMinor: 300n,
  code: 'payout_hold',
  causeId: 'D1',
};

test('a booking is one transfer and adds to both of its accounts', () => {
  const { changes } = decide(book, [hold], { accounts: [accountRow('available', 1000n)] });
  assert.deepEqual(changes.transfers?.inserted, [
    {
      id: 'D1/payout_hold',
      merchantId,
      debitAccount: accountId(merchantId, 'PHP', 'available'),
      creditAccount: accountId(merchantId, 'PHP', 'held'),
      amountMinor: 300n,
      currency: 'PHP',
      code: 'payout_hold',
      causeId: 'D1',
      at: now,
    },
  ]);
  assert.deepEqual(changes.accounts?.updated, [{ ...accountRow('available', 1000n), debits: 300n }]);
  assert.deepEqual(changes.accounts?.inserted, [accountRow('held', 300n)]);
});

test('a booking of nothing leaves no trace, one below zero is a bug', () => {
  assert.deepEqual(decide(book, [{ ...hold, amountMinor: 0n }]).changes, {});
  assert.throws(() => decide(book, [{ ...hold, amountMinor: -1n }]), /transfer of -1/);
});

test('the same cause books the same thing only once', () => {
  assert.throws(() => decide(book, [hold, hold]), /D1\/payout_hold was about to be inserted twice/);
  assert.equal(decide(book, [hold, { ...hold, code: 'payout_fee_hold' }]).transfers.length, 2);
});

test('an account that was not asked for cannot be booked on', () => {
  assert.throws(() => decide(book, [{ ...hold, credit: 'fees' }]), /without naming it/);
});

const fundCases: [amountMinor: bigint, seenBefore: boolean, answer: bigint | string, transfers: string[]][] = [
  [500n, false, 1500n, ['funding > available: 500 funding']],
  [1n, false, 1001n, ['funding > available: 1 funding']],
  [500n, true, 1000n, []],
  [0n, false, 'request_malformed', []],
  [-1n, false, 'request_malformed', []],
];

test('a deposit above zero is booked once and answers the balance', () => {
  for (const [amountMinor, seenBefore, answer, transfers] of fundCases) {
    const first = decide(fund, { id: 'B1', merchantId, currency: 'PHP', amountMinor: 500n }).changes.transfers
      ?.inserted;
    const result = decide(
      fund,
      { id: 'B1', merchantId, currency: 'PHP', amountMinor },
      { accounts: [accountRow('available', 1000n)], transfers: seenBefore ? (first ?? []) : [] },
    );
    assert.equal(result.outcome.ok ? valueOf(result) : result.answer, answer);
    assert.deepEqual(result.transfers, transfers);
  }
  assert.equal(transferId('B1', 'funding'), 'B1/funding');
});

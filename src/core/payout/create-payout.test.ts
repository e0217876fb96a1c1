// Guards which payouts are taken, in which order a request is refused, and what an accepted one holds and owes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CreatePayout, createPayout } from './create-payout.ts';
import { decide, valueOf } from '../../../test/support/decide.ts';
import { appId, merchantId } from '../../../test/support/engine.ts';
import { accountRow, now, payoutRow } from '../../../test/support/rows.ts';

const command: CreatePayout = {
  id: 'D9',
  merchantId,
  appId,
  referenceScope: appId,
  reference: 'payout-9',
  idempotencyKey: 'key-9',
  channel: 'BANK',
  currency: 'PHP',
  amountMinor: 10_000n,
  destination: { method: 'bank', code: 'BDO', accountNo: '001234567890', accountName: 'Juan Dela Cruz' },
  notifyUrl: 'http://merchant.test/notify',
  details: {},
};

const usedKey = { idempotencyKey: 'key-1' };
const usedReference = { reference: 'payout-1' };
const poor = 0n;
const exact = 11_000n;

// Every wrong thing together with those checked after it: the first one in the rule's order is the answer.
const rows: [change: Partial<CreatePayout>, available: bigint, answer: string][] = [
  [{}, exact, 'ok'],
  [{ channel: 'NONE', amountMinor: 1n, ...usedKey, ...usedReference }, poor, 'channel_unavailable'],
  [{ channel: 'OFF', amountMinor: 1n, ...usedKey, ...usedReference }, poor, 'channel_unavailable'],
  [{ amountMinor: 500_000_001n, ...usedKey, ...usedReference }, poor, 'amount_over_limit'],
  [{ amountMinor: 99n, ...usedKey, ...usedReference }, poor, 'amount_under_limit'],
  [{ ...usedKey, ...usedReference }, poor, 'idempotency_key_repeated'],
  [usedKey, poor, 'idempotency_key_repeated'],
  [usedReference, poor, 'reference_repeated'],
  [{}, poor, 'balance_insufficient'],
  [{}, exact - 1n, 'balance_insufficient'],
  [{ currency: 'THB' }, exact, 'channel_unavailable'],
  [usedKey, exact, 'idempotency_key_repeated'],
  [usedReference, exact, 'reference_repeated'],
  [{ ...usedKey, ...usedReference, referenceScope: 'another-app' }, exact, 'ok'],
];

test('a payout is refused for the first of its faults, and then nothing is held', () => {
  for (const [change, available, answer] of rows) {
    const result = decide(
      createPayout,
      { ...command, ...change },
      { payouts: [payoutRow()], accounts: available === 0n ? [] : [accountRow('available', available)] },
    );
    assert.equal(
      result.answer,
      answer,
      JSON.stringify(change, (_, value) => String(value)),
    );
    if (answer !== 'ok') assert.deepEqual(result.changes, {});
  }
});

test('a reference and a key are used up whatever became of their payout', () => {
  for (const status of ['pending', 'completed', 'failed'] as const) {
    const there = { payouts: [payoutRow({ status })], accounts: [accountRow('available', exact)] };
    assert.equal(decide(createPayout, { ...command, ...usedReference }, there).answer, 'reference_repeated');
    assert.equal(decide(createPayout, { ...command, ...usedKey }, there).answer, 'idempotency_key_repeated');
  }
});

test('an accepted payout holds amount and fee and owes the call that sends it', () => {
  const fees: [feeMinor: bigint, transfers: string[]][] = [
    [1000n, ['available > held: 10000 payout_hold', 'available > held: 1000 payout_fee_hold']],
    [0n, ['available > held: 10000 payout_hold']],
  ];
  for (const [feeMinor, transfers] of fees) {
    const result = decide(
      createPayout,
      command,
      { accounts: [accountRow('available', exact), accountRow('held', 5n)] },
      { merchant: { fees: { payout: { fixedMinor: feeMinor, basisPoints: 0 } } } },
    );
    assert.deepEqual(valueOf(result), {
      ...command,
      feeMinor,
      status: 'pending',
      failure: null,
      bankReference: null,
      createdAt: now,
      finalAt: null,
    });
    assert.deepEqual(result.transfers, transfers);
    assert.deepEqual(result.events, []);
    assert.deepEqual(result.changes.tasks?.inserted, [
      { id: 'send-payout:D9', kind: 'send-payout', subjectId: 'D9', dueAt: now, attempt: 0 },
    ]);
    const balances = result.changes.accounts?.updated.map(({ kind, debits, credits }) => [kind, credits - debits]);
    assert.deepEqual(balances, [
      ['available', exact - 10_000n - feeMinor],
      ['held', 5n + 10_000n + feeMinor],
    ]);
  }
});

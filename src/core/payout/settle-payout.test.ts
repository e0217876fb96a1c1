// Guards that a payout ends once, with the bank's first definite answer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PayoutStatus } from './payout.ts';
import { settlePayout } from './settle-payout.ts';
import type { CallResult } from '../call/call.ts';
import type { Task } from '../task.ts';
import { decide, valueOf } from '../../../test/support/decide.ts';
import { accountRow, now, payoutRow, taskRow } from '../../../test/support/rows.ts';

const succeeded: CallResult = { kind: 'succeeded', bankReference: 'bank-1' };
const refused: CallResult = { kind: 'refused', failure: 'recipient_blocked' };

type SettleCase = [
  status: PayoutStatus,
  feeMinor: bigint,
  result: CallResult,
  answer: string,
  transfers: readonly string[],
];

const left = 'held > channel:BANK: 10000 payout';
const cameBack = 'held > available: 10000 payout_release';

const settleCases: SettleCase[] = [
  ['pending', 1000n, succeeded, 'completed', [left, 'held > fees: 1000 payout_fee']],
  ['pending', 0n, succeeded, 'completed', [left]],
  ['pending', 1000n, refused, 'failed', [cameBack, 'held > available: 1000 payout_fee_release']],
  ['pending', 0n, refused, 'failed', [cameBack]],
  ['completed', 1000n, succeeded, 'already_final', []],
  ['completed', 1000n, refused, 'already_final', []],
  ['failed', 1000n, succeeded, 'already_final', []],
  ['failed', 1000n, refused, 'already_final', []],
];

test('what was held leaves for good or comes back, by the first definite answer alone', () => {
  for (const [status, feeMinor, result, answer, transfers] of settleCases) {
    const decided = decide(
      settlePayout,
      { payoutId: 'D1', result },
      { payouts: [payoutRow({ status, feeMinor })], accounts: [accountRow('held', 10_000n + feeMinor)] },
    );
    const title = `${status} ${result.kind}`;
    assert.equal(decided.outcome.ok ? decided.outcome.value.status : decided.answer, answer, title);
    assert.deepEqual(decided.transfers, transfers, title);
    if (answer === 'already_final') {
      assert.deepEqual(decided.changes, {}, title);
      continue;
    }
    const { bankReference, failure, finalAt } = valueOf(decided);
    assert.deepEqual(
      [bankReference, failure, finalAt],
      answer === 'completed' ? ['bank-1', null, now] : [null, 'recipient_blocked', now],
    );
    assert.deepEqual(decided.events, [`payout.${answer}`]);
    const held = decided.changes.accounts?.updated.find((account) => account.kind === 'held');
    assert.equal((held?.credits ?? 0n) - (held?.debits ?? 0n), 0n);
  }
});

test('a settled payout owes no call any more', () => {
  const owed: Task[][] = [
    [taskRow('send-payout', 'D1')],
    [taskRow('query-payout', 'D1')],
    [taskRow('send-payout', 'D1'), taskRow('query-payout', 'D1')],
    [],
  ];
  for (const tasks of owed) {
    const { changes } = decide(
      settlePayout,
      { payoutId: 'D1', result: succeeded },
      { payouts: [payoutRow()], accounts: [accountRow('held', 11_000n)], tasks },
    );
    const forgotten: readonly string[] = changes.tasks?.removed ?? [];
    const ids = tasks.map(({ id }) => id);
    assert.deepEqual(forgotten, ids);
  }
});

test('what does not exist is not settled', () => {
  assert.equal(decide(settlePayout, { payoutId: 'D1', result: succeeded }).answer, 'payout_not_found');
});

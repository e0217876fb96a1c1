// Guards that a payout ends once, with the bank's first definite answer, and is asked about until then.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { awaitPayout, queryDelaysMs } from './await-payout.ts';
import type { PayoutStatus } from './payout.ts';
import { type PayoutResult, settlePayout } from './settle-payout.ts';
import type { Task } from '../task.ts';
import { decide, valueOf } from '../../../test/support/decide.ts';
import { accountRow, earlier, now, payoutRow } from '../../../test/support/rows.ts';

const succeeded: PayoutResult = { kind: 'succeeded', bankReference: 'bank-1' };
const refused: PayoutResult = { kind: 'refused', failure: 'recipient_blocked' };

function task(kind: Task['kind'], attempt = 0): Task {
  return { id: `${kind}:D1`, kind, subjectId: 'D1', dueAt: earlier, attempt };
}

type SettleCase = [
  status: PayoutStatus,
  feeMinor: bigint,
  result: PayoutResult,
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
    [task('send-payout')],
    [task('query-payout')],
    [task('send-payout'), task('query-payout')],
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

test('what does not exist is neither settled nor asked about', () => {
  assert.equal(decide(settlePayout, { payoutId: 'D1', result: succeeded }).answer, 'payout_not_found');
  assert.equal(decide(awaitPayout, { payoutId: 'D1' }).answer, 'payout_not_found');
});

const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000];

// The payout's tasks before, the wait until its next query, that query's number.
const awaitCases: [tasks: Task[], delayMs: number, attempt: number][] = [
  [[task('send-payout')], second, 0],
  [[], second, 0],
  [[task('query-payout', 0)], 5 * second, 1],
  [[task('query-payout', 1)], 30 * second, 2],
  [[task('query-payout', 2)], 5 * minute, 3],
  [[task('query-payout', 3)], hour, 4],
  [[task('query-payout', 4)], day, 5],
  [[task('query-payout', 5)], day, 6],
  [[task('query-payout', 99)], day, 100],
  [[task('send-payout'), task('query-payout', 0)], 5 * second, 1],
];

test('a payout without a definite answer is asked about later and later, and never sent again', () => {
  for (const [tasks, delayMs, attempt] of awaitCases) {
    const decided = decide(awaitPayout, { payoutId: 'D1' }, { payouts: [payoutRow()], tasks });
    const next = { id: 'query-payout:D1', kind: 'query-payout', subjectId: 'D1', dueAt: now + delayMs, attempt };
    assert.deepEqual(valueOf(decided), next);
    const { inserted = [], updated = [], removed = [] } = decided.changes.tasks ?? {};
    assert.deepEqual([...inserted, ...updated], [next]);
    assert.deepEqual(removed, tasks.some(({ kind }) => kind === 'send-payout') ? ['send-payout:D1'] : []);
    assert.deepEqual([decided.changes.payouts, decided.events, decided.transfers], [undefined, [], []]);
  }
  assert.equal(queryDelaysMs.length, 6);
});

test('a final payout is not asked about', () => {
  for (const status of ['completed', 'failed'] as const) {
    const decided = decide(awaitPayout, { payoutId: 'D1' }, { payouts: [payoutRow({ status })] });
    assert.equal(decided.answer, 'already_final');
    assert.deepEqual(decided.changes, {});
  }
});

// Guards how a share and its return end, each once, and what of the payment can be split afterwards.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide } from '../../../test/support/decide.ts';
import { accountRow, now, paymentRow, taskRow } from '../../../test/support/rows.ts';
import { shareReturnRow, shareRow } from '../../../test/support/split-rows.ts';
import { settleShareReturn } from './settle-share-return.ts';
import { settleShare } from './settle-share.ts';
import type { Share, ShareReturn, SplitProblem } from './split.ts';

const payment = paymentRow({ status: 'completed', feeMinor: 750n, splitMinor: 30_000n });
const accounts = [accountRow('available', 0n), accountRow('held', 20_000n)];

const shares: [
  share: Share,
  problem: SplitProblem | null,
  answer: string,
  booked: string[],
  splitMinor: bigint | undefined,
][] = [
  [shareRow(), null, 'ok', ['held > transit: 20000 share'], undefined],
  [shareRow(), 'no_relation', 'ok', ['held > available: 20000 share_release'], 10_000n],
  [shareRow({ status: 'completed' }), 'no_relation', 'already_final', [], undefined],
  [shareRow({ status: 'failed' }), null, 'already_final', [], undefined],
  [shareRow({ id: 'SH9' }), null, 'split_not_found', [], undefined],
  [shareRow({ paymentId: 'C9' }), null, 'split_not_found', [], undefined],
];

test('a share ends once: what was held is on its way to the receiver, or comes back and can be split again', () => {
  for (const [share, problem, answer, booked, splitMinor] of shares) {
    const rows = { shares: [share], payments: [payment], accounts, tasks: [taskRow('send-share', 'SH1')] };
    const decided = decide(settleShare, { shareId: 'SH1', paymentId: 'C1', problem }, rows);
    assert.equal(decided.answer, answer);
    assert.deepEqual(decided.transfers, booked);
    assert.equal(decided.changes.payments?.updated[0]?.splitMinor, splitMinor);
    if (answer !== 'ok') continue;
    const status = problem === null ? 'completed' : 'failed';
    assert.deepEqual(decided.changes.shares?.updated, [shareRow({ status, problem, finalAt: now })]);
    assert.deepEqual(decided.changes.tasks?.removed, ['send-share:SH1']);
  }
});

const returns: [
  asked: ShareReturn,
  problem: SplitProblem | null,
  answer: string,
  booked: string[],
  share: Partial<Share> | undefined,
  splitMinor: bigint | undefined,
][] = [
  [shareReturnRow(), null, 'ok', ['transit > available: 10000 share_return'], { returnedMinor: 10_000n }, 20_000n],
  [shareReturnRow(), 'balance_insufficient', 'ok', [], {}, undefined],
  [shareReturnRow({ status: 'completed' }), 'account_abnormal', 'already_final', [], undefined, undefined],
  [shareReturnRow({ status: 'failed' }), null, 'already_final', [], undefined, undefined],
  [shareReturnRow({ shareId: 'SH9' }), null, 'split_not_found', [], undefined, undefined],
];

test('a return ends once: its money is the payer’s again and can be split, or the share stands as it was', () => {
  const completed = { status: 'completed', problem: null } as const;
  for (const [asked, problem, answer, booked, after, splitMinor] of returns) {
    const rows = {
      shareReturns: [asked],
      shares: [shareRow({ ...completed, returningMinor: 10_000n })],
      payments: [payment],
      accounts,
      tasks: [taskRow('query-share-return', 'SR1')],
    };
    const command = { returnId: 'SR1', shareId: 'SH1', paymentId: 'C1', problem };
    const decided = decide(settleShareReturn, command, rows);
    assert.equal(decided.answer, answer);
    assert.deepEqual(decided.transfers, booked);
    assert.deepEqual(decided.changes.shares?.updated, after && [shareRow({ ...completed, ...after })]);
    assert.equal(decided.changes.payments?.updated[0]?.splitMinor, splitMinor);
    assert.deepEqual(decided.changes.tasks?.removed, answer === 'ok' ? ['query-share-return:SR1'] : undefined);
  }
});

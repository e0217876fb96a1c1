// Guards that no more of a share is asked back than its receiver got.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide } from '../../../test/support/decide.ts';
import { appId, merchantId } from '../../../test/support/engine.ts';
import { shareReturnRow, shareRow } from '../../../test/support/split-rows.ts';
import { type CreateShareReturn, createShareReturn } from './create-share-return.ts';
import type { Share } from './split.ts';

const aReturn = (amountMinor: bigint, change: Partial<CreateShareReturn> = {}): CreateShareReturn => ({
  id: 'SR2',
  shareId: 'SH1',
  merchantId,
  appId,
  referenceScope: appId,
  reference: 'return-2',
  amountMinor,
  details: {},
  ...change,
});

const paid = (change: Partial<Share> = {}) => shareRow({ status: 'completed', ...change });

const table: [share: Share, command: CreateShareReturn, answer: string, returningMinor?: bigint][] = [
  [paid(), aReturn(20_000n), 'ok', 20_000n],
  [paid(), aReturn(20_001n), 'split_exceeds_rest'],
  [paid({ returnedMinor: 5000n, returningMinor: 5000n }), aReturn(10_000n), 'ok', 15_000n],
  [paid({ returnedMinor: 5000n, returningMinor: 5000n }), aReturn(10_001n), 'split_exceeds_rest'],
  [shareRow(), aReturn(1n), 'split_exceeds_rest'],
  [shareRow({ status: 'failed' }), aReturn(1n), 'split_exceeds_rest'],
  [paid(), aReturn(1n, { reference: 'return-1' }), 'reference_repeated'],
  [paid(), aReturn(1n, { shareId: 'SH2' }), 'split_not_found'],
  [paid({ merchantId: 'M000000000000000000000008' }), aReturn(1n), 'split_not_found'],
];

test('a return is accepted as far as its share goes, and owes its call', () => {
  for (const [share, command, answer, returningMinor] of table) {
    const { answer: got, changes } = decide(createShareReturn, command, {
      shares: [share],
      shareReturns: [shareReturnRow()],
    });
    assert.equal(got, answer);
    assert.equal(changes.shares?.updated[0]?.returningMinor, returningMinor);
    const tasks = changes.tasks?.inserted.map(({ id }) => id);
    assert.deepEqual(tasks, answer === 'ok' ? ['send-share-return:SR2'] : undefined);
  }
});

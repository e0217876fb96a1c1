// Guards that the receiver's cell decides a share or a return once, and what it decides.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Merchant } from '../merchant/merchant.ts';
import { decide, valueOf } from '../../../test/support/decide.ts';
import { merchantId } from '../../../test/support/engine.ts';
import { accountRow } from '../../../test/support/rows.ts';
import { legRow } from '../../../test/support/split-rows.ts';
import { giveShareBack, type Leg, receiveShare } from './leg.ts';

const asked = { id: 'SH1', merchantId, currency: 'PHP', amountMinor: 20_000n };
const rows = { accounts: [accountRow('available', 20_000n)] };
const own = (change: Partial<Leg>) => legRow({ merchantId, ...change });
const suspended: Partial<Merchant> = { status: 'suspended' };

const received: [
  related: boolean,
  merchant: Partial<Merchant>,
  before: Leg[],
  problem: string | null,
  booked: string[],
][] = [
  [true, {}, [], null, ['transit > available: 20000 share_received']],
  [false, {}, [], 'no_relation', []],
  [true, suspended, [], 'account_abnormal', []],
  [false, suspended, [], 'no_relation', []],
  // What was decided first stands, whatever became of either since.
  [false, suspended, [own({})], null, []],
  [true, {}, [own({ problem: 'no_relation' })], 'no_relation', []],
];

test('a share is credited once, or declined for good', () => {
  for (const [related, merchant, legs, problem, booked] of received) {
    const decided = decide(receiveShare, { ...asked, related }, { ...rows, legs }, { merchant });
    assert.equal(valueOf(decided).problem, problem);
    assert.deepEqual(decided.transfers, booked);
    assert.equal(decided.changes.legs?.inserted.length ?? 0, legs.length === 0 ? 1 : 0);
  }
});

const given: [
  amountMinor: bigint,
  merchant: Partial<Merchant>,
  before: Leg[],
  problem: string | null,
  booked: string[],
][] = [
  [20_000n, {}, [], null, ['available > transit: 20000 share_given_back']],
  [20_001n, {}, [], 'balance_insufficient', []],
  [20_000n, suspended, [], 'account_abnormal', []],
  [20_001n, {}, [own({ direction: 'out' })], null, []],
  [1n, {}, [own({ direction: 'out', problem: 'balance_insufficient' })], 'balance_insufficient', []],
];

test('a return is taken from the receiver once, as far as his balance covers it, or declined for good', () => {
  for (const [amountMinor, merchant, legs, problem, booked] of given) {
    const decided = decide(giveShareBack, { ...asked, amountMinor }, { ...rows, legs }, { merchant });
    assert.equal(valueOf(decided).problem, problem);
    assert.deepEqual(decided.transfers, booked);
    assert.equal(decided.changes.legs?.inserted.length ?? 0, legs.length === 0 ? 1 : 0);
  }
});

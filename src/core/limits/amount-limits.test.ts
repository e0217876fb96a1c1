// Guards that the narrower of the channel's and the merchant's limits decides.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AmountLimits, outsideLimits } from './amount-limits.ts';
import { channelOf } from '../../../test/support/engine.ts';

const channel = channelOf('WEB', 'web', { minAmount: 100n, maxAmount: 10_000n });
const none: AmountLimits = {};
const narrower: AmountLimits = { payment: { min: 200n, max: 5_000n } };
const wider: AmountLimits = { payment: { min: 1n, max: 50_000n } };
const ofPayouts: AmountLimits = { payout: { min: 200n, max: 5_000n } };
const half: AmountLimits = { payment: { max: 5_000n } };
const [over, under] = ['amount_over_limit', 'amount_under_limit'];

const rows: [limits: AmountLimits, amountMinor: bigint, answer: string | undefined][] = [
  [none, 99n, under],
  [none, 100n, undefined],
  [none, 10_000n, undefined],
  [none, 10_001n, over],
  [none, 0n, under],
  [none, -1n, under],
  [narrower, 199n, under],
  [narrower, 200n, undefined],
  [narrower, 5_000n, undefined],
  [narrower, 5_001n, over],
  [wider, 99n, under],
  [wider, 10_001n, over],
  [ofPayouts, 199n, undefined],
  [ofPayouts, 5_001n, undefined],
  [half, 100n, undefined],
  [half, 5_001n, over],
];

test('an amount is within both limits or refused with the one it breaks', () => {
  for (const [limits, amountMinor, answer] of rows) {
    const refused = outsideLimits(amountMinor, channel, limits, 'payment');
    assert.equal(refused?.reason, answer, `${amountMinor}`);
    if (refused) assert.match(refused.detail ?? '', /^amount must not be (above|below) \d+$/);
  }
});

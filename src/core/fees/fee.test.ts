// Guards the fee: rounded half up, exact on large amounts, never above its ceiling.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type FeeSchedule, feeFor } from './fee.ts';

const rows: [
  fixedMinor: bigint,
  basisPoints: number,
  amountMinor: bigint,
  ceilingMinor: bigint | undefined,
  fee: bigint,
][] = [
  [0n, 0, 1_000_000n, undefined, 0n],
  [1000n, 0, 1n, undefined, 1000n],
  [0n, 150, 50_010n, undefined, 750n], // 750.15
  [0n, 1, 4_999n, undefined, 0n], // 0.4999
  [0n, 1, 5_000n, undefined, 1n], // 0.5
  [0n, 1, 14_999n, undefined, 1n], // 1.4999
  [0n, 1, 15_000n, undefined, 2n], // 1.5
  [0n, 50, 100n, undefined, 1n], // 0.5
  [0n, 50, 99n, undefined, 0n], // 0.495
  [0n, 50, 300n, undefined, 2n], // 1.5
  [0n, 10_000, 7n, undefined, 7n],
  [200n, 150, 10_000n, undefined, 350n],
  [200n, 150, 10_000n, 350n, 350n],
  [200n, 150, 10_000n, 349n, 349n],
  [200n, 150, 10_000n, 0n, 0n],
  [0n, 150, 9_007_199_254_740_993n, undefined, 135_107_988_821_115n], // above what a double holds
];

test('a fee is its fixed part and its percentage, rounded half up, at most the ceiling', () => {
  for (const [fixedMinor, basisPoints, amountMinor, ceilingMinor, fee] of rows) {
    const schedule: FeeSchedule = { payment: { fixedMinor, basisPoints } };
    assert.equal(
      feeFor(schedule, 'payment', amountMinor, ceilingMinor),
      fee,
      `${fixedMinor} ${basisPoints} ${amountMinor}`,
    );
  }
});

test('a kind without a fee costs nothing', () => {
  assert.equal(feeFor({ payment: { fixedMinor: 5n, basisPoints: 5 } }, 'payout', 10_000n), 0n);
  assert.equal(feeFor({}, 'payment', 10_000n), 0n);
});

test('the percentage is never more than half a unit away from the exact one, and grows with the amount', () => {
  const amounts = fc.bigInt({ min: 0n, max: 10n ** 15n });
  fc.assert(
    fc.property(amounts, fc.integer({ min: 0, max: 10_000 }), (amountMinor, basisPoints) => {
      const schedule: FeeSchedule = { payment: { fixedMinor: 0n, basisPoints } };
      const fee = feeFor(schedule, 'payment', amountMinor);
      const missing = fee * 10_000n - amountMinor * BigInt(basisPoints);
      assert.ok(missing > -5_000n && missing <= 5_000n);
      assert.ok(fee <= amountMinor);
      assert.ok(feeFor(schedule, 'payment', amountMinor + 1n) >= fee);
    }),
  );
});

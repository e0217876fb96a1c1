// Guards the token buckets: a burst, then so many a second, each key for itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRateLimiter } from './rate-limit.ts';

const limit = { perSecond: 10, burst: 3 };

// Times after the start in milliseconds, and whether a request then is let through.
const rows: [title: string, requests: [atMs: number, passes: boolean][]][] = [
  [
    'a burst passes, the next request does not',
    [
      [0, true],
      [0, true],
      [0, true],
      [0, false],
    ],
  ],
  [
    'a token returns after a tenth of a second, not sooner',
    [
      [0, true],
      [0, true],
      [0, true],
      [99, false],
      [100, true],
      [100, false],
    ],
  ],
  [
    'refused requests cost nothing',
    [
      [0, true],
      [0, true],
      [0, true],
      [20, false],
      [40, false],
      [60, false],
      [80, false],
      [100, true],
    ],
  ],
  [
    'a long pause fills the bucket, not more',
    [
      [0, true],
      [3_600_000, true],
      [3_600_000, true],
      [3_600_000, true],
      [3_600_000, false],
    ],
  ],
  [
    'a clock that goes back gives no tokens and takes none',
    [
      [10_000, true],
      [10_000, true],
      [10_000, true],
      [5_000, false],
      [5_050, false],
      [5_100, true],
      [5_100, false],
    ],
  ],
];

for (const [title, requests] of rows) {
  test(title, () => {
    const limiter = createRateLimiter();
    assert.deepEqual(
      requests.map(([atMs]) => limiter.take('app', limit, atMs)),
      requests.map(([, passes]) => passes),
    );
  });
}

test('each key has a bucket of its own', () => {
  const limiter = createRateLimiter();
  const one = { perSecond: 1, burst: 1 };
  assert.deepEqual(
    ['a', 'b', 'a', 'b', '__proto__'].map((key) => limiter.take(key, one, 0)),
    [true, true, false, false, true],
  );
});

test('a changed limit holds from the next request on', () => {
  const limiter = createRateLimiter();
  const wide = { perSecond: 1, burst: 100 };
  for (let count = 0; count < 10; count++) assert.equal(limiter.take('app', wide, 0), true);
  const taken = Array.from({ length: 5 }, () => limiter.take('app', { perSecond: 1, burst: 2 }, 0));
  assert.deepEqual(taken, [true, true, false, false, false]);
});

test('of many keys those that were used last are remembered, so that keys made up by a sender cost bounded memory', () => {
  const limiter = createRateLimiter(3);
  const one = { perSecond: 0.001, burst: 1 };
  const take = (keys: string) => Array.from(keys).map((key) => limiter.take(key, one, 0));
  assert.deepEqual(take('abca'), [true, true, true, false]);
  // The newcomer takes the place of b, which was not used for the longest time.
  assert.deepEqual(take('dacd'), [true, false, false, false]);
  assert.deepEqual(take('b'), [true]);
});

test('over an hour a steady flood passes at the rate that is allowed', () => {
  const limiter = createRateLimiter();
  let passed = 0;
  for (let atMs = 0; atMs < 3_600_000; atMs += 7) if (limiter.take('app', limit, atMs)) passed += 1;
  assert.ok(Math.abs(passed - 36_003) <= 2, `${passed}`);
});

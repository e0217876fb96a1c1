// A payer reads until when, in his own language and in the time of the country he pays in.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastMomentBefore } from './dates.ts';

const cases: [end: string, currency: string, tag: string, read: string][] = [
  ['2026-04-01T00:00:00+08:00', 'PHP', 'en', 'March 31, 2026'],
  ['2026-04-01T00:00:00+08:00', 'PHP', 'fil', 'Marso 31, 2026'],
  ['2026-04-01T00:00:00+08:00', 'PHP', 'zh-Hans', '2026年3月31日'],
  ['2026-04-01T00:00:00+08:00', 'PHP', 'id', '31 Maret 2026'],
  ['2026-04-01T00:00:00+08:00', 'PHP', 'th', '31 มีนาคม 2569'],
  ['2026-04-01T00:00:00+08:00', 'THB', 'en', 'March 31, 2026 at 10:59 PM'],
  ['2026-03-31T17:30:00+08:00', 'PHP', 'id', '31 Maret 2026 pukul 17.29'],
];
for (const [end, currency, tag, read] of cases) {
  test(`what ends ${end} is valid until ${read} for whoever pays ${currency}`, () => {
    // Between a number and what belongs to it stand spaces that do not break.
    assert.equal(lastMomentBefore(Date.parse(end), currency, tag).replace(/\s/g, ' '), read);
  });
}

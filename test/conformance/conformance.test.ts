// Every dialect passes the same suite, over HTTP on a real gateway. What one of them lacks is listed here; its driver says why.
import assert from 'node:assert/strict';
import { after, before, describe, it, test } from 'node:test';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { atNoon } from '../support/upay-shop.ts';
import { openShop } from './shop.ts';
import { abilities } from './speaker.ts';
import { checksOf, speakers } from './suite.ts';

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway();
  // What is taken back is so on the day of its payment.
  await atNoon(gateway);
});
after(() => gateway.close());

for (const speaker of speakers) {
  describe(speaker.dialect, () => {
    for (const { title, run } of checksOf(speaker)) it(title, () => run(gateway));
  });
}

test('a dialect lacks what is listed here and nothing else; its driver says why', async () => {
  const lacks = Object.fromEntries(
    speakers.map(({ dialect, lacks: lacking }) => [dialect, Object.keys(lacking).sort()]),
  );
  assert.deepEqual(lacks, {
    paycools: ['charge', 'takeBack'],
    'bluepay-v1': ['charge'],
    'bluepay-v2': ['charge'],
    upay: ['balance', 'payout'],
  });
  for (const speaker of speakers) {
    const { voice, close } = await openShop(gateway, speaker);
    const missing = abilities.filter((ability) => voice[ability] === undefined);
    assert.deepEqual(
      missing,
      abilities.filter((ability) => speaker.lacks[ability] !== undefined),
    );
    await close();
  }
});

test('after all this the books balance, no rule broke, and nothing was logged as an error', async () => {
  assert.equal((await gateway.manage<{ balanced: boolean }>('GET', '/ledger/check')).balanced, true);
  assert.doesNotMatch(gateway.log(), /"level":50/);
});

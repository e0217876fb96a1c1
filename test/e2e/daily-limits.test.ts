// What operators allow of a day, over HTTP: in all for a merchant, and by a channel for each merchant.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { aPayIn, type BluepayShop, openBluepayShop } from '../support/bluepay-shop.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;

before(async () => {
  gateway = await startTestGateway();
});
after(() => gateway.close());

async function codeOf(shop: BluepayShop, amount: number): Promise<number> {
  const [path, fields] = aPayIn('v2', shop.notifyUrl);
  return (await shop.client.call(path, { ...fields, amount })).code;
}

test('a channel takes in so much, and so often, for each merchant on a day, until the operator lifts it', async () => {
  const [one, other] = [await openBluepayShop(gateway, 'v2'), await openBluepayShop(gateway, 'v2')];
  const limit = (change: object) => gateway.manage<object>('PATCH', '/channels/TH_TRUEMONEY_URL', change);

  const set = await limit({ dailyAmount: 100_000, dailyCount: 2 });
  assert.deepEqual([Reflect.get(set, 'dailyAmount'), Reflect.get(set, 'dailyCount')], [100_000, 2]);
  assert.equal(await codeOf(one, 60_000), 10000);
  assert.equal(await codeOf(one, 40_001), 21022);
  assert.equal(await codeOf(one, 40_000), 10000);
  await limit({ dailyAmount: null });
  assert.equal(await codeOf(one, 1_000), 21027);
  assert.equal(await codeOf(other, 1_000), 10000);
  const lifted = await limit({ dailyCount: null });
  assert.equal('dailyCount' in lifted, false);
  assert.equal(await codeOf(one, 1_000), 10000);
});

// Guards fairness between endpoints: how wide a lane is, and that no lane takes another's turn.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLanes, type Health } from './lanes.ts';

function harness({ maxWidth = 32, maxRunning = 1000 } = {}) {
  const running: { item: string; end(health: Health): void }[] = [];
  const lanes = createLanes<string>({
    maxWidth,
    maxRunning,
    run: (item) =>
      new Promise((resolve) => {
        running.push({ item, end: resolve });
      }),
  });
  async function endAll(health: Health) {
    for (const { end } of running.splice(0)) end(health);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const fill = (endpoint: string, count: number) => {
    for (let index = 0; index < count; index++) lanes.add(endpoint, `${endpoint}${index}`);
  };
  return { lanes, running, endAll, fill };
}

test('a lane widens while its endpoint does well, up to its limit', async () => {
  const { running, endAll, fill } = harness();
  fill('a', 200);
  assert.equal(running.length, 8);
  await endAll('well');
  assert.equal(running.length, 32);
});

test('a lane narrows to one try at a time while its endpoint fails, and recovers', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { running, endAll, fill } = harness();
  fill('a', 100);
  await endAll('ill');
  assert.equal(running.length, 0);
  t.mock.timers.tick(1000);
  assert.equal(running.length, 1);
  await endAll('well');
  assert.equal(running.length, 2);
  await endAll('well');
  assert.equal(running.length, 8);
});

test('an item that was not tried says nothing about its endpoint', async () => {
  const { running, endAll, fill } = harness();
  fill('a', 100);
  await endAll('untried');
  assert.equal(running.length, 8);
});

test('when everything is busy, the lanes take turns', async () => {
  const { running, endAll, fill } = harness({ maxRunning: 4 });
  fill('a', 100);
  fill('b', 100);
  assert.deepEqual(new Set(running.map(({ item }) => item[0])), new Set(['a']));
  await endAll('well');
  const taken = running.map(({ item }) => item[0]);
  assert.deepEqual([taken.length, taken.filter((endpoint) => endpoint === 'b').length], [4, 2]);
});

test('each lane runs its items in the order they came, and stopping answers those in line', () => {
  const { lanes, running, fill } = harness({ maxWidth: 2 });
  fill('a', 5);
  assert.deepEqual(
    running.map(({ item }) => item),
    ['a0', 'a1'],
  );
  assert.equal(lanes.waiting('a'), 3);
  assert.deepEqual(lanes.stop(), ['a2', 'a3', 'a4']);
});

test('an idle lane is forgotten, a busy one is not', async () => {
  const { lanes, endAll, fill } = harness();
  fill('a', 1);
  assert.deepEqual(lanes.forgetIdle(0), []);
  await endAll('well');
  assert.deepEqual(lanes.forgetIdle(60_000), []);
  assert.deepEqual(lanes.forgetIdle(0), ['a']);
  assert.equal(lanes.waiting('a'), 0);
});

// Guards that whoever waits is woken by what he waits for, by time or by the end, and that nothing is left behind.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWaits, type Listening } from './waits.ts';

/** Whether it has changed by now, all that was due at once being done. */
async function hasChanged({ changed }: Listening): Promise<boolean> {
  let answered = false;
  void changed.then(() => (answered = true));
  await new Promise((resolve) => setImmediate(resolve));
  return answered;
}

test('everyone who listens for an id is woken by it, and by no other', async () => {
  const waits = createWaits();
  const [one, two, other] = ['C1', 'C1', 'C2'].map((id) => waits.listen(id, 1000)) as [Listening, Listening, Listening];
  waits.wake(['C3', 'C1']);
  assert.deepEqual([await hasChanged(one), await hasChanged(two), await hasChanged(other)], [true, true, false]);
  waits.wake(['C2']);
  assert.equal(await hasChanged(other), true);
});

test('whoever listens after a change waits for the next one', async () => {
  const waits = createWaits();
  const first = waits.listen('C1', 1000);
  waits.wake(['C1']);
  const second = waits.listen('C1', 1000);
  assert.deepEqual([await hasChanged(first), await hasChanged(second)], [true, false]);
  waits.wake(['C1']);
  assert.equal(await hasChanged(second), true);
});

test('a wait ends when its time has passed', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const waits = createWaits();
  const [short, long] = [waits.listen('C1', 10), waits.listen('C1', 20)];
  t.mock.timers.tick(10);
  assert.deepEqual([await hasChanged(short), await hasChanged(long)], [true, false]);
  t.mock.timers.tick(10);
  assert.equal(await hasChanged(long), true);
});

test('who listens no more is out of the way of the others', async () => {
  const waits = createWaits();
  const [one, two] = [waits.listen('C1', 1000), waits.listen('C1', 1000)];
  one.forget();
  one.forget();
  assert.deepEqual([await hasChanged(one), await hasChanged(two)], [true, false]);
  waits.wake(['C1']);
  assert.equal(await hasChanged(two), true);
});

test('the end wakes all, now and later', async () => {
  const waits = createWaits();
  const open = [waits.listen('C1', 1000), waits.listen('C2', 1000)];
  assert.equal(waits.ended, false);
  waits.end();
  assert.equal(waits.ended, true);
  for (const listening of [...open, waits.listen('C3', 1000)]) assert.equal(await hasChanged(listening), true);
});

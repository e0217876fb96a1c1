// Guards that everything added is answered in order, in groups that follow one another.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBatcher } from './batcher.ts';

/** A worker that notes its groups and finishes each of them when told to. */
function createWorker() {
  const groups: (readonly number[])[] = [];
  const finish: (() => void)[] = [];
  let underWay = 0;
  const run = async (items: readonly number[]) => {
    assert.equal(++underWay, 1, 'one group at a time');
    groups.push(items);
    await new Promise<void>((resolve) => finish.push(resolve));
    underWay -= 1;
    return items.map((item) => item * 10);
  };
  return {
    groups,
    run,
    async finishNext() {
      while (finish.length === 0) await turn();
      finish.shift()?.();
      await turn();
    },
  };
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

test('what arrives together is one group, what arrives meanwhile is the next, each answered with its own result', async () => {
  const worker = createWorker();
  const batcher = createBatcher(worker.run);
  const first = [1, 2, 3].map((item) => batcher.add(item));
  await turn();
  await turn();
  const second = [4, 5].map((item) => batcher.add(item));
  assert.equal(batcher.waiting(), 2);
  await worker.finishNext();
  assert.deepEqual(await Promise.all(first), [10, 20, 30]);
  await worker.finishNext();
  assert.deepEqual(await Promise.all(second), [40, 50]);
  assert.deepEqual(worker.groups, [
    [1, 2, 3],
    [4, 5],
  ]);
  assert.equal(batcher.waiting(), 0);
});

test('a group has at most 512 items, or as many as were asked for, in the order of arrival', async () => {
  const rows: [limit: number | undefined, count: number, sizes: number[]][] = [
    [undefined, 512, [512]],
    [undefined, 513, [512, 1]],
    [undefined, 1100, [512, 512, 76]],
    [2, 5, [2, 2, 1]],
    [1, 3, [1, 1, 1]],
  ];
  for (const [limit, count, sizes] of rows) {
    const groups: (readonly number[])[] = [];
    const run = async (items: readonly number[]) => {
      groups.push(items);
      return items;
    };
    const batcher = limit === undefined ? createBatcher(run) : createBatcher(run, limit);
    const items = Array.from({ length: count }, (_, index) => index);
    assert.deepEqual(await Promise.all(items.map((item) => batcher.add(item))), items);
    assert.deepEqual(
      groups.map((group) => group.length),
      sizes,
    );
    assert.deepEqual(groups.flat(), items);
  }
});

test('an error rejects its own group alone', async () => {
  const batcher = createBatcher(async (items: readonly number[]) => {
    if (items.includes(3)) throw new Error('three');
    return items;
  }, 2);
  const results = await Promise.allSettled([1, 2, 3, 4, 5].map((item) => batcher.add(item)));
  assert.deepEqual(
    results.map((result) => (result.status === 'fulfilled' ? result.value : String(result.reason))),
    [1, 2, 'Error: three', 'Error: three', 5],
  );
  assert.equal(await batcher.add(6), 6);
});

test('a worker that throws before it waits rejects its group as well', async () => {
  const batcher = createBatcher((): Promise<number[]> => {
    throw new Error('at once');
  });
  await assert.rejects(batcher.add(1), /at once/);
  await batcher.drained();
});

test('it is drained when nothing waits and nothing is under way', async () => {
  const worker = createWorker();
  const batcher = createBatcher(worker.run, 1);
  await batcher.drained();
  let drained = false;
  const all = [batcher.add(1), batcher.add(2)];
  const done = batcher.drained().then(() => {
    drained = true;
  });
  await worker.finishNext();
  assert.equal(drained, false);
  await worker.finishNext();
  await done;
  assert.deepEqual(await Promise.all(all), [10, 20]);
});

test('what is added by the one who was just answered is worked on', async () => {
  const batcher = createBatcher(async (items: readonly number[]) => items);
  let count = 0;
  for (let item = await batcher.add(0); item < 50; item = await batcher.add(item + 1)) count += 1;
  assert.equal(count, 50);
  await batcher.drained();
});

// Guards that memory never answers with a row that was changed before the question was asked.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRowCache, type RowCacheOptions } from './row-cache.ts';

interface Row {
  readonly id: string;
  readonly version: number;
}

/** A table whose answers wait until the test lets them go. */
function cacheOver(change: Partial<RowCacheOptions<Row>> = {}) {
  const table = new Map<string, Row>();
  const asked: (readonly string[])[] = [];
  const held: (() => void)[] = [];
  const state = { now: 0, hold: false };
  const cache = createRowCache<Row>({
    async load(ids) {
      asked.push(ids);
      const rows = ids.flatMap((id) => table.get(id) ?? []);
      if (state.hold) await new Promise<void>((resolve) => held.push(resolve));
      return rows;
    },
    nowMs: () => state.now,
    capacity: 100,
    trustMs: 60_000,
    unknownMs: 1000,
    ...change,
  });
  const nextTurn = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));
  return { table, asked, held, state, cache, nextTurn };
}

test('what is asked for together is looked up in one statement, and then no more', async () => {
  const { table, asked, cache } = cacheOver();
  for (const id of ['a', 'b']) table.set(id, { id, version: 1 });
  const rows = await Promise.all(['a', 'b', 'a', 'c'].map((id) => cache.find(id)));
  assert.deepEqual(
    rows.map((row) => row?.id),
    ['a', 'b', 'a', undefined],
  );
  await cache.find('a');
  assert.deepEqual(asked, [['a', 'b', 'c']]);
});

test('an unknown id is remembered for a moment only', async () => {
  const { table, asked, state, cache } = cacheOver();
  assert.equal(await cache.find('a'), undefined);
  table.set('a', { id: 'a', version: 1 });
  state.now = 999;
  assert.equal(await cache.find('a'), undefined);
  assert.equal(asked.length, 1);
  state.now = 1000;
  assert.equal((await cache.find('a'))?.version, 1);
});

test('a row is looked up again after its time, should news of a change have been lost', async () => {
  const { table, state, cache } = cacheOver();
  table.set('a', { id: 'a', version: 1 });
  await cache.find('a');
  table.set('a', { id: 'a', version: 2 });
  state.now = 59_999;
  assert.equal((await cache.find('a'))?.version, 1);
  state.now = 60_000;
  assert.equal((await cache.find('a'))?.version, 2);
});

test('a row changed while it is looked up is looked up again', async () => {
  const { table, held, state, cache, nextTurn } = cacheOver();
  table.set('a', { id: 'a', version: 1 });
  state.hold = true;
  const early = cache.find('a');
  await nextTurn();
  table.set('a', { id: 'a', version: 2 });
  cache.invalidate('a');
  state.hold = false;
  const late = cache.find('a');
  assert.equal((await late)?.version, 2);
  held.forEach((release) => release());
  assert.equal((await early)?.version, 2);
  assert.equal(cache.keep('a')?.version, 2, 'the answer that came last was the older one');
});

test('whoever is at work keeps the row that was invalidated meanwhile', async () => {
  const { table, cache } = cacheOver();
  table.set('a', { id: 'a', version: 1 });
  await cache.find('a');
  cache.invalidateAll();
  assert.equal(cache.look('a'), undefined);
  assert.equal(cache.keep('a')?.version, 1);
});

test('however many ids are asked for, memory holds no more than its capacity, and what is used stays', async () => {
  const { table, asked, cache } = cacheOver({ capacity: 100 });
  for (let number = 0; number < 1000; number++) table.set(`${number}`, { id: `${number}`, version: 1 });
  for (let number = 0; number < 1000; number++) {
    await cache.find(`${number}`);
    await cache.find('0');
  }
  const inMemory = [...table.keys()].filter((id) => cache.keep(id));
  assert.ok(inMemory.length <= 101, `${inMemory.length} rows are in memory`);
  assert.equal(asked.filter((ids) => ids.includes('0')).length, 1);
});

test('a lookup that fails is tried again by the next who asks', async () => {
  let fails = true;
  const { cache } = cacheOver({
    async load(ids) {
      if (fails) throw new Error('no answer');
      return ids.map((id) => ({ id, version: 1 }));
    },
  });
  await assert.rejects(cache.find('a'), /no answer/);
  fails = false;
  assert.equal((await cache.find('a'))?.version, 1);
});

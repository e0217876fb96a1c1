// Guards that a number is given once, however many ask at once, and that a database that was away is asked again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serialsPerBlock } from '../kernel/id.ts';
import type { Engine } from './engine.ts';
import { createSerials } from './serials.ts';

/** Stores whose blocks are counted per cell, each answer a turn later. */
function createStores(reserve: (block: number) => number = (block) => block) {
  const reserved = new Map<number, number>();
  const engine = {
    store: (cell: number) => ({
      async reserveSerials() {
        const block = reserved.get(cell) ?? 0;
        reserved.set(cell, block + 1);
        await new Promise((resolve) => setImmediate(resolve));
        return reserve(block);
      },
    }),
  } as unknown as Pick<Engine, 'store'>;
  return { engine, reserved };
}

test('serials of one block follow one another, and each cell has its own', async () => {
  const { engine } = createStores((block) => block + 7);
  const numbers = createSerials(engine);
  const given = [await numbers.next(12), await numbers.next(12), await numbers.next(3)];
  assert.deepEqual(given, [7 * serialsPerBlock, 7 * serialsPerBlock + 1, 7 * serialsPerBlock]);
});

test('of all who ask at once, over the borders of blocks, each gets his own, and no block is reserved in vain', async () => {
  const { engine, reserved } = createStores();
  const numbers = createSerials(engine);
  const count = 2 * serialsPerBlock + 5;
  const given = new Set(await Promise.all(Array.from({ length: count }, () => numbers.next(0))));
  assert.equal(given.size, count);
  assert.equal(reserved.get(0), 3);
  assert.ok(given.has(0) && given.has(count - 1));
});

test('a block that could not be reserved costs those who waited for it, and nobody after them', async () => {
  const { engine } = createStores((block) => {
    if (block === 0) throw new Error('The database is away.');
    return block;
  });
  const numbers = createSerials(engine);
  const results = await Promise.allSettled([numbers.next(0), numbers.next(0)]);
  assert.deepEqual(
    results.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  assert.equal(await numbers.next(0), serialsPerBlock);
});

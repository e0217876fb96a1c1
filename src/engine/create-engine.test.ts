// What the engine does when its store stands still.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { funding } from '../../test/support/commands.ts';
import { createTestEngine } from '../../test/support/engine.ts';
import { createMemoryStore } from '../../test/support/memory-store.ts';

test('a store that stands still fills no memory: beyond a line of 20,000 commands are told to come again', async () => {
  const memory = createMemoryStore();
  const { promise: moves, resolve: move } = Promise.withResolvers<void>();
  const t = createTestEngine([{ ...memory, transact: (work) => moves.then(() => memory.transact(work)) }]);
  const first = t.engine.execute(0, 'fund', funding(t, 1n));
  // The first one leaves the line for its batch; the others stay in it.
  await new Promise((resolve) => setImmediate(resolve));
  const others = Array.from({ length: 20_005 }, () => t.engine.execute(0, 'fund', funding(t, 1n)));
  assert.equal(t.engine.waiting(), 20_000);
  const refused = await Promise.all(others.slice(20_000));
  assert.deepEqual(
    refused,
    Array.from({ length: 5 }, () => ({ ok: false, reason: 'unavailable' })),
  );
  move();
  const answered = await Promise.all([first, ...others.slice(0, 20_000)]);
  assert.ok(answered.every((outcome) => outcome.ok));
});

// What the engine does when its store stands still, and how it waits for an outcome.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aPayment, funding } from '../../test/support/commands.ts';
import { createTestEngine, type TestEngine } from '../../test/support/engine.ts';
import { createMemoryStore } from '../../test/support/memory-store.ts';
import type { Payment } from '../core/payment/payment.ts';
import type { Keys } from '../core/state.ts';
import { storeFault } from './store.ts';

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

const isFinal = (payment: Payment | undefined) => payment?.status === 'failed';
const fail = (t: TestEngine, paymentId: string) =>
  t.engine.execute(0, 'fail-payment', { paymentId, failure: 'service_error' });

/** An engine with one pending payment, which counts how often its rows are read without a transaction. */
async function waitingEngine() {
  const memory = createMemoryStore();
  const reads = { count: 0, fail: false };
  const store = {
    ...memory,
    async load(keys: Keys) {
      reads.count++;
      if (reads.fail) throw storeFault('unavailable', 'The database is away.');
      return memory.load(keys);
    },
  };
  const t = createTestEngine([store]);
  const other = createTestEngine([memory], { clock: t.clock });
  const command = aPayment(t);
  await t.engine.execute(0, 'create-payment', command);
  const wait = (timeoutMs: number) => t.engine.until(0, 'payments', command.id, isFinal, timeoutMs);
  return { t, other, reads, id: command.id, wait };
}

/** Everything that is due at once. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('an outcome that is there already is answered at once', async () => {
  const { t, id, reads, wait } = await waitingEngine();
  await fail(t, id);
  assert.equal((await wait(60_000))?.status, 'failed');
  assert.equal(reads.count, 1);
});

test('a commit of this process wakes whoever waits for it, and nobody else', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { t: test, id, reads, wait } = await waitingEngine();
  const outcomes = Promise.all([wait(60_000), wait(60_000)]);
  await settle();
  const before = reads.count;
  await test.engine.execute(0, 'create-payment', aPayment(test));
  await settle();
  assert.equal(reads.count, before);
  await fail(test, id);
  assert.deepEqual(
    (await outcomes).map((payment) => payment?.status),
    ['failed', 'failed'],
  );
});

test('a commit of another process is found within a second', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { other, id, wait } = await waitingEngine();
  const outcome = wait(60_000);
  await settle();
  await fail(other, id);
  t.mock.timers.tick(999);
  await settle();
  let answered = false;
  void outcome.then(() => (answered = true));
  await settle();
  assert.equal(answered, false);
  t.mock.timers.tick(1);
  assert.equal((await outcome)?.status, 'failed');
});

test('when the time has passed the row is answered as it is, and absent when it is not there', async () => {
  const { t, wait } = await waitingEngine();
  assert.equal((await wait(20))?.status, 'pending');
  assert.equal((await wait(0))?.status, 'pending');
  assert.equal(await t.engine.until(0, 'payments', 'C9', isFinal, 0), undefined);
});

test('the end of all waits answers those under way as it stands, and those after it at once', async () => {
  const { t, wait } = await waitingEngine();
  const outcome = wait(60_000);
  await settle();
  t.engine.endWaits();
  assert.equal((await outcome)?.status, 'pending');
  assert.equal((await wait(60_000))?.status, 'pending');
});

test('a wait ends with the database that it cannot read, and no wait leaves a timer behind', async () => {
  const { t, id, reads, wait } = await waitingEngine();
  const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
  const before = timers();
  reads.fail = true;
  await assert.rejects(wait(60_000), /The database is away/);
  assert.equal(timers(), before);
  reads.fail = false;
  const outcome = wait(60_000);
  await settle();
  assert.equal(timers(), before + 1);
  await fail(t, id);
  await outcome;
  assert.equal(timers(), before);
});

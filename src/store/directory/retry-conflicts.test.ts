// Guards that only lost races are run again, and not for ever.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { storeFault } from '../../engine/store.ts';
import { retryConflicts } from './retry-conflicts.ts';

/** Fails so often, then answers how often it was called. */
function failing(times: number, fault: 'conflict' | 'unavailable') {
  let calls = 0;
  return async () => {
    if (++calls <= times) throw storeFault(fault, new Error(fault));
    return calls;
  };
}

test('a lost race is run again until it is won', async () => {
  assert.equal(await retryConflicts(failing(3, 'conflict')), 4);
});

test('what never wins fails with its conflict', async () => {
  await assert.rejects(retryConflicts(failing(1000, 'conflict')), /conflict/);
});

test('anything else fails at once: it may have been done', async () => {
  await assert.rejects(retryConflicts(failing(1, 'unavailable')), /unavailable/);
});

// Guards the shape of answers: dialects and tests compare them as wholes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accept, refuse } from './outcome.ts';

test('an answer is accepted with its value, or refused with its reason and a sentence where there is one', () => {
  assert.deepEqual(accept(undefined), { ok: true, value: undefined });
  assert.deepEqual(accept(5n), { ok: true, value: 5n });
  assert.deepEqual(refuse('busy'), { ok: false, reason: 'busy' });
  assert.deepEqual(refuse('busy', 'Come back.'), { ok: false, reason: 'busy', detail: 'Come back.' });
  assert.equal('detail' in refuse('busy'), false);
});

// Three rounds of the crash run; `npm run crash -- --rounds 100` does many.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runRounds } from './run.ts';

test('what was accepted survives SIGKILL of gateway and database, and nothing happens twice', async () => {
  const seed = Math.floor(Math.random() * 1_000_000);
  const rounds = await runRounds({ rounds: 3, seed });
  const found = rounds.flatMap((round) => round.found.map((sentence) => `seed ${round.seed}: ${sentence}`));
  assert.deepEqual(found, []);
});

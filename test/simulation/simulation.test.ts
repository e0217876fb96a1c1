// Many small worlds, each from its own seed. `SIMULATION_SEED=<seed>` repeats them, `SIMULATION_STEPS=<steps>` makes them
// more.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seedFrom } from '../support/random.ts';
import { addHappened, countHappened, type Happened } from './happened.ts';
import { runWorld } from './run-world.ts';

const firstSeed = seedFrom('SIMULATION_SEED');
const steps = Number(process.env['SIMULATION_STEPS'] ?? 8000);
/** A world's every transaction copies all of its rows, so many short lives are cheaper than a long one. */
const stepsOfWorld = 400;

test('whatever happens in whatever order, the books balance, what is final stays, and nothing is lost or done twice', async (t) => {
  t.diagnostic(`SIMULATION_SEED=${firstSeed} SIMULATION_STEPS=${steps}`);
  let happened: Happened = {};
  for (let done = 0, seed = firstSeed; done < steps; seed++) {
    const life = await runWorld(seed, Math.min(stepsOfWorld, steps - done));
    done += life.steps;
    happened = addHappened(happened, countHappened(life.rows));
  }
  t.diagnostic(JSON.stringify(happened));
  // A simulation in which nothing happens proves nothing.
  if (steps >= 8000)
    for (const [what, count] of Object.entries(happened)) assert.ok(count > 0, `${what} never happened`);
});

test('the same seed lives the same life', async () => {
  const [one, two, other] = [
    await runWorld(firstSeed, 120),
    await runWorld(firstSeed, 120),
    await runWorld(firstSeed + 1, 120),
  ];
  assert.equal(one.hash, two.hash);
  assert.notEqual(one.hash, other.hash);
});

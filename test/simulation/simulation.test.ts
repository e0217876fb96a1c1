// Many small worlds, each from its own seed. `SIMULATION_SEED=<seed>` repeats them, `SIMULATION_STEPS=<steps>` makes them
// more.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seedFrom } from '../support/random.ts';
import { runWorld } from './run-world.ts';

const firstSeed = seedFrom('SIMULATION_SEED');
const steps = Number(process.env['SIMULATION_STEPS'] ?? 4000);
/** A world's every transaction copies all of its rows, so many short lives are cheaper than a long one. */
const stepsOfWorld = 400;

test('whatever happens in whatever order, the books balance, what is final stays, and nothing is lost or done twice', async (t) => {
  t.diagnostic(`SIMULATION_SEED=${firstSeed} SIMULATION_STEPS=${steps}`);
  const reached = { completed: 0, failed: 0, closed: 0, payouts: 0, settled: 0, suspense: 0, givenUp: 0 };
  const wentBack = { refunded: 0, refused: 0, triedAgain: 0, stopped: 0, takenBack: 0, unheardOf: 0, byTime: 0 };
  for (let done = 0, seed = firstSeed; done < steps; seed++) {
    const life = await runWorld(seed, Math.min(stepsOfWorld, steps - done));
    done += life.steps;
    const { payments, payouts, settlements, transfers, notifications } = life.rows;
    for (const status of ['completed', 'failed', 'closed'] as const)
      reached[status] += payments.filter((payment) => payment.status === status).length;
    for (const { kind, status, generation, bankReference, foundCompleted, initiator } of life.rows.refunds) {
      const isDone = status === 'completed';
      wentBack.refused += Number(status === 'failed');
      wentBack.triedAgain += Number(isDone && generation > 0);
      wentBack.refunded += Number(isDone && kind === 'refund');
      wentBack.stopped += Number(isDone && bankReference === null);
      wentBack.takenBack += Number(isDone && kind === 'reversal' && foundCompleted);
      wentBack.unheardOf += Number(isDone && bankReference !== null && !foundCompleted);
      wentBack.byTime += Number(initiator === 'gateway');
    }
    reached.payouts += payouts.length;
    reached.settled += settlements.length;
    reached.suspense += transfers.filter(({ code }) => code === 'suspense').length;
    reached.givenUp += notifications.filter(({ status }) => status === 'given_up').length;
  }
  t.diagnostic(JSON.stringify({ ...reached, ...wentBack }));
  // A simulation in which nothing happens proves nothing.
  if (steps >= 4000)
    for (const [what, count] of Object.entries({ ...reached, ...wentBack }))
      assert.ok(count > 0, `${what} never happened`);
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

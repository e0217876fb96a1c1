// One crash: the load runs, something is killed, and the gateway is started again and clears up.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../support/random.ts';
import type { Trade } from './bluepay/trade.ts';
import type { GatewayProcess } from './gateway-process.ts';
import { kill, type Plan } from './kill.ts';
import type { Load } from './load.ts';
import type { Billing } from './paycools/billing.ts';
import type { Scene } from './scene.ts';
import type { Shift } from './upay/shift.ts';

const recoveryPatienceMs = 90_000;
/** PayCools' code for success. */
const accepted = 1000;
const leaseSeconds = 40;

/** Kills under load; answers how long it took until a payment was accepted again. */
export async function crash(
  scene: Scene,
  loads: readonly [Load, Shift, Trade, Billing],
  plan: Plan,
  random: Random,
  round: number,
): Promise<number> {
  const { gateway, merchant, problems } = scene;
  const [load, shift, trade, billing] = loads;
  const stop = () => {
    for (const each of loads) each.stop();
  };
  const running = loads.map((each) => each.run(round));
  const work: Promise<unknown>[] = [...running, load.decidePending(), shift.decideOpen(), trade.decideOpen()];
  work.push(billing.decideOpen());
  if (plan.clockAfterMs !== undefined) {
    const wait = sleep(plan.clockAfterMs);
    work.push(wait.then(() => merchant.ask('POST', '/sandbox/clock', { advanceSeconds: leaseSeconds })));
  }
  await sleep(plan.afterMs);
  const killedAt = performance.now();
  problems.push(...(await kill(plan.target, gateway, random)));
  if (plan.target === 'postgres' || plan.target === 'backend') {
    // The gateway lives on and is asked on: it must say that it does not know, and recover by itself.
    await sleep(random.between(200, 1_200));
    stop();
    if (!gateway.isAlive()) problems.push('The gateway died when PostgreSQL was killed.');
  }
  stop();
  if (!gateway.isAlive()) await startAgain(gateway, plan);
  for (let code = await load.probe(round); code !== accepted; code = await load.probe(round)) {
    if (performance.now() - killedAt > recoveryPatienceMs)
      throw new Error(`No payment is accepted any more; the last one was answered with ${code ?? 'nothing'}.`);
    await sleep(50);
  }
  const recoveryMs = performance.now() - killedAt;
  await Promise.all(work);
  return recoveryMs;
}

async function startAgain(gateway: GatewayProcess, { againAfterMs }: Plan): Promise<void> {
  if (againAfterMs !== undefined) {
    const starting = gateway.start().catch(() => {});
    await sleep(againAfterMs);
    await gateway.kill();
    await starting;
  }
  await gateway.start();
}

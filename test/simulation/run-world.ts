// Lets a world live for some steps, checking it after every round, and brings it to rest.
import assert from 'node:assert/strict';
import type { Reason } from '../../src/core/reasons.ts';
import { dayMs, hourMs, minuteMs, secondMs } from '../../src/kernel/clock.ts';
import { actions } from './actions.ts';
import { tell } from './bank-actions.ts';
import { claim, sweep, takeStarted, work } from './gateway-actions.ts';
import { checkHistory } from './history.ts';
import { checkRows } from './invariants.ts';
import { again, changesNothing } from './replays.ts';
import { hashOf, type Rows } from './rows.ts';
import type { Wallet } from './wallet.ts';
import { createWorld, merchants, type Process, type World } from './world.ts';

export interface Life {
  readonly steps: number;
  /** Of all rows at the end. */
  readonly hash: string;
  readonly rows: Rows;
}

/** Throws at the first round after which something does not hold, naming the seed that repeats it. */
export async function runWorld(seed: number, steps: number): Promise<Life> {
  const world = await createWorld(seed);
  let done = 0;
  let names: readonly string[] = [];
  try {
    while (done < steps) {
      const chosen = Array.from({ length: Math.min(steps - done, world.random.between(1, 8)) }, () =>
        world.random.weighted(actions),
      );
      names = chosen.map(({ run }) => run.name);
      await runRound(world, chosen);
      if (world.random.chance(0.3)) await replay(world);
      done += chosen.length;
    }
    names = ['rest'];
    await rest(world);
  } catch (error) {
    const where = `seed ${seed}, after ${done} steps, in the round ${names.join(', ')}`;
    throw new Error(`${error instanceof Error ? error.message : String(error)} (${where})`, { cause: error });
  }
  return { steps: done, hash: hashOf(world.rows), rows: world.rows };
}

async function runRound(world: World, chosen: typeof actions): Promise<void> {
  const { random, shaking } = world;
  // Either several processes at once, or one whose transactions collide with those of processes that are not shown.
  const lone = random.chance(0.2) ? random.pickIfAny(world.processes) : undefined;
  shaking.lost = random.chance(0.8);
  shaking.collides = lone !== undefined && chosen.length === 1;
  await Promise.all(chosen.map(async ({ run }) => run(world, lone ?? aProcess(world))));
  shaking.lost = shaking.collides = false;
  for (const process of world.processes) takeStarted(world, process);
  await check(world);
  world.clock.advance(aStep(world));
}

async function check(world: World): Promise<void> {
  const { witness, bank, fundings } = world;
  const rows = await witness.readRows();
  checkRows(rows, { merchants, credits: bank.credits, fundings });
  checkHistory(world.rows, rows);
  assert.deepEqual((await witness.store.checkBooks()).differences, [], 'the books balance');
  checkBank(world, rows);
  world.rows = rows;
}

/** The bank's books and the gateway's agree, as far as one can know of the other. */
function checkBank({ bank }: World, rows: Rows): void {
  for (const { id, status, amountMinor } of rows.payouts) {
    const { result, amountMinor: paidMinor } = bank.payouts.get(id) ?? {};
    if (status === 'pending') continue;
    assert.equal(
      result?.kind,
      status === 'completed' ? 'succeeded' : 'refused',
      `${id} is ${status}, not so at the bank`,
    );
    assert.equal(paidMinor, amountMinor, `the bank paid another amount for ${id}`);
  }
  for (const { id, status, bankReference } of rows.refunds) {
    const { result } = bank.wallet.returns.get(id) ?? {};
    if (status === 'pending') continue;
    const said = status === 'failed' ? 'refused' : bankReference === null ? 'stopped' : 'succeeded';
    assert.equal(result?.kind, said, `${id} is ${status}, not so at the wallet`);
  }
  for (const { id, entry, status, bankReference, amountMinor } of rows.payments) {
    const { state, credit } = bank.wallet.orders.get(id) ?? {};
    // Another amount than asked for pays nothing, and went back.
    const isOther = credit !== undefined && credit.command.amountMinor !== amountMinor;
    if (status === 'closed' && entry !== 'page')
      assert.ok(state === 'stopped' || isOther, `${id} is closed, not so at the wallet`);
    if (status !== 'completed' || entry === 'page') continue;
    assert.deepEqual([state, credit?.command.bankReference], ['paid', bankReference], `${id} was not paid`);
  }
  checkHolds(bank, rows);
  const booked = bookedCredits(rows);
  for (const { channel, command, answer } of bank.credits) {
    const isBooked = booked.has(`${channel}.${command.bankReference}`);
    if (answer !== 'none') assert.equal(isBooked, answer === 'booked', `${command.bankReference} was answered wrongly`);
  }
}

/** What the wallet keeps aside is what was authorised, less what it let go. */
function checkHolds({ wallet }: World['bank'], rows: Rows): void {
  const { kept, freed } = wallet.holds;
  const failed = new Set<string>();
  for (const { id, status, amountMinor, capturedMinor, releasedMinor } of rows.authorisations) {
    const { result, goneMinor = 0n } = kept.get(id) ?? {};
    if (status === 'failed') failed.add(id);
    if (status === 'pending') continue;
    assert.equal(
      result?.kind,
      status === 'failed' ? 'refused' : 'succeeded',
      `${id} is ${status}, not so at the wallet`,
    );
    assert.ok(capturedMinor + releasedMinor <= goneMinor && goneMinor <= amountMinor, `${id} at the wallet`);
  }
  for (const { id, authorisationId, status } of rows.releases) {
    // Where nothing was kept, nothing was to be given free.
    if (status === 'pending' || failed.has(authorisationId)) continue;
    const isRest = status === 'failed' && !freed.has(id);
    const said = status === 'failed' ? 'refused' : 'succeeded';
    if (!isRest) assert.equal(freed.get(id)?.result?.kind, said, `${id} is ${status}, not so at the wallet`);
  }
}

function bookedCredits(rows: Rows): Set<string> {
  const paid = rows.payments.filter(({ status }) => status === 'completed');
  const stray = rows.transfers.filter(({ code }) => code === 'suspense');
  return new Set([
    ...paid.map(({ channel, bankReference }) => `${channel}.${bankReference}`),
    ...stray.map(({ causeId }) => causeId),
  ]);
}

/** Whatever was accepted once changes nothing when it is asked again. */
async function replay(world: World): Promise<void> {
  const said = world.random.pickIfAny(world.accepted.filter((earlier) => changesNothing(earlier, world.rows)));
  if (!said) return;
  const process = aProcess(world);
  const before = hashOf(await world.witness.readRows());
  const outcome = await process.test.engine.execute(0, said.name, again(world.newId, said.name, said.command) as never);
  const broken: readonly Reason[] = ['internal', 'unavailable'];
  assert.ok(outcome.ok || !broken.includes(outcome.reason), `${said.name} was refused when it was repeated`);
  assert.equal(hashOf(await world.witness.readRows()), before, `${said.name} changed something when it was repeated`);
}

/** With connections that hold and everybody asking again, everything ends, and both sides' books agree to the cent. */
async function rest(world: World): Promise<void> {
  const { bank, clock } = world;
  const process = aProcess(world);
  bank.wallet.calmDown();
  for (const { name, command } of world.unanswered.splice(0))
    await world.ask(process, name, again(world.newId, name, command) as never);
  for (const credit of bank.credits) await tell(world, process, credit);
  takeStarted(world, process);
  for (let day = 0; day < 60 && (day < 5 || isBusy(world.rows)); day++) {
    clock.advance(dayMs);
    for (const payout of bank.payouts.values()) if (!payout.result) bank.decide(payout);
    decideAll(bank.wallet);
    await sweep(world, process);
    for (let turn = 0; turn < 10; turn++) await claim(world, process);
    while (process.held.length + process.test.started.length > 0) await work(world, process);
    await check(world);
  }
  assert.ok(!isBusy(world.rows), 'something never ends');
  for (const { id } of merchants) {
    const paidOut = [...bank.payouts.values()]
      .filter(({ merchantId, result }) => merchantId === id && result?.kind === 'succeeded')
      .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
    const returned = [...bank.wallet.returns.values()]
      .filter(({ merchantId }) => merchantId === id)
      .reduce(
        (sum, { result, amountMinor }) =>
          sum + (result?.kind === 'succeeded' ? (result.amountMinor ?? amountMinor) : 0n),
        0n,
      );
    const channels = world.rows.accounts.filter(
      ({ merchantId, kind }) => merchantId === id && kind.startsWith('channel:'),
    );
    const left = channels.reduce((sum, { credits }) => sum + credits, 0n);
    assert.equal(left, paidOut + returned, `what left for ${id} is not what the bank paid out and gave back`);
  }
  for (const credit of bank.credits) await tell(world, process, credit);
  await check(world);
  const transit = world.rows.accounts.filter(({ kind }) => kind === 'transit');
  const between = transit.reduce((sum, { debits, credits }) => sum + credits - debits, 0n);
  assert.equal(between, 0n, 'nothing is between two merchants');
  assert.ok(bank.credits.every(({ answer }) => answer !== 'none'));
}

/** Captures have no time that ends them; whatever else waits for its payer has. */
function decideAll({ returns, orders, holds, decideReturn, decideOrder }: Wallet): void {
  for (const asked of returns.values()) decideReturn(asked);
  for (const order of orders.values()) if (order.holdId !== null) decideOrder(order);
  for (const hold of holds.kept.values()) holds.decideHold(hold);
  for (const asked of holds.freed.values()) holds.decideFreed(asked);
}

function isBusy(rows: Rows): boolean {
  const { refunds, payouts, notifications, authorisations, releases, shares, shareReturns, identityChecks } = rows;
  const calls = [refunds, payouts, notifications, authorisations, releases, shares, shareReturns, identityChecks];
  return (
    rows.payments.some(({ entry, status }) => entry !== 'page' && status === 'pending') ||
    calls.flat().some(({ status }) => status === 'pending') ||
    rows.mandates.some(({ status }) => status === 'requested') ||
    rows.settlements.some(({ status }) => status === 'open')
  );
}

function aProcess({ random, processes }: World): Process {
  const process = random.pickIfAny(processes);
  if (!process) throw new Error('No process is left.');
  return process;
}

/** Mostly seconds; now and then past a lease, an expiry or a day. */
function aStep({ random }: World): number {
  const units = [
    { weight: 10, longest: secondMs },
    { weight: 1.5, longest: 40 * secondMs },
    { weight: 1, longest: 10 * minuteMs },
    { weight: 0.7, longest: 2 * hourMs },
    { weight: 0.3, longest: dayMs },
  ];
  return random.between(0, random.weighted(units).longest);
}

// What the gateway's processes do by themselves: run tasks, deliver notifications, sweep, and die.
import { partsOf, type Task } from '../../src/core/task.ts';
import type { CallEngine } from '../../src/tasks/calls/call.ts';
import { openCall } from '../../src/tasks/calls/open-call.ts';
import { createLookout } from '../../src/tasks/lookout.ts';
import { type Ask, makeCall } from '../../src/tasks/make-call.ts';
import { channelOf } from '../support/engine.ts';
import { type Held, leaseMs, type Process, type World } from './world.ts';

/** What one call to the bank may take: no call is made that could end after its lease. */
const timeoutMs = leaseMs / 3;

/** A process does some of what it has in hand, at once or long after it took it. */
export async function work(world: World, process: Process): Promise<void> {
  const { random } = world;
  takeStarted(world, process);
  for (let left = random.between(1, 4); left > 0; left--) {
    const newest = process.held.length - 1;
    const [held] = process.held.splice(random.chance(0.6) ? newest : random.between(0, newest), 1);
    if (held) await run(world, process, held);
  }
}

/** What a process committed and is due is its own until its lease ends. */
export function takeStarted({ clock }: World, process: Process): void {
  for (const { tasks, notifications } of process.test.started.splice(0)) {
    for (const { id, dueAt } of [...tasks, ...notifications])
      if (dueAt !== clock.now() + leaseMs) throw new Error(`${id} was started without a lease.`);
    process.held.push(...tasks.map((task) => ({ task, until: task.dueAt, claimedAgain: false })));
    process.held.push(...notifications.map((notification) => ({ notification })));
  }
}

/** A process takes what nobody has, or what its owner did not finish in time. */
export async function claim({ clock, random }: World, process: Process): Promise<void> {
  const store = process.test.engine.store(0);
  const [now, until] = [clock.now(), clock.now() + leaseMs];
  const limit = random.between(1, 20);
  try {
    const tasks = await store.claimTasks(now, until, limit);
    process.held.push(...tasks.map((task) => ({ task, until, claimedAgain: true })));
    const notifications = await store.claimNotifications(now, until, limit);
    process.held.push(...notifications.map((notification) => ({ notification })));
  } catch {
    // The answer was lost with the connection: the rows are claimed again when this lease ends.
  }
}

/** A process closes what expired and settles the days that are due. */
export async function sweep(world: World, process: Process): Promise<void> {
  const due = await process.test.engine.store(0).listDue(world.clock.now(), 50);
  const { payments, instruments, mandates, identityChecks, settlements } = due;
  await Promise.all([
    ...mandates.map((mandateId) => world.ask(process, 'expire-mandate', { mandateId })),
    ...identityChecks.map((identityCheckId) => world.ask(process, 'expire-identity-check', { identityCheckId })),
    ...instruments.map((instrumentId) => world.ask(process, 'expire-instrument', { instrumentId })),
    ...payments.map((paymentId) => world.ask(process, 'expire-payment', { paymentId })),
    ...settlements.map((day) => world.ask(process, 'settle-day', day)),
  ]);
}

/** A process asks for what is not due, or was done long ago. */
export async function sweepTooEarly(world: World, process: Process): Promise<void> {
  const { random, rows } = world;
  const [payment, instrument] = [random.pickIfAny(rows.payments), random.pickIfAny(rows.instruments)];
  const day = random.pickIfAny(rows.settlements);
  const [mandate, check] = [random.pickIfAny(rows.mandates), random.pickIfAny(rows.identityChecks)];
  if (mandate) await world.ask(process, 'expire-mandate', { mandateId: mandate.id });
  if (check) await world.ask(process, 'expire-identity-check', { identityCheckId: check.id });
  if (payment) await world.ask(process, 'expire-payment', { paymentId: payment.id });
  if (instrument) await world.ask(process, 'expire-instrument', { instrumentId: instrument.id });
  if (day) await world.ask(process, 'settle-day', { ...day, settlementId: day.id });
}

/** An operator wants a notification sent once more. */
export async function redeliver(world: World, process: Process): Promise<void> {
  const notification = world.random.pickIfAny(world.rows.notifications);
  if (notification) await world.ask(process, 'redeliver', { notificationId: notification.id });
}

/** What the process had in hand is lost; what it had committed is not. */
export async function die(world: World, process: Process): Promise<void> {
  world.restart(process);
}

async function run(world: World, process: Process, held: Held): Promise<void> {
  if ('task' in held) return runTask(world, process, held);
  const { random, clock } = world;
  const acknowledged = random.chance(0.6);
  await world.ask(process, 'record-attempt', {
    notificationId: held.notification.id,
    at: clock.now(),
    status: acknowledged ? 200 : random.chance(0.5) ? 500 : null,
    latencyMs: random.between(1, 5000),
    answer: '',
    acknowledged,
    retryDelaysMs: [1000, 60_000],
  });
}

/** Whoever asks about something that is not decided has the wallet or bank asked, or the cell of its receiver. */
export async function look(world: World, process: Process): Promise<void> {
  const { random, rows, clock, bank } = world;
  const [subject, all] = random.pick([
    ['payment', rows.payments],
    ['refund', rows.refunds],
    ['payout', rows.payouts],
    ['authorisation', rows.authorisations],
    ['release', rows.releases],
    ['share', rows.shares],
    ['share-return', rows.shareReturns],
  ] as const);
  const pending = all.filter(({ status, ...row }) => status === 'pending' && !('entry' in row && row.entry === 'page'));
  const row = random.pickIfAny(pending);
  if (!row) return;
  const lookout = createLookout({
    engine: askedBy(world, process),
    clock,
    directory: { channel: (code) => channelOf(code, 'wallet') },
    connectors: { of: () => bank.connector },
    log: {
      warn({ error }: { error?: unknown }) {
        if (error) throw error;
      },
    },
  });
  await lookout.look(0, subject, row.id);
}

/** Whoever asks for the gateway as it works by itself. */
function askedBy(world: World, process: Process): CallEngine {
  return {
    find: process.test.engine.find,
    execute: (_cell, name, command) => world.ask(process, name, command),
  };
}

async function runTask(
  world: World,
  process: Process,
  { task, until, claimedAgain }: { task: Task; until: number; claimedAgain: boolean },
): Promise<void> {
  const { random, clock, bank } = world;
  const { act, subject } = partsOf(task);
  const call = await openCall[subject](askedBy(world, process), 0, task.subjectId);
  if (!call) return;
  const ask: Ask = async (request) => (clock.now() + timeoutMs > until ? undefined : (request() ?? 'absent'));
  const answered = await makeCall(call, bank.connector, claimedAgain || act === 'query', ask);
  if (!answered) return;
  // The bank has heard of it; nobody else has.
  if (world.shaking.lost && random.chance(0.15)) return world.restart(process);
  const { during, answer } = answered;
  if (answer.kind !== 'in_progress' && answer.kind !== 'unknown') await call.settle(answer);
  else {
    const trouble = answer.kind === 'unknown' ? (answer.trouble ?? 'io') : null;
    await world.ask(process, 'await-answer', { subject, id: task.subjectId, during, trouble });
  }
}

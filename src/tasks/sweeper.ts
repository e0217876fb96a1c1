// Once a second looks for work whose time has come: tasks and notifications whose lease or wait ended, checkouts,
// instruments, payments and mandates that expired, days to settle. Nothing is lost when a process dies; the next sweep finds its row.
import type { Clock } from '../kernel/clock.ts';
import { secondMs } from '../kernel/clock.ts';
import type { CommandName, CommandOf } from '../core/commands.ts';
import type { Outcome } from '../core/reasons.ts';
import type { Engine } from '../engine/engine.ts';
import type { Worker } from '../engine/worker.ts';

export interface Sweeper {
  start(): void;
  /** One sweep of everything, after the one under way; answers how much was found. Never rejects. */
  tick(): Promise<number>;
  /** Sweeps until nothing is due: after the sandbox clock was moved. Notifications are waited for, but not for long. */
  runAllDue(): Promise<void>;
  /** Sweeps no more, and resolves when the sweep under way has ended. */
  stop(): Promise<void>;
}

export interface SweeperDeps {
  readonly engine: Pick<Engine, 'execute' | 'store' | 'cells'>;
  readonly clock: Clock;
  readonly log: { warn(fields: object, message: string): void };
  readonly tasks: Pick<Worker<never>, 'sweep' | 'drained'>;
  readonly notifier: Pick<Worker<never>, 'sweep' | 'drained'>;
  /** What else falls due, the sandbox bank's confirmations say: each answers how much it did. */
  readonly extraSweeps?: readonly (() => Promise<number>)[];
}

const mostDue = 500;
const patienceMs = 1000;

export function createSweeper(deps: SweeperDeps): Sweeper {
  const { engine, clock, log, tasks, notifier, extraSweeps = [] } = deps;
  let last: Promise<number> = Promise.resolve(0);
  let sweeping = false;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const cells = Array.from({ length: engine.cells }, (_, cell) => cell);
  const sweeps = [tasks.sweep, notifier.sweep, ...cells.map((cell) => () => closeDue(cell)), ...extraSweeps];

  /** How many of them the core accepted: a refusal says that another process was first, or that time was put back. */
  async function executeAll<Name extends CommandName>(
    cell: number,
    name: Name,
    commands: readonly CommandOf<Name>[],
  ): Promise<number> {
    const outcomes: Outcome<unknown>[] = await Promise.all(
      commands.map((command) => engine.execute(cell, name, command)),
    );
    return outcomes.filter((outcome) => outcome.ok).length;
  }

  async function closeDue(cell: number): Promise<number> {
    let done = 0;
    for (;;) {
      const due = await engine.store(cell).listDue(clock.now(), mostDue);
      const { checkouts, mandates, identityChecks, payments, instruments, settlements } = due;
      // A checkout closes the try that waits, and an instrument its payment, so they go first and nothing is done twice.
      const ended = await executeAll(
        cell,
        'expire-checkout',
        checkouts.map((checkoutId) => ({ checkoutId })),
      );
      const closed = await executeAll(
        cell,
        'expire-instrument',
        instruments.map((instrumentId) => ({ instrumentId })),
      );
      const expired = await executeAll(
        cell,
        'expire-payment',
        payments.map((paymentId) => ({ paymentId })),
      );
      const lapsed = await executeAll(
        cell,
        'expire-mandate',
        mandates.map((mandateId) => ({ mandateId })),
      );
      const unchecked = await executeAll(
        cell,
        'expire-identity-check',
        identityChecks.map((identityCheckId) => ({ identityCheckId })),
      );
      const accepted =
        ended + closed + expired + lapsed + unchecked + (await executeAll(cell, 'settle-day', settlements));
      done += accepted;
      const lists = [checkouts, mandates, identityChecks, payments, instruments, settlements];
      const isFull = lists.some((list) => list.length === mostDue);
      // Without progress the same rows would come again.
      if (!isFull || accepted === 0 || stopped) return done;
    }
  }

  async function sweepAll(): Promise<number> {
    sweeping = true;
    const results = await Promise.allSettled(sweeps.map(async (sweep) => sweep()));
    sweeping = false;
    let done = 0;
    for (const result of results) {
      if (result.status === 'fulfilled') done += result.value;
      else log.warn({ error: result.reason as unknown }, 'A sweep failed and is repeated.');
    }
    return done;
  }

  function tick(): Promise<number> {
    if (stopped) return Promise.resolve(0);
    last = last.then(sweepAll);
    return last;
  }

  return {
    start() {
      timer ??= setInterval(() => {
        if (!sweeping) void tick();
      }, secondMs).unref();
      void tick();
    },
    tick,
    async runAllDue() {
      do await tasks.drained();
      while ((await tick()) > 0);
      await withPatience(notifier.drained());
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await last;
    },
  };
}

/** A merchant's endpoint that hangs must not hold up whoever moved the clock. */
async function withPatience(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([work, new Promise<void>((resolve) => (timer = setTimeout(resolve, patienceMs)))]);
  clearTimeout(timer);
}

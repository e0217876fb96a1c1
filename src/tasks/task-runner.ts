// Runs tasks: calls the connector and comes back to the engine with a command. What it has in memory is only a copy of
// rows; whatever it drops, or loses with the process, is claimed again when its lease ends.
import type { Clock, Instant } from '../kernel/clock.ts';
import type { Outcome } from '../core/reasons.ts';
import type { Trouble } from '../core/call/call.ts';
import { partsOf, type Task } from '../core/task.ts';
import type { Engine } from '../engine/engine.ts';
import type { Worker } from '../engine/worker.ts';
import { askWithin } from './ask-within.ts';
import { type Call, type CallDeps, connectorOf } from './calls/call.ts';
import { openCall } from './calls/open-call.ts';
import { createLane, type Lane } from './lane.ts';
import { type Answered, makeCall, refusedUnsent, unknowable } from './make-call.ts';

export type TaskRunner = Worker<Task>;

export interface TaskRunnerDeps extends CallDeps {
  readonly engine: Pick<Engine, 'execute' | 'find' | 'store' | 'cells'>;
  readonly clock: Clock;
  /** How long a task belongs to this process once it is started or claimed. */
  readonly leaseMs: number;
  readonly log: { warn(fields: object, message: string): void };
  /** How long a task waited in this process before its turn came. */
  readonly metrics: { taskLag(ms: number): void };
  /** For one call to a connector; a third of the lease, at most 10 s, by default. */
  readonly timeoutMs?: number;
  /** Calls at once to one connector. */
  readonly maxCalls?: number;
  /** Tasks in memory. */
  readonly maxHeld?: number;
}

const mostClaimed = 500;
/** One sweep's claims of a cell; the next one goes on. */
const mostRounds = 20;

interface Held {
  readonly cell: number;
  readonly task: Task;
  leaseEndsAt: Instant;
  claimedAgain: boolean;
  running: boolean;
}

export function createTaskRunner(deps: TaskRunnerDeps): TaskRunner {
  const {
    engine,
    clock,
    leaseMs,
    log,
    timeoutMs = Math.min(10_000, leaseMs / 3),
    maxCalls = 64,
    maxHeld = 10_000,
  } = deps;
  if (timeoutMs >= leaseMs) throw new Error('A call must end before the lease of its task does: timeoutMs < leaseMs.');
  const held = new Map<string, Held>();
  const lanes = new Map<string, Lane>();
  const emptied: (() => void)[] = [];
  let stopped = false;

  /** Whether the task is new here: one that this process has in hand already keeps its place, under the new lease. */
  function take(cell: number, task: Task, leaseEndsAt: Instant, claimedAgain: boolean): boolean {
    const known = held.get(task.id);
    if (known && !known.running) {
      known.leaseEndsAt = leaseEndsAt;
      known.claimedAgain ||= claimedAgain;
    }
    if (known || stopped || held.size >= maxHeld) return false;
    const entry = { cell, task, leaseEndsAt, claimedAgain, running: false };
    held.set(task.id, entry);
    void run(entry);
    return true;
  }

  async function run(entry: Held): Promise<void> {
    const { cell, task } = entry;
    try {
      const { subject } = partsOf(task);
      const call = await openCall[subject](engine, cell, task.subjectId);
      const answered = call && (await answerTo(entry, call));
      if (answered) await commit(entry, call, answered);
    } catch (error) {
      log.warn({ taskId: task.id, error }, 'A task was left to be claimed again.');
    } finally {
      held.delete(task.id);
      if (held.size === 0) for (const resolve of emptied.splice(0)) resolve();
    }
  }

  async function answerTo(entry: Held, call: Call): Promise<Answered | undefined> {
    const { act } = partsOf(entry.task);
    const found = connectorOf(deps, call);
    if (!found) return entry.claimedAgain || act === 'query' ? unknowable : refusedUnsent;
    const lane = laneOf(found.lane);
    if (!(await lane.enter())) return undefined;
    try {
      if (stopped) return undefined;
      entry.running = true;
      deps.metrics.taskLag(Math.max(0, clock.now() - (entry.leaseEndsAt - leaseMs)));
      return await makeCall(call, found.connector, entry.claimedAgain || act === 'query', async (request) => {
        // Once the lease has ended another process may run the task.
        if (clock.now() + timeoutMs > entry.leaseEndsAt) return undefined;
        return askWithin(timeoutMs, request, (fields, message) =>
          log.warn({ taskId: entry.task.id, ...fields }, message),
        );
      });
    } finally {
      lane.leave();
    }
  }

  async function commit({ cell, task }: Held, call: Call, { during, answer }: Answered): Promise<void> {
    const { id, subjectId } = task;
    const { subject } = partsOf(task);
    const note = (trouble: Trouble | null) =>
      engine.execute(cell, 'await-answer', { subject, id: subjectId, during, trouble });
    const outcome: Outcome<unknown> =
      answer.kind === 'in_progress'
        ? await note(null)
        : answer.kind === 'unknown'
          ? await note(answer.trouble ?? 'io')
          : await call.settle(answer);
    if (!outcome.ok) log.warn({ taskId: id, answer: answer.kind, reason: outcome.reason }, 'An answer was not taken.');
  }

  function laneOf(name: string): Lane {
    const lane = lanes.get(name) ?? createLane(maxCalls, maxHeld / 4);
    lanes.set(name, lane);
    return lane;
  }

  const drained = (): Promise<void> =>
    held.size === 0 ? Promise.resolve() : new Promise((resolve) => emptied.push(resolve));

  async function sweepCell(cell: number): Promise<number> {
    let taken = 0;
    for (let round = 0; round < mostRounds; round++) {
      const limit = Math.min(mostClaimed, maxHeld - held.size);
      if (stopped || limit <= 0) return taken;
      const now = clock.now();
      const tasks = await engine.store(cell).claimTasks(now, now + leaseMs, limit);
      for (const task of tasks) if (take(cell, task, now + leaseMs, true)) taken++;
      if (tasks.length < limit) return taken;
    }
    return taken;
  }

  return {
    start(cell, tasks) {
      for (const task of tasks) take(cell, task, task.dueAt, false);
    },
    async sweep() {
      let taken = 0;
      for (let cell = 0; cell < engine.cells; cell++) taken += await sweepCell(cell);
      return taken;
    },
    drained,
    async stop() {
      stopped = true;
      await drained();
    },
  };
}

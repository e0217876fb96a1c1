// The two shapes of load: as fast as answers come, and at a given pace whatever the answers do.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from './connection.ts';
import type { Measured } from './messages.ts';
import { percentilesOf } from './percentiles.ts';

/** `empty`: there was nothing left to send. */
export type StepResult = 'done' | 'refused' | 'empty';

export interface Loop {
  readonly connections: readonly Connection[];
  /** One creation or one lifecycle, on a connection that nothing else uses meanwhile. */
  readonly step: (connection: Connection) => Promise<StepResult>;
  readonly seconds: number;
  readonly onMeasuring: () => void;
}

/** What is under way when the time is over may take so long. */
const patienceMs = 30_000;

/** Every connection begins its next step when the last one is over. The first fifth, at most a second, is not measured. */
export async function runClosedLoop({ connections, step, seconds, onMeasuring }: Loop): Promise<Measured> {
  const record = createRecord(seconds, onMeasuring);
  const work = connections.map(async (connection) => {
    while (!record.isOver()) {
      const startedAtMs = performance.now();
      const result = await step(connection);
      record.add(result, startedAtMs);
      if (result === 'empty') return;
    }
  });
  await endOf(Promise.all(work), seconds);
  return record.measured();
}

/** A step begins every `1 / perSecond` seconds; one that finds no idle connection waits, and its waiting counts. */
export async function runPacedLoop({
  connections,
  step,
  seconds,
  onMeasuring,
  perSecond,
}: Loop & { readonly perSecond: number }): Promise<Measured> {
  const record = createRecord(seconds, onMeasuring);
  const idle = [...connections];
  const late: number[] = [];
  const running = new Set<Promise<void>>();

  async function run(connection: Connection, first: number): Promise<void> {
    for (let dueAtMs: number | undefined = first; dueAtMs !== undefined; dueAtMs = late.shift()) {
      record.add(await step(connection), dueAtMs);
    }
    idle.push(connection);
  }
  function begin(dueAtMs: number): void {
    const connection = idle.pop();
    if (!connection) {
      late.push(dueAtMs);
      return;
    }
    const steps = run(connection, dueAtMs);
    running.add(steps);
    void steps.finally(() => running.delete(steps));
  }

  for (let dueAtMs = performance.now(); !record.isOver(); ) {
    for (; dueAtMs <= performance.now() && !record.isOver(); dueAtMs += 1000 / perSecond) begin(dueAtMs);
    await sleep(1);
  }
  late.length = 0;
  await endOf(Promise.all(running), seconds);
  return record.measured();
}

function createRecord(seconds: number, onMeasuring: () => void) {
  const latenciesMs: number[] = [];
  const fromMs = performance.now() + Math.min(1000, seconds * 200);
  const untilMs = fromMs + seconds * 1000;
  let refused = 0;
  let emptyAtMs = Infinity;
  let cpuBefore: NodeJS.CpuUsage | undefined;
  let cpu: NodeJS.CpuUsage | undefined;

  return {
    /** Whether nothing more is to begin. */
    isOver: () => performance.now() >= Math.min(untilMs, emptyAtMs),
    add(result: StepResult, startedAtMs: number): void {
      const endedAtMs = performance.now();
      if (result === 'empty') emptyAtMs = Math.min(emptyAtMs, endedAtMs);
      if (endedAtMs < fromMs) return;
      if (!cpuBefore) {
        cpuBefore = process.cpuUsage();
        onMeasuring();
      }
      if (endedAtMs >= untilMs) {
        cpu ??= process.cpuUsage(cpuBefore);
        return;
      }
      if (result === 'done') latenciesMs.push(endedAtMs - startedAtMs);
      if (result === 'refused') refused++;
    },
    measured(): Measured {
      const { user, system } = cpu ?? process.cpuUsage(cpuBefore);
      return {
        count: latenciesMs.length,
        seconds: Math.max(0, Math.min(untilMs, emptyAtMs) - fromMs) / 1000,
        latencyMs: percentilesOf(latenciesMs),
        refused,
        cutShort: emptyAtMs < untilMs,
        loadCpuSeconds: (user + system) / 1e6,
      };
    },
  };
}

async function endOf(work: Promise<unknown>, seconds: number): Promise<void> {
  const patience = new AbortController();
  const tooLong = sleep(seconds * 1000 + patienceMs, undefined, { signal: patience.signal }).then(() => {
    throw new Error('Answers or notifications are missing half a minute after the end of the load.');
  });
  try {
    await Promise.race([work, tooLong]);
  } finally {
    patience.abort();
    await tooLong.catch(() => {});
  }
}

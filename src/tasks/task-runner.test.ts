// Guards that whatever a channel decides is handed over once: every answer, at the first run and when a task is claimed again.
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createClock } from '../kernel/clock.ts';
import { accept } from '../kernel/outcome.ts';
import type { Channel } from '../core/channel/channel.ts';
import type { Payout } from '../core/payout/payout.ts';
import { refuse } from '../core/reasons.ts';
import { type Task, type TaskKind, taskId } from '../core/task.ts';
import type { Answer, Connector } from '../engine/connector.ts';
import type { Engine } from '../engine/engine.ts';
import { createTaskRunner, type TaskRunnerDeps } from './task-runner.ts';

type Reply = Answer | { readonly kind: 'not_found' } | 'throws' | 'breaks' | 'hangs';

const succeeded = { kind: 'succeeded', bankReference: 'B1' } as const;
const refused = { kind: 'refused', failure: 'channel_rejected' } as const;
const unknown = { kind: 'unknown' } as const;
const unreadable = { kind: 'unknown', trouble: 'protocol' } as const;
const inProgress = { kind: 'in_progress' } as const;
const notFound = { kind: 'not_found' } as const;
const closed = { kind: 'refused', failure: 'channel_closed' } as const;

const leaseMs = 30_000;

/** A bank that gives one reply to sending and one to being asked; a capability without a reply is absent. */
function bank(calls: string[], send: Reply | undefined, query: Reply | undefined): Connector {
  const reply = (name: string, what: Reply) => (payout: Payout) => {
    calls.push(`${name} ${payout.id}`);
    if (what === 'breaks') throw new Error('The connector broke.');
    if (what === 'throws') return Promise.reject(new Error('The bank broke.'));
    return what === 'hangs' ? new Promise<never>(() => {}) : Promise.resolve(what);
  };
  return {
    code: 'bank',
    ...(send && { sendPayout: reply('send', send) as NonNullable<Connector['sendPayout']> }),
    ...(query && { queryPayout: reply('query', query) }),
  };
}

function setUp(t: TestContext, connector: (calls: string[]) => Connector, over: Partial<TaskRunnerDeps> = {}) {
  const calls: string[] = [];
  const commands: unknown[] = [];
  const claimable: Task[] = [];
  const lags: number[] = [];
  const clock = createClock();
  const payouts = new Map<string, Payout>();
  const engine = {
    cells: 1,
    find: async (_cell: number, _lookup: string, id: string) => payouts.get(id),
    execute: async (_cell: number, name: string, command: { result?: unknown; during?: string; trouble?: string }) => {
      commands.push([name, name === 'await-answer' ? `${command.during} ${command.trouble}` : command.result]);
      return accept({});
    },
    store: () => ({
      claimTasks: async (_now: number, until: number, limit: number) =>
        claimable.splice(0, limit).map((task) => ({ ...task, dueAt: until })),
    }),
  } as unknown as Engine;
  const theBank = connector(calls);
  const runner = createTaskRunner({
    engine,
    directory: { channel: (code) => (code === 'gone' ? undefined : ({ connector: code } as Channel)) },
    connectors: { of: () => theBank },
    clock,
    leaseMs,
    log: { warn: () => {} },
    metrics: { taskLag: (ms) => lags.push(ms) },
    ...over,
  });
  t.after(() => runner.stop());
  const owe = (kind: TaskKind, id = 'D1', payout: Partial<Payout> = {}): Task => {
    payouts.set(id, { id, status: 'pending', channel: 'bank', ...payout } as Payout);
    return { id: taskId(kind, id), kind, subjectId: id, dueAt: clock.now() + leaseMs, attempt: 0 };
  };
  return { runner, calls, commands, claimable, lags, clock, owe };
}

test('every answer of the bank has its consequence, at the first run and later', async (t) => {
  const settled = (result: unknown) => ['settle-payout', result];
  const awaited = (what: string) => ['await-answer', what];
  type Run = 'committed' | 'claimed';
  const rows: [
    kind: TaskKind,
    run: Run,
    send: Reply | undefined,
    query: Reply | undefined,
    calls: string,
    command: unknown[],
  ][] = [
    ['send-payout', 'committed', succeeded, notFound, 'send', settled(succeeded)],
    ['send-payout', 'committed', refused, notFound, 'send', settled(refused)],
    ['send-payout', 'committed', unknown, notFound, 'send', awaited('send io')],
    ['send-payout', 'committed', 'throws', notFound, 'send', awaited('send io')],
    ['send-payout', 'committed', 'hangs', notFound, 'send', awaited('send io')],
    ['send-payout', 'committed', undefined, notFound, '', settled(closed)],
    ['send-payout', 'claimed', refused, succeeded, 'query', settled(succeeded)],
    ['send-payout', 'claimed', succeeded, refused, 'query', settled(refused)],
    ['send-payout', 'claimed', succeeded, unknown, 'query', awaited('query io')],
    ['send-payout', 'claimed', succeeded, 'throws', 'query', awaited('query io')],
    ['send-payout', 'claimed', succeeded, 'hangs', 'query', awaited('query io')],
    ['send-payout', 'claimed', succeeded, undefined, '', awaited('query io')],
    ['send-payout', 'claimed', succeeded, notFound, 'query send', settled(succeeded)],
    ['send-payout', 'claimed', refused, notFound, 'query send', settled(refused)],
    ['send-payout', 'claimed', unknown, notFound, 'query send', awaited('send io')],
    ['send-payout', 'claimed', undefined, notFound, 'query', settled(closed)],
    ['query-payout', 'claimed', refused, succeeded, 'query', settled(succeeded)],
    ['query-payout', 'claimed', succeeded, refused, 'query', settled(refused)],
    ['query-payout', 'claimed', succeeded, unknown, 'query', awaited('query io')],
    ['query-payout', 'claimed', succeeded, 'throws', 'query', awaited('query io')],
    ['query-payout', 'claimed', succeeded, 'hangs', 'query', awaited('query io')],
    ['query-payout', 'claimed', succeeded, undefined, '', awaited('query io')],
    ['query-payout', 'claimed', succeeded, notFound, 'query send', settled(succeeded)],
    ['query-payout', 'claimed', undefined, notFound, 'query', settled(closed)],
    ['send-payout', 'committed', inProgress, notFound, 'send', awaited('send null')],
    ['send-payout', 'committed', unreadable, notFound, 'send', awaited('send protocol')],
    ['send-payout', 'committed', 'breaks', notFound, 'send', awaited('send io')],
    ['send-payout', 'claimed', inProgress, notFound, 'query send', awaited('send null')],
    ['query-payout', 'claimed', succeeded, inProgress, 'query', awaited('query null')],
    ['query-payout', 'claimed', succeeded, unreadable, 'query', awaited('query protocol')],
    ['query-payout', 'claimed', succeeded, 'breaks', 'query', awaited('query io')],
  ];
  for (const [kind, run, send, query, expectedCalls, command] of rows) {
    const title = `${kind} ${run}: send ${JSON.stringify(send)}, query ${JSON.stringify(query)}`;
    const { runner, calls, commands, claimable, owe } = setUp(t, (log) => bank(log, send, query), { timeoutMs: 20 });
    if (run === 'committed') runner.start(0, [owe(kind)]);
    else {
      claimable.push(owe(kind));
      assert.equal(await runner.sweep(), 1, title);
    }
    await runner.drained();
    assert.deepEqual(calls.join(' ').replaceAll(' D1', ''), expectedCalls, title);
    assert.deepEqual(commands, [command], title);
  }
});

test('a channel that is gone refuses what was never sent, and leaves unknown what may have been', async (t) => {
  const { runner, claimable, commands, owe } = setUp(t, (calls) => bank(calls, succeeded, succeeded));
  runner.start(0, [owe('send-payout', 'D1', { channel: 'gone' })]);
  await runner.drained();
  claimable.push(owe('send-payout', 'D1', { channel: 'gone' }));
  await runner.sweep();
  await runner.drained();
  assert.deepEqual(commands, [
    ['settle-payout', closed],
    ['await-answer', 'query io'],
  ]);
});

test('a payout that is final, or is not there, calls nobody', async (t) => {
  const { runner, calls, commands, owe } = setUp(t, (log) => bank(log, succeeded, succeeded));
  runner.start(0, [
    owe('send-payout', 'D1', { status: 'completed' }),
    { ...owe('send-payout', 'D2'), subjectId: 'D3' },
  ]);
  await runner.drained();
  assert.deepEqual([calls, commands], [[], []]);
});

test('a call is not begun when the lease would end before it could', async (t) => {
  const { runner, calls, commands, clock, owe } = setUp(t, (log) => bank(log, succeeded, succeeded));
  runner.start(0, [{ ...owe('send-payout'), dueAt: clock.now() + 5000 }]);
  await runner.drained();
  assert.deepEqual([calls, commands], [[], []]);
  assert.throws(
    () => setUp(t, (log) => bank(log, succeeded, succeeded), { timeoutMs: leaseMs }),
    /timeoutMs < leaseMs/,
  );
});

test('a task in hand is not run a second time, and one whose answer was not committed is left to its lease', async (t) => {
  let answer = undefined as ((answer: Answer) => void) | undefined;
  const slow: Connector = {
    code: 'bank',
    sendPayout: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  };
  const { runner, claimable, commands, owe } = setUp(t, () => slow);
  const task = owe('send-payout');
  runner.start(0, [task, task]);
  while (!answer) await new Promise((resolve) => setImmediate(resolve));
  claimable.push(task);
  assert.equal(await runner.sweep(), 0);
  answer(succeeded);
  await runner.drained();
  assert.deepEqual(commands, [['settle-payout', succeeded]]);

  const warnings: object[] = [];
  const engine = {
    cells: 1,
    find: async () => ({ id: 'D1', status: 'pending', channel: 'bank' }),
    execute: async () => refuse('unavailable'),
  } as unknown as Engine;
  const away = setUp(t, (calls) => bank(calls, succeeded, succeeded), {
    engine,
    log: { warn: (fields) => warnings.push(fields) },
  });
  away.runner.start(0, [task]);
  await away.runner.drained();
  assert.deepEqual(warnings, [{ taskId: 'send-payout:D1', answer: 'succeeded', reason: 'unavailable' }]);
});

test('calls at once are bounded per connector, a slow one delays no other, and stopping lets calls under way end', async (t) => {
  const open: (() => void)[] = [];
  const connectors = {
    of: ({ connector }: Channel): Connector => ({
      code: connector,
      sendPayout: (payout) =>
        new Promise((resolve) => {
          if (payout.channel === 'fast') resolve(succeeded);
          else open.push(() => resolve(succeeded));
        }),
    }),
  };
  const { runner, commands, owe } = setUp(t, (calls) => bank(calls, succeeded, undefined), { connectors, maxCalls: 2 });
  runner.start(
    0,
    Array.from({ length: 10 }, (_, index) => owe('send-payout', `D${index}`, { channel: 'slow' })),
  );
  runner.start(
    0,
    Array.from({ length: 10 }, (_, index) => owe('send-payout', `E${index}`, { channel: 'fast' })),
  );
  const deadline = performance.now() + 5000;
  while (commands.length < 10 && performance.now() < deadline) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(commands.length, 10);
  assert.equal(open.length, 2);
  const stopped = runner.stop();
  for (const end of open) end();
  await stopped;
  assert.equal(commands.length, 12);
  assert.equal(open.length, 2);
});

test('how long a task waited is measured from when it was handed over', async (t) => {
  const { runner, lags, owe, clock } = setUp(t, (calls) => bank(calls, succeeded, succeeded));
  runner.start(0, [{ ...owe('send-payout'), dueAt: clock.now() + leaseMs - 700 }]);
  await runner.drained();
  assert.ok(lags[0] !== undefined && lags[0] >= 700 && lags[0] < 5000, String(lags[0]));
});

test('a task claimed again while it stood in line asks before it sends', async (t) => {
  let end: (() => void) | undefined;
  const calls: string[] = [];
  const connectors = {
    of: (): Connector => ({
      code: 'bank',
      sendPayout: (payout) =>
        new Promise((resolve) => {
          calls.push(`send ${payout.id}`);
          end = () => resolve(succeeded);
        }),
      queryPayout: async (payout) => {
        calls.push(`query ${payout.id}`);
        return succeeded;
      },
    }),
  };
  const { runner, claimable, owe } = setUp(t, (log) => bank(log, succeeded, undefined), { connectors, maxCalls: 1 });
  const second = owe('send-payout', 'D2');
  runner.start(0, [owe('send-payout', 'D1'), second]);
  while (calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
  claimable.push(second);
  assert.equal(await runner.sweep(), 0);
  end?.();
  await runner.drained();
  assert.deepEqual(calls, ['send D1', 'query D2']);
});

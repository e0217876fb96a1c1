// Guards delivery against real endpoints: what is sent, what is recorded, and that nobody waits for somebody else.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { createClock } from '../kernel/clock.ts';
import { accept } from '../kernel/outcome.ts';
import type { App } from '../core/merchant/merchant.ts';
import type { Notification } from '../core/notification/notification.ts';
import type { RecordAttempt } from '../core/notification/record-attempt.ts';
import { refuse } from '../core/reasons.ts';
import type { Dialect } from '../engine/dialect.ts';
import type { Engine } from '../engine/engine.ts';
import { createNotifier, type NotifierDeps } from './notifier.ts';

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

async function endpoint(t: TestContext, answer: (response: ServerResponse, request: Received) => void) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      received.push({ method, url, headers, body: Buffer.concat(chunks).toString('utf8') });
      answer(response, received.at(-1) as Received);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify?x=1` };
}

const retryDelaysMs = [60_000, 300_000];
const dialect = {
  names: ['paycools'],
  headersOf: async (notification: Notification) => ({ 'x-signature': `sign-${notification.id}` }),
  isAcknowledged: (status: number, body: string) => status === 200 && body === 'success',
  retryDelaysMs,
} as unknown as Dialect;
const app = { id: 'app', dialect: 'paycools' } as App;

function setUp(t: TestContext, over: Partial<NotifierDeps> = {}) {
  const attempts: RecordAttempt[] = [];
  const claimable: Notification[] = [];
  const outcomes: string[] = [];
  const clock = createClock();
  const engine = {
    cells: 1,
    execute: async (_cell: number, _name: string, command: RecordAttempt) => {
      attempts.push(command);
      return accept({});
    },
    store: () => ({
      claimNotifications: async (_now: number, until: number, limit: number) =>
        claimable.splice(0, limit).map((row) => ({ ...row, dueAt: until })),
    }),
  } as unknown as Engine;
  const notifier = createNotifier({
    engine,
    directory: { findApp: async () => app },
    dialects: [dialect],
    clock,
    leaseMs: 30_000,
    mode: 'sandbox',
    log: { warn: () => {} },
    metrics: { attempt: ({ outcome }) => outcomes.push(outcome) },
    timeoutMs: 5000,
    ...over,
  });
  t.after(() => notifier.stop());
  const row = (id: string, url: string): Notification =>
    ({
      id,
      appId: 'app',
      url,
      body: `{"id":"${id}","name":"Niño 中"}`,
      status: 'pending',
      dueAt: clock.now() + 30_000,
    }) as Notification;
  return {
    notifier,
    attempts,
    claimable,
    outcomes,
    clock,
    row,
    attempt: (id: string) => attempts.find((one) => one.notificationId === id),
  };
}

async function until(condition: () => boolean, what: string): Promise<void> {
  const deadline = performance.now() + 5000;
  while (!condition()) {
    assert.ok(performance.now() < deadline, what);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('an acknowledged notification is recorded with its answer, and went out with the bytes and headers of its dialect', async (t) => {
  const { url, received } = await endpoint(t, (response) => response.end('success'));
  const { notifier, attempts, outcomes, clock, row } = setUp(t);
  const before = clock.now();
  notifier.start(0, [row('C1.completed', url)]);
  await notifier.drained();
  const [request] = received;
  assert.equal(request?.method, 'POST');
  assert.equal(request?.url, '/notify?x=1');
  assert.equal(request?.headers['content-type'], 'application/json');
  assert.equal(request?.headers['x-signature'], 'sign-C1.completed');
  assert.equal(request?.body, '{"id":"C1.completed","name":"Niño 中"}');
  const [attempt] = attempts;
  assert.deepEqual(
    { ...attempt, at: 0, latencyMs: 0 },
    {
      notificationId: 'C1.completed',
      at: 0,
      status: 200,
      latencyMs: 0,
      answer: 'success',
      acknowledged: true,
      retryDelaysMs,
    },
  );
  assert.ok(attempt && attempt.at >= before && Number.isInteger(attempt.latencyMs));
  assert.deepEqual(outcomes, ['delivered']);
});

test('a dialect that signs in the body makes it at each try from what was committed', async (t) => {
  const { url, received } = await endpoint(t, (response) => response.end('success'));
  const bodyOf = async ({ body }: Notification, { id }: App) => JSON.stringify({ sign: `sign of ${id}`, param: body });
  const { notifier, attempts, row } = setUp(t, { dialects: [{ ...dialect, bodyOf }] });
  notifier.start(0, [row('C1.completed', url)]);
  await notifier.drained();
  const param = '{"id":"C1.completed","name":"Niño 中"}';
  assert.equal(received[0]?.body, JSON.stringify({ sign: 'sign of app', param }));
  assert.equal(attempts[0]?.acknowledged, true);
});

test('what cannot be signed is not sent: the attempt fails and says so', async (t) => {
  const { url, received } = await endpoint(t, (response) => response.end('success'));
  const bodyOf = () => Promise.reject(new Error('The app has no key.'));
  const { notifier, attempts, row } = setUp(t, { dialects: [{ ...dialect, bodyOf }] });
  notifier.start(0, [row('C1.completed', url)]);
  await notifier.drained();
  assert.deepEqual(received, []);
  assert.deepEqual([attempts[0]?.status, attempts[0]?.acknowledged], [null, false]);
  assert.match(attempts[0]?.answer ?? '', /no key/);
});

test('whatever an endpoint does instead of acknowledging is a failed attempt that says what happened', async (t) => {
  const cut = { timeoutMs: 300 };
  const rows: [name: string, answer: (response: ServerResponse) => void, status: number | null, text: RegExp][] = [
    ['an error', (response) => response.writeHead(500).end('oops'), 500, /^oops$/],
    ['another text', (response) => response.end('ok'), 200, /^ok$/],
    ['no content', (response) => response.writeHead(204).end(), 204, /^$/],
    ['a redirect', (response) => response.writeHead(302, { location: '/elsewhere' }).end('success'), 302, /^success$/],
    ['silence', () => {}, null, /within 0.3 s/],
    ['a body that never ends', (response) => response.writeHead(200).write('success'), null, /within 0.3 s/],
    ['a closed connection', (response) => response.destroy(), null, /closed before/],
    [
      'a body cut short',
      (response) => {
        response.writeHead(200, { 'content-length': '99' }).write('success', () => response.destroy());
      },
      null,
      /closed before/,
    ],
    ['a huge body', (response) => response.end(Buffer.alloc(10_000_000, 'success')), 200, /^(success)+/],
  ];
  for (const [name, answer, status, text] of rows) {
    const { url, received } = await endpoint(t, answer);
    const { notifier, attempts, row } = setUp(t, cut);
    notifier.start(0, [row('C1.completed', url)]);
    await notifier.drained();
    assert.equal(received.length, 1, name);
    assert.equal(attempts[0]?.status, status, name);
    assert.equal(attempts[0]?.acknowledged, false, name);
    assert.match(attempts[0]?.answer ?? '', text, name);
    assert.ok((attempts[0]?.answer.length ?? 0) <= 500, name);
    assert.deepEqual(attempts[0]?.retryDelaysMs, retryDelaysMs, name);
  }
});

test('a dialect may wait shorter for an answer, and not longer', async (t) => {
  const rows: [tryTimeoutMs: number, text: RegExp][] = [
    [200, /within 0.2 s/],
    [9_000_000, /within 0.3 s/],
  ];
  for (const [tryTimeoutMs, text] of rows) {
    const { url } = await endpoint(t, () => {});
    const { notifier, attempts, row } = setUp(t, { timeoutMs: 300, dialects: [{ ...dialect, tryTimeoutMs }] });
    notifier.start(0, [row('C1.completed', url)]);
    await notifier.drained();
    assert.match(attempts[0]?.answer ?? '', text);
  }
});

test('an address nobody listens at, and a URL that is none, are failed attempts', async (t) => {
  const { notifier, attempt, outcomes, row } = setUp(t);
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  notifier.start(0, [
    row('refused', `http://127.0.0.1:${port}/`),
    row('none', 'not a url'),
    row('file', 'file:///etc/passwd'),
  ]);
  await notifier.drained();
  assert.match(attempt('refused')?.answer ?? '', /refused/);
  assert.match(attempt('none')?.answer ?? '', /no valid URL/);
  assert.match(attempt('file')?.answer ?? '', /Only http/);
  assert.deepEqual(outcomes, ['failed', 'failed', 'failed']);
});

test('every try sends the same bytes and headers', async (t) => {
  const { url, received } = await endpoint(t, (response) => response.writeHead(503).end());
  const { notifier, claimable, attempts, row } = setUp(t);
  notifier.start(0, [row('C1.completed', url)]);
  await notifier.drained();
  claimable.push(row('C1.completed', url));
  assert.equal(await notifier.sweep(), 1);
  await notifier.drained();
  assert.equal(attempts.length, 2);
  assert.deepEqual(received[0], received[1]);
});

test('an endpoint that hangs delays no other', async (t) => {
  const slow = await endpoint(t, () => {});
  const fast = await endpoint(t, (response) => response.end('success'));
  const { notifier, attempts, row } = setUp(t, { maxHeld: 400 });
  notifier.start(
    0,
    Array.from({ length: 1000 }, (_, index) => row(`slow${index}`, slow.url)),
  );
  notifier.start(
    0,
    Array.from({ length: 50 }, (_, index) => row(`fast${index}`, fast.url)),
  );
  await until(() => attempts.length === 50, 'the fast endpoint got all of its notifications');
  assert.ok(attempts.every(({ notificationId }) => notificationId.startsWith('fast')));
  assert.equal(slow.received.length, 8);
});

test('live mode sends nothing to addresses inside, and says so in the attempt', async (t) => {
  const inside = await endpoint(t, (response) => response.end('success'));
  const { port } = new URL(inside.url);
  const { notifier, attempts, row } = setUp(t, { mode: 'live', resolve: async () => ['127.0.0.1'] });
  const urls = [
    '127.0.0.1',
    '[::1]',
    '10.0.0.1',
    '169.254.169.254',
    '[::ffff:127.0.0.1]',
    'localhost',
    'merchant.example',
  ];
  notifier.start(0, [
    ...urls.map((host) => row(host, `https://${host}:${port}/`)),
    row('plain', inside.url),
    row('credentials', 'https://user:pass@merchant.example/'),
  ]);
  await notifier.drained();
  assert.equal(attempts.length, urls.length + 2);
  for (const { notificationId, status, acknowledged, answer } of attempts) {
    assert.deepEqual([status, acknowledged], [null, false], notificationId);
    assert.match(answer, /not a public one|Only https|user name or password/, notificationId);
  }
  assert.equal(inside.received.length, 0);
});

test('a notification whose lease ends too soon, or that is in hand already, is not sent', async (t) => {
  const { url, received } = await endpoint(t, (response) => response.end('success'));
  const { notifier, row, clock } = setUp(t);
  notifier.start(0, [{ ...row('late', url), dueAt: clock.now() + 4000 }]);
  await notifier.drained();
  assert.equal(received.length, 0);
  notifier.start(0, [row('once', url), row('once', url)]);
  await notifier.drained();
  assert.equal(received.length, 1);
});

test('what finds no room in memory is left to be claimed again', async (t) => {
  const { url, received } = await endpoint(t, (response) => response.end('success'));
  const { notifier, claimable, row } = setUp(t, { maxHeld: 10 });
  const rows = Array.from({ length: 30 }, (_, index) => row(`C${index}`, url));
  notifier.start(0, rows);
  await notifier.drained();
  const first = received.length;
  assert.ok(first >= 5 && first <= 18, String(first));
  claimable.push(...rows.slice(first));
  for (let round = 0; claimable.length > 0 && round < 30; round++) {
    await notifier.sweep();
    await notifier.drained();
  }
  assert.ok(received.length > first);
});

test('an attempt that cannot be recorded, an unknown app and a database that is away harm nothing else', async (t) => {
  const { url, received } = await endpoint(t, (response) => response.end('success'));
  const warnings: string[] = [];
  const log = { warn: (_fields: object, message: string) => void warnings.push(message) };
  const engine = { cells: 1, execute: async () => refuse('unavailable') } as unknown as Engine;
  const unrecorded = setUp(t, { engine, log });
  unrecorded.notifier.start(0, [unrecorded.row('C1', url)]);
  await unrecorded.notifier.drained();
  assert.equal(received.length, 1);
  const nobody = setUp(t, { directory: { findApp: async () => undefined }, log });
  nobody.notifier.start(0, [nobody.row('C1', url)]);
  await nobody.notifier.drained();
  const away = setUp(t, { directory: { findApp: () => Promise.reject(new Error('away')) }, log });
  away.notifier.start(0, [away.row('C1', url)]);
  await away.notifier.drained();
  assert.equal(received.length, 1);
  assert.equal(nobody.attempts.length + away.attempts.length, 0);
  assert.equal(warnings.length, 3);
});

test('stopping answers for what is under way, drops the rest and takes nothing more', async (t) => {
  const waiting: ServerResponse[] = [];
  const { url, received } = await endpoint(t, (response) => waiting.push(response));
  const { notifier, attempts, row } = setUp(t);
  notifier.start(
    0,
    Array.from({ length: 100 }, (_, index) => row(`C${index}`, url)),
  );
  await until(() => waiting.length === 8, 'eight are under way');
  const stopped = notifier.stop();
  notifier.start(0, [row('later', url)]);
  for (const response of waiting) response.end('success');
  await stopped;
  assert.equal(attempts.length, 8);
  assert.equal(received.length, 8);
  assert.ok(attempts.every(({ acknowledged }) => acknowledged));
});

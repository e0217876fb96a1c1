// Uses the sandbox's routes over HTTP as a developer would, with bad input as well.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Dialect } from '../../../engine/dialect.ts';
import { createIdSource, serialId } from '../../../kernel/id.ts';
import { aPayment, anInstrument } from '../../../../test/support/commands.ts';
import { appId, merchantId } from '../../../../test/support/engine.ts';
import { createTestSandbox, type TestSandbox } from '../../../../test/support/sandbox.ts';
import { keptPerName } from '../bank/inbox.ts';
import { sandboxPlugin } from './plugin.ts';

let world: TestSandbox;
let server: FastifyInstance;
before(async () => {
  world = await createTestSandbox();
  server = Fastify();
  const merchant = { id: merchantId, cell: 0 };
  const directory = {
    findApp: async (id: string) => (id === appId ? { id, dialect: 'paycools' } : undefined),
    findMerchant: async (id: string) => (id === merchantId ? merchant : undefined),
  } as unknown as Parameters<typeof sandboxPlugin>[0]['directory'];
  const plugin = sandboxPlugin({
    ...world,
    directory,
    dialects: [testDialect],
    ids: createIdSource(),
    advanceClock: async (ms) => world.clock.advance(ms),
    log: { warn: () => {} },
  });
  await server.register(plugin, { prefix: '/sandbox' });
});
after(async () => {
  await server?.close();
  await world?.close();
});

/** Its notifications are `about <id>`, signed when they end in an exclamation mark; it asks `may <number>`. */
const testDialect = {
  names: ['paycools'],
  acknowledgement: '{"code":1}',
  recognise(body: string) {
    const [word, subject = ''] = body.replace('!', '').split(' ');
    if (word === 'about') return { subjectId: subject, eventName: 'payment.success' };
    if (word === 'may') return { subjectId: subject, eventName: 'payment.asked', acknowledgement: '{"code":2000}' };
    return undefined;
  },
  verifyNotification: (body: string) => body.endsWith('!'),
  explain: async ({ path, body }: { path: string; body: string }) =>
    path.startsWith('/api/')
      ? { dialect: 'paycools', valid: false, signedText: body, causes: ['It is not signed.'] }
      : undefined,
} as unknown as Dialect;

async function post(path: string, body: unknown) {
  const payload = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await server.inject({
    method: 'POST',
    url: `/sandbox${path}`,
    payload,
    headers: { 'content-type': 'application/json' },
  });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
}

async function refused(status: number, path: string, body: unknown): Promise<void> {
  const answer = await post(path, body);
  assert.deepEqual([answer.status, answer.body['ok']], [status, false], JSON.stringify([body, answer]));
  assert.match(String(answer.body['message']), /^[^\n]+[.…"]$/);
}

async function waiting(): Promise<string> {
  const command = aPayment(world);
  await world.engine.execute(0, 'create-payment', command);
  return command.id;
}

test('an act answers ok, and refuses with a status and a sentence', async () => {
  const reference = await waiting();
  assert.deepEqual(await post('/act', { reference, outcome: 'paid' }), { status: 200, body: { ok: true } });
  assert.equal((await world.payment(reference))?.status, 'completed');
  await refused(409, '/act', { reference, outcome: 'paid' });
  await refused(409, '/act', { reference, outcome: 'revoked' });
  await refused(404, '/act', { reference: 'ORDER1', outcome: 'paid' });
  const code = anInstrument(world);
  await world.engine.execute(0, 'create-instrument', code);
  await refused(400, '/act', { reference: code.id, outcome: 'paid' });
  for (const amount of ['20000', 20000.5, -20000, 0, 1e300, null, true, {}]) {
    await refused(400, '/act', { reference: code.id, outcome: 'paid', amount });
  }
  for (const mobile of [9171234567, '', '0917', '0917 123 4567', null])
    await refused(400, '/act', { reference, outcome: 'paid', mobile });
  for (const failedCode of ['-10001', -9999, -10011, 1.5])
    await refused(400, '/act', { reference, outcome: 'failed', failedCode });
  for (const body of [
    '',
    'paid',
    '[]',
    '{"reference":',
    {},
    { reference: 7, outcome: 'paid' },
    { reference, outcome: 'won' },
    { reference },
  ]) {
    await refused(400, '/act', body);
  }
});

test('funding answers the balance, and refuses what is no amount of money', async () => {
  const first = await post('/fund', { merchantId, currency: 'PHP', amount: 1_000_000 });
  const second = await post('/fund', { merchantId, currency: 'PHP', amount: 1 });
  assert.deepEqual(second.body, { ok: true, available: Number(first.body['available']) + 1 });
  await refused(404, '/fund', { merchantId: 'M-nobody', currency: 'PHP', amount: 1 });
  await refused(400, '/fund', { merchantId, currency: 'XXX', amount: 1 });
  for (const amount of [undefined, null, '1', 1.5, 0, -1, 1e16])
    await refused(400, '/fund', { merchantId, currency: 'PHP', amount });
});

test('the clock moves forward by whole seconds, never back', async () => {
  const before = world.clock.now();
  const answer = await post('/clock', { advanceSeconds: 3600 });
  assert.deepEqual(answer.body, { ok: true, now: new Date(before + 3_600_000).toISOString() });
  for (const advanceSeconds of [-1, 0.5, '60', null, 1e12]) await refused(400, '/clock', { advanceSeconds });
});

test('an inbox acknowledges as the dialect does, keeps the bytes, and says whether they were signed', async () => {
  const id = await waiting();
  for (const payload of [`about ${id}!`, `about ${id}`, 'about nothing!', 'Grüße \u0000 {']) {
    const answer = await server.inject({
      method: 'POST',
      url: '/sandbox/inbox/shop-1',
      payload,
      headers: { 'x-sign': 'abc', 'content-type': 'text/plain' },
    });
    assert.equal(answer.statusCode, 200);
    assert.equal(answer.json<{ code: number }>().code, 1);
  }
  const entries = (await server.inject('/sandbox/inbox/shop-1')).json<Record<string, unknown>[]>();
  assert.deepEqual(
    entries.map(({ body, dialect, signatureValid, eventName }) => [body, dialect, signatureValid, eventName]),
    [
      [`about ${id}!`, 'paycools', true, 'payment.success'],
      [`about ${id}`, 'paycools', false, 'payment.success'],
      ['about nothing!', 'paycools', false, 'payment.success'],
      ['Grüße \uFFFD {', null, false, undefined],
    ],
  );
  assert.match(JSON.stringify(entries[0]?.['headers']), /"x-sign":"abc"/);
  assert.equal(entries[0]?.['at'], new Date(world.clock.now()).toISOString());
  assert.deepEqual((await server.inject('/sandbox/inbox/another')).json(), []);
});

test('an inbox permits what it is asked, and finds by the number who asks', async () => {
  const account = anInstrument(world, { id: serialId('VA', 0, 5) });
  await world.engine.execute(0, 'create-instrument', account);
  for (const payload of ['may PC0000000000005!', 'may PC0000000000006!']) {
    const answer = await server.inject({ method: 'POST', url: '/sandbox/inbox/asked', payload });
    assert.deepEqual([answer.statusCode, answer.json()], [200, { code: 2000 }]);
  }
  const entries = (await server.inject('/sandbox/inbox/asked')).json<Record<string, unknown>[]>();
  assert.deepEqual(
    entries.map(({ dialect, signatureValid, eventName }) => [dialect, signatureValid, eventName]),
    [
      ['paycools', true, 'payment.asked'],
      ['paycools', false, 'payment.asked'],
    ],
  );
});

test('an inbox answers with another status or code when it is asked to, and keeps what came', async () => {
  const rows: [query: string, status: number, code: number][] = [
    ['answer=500', 500, 500],
    ['answer=200', 200, 1],
    ['code=1002', 200, 1002],
    ['code=0', 200, 0],
    ['answer=503&code=1000', 503, 1000],
  ];
  for (const [query, status, code] of rows) {
    const answer = await server.inject({ method: 'POST', url: `/sandbox/inbox/broken?${query}`, payload: 'about it' });
    assert.deepEqual([answer.statusCode, answer.json<{ code: number }>().code], [status, code], query);
  }
  assert.equal((await server.inject('/sandbox/inbox/broken')).json<unknown[]>().length, rows.length);
  for (const query of ['answer=99', 'answer=', 'answer=1.5', 'code=', 'code=-1', 'code=abc', 'code=1&code=2'])
    await refused(400, `/inbox/broken?${query}`, 'x');
  assert.equal((await server.inject('/sandbox/inbox/broken')).json<unknown[]>().length, rows.length);
  await refused(400, '/inbox/with%20space', 'x');
});

test('an inbox keeps the last thousand', async () => {
  const received = {
    name: 'full',
    at: world.clock.now(),
    headers: {},
    dialect: null,
    signatureValid: false,
    eventName: null,
  };
  for (let count = 0; count < 2 * keptPerName; count += 500) {
    await Promise.all(
      Array.from({ length: 500 }, (_, index) => world.sandbox.inbox.keep({ ...received, body: String(count + index) })),
    );
  }
  const entries = await world.sandbox.inbox.list('full');
  assert.equal(entries.length, keptPerName);
  assert.equal(entries.at(-1)?.body, String(2 * keptPerName - 1));
  const [row] = await world.sql`select count(*)::int as kept from sandbox_bank.inbox where name = 'full'`;
  assert.ok(Number(row?.['kept']) < 2 * keptPerName);
});

test('a request is explained by the dialect whose path it has', async () => {
  const sent = {
    method: 'post',
    path: '/api/v1/qrcode',
    headers: { 'Content-Type': 'application/json' },
    body: '{"a":1}',
  };
  const answer = await post('/explain', sent);
  assert.deepEqual(answer.body, {
    dialect: 'paycools',
    valid: false,
    signedText: '{"a":1}',
    causes: ['It is not signed.'],
  });
  await refused(404, '/explain', { ...sent, path: '/other' });
  await refused(400, '/explain', { ...sent, body: { a: 1 } });
  await refused(400, '/explain', { ...sent, headers: { a: 1 } });
  await refused(400, '/explain', { ...sent, path: 'api' });
});

test('a body over one megabyte is refused', async () => {
  assert.equal((await post('/inbox/shop-1', 'x'.repeat(1024 * 1024 + 1))).status, 413);
});

// A stop answers what was accepted, and waits for no connection that is merely kept open.
import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import { test } from 'node:test';
import { pino } from 'pino';
import { createMetrics } from './metrics.ts';
import { closeServer, createServer } from './server.ts';

/** Far less than a kept-alive connection lives, far more than an answer takes. */
const patienceMs = 20_000;

test('a request under way is answered, and its kept-alive connection does not hold the stop up', async () => {
  const server = createServer({
    logger: pino({ level: 'silent' }),
    metrics: createMetrics(() => 0),
    readiness: async () => undefined,
    trustedProxies: [],
  });
  const begun = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  server.get('/slow', async () => {
    begun.resolve();
    await finish.promise;
    return 'answered';
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const agent = new Agent({ keepAlive: true });
  const answer = new Promise<number | undefined>((resolve, reject) => {
    const asked = request(`${url}/slow`, { agent }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode));
    });
    asked.once('error', reject).end();
  });
  await begun.promise;
  const startedAtMs = performance.now();
  const closed = closeServer(server);
  // The answer comes when the listener is closed and what was idle then has been closed with it.
  while (server.server.listening) await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  finish.resolve();
  assert.equal(await answer, 200);
  await closed;
  assert.ok(performance.now() - startedAtMs < patienceMs);
  agent.destroy();
});

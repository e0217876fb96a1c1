// Guards the question before money is collected under a number: whom it goes to, what refuses it, and that nothing else waits for it.
import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import type { Channel } from '../core/channel/channel.ts';
import type { Instrument } from '../core/instrument/instrument.ts';
import type { App, Merchant } from '../core/merchant/merchant.ts';
import type { CreditAsked, Dialect, Verification } from '../engine/dialect.ts';
import type { Engine } from '../engine/engine.ts';
import { createClock } from '../kernel/clock.ts';
import { createInquirer, type InquirerDeps } from './inquire.ts';

const instrumentId = `VA00${'0'.repeat(21)}7`;
const yes = 'take it';

async function endpoint(t: TestContext, answer: (response: ServerResponse) => void) {
  const received: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push(Buffer.concat(chunks).toString('utf8'));
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ask?key=secret` };
}

/** Asks at `url`, or not at all where that is undefined. */
function setUp(t: TestContext, url: string | undefined, over: Partial<InquirerDeps> = {}, timeoutMs = 5000) {
  const asked: CreditAsked[] = [];
  const warnings: string[] = [];
  const world = {
    instrument: {
      id: instrumentId,
      merchantId: 'M1',
      appId: 'app',
      channel: 'BILLS',
      status: 'active',
      expiresAt: null,
      minAmountMinor: 1_000n,
      maxAmountMinor: 90_000n,
    } as Instrument,
    channel: { enabled: true, minAmount: 1n, maxAmount: 1_000_000n } as Channel,
  };
  const verification: Verification = {
    ask(credit) {
      asked.push(credit);
      return url === undefined ? undefined : { url, body: `{"amount":${credit.amountMinor}}` };
    },
    permits: (status, body) => status === 200 && body === yes,
    timeoutMs,
  };
  const { inquire, stop } = createInquirer({
    engine: {
      cells: 1,
      find: async (_cell: number, _lookup: string, id: string) => (id === instrumentId ? world.instrument : undefined),
    } as unknown as Engine,
    directory: {
      findApp: async () => ({ id: 'app', dialect: 'paycools' }) as App,
      findMerchant: async () => ({ id: 'M1', limits: { payment: { max: 80_000n } } }) as Merchant,
      channel: () => world.channel,
    },
    dialects: [{ names: ['upay'] } as unknown as Dialect, { names: ['paycools'], verification } as unknown as Dialect],
    clock: createClock(),
    mode: 'sandbox',
    log: { warn: (fields, message) => void warnings.push(`${message} ${JSON.stringify(fields)}`) },
    ...over,
  });
  t.after(stop);
  /** Why the money is not collected; undefined: it is. */
  const refusalOf = async (amountMinor = 50_000n, id = instrumentId) => {
    const outcome = await inquire({ instrumentId: id, amountMinor, mobile: '09171234567' });
    return outcome.ok ? undefined : outcome.reason;
  };
  return { world, asked, warnings, inquire, stop, refusalOf };
}

test('a payment that its merchant permits may be collected, and he was asked once about this payer and amount', async (t) => {
  const { url, received } = await endpoint(t, (response) => response.end(yes));
  const { inquire, world, asked, warnings } = setUp(t, url);
  const outcome = await inquire({ instrumentId, amountMinor: 50_000n, mobile: '09171234567' });
  assert.deepEqual(outcome, { ok: true, value: world.instrument });
  assert.deepEqual(received, ['{"amount":50000}']);
  assert.deepEqual(
    asked.map(({ instrument, amountMinor, mobile }) => [instrument.id, amountMinor, mobile]),
    [[instrumentId, 50_000n, '09171234567']],
  );
  assert.deepEqual(warnings, []);
});

test('nobody is asked where the app or its dialect does not want it', async (t) => {
  const { refusalOf } = setUp(t, undefined);
  assert.equal(await refusalOf(), undefined);
  const { refusalOf: without } = setUp(t, 'http://127.0.0.1:1/', {
    dialects: [{ names: ['paycools'] } as unknown as Dialect],
  });
  assert.equal(await without(), undefined);
});

test('what the instrument does not take is refused before the merchant is asked', async (t) => {
  const { url, received } = await endpoint(t, (response) => response.end(yes));
  const { world, refusalOf } = setUp(t, url);
  const { instrument, channel } = world;
  assert.equal(await refusalOf(999n), 'amount_under_limit');
  assert.equal(await refusalOf(80_001n), 'amount_over_limit');
  for (const id of [`VA00${'0'.repeat(21)}8`, `VA01${'0'.repeat(21)}7`, '', 'PC0000000000007'])
    assert.equal(await refusalOf(50_000n, id), 'instrument_not_found', id);
  world.channel = { ...channel, enabled: false };
  assert.equal(await refusalOf(), 'channel_unavailable');
  world.instrument = { ...instrument, status: 'cancelled' };
  assert.equal(await refusalOf(), 'instrument_not_found');
  assert.deepEqual(received, []);
});

test('whatever a merchant does instead of permitting it refuses the payment, and the log says so without his address', async (t) => {
  const rows: [name: string, answer: (response: ServerResponse) => void][] = [
    ['another answer', (response) => response.end('no')],
    ['nothing', (response) => response.end()],
    ['an error', (response) => response.writeHead(500).end(yes)],
    ['another success', (response) => response.writeHead(201).end(yes)],
    ['a redirect', (response) => response.writeHead(302, { location: '/elsewhere' }).end(yes)],
    ['silence', () => {}],
    ['an answer that never ends', (response) => response.write(yes)],
    ['a closed connection', (response) => response.destroy()],
  ];
  for (const [name, answer] of rows) {
    const { url, received } = await endpoint(t, answer);
    const { refusalOf, warnings } = setUp(t, url, {}, 300);
    assert.equal(await refusalOf(), 'payment_declined', name);
    assert.equal(received.length, 1, name);
    assert.equal(warnings.length, 1, name);
    assert.match(warnings[0] ?? '', new RegExp(instrumentId), name);
    assert.doesNotMatch(warnings[0] ?? '', /secret|0917/, name);
  }
});

test('without an address, or with one that is none, the payment is refused', async (t) => {
  for (const url of ['', 'not a url', 'file:///etc/passwd']) {
    assert.equal(await setUp(t, url).refusalOf(), 'payment_declined', url);
  }
});

test('live mode asks no address inside, nor one without encryption', async (t) => {
  const { url, received } = await endpoint(t, (response) => response.end(yes));
  const { port } = new URL(url);
  const live = { mode: 'live', resolve: async () => ['127.0.0.1'] } as const;
  for (const address of [url, ...['127.0.0.1', '[::1]', 'localhost', 'merchant.example'].map(secure)]) {
    const { refusalOf, warnings } = setUp(t, address, live);
    assert.equal(await refusalOf(), 'payment_declined', address);
    assert.match(warnings[0] ?? '', /not a public one|Only https/, address);
  }
  assert.deepEqual(received, []);

  function secure(host: string): string {
    return `https://${host}:${port}/`;
  }
});

test('an instrument that was closed while its merchant thought takes nothing, whatever he answers', async (t) => {
  const thinking: { end?: () => void } = {};
  const asked = new Promise<void>((resolve) => {
    thinking.end = resolve;
  });
  let answer: ServerResponse | undefined;
  const { url } = await endpoint(t, (response) => {
    answer = response;
    thinking.end?.();
  });
  const { world, refusalOf } = setUp(t, url);
  const refusal = refusalOf();
  await asked;
  world.instrument = { ...world.instrument, status: 'cancelled' };
  answer?.end(yes);
  assert.equal(await refusal, 'instrument_not_found');
});

test('an endpoint that hangs is asked 256 questions at a time at most, and holds up no other', async (t) => {
  const hanging = await endpoint(t, () => {});
  const well = await endpoint(t, (response) => response.end(yes));
  const url = { now: hanging.url };
  const verification: Verification = {
    ask: () => ({ url: url.now, body: '{}' }),
    permits: (_status, body) => body === yes,
    timeoutMs: 60_000,
  };
  const dialects = [{ names: ['paycools'], verification } as unknown as Dialect];
  const { refusalOf, stop, warnings } = setUp(t, undefined, { dialects });
  const ended: number[] = [];
  const stuck = Array.from({ length: 256 }, (_, index) => refusalOf().finally(() => ended.push(index)));
  assert.equal(await refusalOf(), 'payment_declined');
  assert.match(warnings[0] ?? '', /cannot be asked now/);
  url.now = well.url;
  assert.equal(await refusalOf(), undefined);
  assert.deepEqual(ended, []);
  await stop();
  for (const refusal of stuck) assert.equal(await refusal, 'payment_declined');
  assert.equal(await refusalOf(), 'payment_declined', 'stopped');
});

test('a merchant who hung and is well again is asked again', async (t) => {
  const merchant = { hangs: true };
  const { url } = await endpoint(t, (response) => void (merchant.hangs || response.end(yes)));
  const { refusalOf } = setUp(t, url, {}, 1_000);
  const stuck = await Promise.all(Array.from({ length: 300 }, () => refusalOf()));
  assert.deepEqual(new Set(stuck), new Set(['payment_declined']));
  merchant.hangs = false;
  assert.equal(await refusalOf(), undefined);
});

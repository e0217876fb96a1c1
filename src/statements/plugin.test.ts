// Guards who gets a statement, for how long, and what else is answered at its address.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Merchant } from '../core/merchant/merchant.ts';
import type { CellStore } from '../engine/store.ts';
import { minuteMs } from '../kernel/clock.ts';
import { createTokenSigner } from '../kernel/token.ts';
import { standingClock } from '../../test/support/engine.ts';
import { createMemoryStore } from '../../test/support/memory-store.ts';
import { merchantOfTests, paymentRow } from '../../test/support/rows.ts';
import { wordsOfTests } from '../../test/support/statement-words.ts';
import { createStatementDesk } from './desk.ts';
import { statementsPlugin } from './plugin.ts';

/** The end of 2 March in Manila. */
const midnight = Date.parse('2026-03-02T16:00:00Z');
const tokens = createTokenSigner(new Uint8Array(32));
const merchants: readonly Merchant[] = [merchantOfTests, { ...merchantOfTests, id: 'M2' }];
const dialects = [{ names: ['paycools'] }, { names: ['bluepay-v2'], statementWords: wordsOfTests }] as const;
const servers: FastifyInstance[] = [];
after(() => Promise.all(servers.map((server) => server.close())));

/** A gateway with one payment of each merchant on 2 March, one hour after that day. */
async function aGateway(given: { store?: CellStore; merchants?: readonly Merchant[] } = {}) {
  const clock = standingClock(midnight + 60 * minuteMs);
  // A name is longer than what the router reads by itself; the gateway's server lets it read more.
  const server = Fastify({ routerOptions: { maxParamLength: 1000 } });
  servers.push(server);
  const errors: string[] = [];
  const store = given.store ?? createMemoryStore();
  const paid = merchants.map(({ id }, index) =>
    paymentRow({ id: `C${index}`, merchantId: id, reference: `of-${id}`, status: 'completed', finalAt: midnight - 1 }),
  );
  await store.transact(({ save }) => save({ payments: { inserted: paid, updated: [], removed: [] } }));
  const engine = { store: () => store };
  const directory = { findMerchant: async (id: string) => (given.merchants ?? merchants).find((m) => m.id === id) };
  const log = { error: (fields: object) => errors.push(JSON.stringify(fields)) };
  await server.register(statementsPlugin({ engine, directory, dialects, tokens, clock, log }));
  const desk = createStatementDesk({ engine, tokens, clock, baseUrl: () => '' });
  const linkOf = async (merchant: Merchant = merchantOfTests, day = '2026-03-02') =>
    (await desk.findLink({ merchant, currency: 'PHP', day, kind: 'payments', dialect: 'bluepay-v2' })) ??
    assert.fail('no link');
  return { server, clock, desk, linkOf, errors };
}

test('a link gives the file of its own merchant, as xlsx and as csv, to nobody but who has it', async () => {
  const { server, linkOf } = await aGateway();
  for (const [merchant, other] of [merchants, merchants.toReversed()] as [Merchant, Merchant][]) {
    const link = await linkOf(merchant);
    const xlsx = await server.inject(link);
    assert.equal(xlsx.statusCode, 200);
    assert.equal(xlsx.headers['content-type'], 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    assert.equal(xlsx.headers['content-disposition'], 'attachment; filename="payments-PHP-2026-03-02.xlsx"');
    assert.equal(xlsx.headers['cache-control'], 'private, no-store');
    const csv = await server.inject(link.replace(/xlsx$/, 'csv'));
    assert.equal(csv.headers['content-type'], 'text/csv; charset=utf-8');
    assert.ok(csv.body.includes(`of-${merchant.id},`) && !csv.body.includes(`of-${other.id},`), csv.body);
    const asked = await server.inject({ method: 'HEAD', url: link });
    assert.deepEqual([asked.statusCode, asked.body], [200, '']);
  }
});

test('a link is good for ninety minutes, to the millisecond', async () => {
  const { server, linkOf, clock } = await aGateway();
  const link = await linkOf();
  clock.advance(90 * minuteMs - 1);
  assert.equal((await server.inject(link)).statusCode, 200);
  clock.advance(1);
  const expired = await server.inject(link);
  assert.deepEqual([expired.statusCode, expired.json()], [410, { message: 'This link has expired: ask for another.' }]);
});

test('a link that was changed anywhere, or that another key signed, leads nowhere', async () => {
  const { server, linkOf, clock } = await aGateway();
  const link = await linkOf();
  const foreign = createTokenSigner(new Uint8Array(32).fill(1));
  const end = (clock.now() + minuteMs).toString(36);
  const names = [
    link.replace(merchantOfTests.id, 'M2'),
    link.replace('2026-03-02', '2026-03-01'),
    link.replace('payments', 'payouts'),
    link.replace(/\.([0-9a-z]+)-/, '.zzzzzzzz-'),
    link.replace(/xlsx$/, 'pdf'),
    link.replace(/\.xlsx$/, ''),
    '/statements/.xlsx',
    `/statements/${foreign.tokenFor(`${merchantOfTests.id}.PHP.2026-03-02.payments.bluepay-v2.${end}`)}.xlsx`,
    // Names that were signed for other pages, or for no statement there can be.
    ...['C1', 'M9.PHP.2026-03-02.payments.', 'M9.PHP.2026-02-30.payments.', 'M2.PHP.2026-02-30.payments.'].map(
      (text) => `/statements/${tokens.tokenFor(text.endsWith('.') ? `${text}bluepay-v2.${end}` : text)}.csv`,
    ),
    // In the words of a dialect that has no statements, or that is not served.
    ...['paycools', 'upay', ''].map(
      (dialect) => `/statements/${tokens.tokenFor(`M2.PHP.2026-03-02.payments.${dialect}.${end}`)}.csv`,
    ),
  ];
  for (const name of names) {
    const response = await server.inject(name);
    assert.deepEqual([response.statusCode, response.json()], [404, { message: 'There is no such statement.' }], name);
  }
  for (let index = '/statements/'.length; index < link.length - '.xlsx'.length; index++) {
    const changed = link.slice(0, index) + (link[index] === '0' ? '1' : '0') + link.slice(index + 1);
    assert.equal((await server.inject(changed)).statusCode, 404, changed);
  }
});

test('the link of a merchant that was suspended leads nowhere', async () => {
  const { server, linkOf } = await aGateway({ merchants: [{ ...merchantOfTests, status: 'suspended' }] });
  assert.equal((await server.inject(await linkOf())).statusCode, 404);
});

test('there is no link to a day that is not over, on which nothing was completed, or that is none', async () => {
  const { clock, desk } = await aGateway();
  const find = (day: string, kind: 'payments' | 'payouts' = 'payments') =>
    desk.findLink({ merchant: merchantOfTests, currency: 'PHP', day, kind, dialect: 'bluepay-v2' });
  assert.equal(await find('2026-03-01'), undefined);
  assert.equal(await find('2026-02-30'), undefined);
  assert.equal(await find('2026-03-03'), undefined);
  assert.equal(await find('2026-03-02', 'payouts'), undefined);
  assert.ok(await find('2026-03-02'));
  clock.advance(-60 * minuteMs);
  assert.ok(await find('2026-03-02'));
  clock.advance(-1);
  assert.equal(await find('2026-03-02'), undefined);
});

/** Its days have no end: whoever fetches one fetches it until he stops. */
function endlessStore(): CellStore {
  return {
    ...createMemoryStore(),
    listCompleted: async (table, { after }, limit) =>
      (table === 'payments'
        ? Array.from({ length: limit }, () => paymentRow({ status: 'completed', finalAt: after.at }))
        : []) as never[],
  };
}

async function fetchSlowly(server: FastifyInstance, link: string): Promise<IncomingMessage> {
  const { port } = server.server.address() as AddressInfo;
  const [response] = (await once(get({ port, host: '127.0.0.1', path: link, agent: false }), 'response')) as [
    IncomingMessage,
  ];
  response.on('error', () => {});
  return response;
}

/** `once` would reject with the very error that is expected. */
function closing(response: IncomingMessage): Promise<unknown> {
  return new Promise((resolve) => response.once('close', resolve));
}

test('a merchant fetches two files at a time; others are served, and so is he once one has ended', async () => {
  const { server, linkOf } = await aGateway({ store: endlessStore() });
  await server.listen({ port: 0, host: '127.0.0.1' });
  const [own, other] = await Promise.all(merchants.map((merchant) => linkOf(merchant)));
  assert.ok(own && other);
  const [first, second] = [await fetchSlowly(server, own), await fetchSlowly(server, own)];
  assert.deepEqual([first.statusCode, second.statusCode], [200, 200]);
  const refused = await fetchSlowly(server, own);
  assert.deepEqual([refused.statusCode, refused.headers['retry-after']], [503, '10']);
  assert.equal((await fetchSlowly(server, other)).statusCode, 200);
  first.destroy();
  for (;;) {
    const again = await fetchSlowly(server, own);
    if (again.statusCode === 200) break;
    again.resume();
  }
  // What is under way does not hold the stop.
  const cut = closing(second);
  second.resume();
  await server.close();
  await cut;
  assert.equal(second.complete, false);
});

test('a file whose rows cannot be read is cut off, never ended as if it were whole', async () => {
  let pages = 0;
  const store: CellStore = {
    ...endlessStore(),
    async listCompleted(table, { after }, limit) {
      if (table === 'payments' && ++pages > 3) throw new Error('The database is gone.');
      return endlessStore().listCompleted(table, { merchantId: '', currency: '', after, before: 0 }, limit);
    },
  };
  const { server, linkOf, errors } = await aGateway({ store });
  await server.listen({ port: 0, host: '127.0.0.1' });
  const link = await linkOf();
  for (const format of ['csv', 'xlsx']) {
    pages = 0;
    const response = await fetchSlowly(server, link.replace(/xlsx$/, format));
    const closed = closing(response);
    response.resume();
    await closed;
    assert.equal(response.complete, false, format);
    assert.match(errors.splice(0).join(), /The database is gone/, format);
  }
});

// The admin API for tests, over a database of their own with two cells: no listening socket, no workers.
import Fastify from 'fastify';
import { adminPlugin } from '../../src/admin/plugin.ts';
import type { DialectName } from '../../src/core/merchant/merchant.ts';
import { createEngine } from '../../src/engine/create-engine.ts';
import { createIdSource } from '../../src/kernel/id.ts';
import { createSealer } from '../../src/kernel/seal.ts';
import { createCellStore } from '../../src/store/cell-store.ts';
import { createDirectory } from '../../src/store/directory/create-directory.ts';
import { createDirectoryStore } from '../../src/store/directory/directory-store.ts';
import { createTestDatabase } from './database.ts';
import { channelOf, standingClock, testDialect } from './engine.ts';

export const catalogue = [
  channelOf('QR', 'qr'),
  channelOf('WEB', 'web', { expirySeconds: 3600 }),
  channelOf('BANK', 'payout'),
  channelOf('DEBIT', 'wallet', { type: 'direct_debit' }),
];

export type Fields = Readonly<Record<string, unknown>>;

export async function openTestAdmin(servedDialects: readonly DialectName[] = ['paycools', 'upay']) {
  const database = await createTestDatabase();
  const { sql } = database;
  const clock = standingClock(Date.parse('2026-03-02T04:00:00Z'));
  const ids = createIdSource();
  const faults: unknown[] = [];
  const store = createDirectoryStore({ sql, sealer: createSealer(Buffer.alloc(32, 7)), clock });
  const onFault = (error: unknown) => void faults.push(error);
  const directory = createDirectory({ store, catalogue, cells: 2, ids, clock, onFault });
  await directory.start();
  const dialects = [testDialect()];
  const engine = createEngine({
    stores: [0, 1].map((cell) => createCellStore(sql, cell)),
    directory,
    dialects,
    clock,
    leaseMs: 30_000,
    onStarted: () => {},
    onBatch: () => {},
    onBug: (error) => faults.push(error),
  });
  const operator = await directory.addOperator('Ana', 'system');
  if (!operator.ok) throw new Error('The operator could not be made.');
  const token = operator.value;
  const log = { error: (fields: object) => void faults.push(fields) };
  const server = Fastify();
  await server.register(adminPlugin({ directory, engine, clock, servedDialects, log }), {
    prefix: '/admin',
  });

  /** Sends a request as the operator; a body that is a text is sent as it is. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- a test says what shape it expects
  async function call<Answer = Fields>(method: 'GET' | 'POST' | 'PATCH', path: string, body?: object | string) {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const payload = typeof body === 'object' ? JSON.stringify(body) : body;
    const url = `/admin${path}`;
    const answer = await server.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
    return { status: answer.statusCode, body: JSON.parse(answer.body) as Answer, text: answer.body };
  }

  return {
    server,
    call,
    token,
    database,
    directory,
    dialects,
    engine,
    clock,
    ids,
    /** What was logged as failed. */
    faults,
    async close() {
      await server.close();
      await directory.close();
      await database.drop();
    },
  };
}

// BluePay's plugin over the real engine and the real task runner on a store in memory, with a channel that answers what a test wants, a
// clock that stands still, ids that count, and one merchant with an app of the wanted version.
import Fastify, { type FastifyInstance } from 'fastify';
import { catalogue } from '../../src/channels/catalogue.ts';
import type { Channel } from '../../src/core/channel/channel.ts';
import type { App, Merchant } from '../../src/core/merchant/merchant.ts';
import type { Notification } from '../../src/core/notification/notification.ts';
import type { Payment } from '../../src/core/payment/payment.ts';
import { createBluepay } from '../../src/dialects/bluepay/dialect.ts';
import type { BluepayDeps } from '../../src/dialects/bluepay/deps.ts';
import type { Operation } from '../../src/dialects/bluepay/operation.ts';
import { bluepayPlugin } from '../../src/dialects/bluepay/plugin.ts';
import type { Connector } from '../../src/engine/connector.ts';
import { createEngine } from '../../src/engine/create-engine.ts';
import type { Dialect } from '../../src/engine/dialect.ts';
import type { Directory } from '../../src/engine/directory.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { Files, KeptFile } from '../../src/engine/files.ts';
import { createRateLimiter } from '../../src/kernel/rate-limit.ts';
import { generateRsaKeyPair } from '../../src/kernel/rsa.ts';
import { createTokenSigner } from '../../src/kernel/token.ts';
import { createStatementDesk } from '../../src/statements/desk.ts';
import { statementsPlugin } from '../../src/statements/plugin.ts';
import { createLookout } from '../../src/tasks/lookout.ts';
import { createSweeper } from '../../src/tasks/sweeper.ts';
import { createTaskRunner } from '../../src/tasks/task-runner.ts';
import { type BluepayClient, createBluepayClient } from './bluepay-client.ts';
import { standingClock } from './engine.ts';
import { injectFetch } from './inject-fetch.ts';
import { createMemoryStore } from './memory-store.ts';

export const bluepayAppId = 'c9b002aef1d7496c9df078d937896605';
/** 17:30 in Bangkok, 18:30 in Manila. */
export const bluepayStartAt = Date.parse('2026-03-17T10:30:00Z');

/** One pair of each a process: making keys is slow. */
export const merchantKeys = await generateRsaKeyPair(2048);
export const platformKeys = await generateRsaKeyPair(2048);

const leaseMs = 30_000;

export interface BluepayGateway {
  readonly server: FastifyInstance;
  readonly client: BluepayClient;
  readonly engine: Engine;
  readonly dialect: Dialect;
  /** The seeds of the directory; a test replaces what it wants otherwise. */
  app: App;
  merchant: Merchant;
  /** The catalogue, all served by `connector`. */
  channels: Map<string, Channel>;
  /** What the channel does from now on; what is not replaced succeeds. */
  connector: Connector;
  now(): number;
  /** Moves the clock and does what falls due. */
  advance(milliseconds: number): Promise<void>;
  /** Resolves when no call to the channel is under way. */
  settled(): Promise<void>;
  fund(amountMinor: bigint, currency?: string): Promise<void>;
  /** What was announced so far and is owed to merchants. */
  readonly notifications: Notification[];
  /** What the newest of them says, as the merchant reads it. */
  lastTold(): Promise<Readonly<Record<string, unknown>> | undefined>;
  readonly created: Pick<Payment, 'id' | 'amountMinor'>[];
  readonly answers: { readonly operation: string; readonly code: number | string }[];
  readonly errors: string[];
}

export interface BluepayGatewayOptions {
  readonly mode?: 'sandbox' | 'live';
  /** Stands between a test and the directory. */
  readonly directory?: Partial<Directory>;
  /** Instead of the API's own. */
  readonly operations?: readonly Operation[];
}

export async function createBluepayGateway(
  version: 'v1' | 'v2',
  options: BluepayGatewayOptions = {},
): Promise<BluepayGateway> {
  const { mode = 'sandbox', operations } = options;
  const clock = standingClock(bluepayStartAt);
  const server = Fastify();
  const directory: BluepayDeps['directory'] = {
    findApp: async (id) => (id === gateway.app.id ? gateway.app : undefined),
    findMerchant: async (id) => (id === gateway.merchant.id ? gateway.merchant : undefined),
    ensure: () => undefined,
    merchant: () => gateway.merchant,
    app: () => gateway.app,
    channel: (code) => gateway.channels.get(code),
    listChannels: () => [...gateway.channels.values()],
    files: memoryFiles(),
    ...options.directory,
  };
  const dialect = createBluepay({ clock });
  const engine = createEngine({
    stores: [createMemoryStore()],
    directory,
    dialects: [dialect],
    clock,
    leaseMs,
    onStarted(work) {
      gateway.notifications.push(...work.notifications);
      tasks.start(work.cell, work.tasks);
    },
    onBatch: () => {},
    onBug: (error) => gateway.errors.push(String(error)),
  });
  const note = (fields: object) => gateway.errors.push(String((fields as { error?: unknown }).error));
  const log = { error: note, warn: note };
  const connectors = { of: () => gateway.connector };
  const quiet = { log: { warn: () => {} }, metrics: { taskLag: () => {} } };
  const tasks = createTaskRunner({ engine, directory, connectors, clock, leaseMs, ...quiet });
  /** What was not due when it was committed. */
  async function claimNotifications(): Promise<number> {
    const claimed = await engine.store(0).claimNotifications(clock.now(), Number.MAX_SAFE_INTEGER, 500);
    gateway.notifications.push(...claimed);
    return claimed.length;
  }
  const notifier = { sweep: claimNotifications, drained: async () => {} };
  const sweeper = createSweeper({ engine, clock, log, tasks, notifier });
  let count = 0;
  const tokens = createTokenSigner(new Uint8Array(32));
  const baseUrl = () => 'https://pay.example';

  const gateway: BluepayGateway = {
    server,
    client: createBluepayClient({
      baseUrl: '',
      version,
      appId: bluepayAppId,
      merchantPrivateKey: merchantKeys.privateKeyPem,
      platformPublicKey: platformKeys.publicKeyPem,
      now: clock.now,
      fetch: injectFetch(server),
    }),
    engine,
    dialect,
    app: { ...seedApp, dialect: `bluepay-${version}` },
    merchant: seedMerchant,
    channels: new Map(catalogue.map((channel) => [channel.code, { ...channel, connector: 'test' }])),
    connector: willingConnector,
    now: clock.now,
    async advance(milliseconds) {
      clock.advance(milliseconds);
      await sweeper.runAllDue();
    },
    settled: () => tasks.drained(),
    async fund(amountMinor, currency = 'THB') {
      count += 1;
      const id = `F${count}`;
      await engine.execute(0, 'fund', { id, merchantId: seedMerchant.id, currency, amountMinor });
    },
    notifications: [],
    async lastTold() {
      const newest = gateway.notifications.at(-1);
      const body = newest && (await dialect.bodyOf?.(newest, gateway.app));
      return body === undefined ? undefined : gateway.client.readNotification(body);
    },
    created: [],
    answers: [],
    errors: [],
  };
  await server.register(statementsPlugin({ engine, directory, dialects: [dialect], tokens, clock, log }));
  await server.register(
    bluepayPlugin(
      {
        engine,
        directory,
        connectors,
        lookout: createLookout({ engine, directory, connectors, clock, log }),
        statements: createStatementDesk({ engine, tokens, clock, baseUrl }),
        clock,
        ids: { next: (prefix, cell) => `${prefix}0${cell}${String(++count).padStart(22, '0')}` },
        rateLimiter: createRateLimiter(),
        tokens,
        baseUrl,
        mode,
        log,
        onCreated: (payment) => gateway.created.push(payment),
        onAnswer: (operation, code) => gateway.answers.push({ operation, code }),
      },
      operations,
    ),
  );
  return gateway;
}

const seedMerchant: Merchant = {
  id: 'M00000000000000000000001',
  name: 'Demo Shop',
  city: 'Bangkok',
  cell: 0,
  status: 'active',
  fees: {},
  limits: {},
  settlementDays: 0,
};

const seedApp: App = {
  id: bluepayAppId,
  merchantId: seedMerchant.id,
  dialect: 'bluepay-v1',
  enabled: true,
  publicKeys: [merchantKeys.publicKeyPem],
  callbackSecrets: [],
  platformPrivateKeys: [platformKeys.privateKeyPem],
  vendorId: null,
  callbackUrls: { merchant: 'https://merchant.example/events' },
  ipAllowlist: [],
  rateLimit: null,
  countries: [],
  switches: {},
};

const willingConnector: Connector = {
  code: 'test',
  presentCode: (_channel, { id, amountMinor, dynamic }) =>
    `${dynamic ? 'dynamic' : 'static'} ${id} ${amountMinor ?? 'any'}`,
  presentAccount: (_channel, { paymentId }) => `account ${paymentId}`,
  presentOrder: (_channel, { paymentId, surface }) => ({ prepayid: paymentId, package: surface }),
  sendPayout: async ({ id }) => done(id),
  queryPayout: async () => ({ kind: 'in_progress' }),
  sendPayment: async ({ id }) => done(id),
  queryPayment: async () => ({ kind: 'in_progress' }),
  sendRefund: async ({ id }) => done(id),
  queryRefund: async () => ({ kind: 'in_progress' }),
};

/** Files are named by their number. */
function memoryFiles(): Files {
  const kept: KeptFile[] = [];
  return {
    keep: async (file) => String(kept.push(file)).padStart(32, '0'),
    isKept: async (merchantId, id) => kept[Number(id) - 1]?.merchantId === merchantId,
    find: async (id) => kept[Number(id) - 1],
  };
}

function done(id: string) {
  return { kind: 'succeeded', bankReference: `42${id.slice(-14)}` } as const;
}

// Upay's plugin over the real engine and the real task runner on a store in memory, with a channel that answers what a test wants, a
// clock that stands still, and one merchant with one terminal.
import Fastify, { type FastifyInstance } from 'fastify';
import type { Channel } from '../../src/core/channel/channel.ts';
import type { App, Merchant } from '../../src/core/merchant/merchant.ts';
import type { Notification } from '../../src/core/notification/notification.ts';
import { createUpay } from '../../src/dialects/upay/dialect.ts';
import { upayPlugin } from '../../src/dialects/upay/plugin.ts';
import type { Connector } from '../../src/engine/connector.ts';
import { createEngine } from '../../src/engine/create-engine.ts';
import type { Dialect } from '../../src/engine/dialect.ts';
import type { Directory, TerminalDirectory } from '../../src/engine/directory.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { createSerials } from '../../src/engine/serials.ts';
import { createRateLimiter } from '../../src/kernel/rate-limit.ts';
import { generateRsaKeyPair } from '../../src/kernel/rsa.ts';
import { createTokenSigner } from '../../src/kernel/token.ts';
import { createLookout } from '../../src/tasks/lookout.ts';
import { createSweeper } from '../../src/tasks/sweeper.ts';
import { createTaskRunner } from '../../src/tasks/task-runner.ts';
import { standingClock } from './engine.ts';
import { injectFetch } from './inject-fetch.ts';
import { createMemoryStore } from './memory-store.ts';
import { createMemoryTerminals, type MemoryTerminals } from './memory-terminals.ts';
import { createUpayClient, type UpayClient } from './upay-client.ts';

export const upayAppId = '2026010100000007';
export const activationCode = '40018822';
export const deviceId = 'POS-SH-0001';
/** 08:00 in Shanghai. */
export const upayStartAt = Date.parse('2026-01-05T00:00:00Z');

/** One pair a process: making keys is slow. */
export const platformKeys = await generateRsaKeyPair(2048);

const vendor = {
  id: '91800129',
  name: 'Till Soft',
  enabled: true,
  keys: ['0f1e2d3c4b5a69788796a5b4c3d2e1f0'],
} as const;
const terminalKey = '9a8b7c6d5e4f30211203f4e5d6c7b8a9';
const leaseMs = 30_000;

export interface UpayGateway {
  readonly server: FastifyInstance;
  readonly client: UpayClient;
  readonly engine: Engine;
  readonly dialect: Dialect;
  readonly terminals: MemoryTerminals;
  /** The seeds of the directory; a test replaces what it wants otherwise. */
  app: App;
  merchant: Merchant;
  channels: Map<string, Channel>;
  /** What the channel does from now on; what is not replaced succeeds, and an order waits for its payer. */
  connector: Connector;
  /** Moves the clock and does what falls due. */
  advance(milliseconds: number): Promise<void>;
  /** Resolves when no call to the channel is under way. */
  settled(): Promise<void>;
  /** What was announced so far and is owed to merchants. */
  readonly notifications: Notification[];
  readonly answers: { readonly operation: string; readonly code: number | string }[];
  readonly errors: string[];
}

export interface UpayGatewayOptions {
  readonly mode?: 'sandbox' | 'live';
  /** Where merchants apply; without, whoever asks for it finds it broken. */
  readonly applications?: TerminalDirectory['applications'];
  /** Stands between a test and the directory. */
  readonly directory?: Partial<Directory & TerminalDirectory>;
}

export async function createUpayGateway(options: UpayGatewayOptions = {}): Promise<UpayGateway> {
  const { mode = 'sandbox', applications = {} as TerminalDirectory['applications'] } = options;
  const clock = standingClock(upayStartAt);
  const terminals = seededTerminals(clock.now);
  const server = Fastify();
  const directory: Directory & TerminalDirectory = {
    findApp: async (id) => (id === gateway.app.id ? gateway.app : undefined),
    findMerchant: async (id) => (id === gateway.merchant.id ? gateway.merchant : undefined),
    ensure: () => undefined,
    merchant: () => gateway.merchant,
    app: () => gateway.app,
    channel: (code) => gateway.channels.get(code),
    terminals,
    applications,
    ...options.directory,
  };
  const dialect = createUpay({ directory });
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
  const tasks = createTaskRunner({
    engine,
    directory,
    connectors,
    clock,
    leaseMs,
    log: { warn: () => {} },
    metrics: { taskLag: () => {} },
  });
  const notifier = { sweep: () => claimNotifications(), drained: async () => {} };
  const sweeper = createSweeper({ engine, clock, log, tasks, notifier });
  /** What was not due when it was committed. */
  async function claimNotifications(): Promise<number> {
    const claimed = await engine.store(0).claimNotifications(clock.now(), Number.MAX_SAFE_INTEGER, 500);
    gateway.notifications.push(...claimed);
    return claimed.length;
  }
  let count = 0;
  const ids = { next: (prefix: string, cell: number) => `${prefix}0${cell}${String(++count).padStart(22, '0')}` };

  const gateway: UpayGateway = {
    server,
    client: createUpayClient({
      baseUrl: '',
      vendor: { sn: vendor.id, key: vendor.keys[0] },
      terminal: { sn: seedTerminalSn, key: terminalKey },
      fetch: injectFetch(server),
    }),
    engine,
    dialect,
    terminals,
    app: seedApp,
    merchant: seedMerchant,
    channels: new Map(seedChannels.map((channel) => [channel.code, channel])),
    connector: willingConnector(clock.now),
    async advance(milliseconds) {
      clock.advance(milliseconds);
      await sweeper.runAllDue();
    },
    settled: () => tasks.drained(),
    notifications: [],
    answers: [],
    errors: [],
  };
  await server.register(
    upayPlugin({
      engine,
      directory,
      connectors,
      lookout: createLookout({ engine, directory, connectors, clock, log }),
      serials: createSerials(engine),
      clock,
      ids,
      rateLimiter: createRateLimiter(),
      tokens: createTokenSigner(new Uint8Array(32)),
      baseUrl: () => 'https://gw.example',
      mode,
      log,
      onAnswer: (operation, code) => gateway.answers.push({ operation, code }),
    }),
  );
  return gateway;
}

const seedMerchant: Merchant = {
  id: 'M00000000000000000000000001',
  name: '示例商户',
  city: 'Shanghai',
  cell: 0,
  status: 'active',
  fees: {},
  limits: {},
  settlementDays: 0,
};

const seedApp: App = {
  id: upayAppId,
  merchantId: seedMerchant.id,
  dialect: 'upay',
  enabled: true,
  publicKeys: [],
  callbackSecrets: [],
  platformPrivateKeys: [platformKeys.privateKeyPem],
  vendorId: vendor.id,
  callbackUrls: {},
  ipAllowlist: [],
  rateLimit: null,
  switches: {},
};

const seedTerminalSn = '100000330000001';
const seedStore = { id: '101200200046400', merchantId: seedMerchant.id, name: 'Demo store', status: 'open' } as const;

function seededTerminals(now: () => number): MemoryTerminals {
  const terminals = createMemoryTerminals(seedMerchant.id, now);
  terminals.vendors.set(vendor.id, vendor);
  terminals.stores.set(seedStore.id, seedStore);
  const expiresAt = now() + 7 * 86_400_000;
  const code = { id: activationCode, appId: upayAppId, storeId: seedStore.id, usesLeft: 2, expiresAt };
  terminals.codes.set(code.id, code);
  terminals.rows.set(seedTerminalSn, {
    id: seedTerminalSn,
    uuid: '66666666-7777-4888-8999-000000000000',
    merchantId: seedMerchant.id,
    appId: upayAppId,
    storeId: seedStore.id,
    vendorId: vendor.id,
    reference: '',
    name: 'till 1',
    deviceId,
    about: {},
    status: 'active',
    keys: [terminalKey],
    keyedAt: now(),
  });
  return terminals;
}

const seedChannels: readonly Channel[] = ['CN_ALIPAY', 'CN_ALIPAY_2', 'CN_WECHAT', 'CN_JD', 'CN_QQ', 'CN_UNIONPAY'].map(
  (code) => ({
    code,
    name: code,
    kind: 'wallet',
    currency: 'CNY',
    country: 'CN',
    enabled: true,
    supports: { fullRefund: true, partialRefund: true, multipleRefund: true, void: true },
    minAmount: 1n,
    maxAmount: 9_999_999_999n,
    connector: 'test',
  }),
);

function willingConnector(now: () => number): Connector {
  const receipt = () => ({ at: now(), payerId: 'oPAYER0001', payerAccount: '', source: 'wallet' }) as const;
  const done = (id: string) => ({ kind: 'succeeded', bankReference: `42${id.slice(-14)}` }) as const;
  return {
    code: 'test',
    sendPayment: async ({ id, entry }) =>
      entry === 'order' ? { kind: 'in_progress' } : { ...done(id), receipt: receipt() },
    queryPayment: async () => ({ kind: 'in_progress' }),
    sendRefund: async ({ id }, { status }) => (status === 'pending' ? { kind: 'stopped' } : done(id)),
    queryRefund: async () => ({ kind: 'in_progress' }),
    sendAuthorisation: async ({ id }) => ({ ...done(id), receipt: receipt() }),
    queryAuthorisation: async () => ({ kind: 'in_progress' }),
    sendRelease: async ({ id }) => done(id),
    queryRelease: async () => ({ kind: 'in_progress' }),
    presentOrder: (_channel, { paymentId, surface }) => ({ prepayid: paymentId, package: surface }),
  };
}

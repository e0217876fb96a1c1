// PayCools' plugin over the real engine on a store in memory, with a clock that stands still and ids that count.
import { createPrivateKey, type KeyObject } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { catalogue } from '../../src/channels/catalogue.ts';
import type { Channel } from '../../src/core/channel/channel.ts';
import type { App, Merchant } from '../../src/core/merchant/merchant.ts';
import type { Notification } from '../../src/core/notification/notification.ts';
import type { Payment } from '../../src/core/payment/payment.ts';
import { refuse } from '../../src/core/reasons.ts';
import type { Connector } from '../../src/engine/connector.ts';
import { createEngine } from '../../src/engine/create-engine.ts';
import type { Directory, DirectoryAdmin } from '../../src/engine/directory.ts';
import { createSerials } from '../../src/engine/serials.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { createPaycools } from '../../src/dialects/paycools/dialect.ts';
import { paycoolsPlugin } from '../../src/dialects/paycools/plugin.ts';
import { createRateLimiter } from '../../src/kernel/rate-limit.ts';
import { generateRsaKeyPair } from '../../src/kernel/rsa.ts';
import { createTokenSigner } from '../../src/kernel/token.ts';
import { injectFetch } from './inject-fetch.ts';
import { createMemoryStore } from './memory-store.ts';
import { createPaycoolsClient, type PaycoolsClient } from './paycools-client.ts';

export const appId = 'f90addc4861540ef9312e87d8f360e08';
export const callbackSecret = 'test-secret';
export const startAt = Date.parse('2026-03-17T02:18:07Z');

/** One pair a process: making keys is slow. */
export const keyPair = await generateRsaKeyPair(2048);
export const privateKey: KeyObject = createPrivateKey(keyPair.privateKeyPem);

export interface PaycoolsGateway {
  readonly server: FastifyInstance;
  readonly client: PaycoolsClient;
  readonly engine: Engine;
  /** The seeds of the directory; a test replaces what it wants otherwise. */
  app: App;
  merchant: Merchant;
  channels: Map<string, Channel>;
  now(): number;
  advanceMs(duration: number): void;
  /** What was announced so far and is owed to merchants. */
  readonly notifications: Notification[];
  readonly created: Pick<Payment, 'id' | 'amountMinor'>[];
  readonly errors: string[];
  fund(amountMinor: bigint): Promise<void>;
}

export async function createPaycoolsGateway(
  options: { readonly mode?: 'sandbox' | 'live' } = {},
): Promise<PaycoolsGateway> {
  let now = startAt;
  let count = 0;
  const clock = { now: () => now, offsetMs: () => 0, setOffsetMs: () => {} };
  const digits = (value: number) => String(value).padStart(22, '0');
  const server = Fastify();
  const fetch = injectFetch(server);
  const clientOf = (fetchWith: typeof globalThis.fetch) =>
    createPaycoolsClient({
      baseUrl: '',
      appId,
      privateKeyPem: keyPair.privateKeyPem,
      callbackSecret,
      fetch: fetchWith,
    });

  const directory: Directory & Pick<DirectoryAdmin, 'listChannels'> = {
    findApp: async (id) => (id === gateway.app.id ? gateway.app : undefined),
    findMerchant: async (id) => (id === gateway.merchant.id ? gateway.merchant : undefined),
    ensure: () => undefined,
    merchant: () => gateway.merchant,
    app: () => gateway.app,
    channel: (code) => gateway.channels.get(code),
    listChannels: () => [...gateway.channels.values()],
  };
  const dialects = [createPaycools()];
  const engine = createEngine({
    stores: [createMemoryStore()],
    directory,
    dialects,
    clock,
    leaseMs: 60_000,
    onStarted: ({ notifications }) => gateway.notifications.push(...notifications),
    onBatch: () => {},
    onBug: (error) => gateway.errors.push(String(error)),
  });
  const gateway: PaycoolsGateway = {
    server,
    client: clientOf(fetch),
    engine,
    app: seedApp,
    merchant: seedMerchant,
    channels: new Map(seedChannels.map((channel) => [channel.code, channel])),
    now: clock.now,
    advanceMs(duration) {
      now += duration;
    },
    notifications: [],
    created: [],
    errors: [],
    async fund(amountMinor) {
      count += 1;
      await engine.execute(0, 'fund', { id: `F${count}`, merchantId: seedMerchant.id, currency: 'PHP', amountMinor });
    },
  };
  await server.register(
    paycoolsPlugin({
      engine,
      directory,
      connectors: { of: () => connector },
      clock,
      ids: { next: (prefix, cell) => `${prefix}0${cell}${digits(++count)}` },
      serials: createSerials(engine),
      rateLimiter: createRateLimiter(),
      tokens: createTokenSigner(new Uint8Array(32)),
      baseUrl: () => 'https://pay.example',
      mode: options.mode ?? 'sandbox',
      log: { error: (fields) => gateway.errors.push(String((fields as { error?: unknown }).error)) },
      onCreated: (payment) => gateway.created.push(payment),
    }),
  );
  return gateway;
}

/** The whole catalogue, all served by the gateway's one connector. */
export function catalogueChannels(): Map<string, Channel> {
  return new Map(catalogue.map((listed) => [listed.code, { ...listed, connector: 'test' }]));
}

/** The same over the whole catalogue, for what asks more of a channel than its kind. */
export async function gatewayWithCatalogue(): Promise<PaycoolsGateway> {
  const gateway = await createPaycoolsGateway();
  gateway.channels = catalogueChannels();
  return gateway;
}

const seedMerchant: Merchant = {
  id: 'M00000000000000000000001',
  name: 'Demo Shop',
  city: 'Manila',
  cell: 0,
  status: 'active',
  fees: {},
  limits: {},
  settlementDays: 0,
};

const seedApp: App = {
  id: appId,
  merchantId: seedMerchant.id,
  dialect: 'paycools',
  enabled: true,
  publicKeys: [keyPair.publicKeyPem],
  callbackSecrets: [callbackSecret],
  platformPrivateKeys: [],
  vendorId: null,
  callbackUrls: { merchant: 'https://merchant.example/events' },
  ipAllowlist: [],
  rateLimit: null,
  switches: {},
};

const seedChannels: readonly Channel[] = [
  ...['QRPH_STATIC_QR', 'QRPH_DYNAMIC_QR', 'QRPH_HYBRID_QR'].map((code) => channel(code, 'qr', 2_000n, 5_000_000n)),
  ...['GCASH_URL', 'PAYMAYA_URL', 'CARD_URL'].map((code) => channel(code, 'web', 100n, 5_000_000n)),
  ...['GCASH_STATIC_VA', 'PAYMAYA_STATIC_VA', '7ELEVEN_STATIC_VA', 'INSTA_TRANSFER_ACC'].map((code) =>
    channel(code, 'account', 100n, 500_000_000n),
  ),
  ...['PH_BANK_PAYOUT', 'PH_EWALLET_PAYOUT', 'PH_SCANQR_PAYOUT'].map((code) =>
    channel(code, 'payout', 100n, 500_000_000n),
  ),
];

function channel(code: string, kind: Channel['kind'], minAmount: bigint, maxAmount: bigint): Channel {
  const seed = {
    code,
    name: code,
    kind,
    currency: 'PHP',
    country: 'PH',
    enabled: true,
    supports: { fullRefund: true, partialRefund: true, multipleRefund: true, void: true },
    minAmount,
    maxAmount,
    connector: 'test',
  };
  return kind === 'web' ? { ...seed, expirySeconds: 3600 } : seed;
}

/** Refuses amounts that end in 9022, as the sandbox does. */
const connector: Connector = {
  code: 'test',
  admit: (_channel, amountMinor) =>
    amountMinor !== null && amountMinor % 10_000n === 9022n ? refuse('channel_unavailable') : undefined,
  presentCode: (_channel, { id, amountMinor, dynamic }) =>
    `${dynamic ? 'dynamic' : 'static'} ${id} ${amountMinor ?? 'any'}`,
  issueAccount: ({ code }, { instrumentId, merchant }) =>
    code === 'INSTA_TRANSFER_ACC'
      ? { number: `99${instrumentId.slice(-11)}`, holder: 'Polypay', bank: 'Test Bank' }
      : { number: `PC${instrumentId.slice(-11)}`, holder: merchant.name, bank: null },
};

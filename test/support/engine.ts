// An engine for tests: one merchant with one app (or several, each with its own), a channel of each kind, a clock that
// stands still until it is moved, and a dialect whose messages are the event's name.
import { createClock } from '../../src/kernel/clock.ts';
import { createIdSource, type IdPrefix } from '../../src/kernel/id.ts';
import type { Channel } from '../../src/core/channel/channel.ts';
import type { App, Merchant } from '../../src/core/merchant/merchant.ts';
import { subjectOf } from '../../src/core/event.ts';
import { createEngine } from '../../src/engine/create-engine.ts';
import type { Dialect } from '../../src/engine/dialect.ts';
import type { Directory } from '../../src/engine/directory.ts';
import type { StartedWork } from '../../src/engine/engine.ts';
import type { CellStore } from '../../src/engine/store.ts';

export const merchantId = 'M00000000000000000000000001';
export const appId = 'app-of-the-test';

export function channelOf(code: string, kind: Channel['kind'], change: Partial<Channel> = {}): Channel {
  const limits = { minAmount: 100n, maxAmount: 500_000_000n };
  return {
    code,
    name: code,
    kind,
    currency: 'PHP',
    country: 'PH',
    enabled: true,
    supports: { fullRefund: true, partialRefund: true, multipleRefund: true, void: true },
    connector: 'test',
    ...limits,
    ...change,
  };
}

export interface TestEngineOptions {
  readonly merchant?: Partial<Merchant>;
  /** Instead of the one merchant: several, each with an id and an app of its own (`appOf`). */
  readonly merchants?: readonly Partial<Merchant>[];
  /** Shared by engines that play several processes. */
  readonly clock?: ReturnType<typeof standingClock>;
  /** Instead of ids with a random part. */
  readonly newId?: (prefix: IdPrefix) => string;
  /** Called for every event; may throw, as a dialect with a bug would. */
  readonly describe?: Dialect['describe'];
}

export function createTestEngine(stores: readonly CellStore[], options: TestEngineOptions = {}) {
  const clock = options.clock ?? standingClock(Date.parse('2026-03-02T04:00:00Z'));
  const ids = createIdSource();
  const started: StartedWork[] = [];
  const bugs: { command: string; error: unknown }[] = [];
  const engine = createEngine({
    stores,
    clock,
    directory: directoryOf(options.merchants ?? [options.merchant ?? {}]),
    dialects: [testDialect(options.describe)],
    leaseMs: 30_000,
    onStarted: (work) => started.push(work),
    onBatch: () => {},
    onBug: (error, command) => bugs.push({ command, error }),
  });
  const newId = options.newId ?? ((prefix: IdPrefix) => ids.next(prefix, 0, clock.now()));
  return { engine, clock, started, bugs, newId };
}

export type TestEngine = ReturnType<typeof createTestEngine>;

/** A clock that shows one instant until it is moved. */
export function standingClock(at: number) {
  let offsetMs = 0;
  return {
    ...createClock(),
    now: () => at + offsetMs,
    offsetMs: () => offsetMs,
    setOffsetMs(next: number) {
      offsetMs = next;
    },
    advance(milliseconds: number) {
      offsetMs += milliseconds;
    },
  };
}

/** The id of the one app of a merchant. */
export function appOf(id: string): string {
  return id === merchantId ? appId : `app-of-${id}`;
}

function directoryOf(changes: readonly Partial<Merchant>[]): Directory {
  const merchants = new Map(changes.map(merchantOf).map((merchant) => [merchant.id, merchant]));
  const apps = new Map([...merchants.keys()].map((id) => [appOf(id), appOfMerchant(id)]));
  const channels = [
    channelOf('WEB', 'web', { expirySeconds: 3600 }),
    channelOf('QR', 'qr'),
    channelOf('BANK', 'payout'),
    channelOf('OFF', 'web', { enabled: false }),
    channelOf('WALLET', 'wallet', { expirySeconds: 240 }),
    channelOf('DEBIT', 'wallet', { type: 'direct_debit', expirySeconds: 3600 }),
    channelOf('DEBIT_2', 'wallet', { type: 'direct_debit' }),
    channelOf('IDENTITY', 'identity'),
    channelOf('ACCOUNT', 'account'),
  ];
  return {
    findApp: async (id) => apps.get(id),
    findMerchant: async (id) => merchants.get(id),
    ensure: () => undefined,
    merchant(id) {
      const merchant = merchants.get(id);
      if (!merchant) throw new Error(`There is no merchant ${id}.`);
      return merchant;
    },
    app(id) {
      const app = apps.get(id);
      if (!app) throw new Error(`There is no app ${id}.`);
      return app;
    },
    channel: (code) => channels.find((channel) => channel.code === code),
  };
}

function merchantOf(change: Partial<Merchant>): Merchant {
  return {
    id: merchantId,
    name: 'Sari Sari',
    city: 'Manila',
    cell: 0,
    status: 'active',
    fees: { payment: { fixedMinor: 0n, basisPoints: 150 }, payout: { fixedMinor: 1000n, basisPoints: 0 } },
    limits: {},
    settlementDays: 0,
    ...change,
  };
}

function appOfMerchant(id: string): App {
  return {
    id: appOf(id),
    merchantId: id,
    dialect: 'paycools',
    enabled: true,
    publicKeys: [],
    callbackSecrets: [],
    platformPrivateKeys: [],
    vendorId: null,
    callbackUrls: {},
    ipAllowlist: [],
    rateLimit: null,
    switches: {},
  };
}

export function testDialect(describe?: Dialect['describe']): Dialect {
  return {
    names: ['paycools'],
    describe: describe ?? ((event) => ({ url: subjectOf(event).notifyUrl ?? '', body: event.kind })),
    returnUrl: async (payment) => payment.returnUrl ?? undefined,
    headersOf: async () => ({}),
    isAcknowledged: () => true,
    retryDelaysMs: [1000, 2000],
    acknowledgement: 'ok',
    recognise: () => undefined,
    verifyNotification: () => true,
    explain: async () => undefined,
  };
}

// An engine for tests: one merchant with one app, a channel of each kind, a clock that stands still until it is moved,
// and a dialect whose messages are the event's name.
import { createClock } from '../../src/kernel/clock.ts';
import { createIdSource } from '../../src/kernel/id.ts';
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
    connector: 'test',
    ...limits,
    ...change,
  };
}

export interface TestEngineOptions {
  readonly merchant?: Partial<Merchant>;
  /** Called for every event; may throw, as a dialect with a bug would. */
  readonly describe?: Dialect['describe'];
}

export function createTestEngine(stores: readonly CellStore[], options: TestEngineOptions = {}) {
  const clock = standingClock(Date.parse('2026-03-02T04:00:00Z'));
  const ids = createIdSource();
  const started: StartedWork[] = [];
  const bugs: { command: string; error: unknown }[] = [];
  const engine = createEngine({
    stores,
    clock,
    directory: directoryOf(options.merchant),
    dialects: [testDialect(options.describe)],
    leaseMs: 30_000,
    onStarted: (work) => started.push(work),
    onBatch: () => {},
    onBug: (error, command) => bugs.push({ command, error }),
  });
  const newId = (prefix: Parameters<typeof ids.next>[0]) => ids.next(prefix, 0, clock.now());
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

function directoryOf(change: Partial<Merchant> = {}): Directory {
  const merchant: Merchant = {
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
  const app: App = {
    id: appId,
    merchantId,
    dialect: 'paycools',
    enabled: true,
    publicKeys: [],
    callbackSecrets: [],
    callbackUrls: {},
    ipAllowlist: [],
    rateLimit: null,
    switches: {},
  };
  const channels = [
    channelOf('WEB', 'web', { expirySeconds: 3600 }),
    channelOf('QR', 'qr'),
    channelOf('BANK', 'payout'),
    channelOf('OFF', 'web', { enabled: false }),
  ];
  return {
    findApp: async (id) => (id === app.id ? app : undefined),
    findMerchant: async (id) => (id === merchant.id ? merchant : undefined),
    ensure: () => undefined,
    merchant(id) {
      if (id !== merchant.id) throw new Error(`There is no merchant ${id}.`);
      return merchant;
    },
    app(id) {
      if (id !== app.id) throw new Error(`There is no app ${id}.`);
      return app;
    },
    channel: (code) => channels.find((channel) => channel.code === code),
  };
}

export function testDialect(describe?: Dialect['describe']): Dialect {
  return {
    names: ['paycools'],
    describe: describe ?? ((event) => ({ url: subjectOf(event).notifyUrl ?? '', body: event.kind })),
    returnUrl: (payment) => payment.returnUrl ?? undefined,
    headersOf: async () => ({}),
    isAcknowledged: () => true,
    retryDelaysMs: [1000, 2000],
    acknowledgement: 'ok',
    recognise: () => undefined,
    verifyNotification: () => true,
    explain: async () => undefined,
  };
}

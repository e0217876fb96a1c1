// Upay's orders over the real engine, task runner and lookout on a store in memory, with a channel that answers what a test
// says. Requests arrive as an authenticated terminal's; whoever waits for an outcome waits until nothing is under way.
import type { Channel } from '../../src/core/channel/channel.ts';
import type { App, Merchant } from '../../src/core/merchant/merchant.ts';
import { accountId } from '../../src/core/ledger/ledger.ts';
import type { Notification } from '../../src/core/notification/notification.ts';
import type { Payment } from '../../src/core/payment/payment.ts';
import { refuse } from '../../src/core/reasons.ts';
import type { Refund } from '../../src/core/refund/refund.ts';
import type { UpayDeps } from '../../src/dialects/upay/deps.ts';
import {
  acknowledgement,
  describe,
  isAcknowledged,
  recognise,
  retryDelaysMs,
} from '../../src/dialects/upay/notifications.ts';
import type { Operation } from '../../src/dialects/upay/operation.ts';
import { receive } from '../../src/dialects/upay/received.ts';
import { settingsOf } from '../../src/dialects/upay/settings.ts';
import type { Answer, Connector, NotFound, PaymentAnswer, RefundAnswer } from '../../src/engine/connector.ts';
import { createEngine } from '../../src/engine/create-engine.ts';
import type { Dialect } from '../../src/engine/dialect.ts';
import type { Directory } from '../../src/engine/directory.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { createSerials } from '../../src/engine/serials.ts';
import type { Store, Terminal } from '../../src/engine/terminals.ts';
import { createIdSource } from '../../src/kernel/id.ts';
import { createRateLimiter } from '../../src/kernel/rate-limit.ts';
import { createTokenSigner } from '../../src/kernel/token.ts';
import { createLookout } from '../../src/tasks/lookout.ts';
import { createTaskRunner, type TaskRunner } from '../../src/tasks/task-runner.ts';
import { standingClock } from './engine.ts';
import { createMemoryStore } from './memory-store.ts';

/** 10:18 in Shanghai. */
const startAt = Date.parse('2026-03-17T02:18:07Z');

export const merchantId = 'M0000000000000000000000001';
const appId = '2026010100000007';

/** Layers 1 and 2 with the order, as clients read them. */
export interface UpayAnswer {
  readonly result_code: string;
  readonly error_code?: string;
  readonly error_message?: string;
  readonly biz_response: {
    readonly result_code: string;
    readonly error_code?: string;
    readonly error_message?: string;
    readonly data: Readonly<Record<string, string>>;
  };
}

/** What the channel answers; a promise is what it has not answered yet. */
interface Answers {
  sendPayment: PaymentAnswer | Promise<PaymentAnswer>;
  queryPayment: PaymentAnswer | NotFound;
  sendRefund: RefundAnswer;
  queryRefund: RefundAnswer | NotFound;
  sendAuthorisation: PaymentAnswer | Promise<PaymentAnswer>;
  queryAuthorisation: PaymentAnswer | NotFound;
  sendRelease: Answer;
  queryRelease: Answer | NotFound;
}

export interface UpayDesk {
  readonly engine: Engine;
  /** What the channel answers from now on. */
  readonly channel: Answers;
  /** What it was asked, `sendPayment 7890…`. */
  readonly calls: readonly string[];
  /** How long answers were ready to wait, in milliseconds. */
  readonly waits: readonly number[];
  readonly messages: readonly Notification[];
  /** Resolves once the channel was asked this. */
  asked(name: keyof Answers): Promise<void>;
  /** Resolves when nothing is under way. */
  quiet(): Promise<void>;
  merchant: Merchant;
  app: App;
  /** Sends a request of a terminal; the second one belongs to another store of the merchant. */
  ask(operation: Operation<'terminal'>, fields: object, terminal?: 1 | 2): Promise<UpayAnswer>;
  /** The same for another merchant. */
  askOther(operation: Operation<'terminal'>, fields: object): Promise<UpayAnswer>;
  /** Moves the clock on, and runs what falls due. */
  advance(seconds: number): Promise<void>;
  payment(sn: string): Promise<Payment>;
  lastRefund(sn: string): Promise<Refund>;
  /** Takes all but so much out of the merchant's balance. */
  leave(amountMinor: bigint): Promise<void>;
}

export interface DeskOptions {
  readonly switches?: App['switches'];
  /** Waits end by the engine's own rules. */
  readonly realWaits?: boolean;
  readonly presentsOrders?: boolean;
}

export const paidAnswer = {
  kind: 'succeeded',
  bankReference: '4200002026010500000000000001',
  receipt: { at: startAt, payerId: 'oPAYER0001', payerAccount: 'p***r', source: 'wallet' },
} as const satisfies PaymentAnswer;
export const givenBack = { kind: 'succeeded', bankReference: '5000002026010500000000000001' } as const;
export const inProgress = { kind: 'in_progress' } as const;
export const silent = { kind: 'unknown', trouble: 'io' } as const;
export const garbled = { kind: 'unknown', trouble: 'protocol' } as const;

export function createUpayDesk({
  switches = {},
  realWaits = false,
  presentsOrders = true,
}: DeskOptions = {}): UpayDesk {
  const clock = standingClock(startAt);
  const ids = createIdSource();
  const calls: string[] = [];
  const waits: number[] = [];
  const messages: Notification[] = [];
  const channel: Answers = {
    sendPayment: paidAnswer,
    queryPayment: inProgress,
    sendRefund: givenBack,
    queryRefund: inProgress,
    sendAuthorisation: paidAnswer,
    queryAuthorisation: inProgress,
    sendRelease: givenBack,
    queryRelease: inProgress,
  };
  const firsts = Object.fromEntries(Object.keys(channel).map((name) => [name, newSignal()])) as {
    [Name in keyof Answers]: PromiseWithResolvers<void>;
  };
  const onCall = (name: keyof Answers, id: string) => {
    calls.push(`${name} ${id}`);
    firsts[name].resolve();
  };
  const connector = connectorOf(channel, onCall, presentsOrders);
  const connectors = { of: () => connector };
  const directory: Directory = {
    findApp: async () => desk.app,
    findMerchant: async () => desk.merchant,
    ensure: () => undefined,
    merchant: (id) => ({ ...desk.merchant, id }),
    app: () => desk.app,
    channel: channelOf,
  };
  const store = createMemoryStore();
  const engine: Engine = createEngine({
    stores: [store],
    directory,
    dialects: [{ describe, names: ['upay'], isAcknowledged, recognise, retryDelaysMs, acknowledgement, ...unused }],
    clock,
    leaseMs: 30_000,
    onStarted: ({ cell, tasks }) => runner.start(cell, tasks),
    onBatch: () => {},
    onBug: (error) => {
      throw error;
    },
  });
  const log = { warn() {}, error() {} };
  const runner: TaskRunner = createTaskRunner({
    engine,
    directory,
    connectors,
    clock,
    leaseMs: 30_000,
    log,
    metrics: { taskLag() {} },
  });
  const waiting: Engine = {
    ...engine,
    async until(cell, lookup, id, isDone, timeoutMs) {
      waits.push(timeoutMs);
      if (realWaits) return engine.until(cell, lookup, id, isDone, timeoutMs);
      await runner.drained();
      return engine.find(cell, lookup, id);
    },
  };
  const deps: UpayDeps = {
    engine: waiting,
    directory: directory as UpayDeps['directory'],
    connectors,
    lookout: createLookout({ engine, directory, connectors, clock, log }),
    serials: createSerials(engine),
    clock,
    ids,
    rateLimiter: createRateLimiter(),
    tokens: createTokenSigner(new Uint8Array(32)),
    baseUrl: () => 'https://gw.example',
    mode: 'sandbox',
    log,
  };

  async function ask(operation: Operation<'terminal'>, fields: object, merchant: Merchant, number: number) {
    // Looks at a channel are a second apart at least.
    clock.advance(1_000);
    const { app } = desk;
    const caller = { terminal: terminalOf(number), store: storeOf(number), app, merchant, settings: settingsOf(app) };
    const body = Buffer.from(JSON.stringify({ terminal_sn: caller.terminal.id, ...fields }));
    const answer = await operation.run(caller, receive(body), deps);
    return answer as unknown as UpayAnswer;
  }

  const desk: UpayDesk = {
    engine,
    channel,
    calls,
    waits,
    messages,
    asked: (name) => firsts[name].promise,
    quiet: () => runner.drained(),
    merchant: seedMerchant,
    app: { ...seedApp, switches },
    ask: (operation, fields, terminal = 1) => ask(operation, fields, desk.merchant, terminal),
    askOther: (operation, fields) => ask(operation, fields, { ...desk.merchant, id: `${merchantId}x` }, 3),
    async advance(seconds) {
      clock.advance(seconds * 1_000);
      const { payments } = await store.listDue(clock.now(), 100);
      for (const paymentId of payments) await engine.execute(0, 'expire-payment', { paymentId });
      await runner.sweep();
      await runner.drained();
      messages.push(...(await store.claimNotifications(clock.now(), Number.MAX_SAFE_INTEGER, 100)));
    },
    async payment(sn) {
      const payment = await engine.find(0, 'payments', sn);
      if (!payment) throw new Error(`There is no payment ${sn}.`);
      return payment;
    },
    async lastRefund(sn) {
      const refund = await engine.find(0, 'refunds', (await desk.payment(sn)).lastRefundId ?? '');
      if (!refund) throw new Error(`Nothing of ${sn} was given back.`);
      return refund;
    },
    async leave(amountMinor) {
      const account = await engine.find(0, 'accounts', accountId(merchantId, 'CNY', 'available'));
      const payout = { id: ids.next('D', 0, clock.now()), merchantId, appId, referenceScope: appId, currency: 'CNY' };
      const destination = { method: 'bank', code: 'B', accountNo: '1', accountName: 'A' } as const;
      const taken = await engine.execute(0, 'create-payout', {
        ...payout,
        reference: payout.id,
        idempotencyKey: payout.id,
        channel: 'CN_PAYOUT',
        amountMinor: (account?.credits ?? 0n) - (account?.debits ?? 0n) - amountMinor,
        destination,
        notifyUrl: null,
        details: {},
      });
      if (!taken.ok) throw new Error(`Nothing was taken: ${taken.reason}.`);
    },
  };
  return desk;
}

/** What no test of orders asks of a dialect. */
const unused: Pick<Dialect, 'returnUrl' | 'headersOf' | 'verifyNotification' | 'explain'> = {
  returnUrl: async () => undefined,
  headersOf: async () => ({}),
  verifyNotification: () => false,
  explain: async () => undefined,
};

const newSignal = () => Promise.withResolvers<void>();

function connectorOf(
  channel: Answers,
  onCall: (name: keyof Answers, id: string) => void,
  presentsOrders: boolean,
): Connector {
  const answer = <Name extends keyof Answers>(name: Name, id: string) => {
    onCall(name, id);
    return Promise.resolve(channel[name]);
  };
  return {
    code: 'test',
    // As the sandbox does.
    admit: (_channel, amountMinor) =>
      amountMinor !== null && amountMinor % 10_000n === 9022n ? refuse('channel_unavailable') : undefined,
    sendPayment: async ({ id }) => answer('sendPayment', id),
    queryPayment: async ({ id }) => answer('queryPayment', id),
    sendRefund: async ({ paymentId }) => answer('sendRefund', paymentId),
    queryRefund: async ({ paymentId }) => answer('queryRefund', paymentId),
    sendAuthorisation: async ({ id }) => answer('sendAuthorisation', id),
    queryAuthorisation: async ({ id }) => answer('queryAuthorisation', id),
    sendRelease: async ({ authorisationId }) => answer('sendRelease', authorisationId),
    queryRelease: async ({ authorisationId }) => answer('queryRelease', authorisationId),
    sendPayout: async () => inProgress,
    ...(presentsOrders && {
      presentOrder: (_channel: Channel, { surface, payerId }: { surface: string; payerId: string }) => ({
        surface,
        payerId,
      }),
    }),
  };
}

/** Baidu's wallet is switched off, gift cards are not served. */
function channelOf(code: string): Channel | undefined {
  if (code === 'CN_GIFT_CARD') return undefined;
  return {
    code,
    name: code,
    kind: code === 'CN_PAYOUT' ? 'payout' : 'wallet',
    currency: 'CNY',
    country: 'CN',
    enabled: code !== 'CN_BAIDU',
    supports: { fullRefund: true, partialRefund: true, multipleRefund: true, void: true },
    minAmount: 1n,
    maxAmount: 9_999_999_999n,
    connector: 'test',
  };
}

const seedMerchant: Merchant = {
  id: merchantId,
  name: 'Demo Shop',
  city: 'Shanghai',
  cell: 0,
  status: 'active',
  fees: {},
  limits: {},
  settlementDays: 0,
};

const seedApp: App = {
  id: appId,
  merchantId,
  dialect: 'upay',
  enabled: true,
  publicKeys: [],
  callbackSecrets: [],
  platformPrivateKeys: [],
  vendorId: '91800129',
  callbackUrls: {},
  ipAllowlist: [],
  rateLimit: null,
  switches: {},
};

function terminalOf(number: number): Terminal {
  return {
    id: `10000033000000${number}`,
    uuid: `66666666-7777-8888-9999-00000000000${number}`,
    merchantId,
    appId,
    storeId: `${number}`,
    vendorId: '91800129',
    reference: '',
    name: '',
    deviceId: `POS-${number}`,
    status: 'active',
    keys: [],
    keyedAt: startAt,
  };
}

function storeOf(number: number): Store {
  return { id: `4${number}`, merchantId, name: 'Store', status: 'open' };
}

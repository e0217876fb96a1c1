// The load: a merchant that creates payments, codes and payouts, and payers who pay them or fail to.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Params } from '../support/paycools-client.ts';
import { type Book, digitsOf, type Order, type OrderKind, scenarios } from './book.ts';
import { pauseMs } from './insist.ts';
import type { Merchant } from './merchant.ts';
import type { Random } from '../support/random.ts';

export interface Load {
  /** Works until stopped or until it has created enough. */
  run(round: number): Promise<void>;
  stop(): void;
  /** Creates one payment, whatever comes of it; answers with the code, undefined when no answer came. */
  probe(round: number): Promise<number | undefined>;
  /** Sends an order's creation, for the first time or again. */
  send(order: Order): Promise<number | undefined>;
  /** Decides at the bank about payouts that an earlier round left pending. */
  decidePending(): Promise<void>;
}

export interface LoadDeps {
  readonly merchant: Merchant;
  readonly book: Book;
  readonly random: Random;
  readonly callbackUrl: string;
  /** Makes references unique between runs on one database. */
  readonly tag: string;
  onProblem(problem: string): void;
}

const workers = 24;
const mostOrders = 400;
const success = 1000;
const kinds: readonly OrderKind[] = [
  ...Array.from({ length: 8 }, () => 'web' as const),
  ...Array.from({ length: 4 }, () => 'dynamic' as const),
  'static',
  ...Array.from({ length: 7 }, () => 'payout' as const),
];

export function createLoad({ merchant, book, random, callbackUrl, tag, onProblem }: LoadDeps): Load {
  let stopped = false;
  let count = 0;

  function amountOf(kind: OrderKind): number {
    const whole = random.between(1, 99) * 10_000;
    const draw = random.next();
    if (kind === 'web' && draw < 0.1) return whole + random.pick(scenarios.failing);
    if (kind === 'payout' && draw < 0.2) return whole + random.pick(scenarios.failing);
    if (draw < 0.28) return whole + scenarios.answerLost;
    if (draw < 0.36) return whole + scenarios.confirmedTwice;
    if (draw < 0.39) return whole + (kind === 'payout' ? scenarios.staysPending : scenarios.otherAmount);
    return whole + random.between(0, 8_999);
  }

  function create(kind: OrderKind, round: number): Order {
    const number = String(++count);
    const common = { appName: 'Crash Test', mchOrderId: `${tag}${kind}${number}` };
    const amountMinor = kind === 'static' ? 0 : amountOf(kind);
    return book.add({ kind, round, amountMinor, ...requestOf(kind, common, amountMinor, round, number) });
  }

  function requestOf(
    kind: OrderKind,
    common: Params,
    amount: number,
    round: number,
    number: string,
  ): { path: string; params: Params } {
    if (kind === 'payout') {
      const params = {
        ...common,
        idempotencyId: `${tag}idempotent${number}`,
        amount,
        // An account of its own for every payout: money that came twice shows at the bank whatever ids it came under.
        accountNo: `${round}${number.padStart(6, '0')}`,
        accountName: 'Juan Dela Cruz',
        payMethodCode: 'BANK',
        bankCode: random.pick(['BDO', 'BPI', 'MBTC']),
      };
      return { path: '/api/v1/payout', params };
    }
    if (kind === 'web') {
      const contact = { email: 'juan@example.com', mobile: '09171234567', redirectUrl: 'https://shop.example/thanks' };
      const channelCode = random.pick(['GCASH_URL', 'PAYMAYA_URL', 'VISA_CARD_URL']);
      return { path: '/api/v1/payment', params: { ...common, ...contact, amount, channelCode, callbackUrl } };
    }
    const channelCode = kind === 'static' ? 'QRPH_STATIC_QR' : 'QRPH_DYNAMIC_QR';
    return { path: '/api/v1/qrcode', params: { ...common, channelCode, callbackUrl, ...(amount > 0 && { amount }) } };
  }

  async function send(order: Order): Promise<number | undefined> {
    const answer = await merchant.call('POST', order.path, order.params);
    if (answer?.code === success) {
      const { transactionId, qrcodeId } = answer.data as { transactionId?: string; qrcodeId?: string };
      const id = qrcodeId ?? transactionId;
      if (order.id !== undefined && order.id !== id) onProblem(`${order.reference} was ${order.id} and is ${id} now`);
      order.id = id;
      order.answered = true;
    }
    return answer?.code;
  }

  async function act(order: Order, outcome: 'paid' | 'failed', amountMinor: number): Promise<void> {
    const done = { outcome, amountMinor, done: false };
    order.acts.push(done);
    const amount = order.kind === 'static' ? { amount: amountMinor } : {};
    const reply = await merchant.ask('POST', '/sandbox/act', { reference: order.id, outcome, ...amount });
    done.done = reply?.status === 200;
    if (reply && reply.status >= 400 && reply.status < 500)
      onProblem(`${order.kind} ${order.id} could not be ${outcome}: ${JSON.stringify(reply.body)}`);
  }

  /** One thing that a merchant's customers do. */
  async function step(round: number): Promise<void> {
    const kind = random.pick(kinds);
    const order = create(kind, round);
    const code = await send(order);
    if (code !== undefined && code !== success) onProblem(`${order.reference} was refused with ${code}`);
    if (!order.answered) await sleep(pauseMs);
    if (!order.answered || kind === 'payout') return;
    if (kind === 'static') {
      for (let paid = random.between(1, 3); paid > 0 && !stopped; paid--) await act(order, 'paid', amountOf('static'));
      return;
    }
    const draw = random.next();
    if (draw < 0.85) await act(order, draw < 0.75 ? 'paid' : 'failed', order.amountMinor);
  }

  async function work(round: number): Promise<void> {
    while (!stopped && book.ofRound(round).length < mostOrders) await step(round);
  }

  return {
    send,
    async run(round) {
      stopped = false;
      await Promise.all(Array.from({ length: workers }, () => work(round)));
    },
    stop() {
      stopped = true;
    },
    probe: (round) => send(create('web', round)),
    async decidePending() {
      const pending = book.orders.filter(
        (order) =>
          order.kind === 'payout' &&
          digitsOf(order.amountMinor) === scenarios.staysPending &&
          order.id !== undefined &&
          order.acts.length === 0,
      );
      for (const order of pending) await act(order, random.chance(0.6) ? 'paid' : 'failed', order.amountMinor);
    },
  };
}

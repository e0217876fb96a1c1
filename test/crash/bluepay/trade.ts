// The trade of the shop: payers pay what it collects, some get money back, some payments are voided, and it pays others. What got no
// answer is asked for again under the same number, as merchants are told to.
import { setTimeout as sleep } from 'node:timers/promises';
import type { BluepayAnswer, BluepayFields } from '../../support/bluepay-client.ts';
import type { Random } from '../../support/random.ts';
import { digitsOf, scenarios } from '../book.ts';
import { anAmount, aPart } from './amounts.ts';
import { type ShopBook, type ShopOrder, type ShopRefund, shopScenarios } from './book.ts';
import { aCollection, aPayout } from './requests.ts';
import type { Shop } from './shop.ts';

export interface Trade {
  /** Works until stopped or until enough was done; whatever was begun is cleared up before it resolves. */
  run(round: number): Promise<void>;
  stop(): void;
  /** Decides at the bank about what earlier rounds left open. */
  decideOpen(): Promise<void>;
}

export interface TradeDeps {
  readonly shop: Shop;
  readonly book: ShopBook;
  readonly random: Random;
  /** Makes numbers unique between rounds. */
  readonly tag: string;
  onProblem(problem: string): void;
}

interface Answered {
  readonly answer: BluepayAnswer;
  /** How often it was asked for. */
  readonly tries: number;
  /** The code of an answer that was lost on its way; undefined if none was. */
  readonly lost: number | undefined;
}

const workers = 16;
const mostOrders = 120;
/** How many of the latest orders are looked at for what is open. */
const mostDecided = 400;
/** What a client without an answer waits before it asks again. */
const pauseMs = 60;
const mostQueries = 8;
/** A gateway that is started again serves long before. */
const patienceMs = 90_000;

const codes = {
  success: 10000,
  orderRepeated: 21007,
  idempotencyRepeated: 21015,
  refundRepeated: 21407,
  voidRepeated: 21505,
  voided: 21504,
} as const;
/** Another refund of the payment is under way. */
const refundOpen: readonly number[] = [21401, 21409];
/** A void was faster. */
const refundVoided: readonly number[] = [21406, 21408];
/** It cannot be voided: the channel does not, some of it was refunded, or the test moved the clock past a day's end. */
const voidRefused: readonly number[] = [21501, 21502, 21503];

export function createTrade({ shop, book, random, tag, onProblem }: TradeDeps): Trade {
  let stopped = false;
  let count = 0;

  /** Asks until somebody answers. What moves money is `lossy`: some of its first answers are lost on their way to the shop. */
  async function insist(path: string, fields: BluepayFields, lossy = false): Promise<Answered | undefined> {
    const startedAt = performance.now();
    let lost: number | undefined;
    for (let tries = 1; performance.now() - startedAt < patienceMs; tries++) {
      const answer = await shop.call(path, fields);
      if (answer && lossy && tries === 1 && random.chance(0.15)) lost = answer.code;
      else if (answer) return { answer, tries, lost };
      else await sleep(pauseMs);
    }
    onProblem(`${path} ${JSON.stringify(fields)} was not answered within ${patienceMs / 1000} s`);
    return undefined;
  }

  /** Answers whether it exists now. */
  async function create(order: ShopOrder): Promise<boolean> {
    const { mchOrderId, kind, path, fields } = order;
    const asked = await insist(path, fields, true);
    if (!asked) return false;
    const { answer, tries, lost } = asked;
    order.unanswered = tries > 1 && lost === undefined;
    if (answer.code === codes.success) {
      if (lost === codes.success) onProblem(`${mchOrderId} was made, and repeated it was made again`);
      order.id = String(answer.data['transactionId']);
      return true;
    }
    const repeated = kind === 'payout' ? codes.idempotencyRepeated : codes.orderRepeated;
    if (answer.code !== repeated || tries === 1) {
      onProblem(`${mchOrderId} was answered with ${answer.code} at try ${tries}`);
      return false;
    }
    order.existed = order.unanswered && tries === 2;
    await query(order);
    return order.id !== undefined;
  }

  /** Asks once and writes down what the answer says; answers the status. */
  async function query(order: ShopOrder): Promise<string | undefined> {
    const { kind, mchOrderId, id, told } = order;
    const path = kind === 'payout' ? '/open-api/disbursement/check' : '/open-api/payment/query';
    const asked = await insist(path, { mchOrderId });
    if (!asked) return undefined;
    const { code, data } = asked.answer;
    if (code !== codes.success) {
      onProblem(`${mchOrderId} (${id}) was asked for and answered with ${code}`);
      return undefined;
    }
    const { transactionId, transactionStatus: status } = data as Record<string, string>;
    if (id !== undefined && id !== transactionId) onProblem(`${mchOrderId} was ${id} and is ${transactionId} now`);
    order.id ??= transactionId;
    if (status === 'COMPLETED' || status === 'FAILED' || status === 'VOIDED') told.add(status);
    return status;
  }

  async function act(order: ShopOrder, outcome: 'paid' | 'failed'): Promise<void> {
    if (order.id === undefined) return;
    const done = { outcome, amountMinor: order.amountMinor, done: false };
    order.acts.push(done);
    const status = await shop.act(order.id, outcome);
    done.done = status === 200;
    if (status !== undefined && status >= 400 && status < 500)
      onProblem(`${order.mchOrderId} (${order.id}) could not be ${outcome}: HTTP ${status}`);
  }

  /** Gives back parts of what was paid by page, or all of what was paid by a code, whose channel gives no parts. */
  async function giveBack(order: ShopOrder): Promise<void> {
    const isWhole = order.fields['channelType'] === 'QR';
    let rest = order.amountMinor;
    for (let parts = isWhole ? 1 : random.between(1, 3); parts > 0 && rest > 0; parts--) {
      const amountMinor = isWhole || random.chance(0.2) ? rest : aPart(random, rest);
      const number = `${order.mchOrderId}B${order.refunds.length}`;
      const refund: ShopRefund = { number, amountMinor, accepted: undefined, told: undefined };
      order.refunds.push(refund);
      await refundOnce(order, refund);
      // What the bank has not decided keeps others out.
      if (refund.told === undefined) return;
      if (refund.told === 'COMPLETE') rest -= amountMinor;
    }
  }

  async function refundOnce(order: ShopOrder, refund: ShopRefund): Promise<void> {
    const { number, amountMinor } = refund;
    const path = '/open-api/payment/refund';
    const fields = { mchRefundOrderId: number, originalTransactionId: order.id, refundAmount: amountMinor };
    const asked = await insist(path, fields, true);
    if (!asked) return;
    const { answer, tries, lost } = asked;
    refund.accepted = answer.code === codes.success || (answer.code === codes.refundRepeated && tries > 1);
    if (!refund.accepted) {
      const isVoided = order.voided !== undefined && refundVoided.includes(answer.code);
      if (!isVoided && !refundOpen.includes(answer.code))
        onProblem(`the refund ${number} was answered with ${answer.code}`);
      return;
    }
    if (answer.code === lost) onProblem(`the refund ${number} was taken, and repeated it was taken again`);
    // Some are in doubt all the same, and ask again: nothing may go back twice.
    if (random.chance(0.2)) {
      const again = await insist(path, fields);
      if (again && again.answer.code !== codes.refundRepeated)
        onProblem(`the refund ${number} exists, and repeated it was answered with ${again.answer.code}`);
    }
    for (let queries = 0; queries < mostQueries && refund.told === undefined; queries++) {
      await sleep(pauseMs);
      const found = await insist(`${path}/query`, { mchRefundOrderId: number });
      const status = found?.answer.list[0]?.['refundStatus'];
      if (status === 'COMPLETE' || status === 'FAILED') refund.told = status;
      else if (status !== 'PENDING') onProblem(`the refund ${number} was asked for, and is ${String(status)}`);
    }
  }

  async function voidIt(order: ShopOrder): Promise<void> {
    const number = `${order.mchOrderId}V`;
    order.voided = { number, told: undefined };
    const fields = { mchVoidOrderId: number, originalTransactionId: order.id };
    const asked = await insist('/open-api/payment/void', fields, true);
    if (!asked) return;
    const { code, data } = asked.answer;
    const status = data['transactionStatus'];
    if (code === codes.success && status === 'VOIDED') order.voided.told = 'done';
    else if (voidRefused.includes(code)) order.voided.told = 'refused';
    else {
      const isRepeated = asked.tries > 1 && (code === codes.voidRepeated || code === codes.voided);
      const isOpen = code === codes.success && status === 'PENDING';
      if (!isRepeated && !isOpen) onProblem(`the void ${number} was answered with ${code} ${String(status)}`);
    }
    await query(order);
  }

  /** Asks until it is final, or long enough. */
  async function follow(order: ShopOrder): Promise<void> {
    for (let queries = 0; queries < mostQueries && order.told.size === 0; queries++) {
      if (queries > 0) await sleep(pauseMs);
      await query(order);
    }
  }

  async function collect(order: ShopOrder): Promise<void> {
    if (!(await create(order)) || random.chance(0.1)) return;
    await act(order, random.chance(0.9) ? 'paid' : 'failed');
    await follow(order);
    if (!order.told.has('COMPLETED')) return;
    const draw = random.next();
    if (draw < 0.45) await giveBack(order);
    else if (draw < 0.65) await voidIt(order);
    // Two tills at once: its payer gets it back by one of them.
    else if (draw < 0.8) await Promise.all([giveBack(order), voidIt(order)]);
  }

  async function step(round: number): Promise<void> {
    const mchOrderId = `${tag}shop${++count}`;
    const kind = random.chance(0.7) ? 'web' : 'payout';
    const amountMinor = anAmount(random, kind);
    const asked = { mchOrderId, amount: amountMinor, notifyUrl: shop.notifyUrl };
    const request = kind === 'web' ? aCollection(random, asked) : aPayout(random, asked, round, count);
    const order = book.add({ kind, round, mchOrderId, amountMinor, ...request });
    if (kind === 'web') await collect(order);
    else if ((await create(order)) && random.chance(0.5)) await follow(order);
  }

  async function work(round: number): Promise<void> {
    while (!stopped && book.ofRound(round).length < mostOrders) await step(round);
  }

  return {
    async run(round) {
      stopped = false;
      await Promise.all(Array.from({ length: workers }, () => work(round)));
    },
    stop() {
      stopped = true;
    },
    async decideOpen() {
      for (const order of book.orders.slice(-mostDecided)) {
        const { id, kind, amountMinor, acts, refunds } = order;
        const outcome = random.chance(0.6) ? 'paid' : 'failed';
        if (kind === 'payout' && digitsOf(amountMinor) === scenarios.staysPending && acts.length === 0)
          await act(order, outcome);
        const openRefund = refunds.find(({ amountMinor: part }) => digitsOf(part) === shopScenarios.refundStays);
        if (id !== undefined && openRefund?.accepted === true) await shop.act(id, outcome);
      }
    },
  };
}

// The trade of the shop: payers pay what it collects, some get money back, some payments are voided, and it pays others. What got no
// answer is asked for again under the same number, as merchants are told to.
import { setTimeout as sleep } from 'node:timers/promises';
import type { BluepayFields } from '../../support/bluepay-client.ts';
import type { Random } from '../../support/random.ts';
import { digitsOf, scenarios } from '../book.ts';
import { createInsist, pauseMs } from '../insist.ts';
import { anAmount, aPart } from './amounts.ts';
import { type ShopBook, type ShopOrder, type ShopRefund, shopScenarios } from './book.ts';
import { codes, refundOpen, refundVoided, voidRefused } from './codes.ts';
import { aCode, aCollection, aPayout, queryPaths } from './requests.ts';
import { createSharing } from './sharing.ts';
import type { Shop, ShopVersion } from './shop.ts';

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

const workers = 16;
const mostOrders = 120;
/** How many of the latest orders are looked at for what is open. */
const mostDecided = 400;
const mostQueries = 8;

export function createTrade({ shop, book, random, tag, onProblem }: TradeDeps): Trade {
  const until = createInsist({ random, onProblem });
  let stopped = false;
  let count = 0;

  /** Asks until somebody answers. What moves money is `lossy`. */
  const insist = (path: string, fields: BluepayFields, lossy = false, version: ShopVersion = 'v2') =>
    until(`${path} ${JSON.stringify(fields)}`, () => shop.call(path, fields, version), lossy);
  const share = createSharing({ random, insist, onProblem, receivers: shop.receivers });

  /** Answers whether it exists now. */
  async function create(order: ShopOrder): Promise<boolean> {
    const { mchOrderId, kind, version, path, fields } = order;
    const asked = await insist(path, fields, true, version);
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
    const { kind, version, mchOrderId, id, told } = order;
    const asked = await insist(queryPaths[kind], { mchOrderId }, false, version);
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
    if (status !== undefined && status >= 400 && status < 500 && !order.cancelAsked)
      onProblem(`${order.mchOrderId} (${order.id}) could not be ${outcome}: HTTP ${status}`);
  }

  /** Gives back parts of what was paid by page, or all of what was paid by a code, whose channel gives no parts. */
  async function giveBack(order: ShopOrder): Promise<void> {
    const isWhole = order.kind === 'qr' || order.fields['channelType'] === 'QR';
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
    const { version } = order;
    const asked = await insist(path, fields, true, version);
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
      const again = await insist(path, fields, false, version);
      if (again && again.answer.code !== codes.refundRepeated)
        onProblem(`the refund ${number} exists, and repeated it was answered with ${again.answer.code}`);
    }
    for (let queries = 0; queries < mostQueries && refund.told === undefined; queries++) {
      await sleep(pauseMs);
      const found = await insist(`${path}/query`, { mchRefundOrderId: number }, false, version);
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
    else if (draw < 0.75) await Promise.all([giveBack(order), voidIt(order)]);
    else await share(order);
  }

  /** A code at the counter: some are paid while they are cancelled, and of what was paid some is given back. */
  async function show(order: ShopOrder): Promise<void> {
    if (!(await create(order)) || random.chance(0.1)) return;
    if (random.chance(0.3)) await Promise.all([act(order, 'paid'), cancelCode(order)]);
    else await act(order, random.chance(0.9) ? 'paid' : 'failed');
    await follow(order);
    if (order.told.has('COMPLETED') && random.chance(0.6)) await giveBack(order);
  }

  async function cancelCode(order: ShopOrder): Promise<void> {
    order.cancelAsked = true;
    const asked = await insist('/open-api/qr/cancel', { mchOrderId: order.mchOrderId }, true, order.version);
    if (!asked) return;
    const { code, data } = asked.answer;
    if (code === codes.success && data['qrStatus'] === 'CANCELLED') order.cancelTold = 'done';
    else if (code === codes.codePaid) order.cancelTold = 'refused';
    else onProblem(`${order.mchOrderId} was cancelled and answered with ${code} ${String(data['qrStatus'])}`);
  }

  async function step(round: number): Promise<void> {
    const mchOrderId = `${tag}shop${++count}`;
    const kind = random.pick(['web', 'web', 'web', 'qr', 'payout'] as const);
    const amountMinor = anAmount(random, kind);
    const asked = { mchOrderId, amount: amountMinor, notifyUrl: shop.notifyUrl };
    const version = kind === 'qr' ? 'v1' : 'v2';
    const request = {
      web: () => aCollection(random, asked),
      qr: () => aCode(asked),
      payout: () => aPayout(random, asked, round, count),
    }[kind]();
    const order = book.add({ kind, version, round, mchOrderId, amountMinor, ...request });
    if (kind === 'web') await collect(order);
    else if (kind === 'qr') await show(order);
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

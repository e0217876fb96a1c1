// A shift at the tills: buyers pay with codes or scan orders, some get money back, and what got no answer is cleared up as tills are
// told to: asked for until it is final, else cancelled (upay.md 3.3).
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../support/random.ts';
import type { UpayAnswer } from '../../support/upay-client.ts';
import { pauseMs } from '../insist.ts';
import { openDigits, type TillBook, type TillOrder, type TillRefund, tillScenarios as digits } from './book.ts';
import type { Till } from './till.ts';

export interface Shift {
  /** Works until stopped or until enough was sold; whatever was begun is cleared up before it resolves. */
  run(round: number): Promise<void>;
  stop(): void;
  /** Decides at the bank about what earlier rounds left open. */
  decideOpen(): Promise<void>;
}

export interface ShiftDeps {
  readonly till: Till;
  readonly book: TillBook;
  readonly random: Random;
  /** Makes numbers unique between rounds. */
  readonly tag: string;
  onProblem(problem: string): void;
}

const tills = 16;
const mostOrders = 160;
/** How often a till asks for what is not final before it cancels. */
const mostQueries = 6;
/** A gateway that is started again serves long before. */
const patienceMs = 90_000;

export function createShift({ till, book, random, tag, onProblem }: ShiftDeps): Shift {
  let stopped = false;
  let count = 0;

  /** Asks until somebody answers. */
  async function insist(request: string, order: TillOrder, fields: object = {}): Promise<UpayAnswer | undefined> {
    const startedAt = performance.now();
    while (performance.now() - startedAt < patienceMs) {
      const answer = await till.call(request, { client_sn: order.clientSn, ...fields });
      if (answer) return answer;
      await sleep(pauseMs);
    }
    onProblem(`${request} of ${order.clientSn} was not answered within ${patienceMs / 1000} s`);
    return undefined;
  }

  /** Writes down what an answer says of the order; answers its status. */
  function note(order: TillOrder, { outcome, data }: UpayAnswer): string {
    if (outcome === 'FAIL UPAY_ORDER_NOT_EXIST') order.told.add('absent');
    const { sn, order_status: status = '' } = data;
    if (sn !== undefined && order.sn !== undefined && order.sn !== sn)
      onProblem(`${order.clientSn} was ${order.sn} and is ${sn} now`);
    order.sn ??= sn;
    if (status === 'PAID') order.told.add('paid');
    if (status === 'PAY_CANCELED') order.told.add('failed');
    if (status === 'CANCELED') order.told.add('canceled');
    return status;
  }

  const isOver = ({ told }: TillOrder) => told.has('failed') || told.has('canceled') || told.has('absent');

  /** Asks until the order is paid or will never be; undecided orders are cancelled at last. */
  async function clearUp(order: TillOrder): Promise<void> {
    for (let asked = 0; asked < mostQueries && !isOver(order) && !order.told.has('paid'); asked++) {
      if (asked > 0) await sleep(pauseMs);
      const answer = await insist('query', order);
      if (!answer) return;
      const status = note(order, answer);
      // Some payers make up their minds late.
      if (asked === 1 && status === 'CREATED' && order.sn !== undefined && random.chance(0.4))
        await till.act(order.sn, 'paid');
    }
    if (!isOver(order) && !order.told.has('paid')) await cancel(order);
  }

  async function cancel(order: TillOrder): Promise<void> {
    order.cancelAsked = true;
    const answer = await insist(random.chance(0.2) ? 'revoke' : 'cancel', order);
    if (!answer) return;
    note(order, answer);
    const known = /^(FAIL UPAY_(CANCEL_ORDER_NOOP|ORDER_NOT_EXIST|CANCEL_INVALID_ORDER_STATE)|CANCEL_)/;
    if (!known.test(answer.outcome)) onProblem(`cancel of ${order.clientSn} was answered ${answer.outcome}`);
    const isDone = /^CANCEL(_ABORT)?_SUCCESS/.test(answer.outcome);
    if (isDone && !isOver(order)) onProblem(`${order.clientSn} was cancelled and is ${answer.data['order_status']}`);
  }

  /** Gives back parts, each under a number that stays the same until it is answered. */
  async function giveBack(order: TillOrder): Promise<void> {
    let rest = order.amountMinor;
    for (let parts = random.between(1, 3); parts > 0 && rest > 0; parts--) {
      const number = `B${order.refunds.length}`;
      const refund: TillRefund = { number, amountMinor: random.chance(0.2) ? rest : partOf(rest), told: undefined };
      order.refunds.push(refund);
      const fields = { refund_request_no: number, refund_amount: String(refund.amountMinor) };
      const answer = await insist('refund', order, fields);
      if (!answer) return;
      refund.told = toldOf(order, answer);
      // What the bank has not decided keeps others out.
      if (refund.told === undefined) return;
      if (refund.told === 'done') rest -= refund.amountMinor;
      // Some are in doubt all the same, and ask again: nothing may go back twice.
      if (random.chance(0.2)) await insist('refund', order, fields);
    }
  }

  function toldOf(order: TillOrder, { outcome }: UpayAnswer): TillRefund['told'] {
    if (outcome === 'REFUND_SUCCESS' || outcome === 'FAIL UPAY_REFUND_ORDER_NOOP') return 'done';
    if (outcome.startsWith('REFUND_FAIL ')) return 'refused';
    if (!/^REFUND_(IN_PROGRESS|ERROR)/.test(outcome))
      onProblem(`a refund of ${order.clientSn} was answered ${outcome}`);
    return undefined;
  }

  function partOf(rest: number): number {
    const special = specialPart(random.next());
    return special > 0 && special <= rest ? special : random.between(1, Math.min(rest, 8_999));
  }

  function specialPart(draw: number): number {
    if (draw < 0.1) return digits.answerLost;
    if (draw < 0.18) return random.pick(digits.failing);
    if (draw < 0.24) return digits.confirmedTwice;
    return draw < 0.28 ? random.pick(openDigits.refunds) : 0;
  }

  function amountOf(): number {
    const whole = random.between(1, 99) * 10_000;
    const draw = random.next();
    if (draw < 0.1) return whole + random.pick(digits.failing);
    if (draw < 0.2) return whole + digits.answerLost;
    if (draw < 0.26) return whole + digits.payerHesitates;
    if (draw < 0.32) return whole + digits.confirmedTwice;
    if (draw < 0.34) return whole + digits.nobodyKnows;
    if (draw < 0.36) return whole + digits.otherAmount;
    if (draw < 0.38) return whole + digits.reversalStays;
    if (draw < 0.4) return whole + digits.reversalRefused;
    return whole + random.between(0, 8_999);
  }

  async function sell(round: number): Promise<void> {
    const number = ++count;
    const entry = random.chance(0.65) ? 'code' : 'order';
    const payerCode = `28${String(round).padStart(6, '0')}${String(number).padStart(9, '0')}0`;
    const order = book.add({ clientSn: `${tag}till${number}`, round, entry, amountMinor: amountOf(), payerCode });
    const asked = { client_sn: order.clientSn, total_amount: String(order.amountMinor), subject: 'coffee' };
    const answer =
      entry === 'code'
        ? await till.call('pay', { ...asked, dynamic_id: payerCode })
        : await till.call('precreate', { ...asked, payway: random.pick(['1', '3', '17']) });
    if (answer) {
      order.answered = true;
      note(order, answer);
      if (answer.outcome.startsWith('FAIL ')) onProblem(`${order.clientSn} was refused with ${answer.outcome}`);
      if (answer.outcome.startsWith('PRECREATE_FAIL ')) return;
    } else await sleep(pauseMs);
    if (entry === 'code') await clearUp(order);
    else await showOrder(order);
    if (!order.told.has('paid') || isOver(order)) return;
    const draw = random.next();
    if (draw < 0.35) await giveBack(order);
    else if (draw < 0.5) await cancel(order);
  }

  /** Most buyers pay what they scan; some walk away, and the order's time ends. */
  async function showOrder(order: TillOrder): Promise<void> {
    if (order.sn === undefined) {
      const answer = await insist('query', order);
      if (!answer) return;
      note(order, answer);
    }
    if (order.sn === undefined || isOver(order) || random.chance(0.2)) return;
    await till.act(order.sn, random.chance(0.9) ? 'paid' : 'failed');
    await clearUp(order);
  }

  async function work(round: number): Promise<void> {
    while (!stopped && book.ofRound(round).length < mostOrders) await sell(round);
  }

  return {
    async run(round) {
      stopped = false;
      await Promise.all(Array.from({ length: tills }, () => work(round)));
    },
    stop() {
      stopped = true;
    },
    async decideOpen() {
      const isOpen = ({ amountMinor, refunds, sn }: TillOrder) =>
        sn !== undefined &&
        ((openDigits.orders as readonly number[]).includes(amountMinor % 10_000) ||
          refunds.some(({ told }) => told === undefined));
      for (const { sn } of book.orders.filter(isOpen).slice(-40))
        if (sn !== undefined) await till.act(sn, random.chance(0.7) ? 'paid' : 'failed');
    },
  };
}

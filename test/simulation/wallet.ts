// A fake wallet beside the bank, with its own books: orders that it charges or that their payers pay, and money that it gives back.
// It is the arbiter: what it stopped is never paid, what it was paid it can give back, once. It takes whatever is handed over, so
// that the gateway must not hand anything over twice.
import { failures } from '../../src/core/failure.ts';
import type { Payment, Receipt } from '../../src/core/payment/payment.ts';
import type { Refund } from '../../src/core/refund/refund.ts';
import type { RefundResult } from '../../src/core/refund/settle-refund.ts';
import type { Connector, PaymentAnswer, RefundAnswer } from '../../src/engine/connector.ts';
import type { Random } from '../support/random.ts';
import type { Credit } from './bank.ts';
import { createHolds, type Holds } from './holds.ts';

export interface Order {
  readonly id: string;
  readonly merchantId: string;
  readonly channel: string;
  readonly amountMinor: bigint;
  /** Out of what is kept aside under this id; null: the payer is asked. */
  readonly holdId: string | null;
  /** `stopped` before or after it was handed over; `paid` stays so, whatever is given back of it. */
  state: 'waiting' | 'paid' | 'refused' | 'stopped';
  credit: Credit | undefined;
}

export interface Return {
  readonly id: string;
  readonly paymentId: string;
  readonly merchantId: string;
  readonly channel: string;
  readonly kind: Refund['kind'];
  /** Whether the wallet has, or should have, an order for its payment. */
  readonly ofOrder: boolean;
  readonly amountMinor: bigint;
  /** The credit that the gateway knows the payment by. */
  readonly bankReference: string | null;
  /** Undefined while the wallet has not made up its mind. */
  result: RefundResult | undefined;
}

export interface Wallet {
  readonly orders: Map<string, Order>;
  readonly returns: Map<string, Return>;
  readonly holds: Holds;
  readonly connector: Pick<Connector, 'sendPayment' | 'queryPayment' | 'sendRefund' | 'queryRefund'> &
    Holds['connector'];
  /** The payer of a waiting order pays, or is refused. */
  decideOrder(order: Order): void;
  /** Gives back, stops or refuses what waits for that. */
  decideReturn(asked: Return): void;
  /** From now on everything is answered, and nothing is refused. */
  calmDown(): void;
}

export function createWallet(random: Random, credits: Credit[]): Wallet {
  const orders = new Map<string, Order>();
  const returns = new Map<string, Return>();
  /** What was given back, by the credit by which it had come. */
  const returnedMinor = new Map<string, bigint>();
  let calm = false;
  const happens = (probability: number) => !calm && random.chance(probability);
  const unknown = () => ({ kind: 'unknown', trouble: random.chance(0.5) ? 'io' : 'protocol' }) as const;
  const holds = createHolds(random, happens);
  const open = () => (random.chance(0.7) ? ({ kind: 'in_progress' } as const) : unknown());

  function decideOrder(order: Order): void {
    if (order.state !== 'waiting') return;
    if (random.chance(0.3)) {
      order.state = 'refused';
      return;
    }
    const { id: paymentId, merchantId, channel, holdId } = order;
    // Some payers manage to pay another amount than asked for.
    const isOther = holdId === null && random.chance(0.2);
    const amountMinor = order.amountMinor + (isOther ? BigInt(random.between(1, 100)) : 0n);
    if (holdId !== null) holds.take(holdId, amountMinor);
    const command = { paymentId, bankReference: `paid-${paymentId}`, amountMinor };
    order.credit = { merchantId, channel, command, answer: 'none' };
    credits.push(order.credit);
    order.state = 'paid';
  }

  function answerOf(order: Order): PaymentAnswer {
    const { state, credit, amountMinor } = order;
    if (state === 'waiting') return open();
    // Another amount than asked for is told as what it is: this order was not paid, and money came.
    if (state !== 'paid' || credit?.command.amountMinor !== amountMinor) {
      return { kind: 'refused', failure: random.pick(failures) };
    }
    const receipt: Receipt = { at: 1, payerId: 'P', payerAccount: 'p**', source: 'wallet' };
    return { kind: 'succeeded', bankReference: credit.command.bankReference, ...(random.chance(0.5) && { receipt }) };
  }

  function giveBack({ id, amountMinor }: Return, credit: Credit): RefundResult {
    const { bankReference: creditReference, amountMinor: cameMinor } = credit.command;
    const before = returnedMinor.get(creditReference) ?? 0n;
    if (before + amountMinor > cameMinor) throw new Error(`More of ${creditReference} was to go back than came.`);
    returnedMinor.set(creditReference, before + amountMinor);
    return { kind: 'succeeded', bankReference: `returned-${id}`, creditReference, amountMinor };
  }

  function decide(asked: Return): RefundResult {
    if (happens(0.3)) return { kind: 'refused', failure: random.pick(failures) };
    if (asked.kind === 'reversal' && asked.ofOrder) {
      const order = orders.get(asked.paymentId) ?? {
        ...asked,
        id: asked.paymentId,
        holdId: null,
        state: 'stopped',
        credit: undefined,
      };
      orders.set(order.id, order);
      if (order.credit) return giveBack({ ...asked, amountMinor: order.credit.command.amountMinor }, order.credit);
      order.state = 'stopped';
      return { kind: 'stopped' };
    }
    const credit = credits.find(
      ({ channel, command }) => channel === asked.channel && command.bankReference === asked.bankReference,
    );
    if (!credit) throw new Error(`Money of ${asked.paymentId} was to go back, and none came.`);
    return giveBack(asked, credit);
  }

  function decideReturn(asked: Return): void {
    asked.result ??= decide(asked);
  }

  function takeOrder({ id, merchantId, channel, amountMinor, authorisationId: holdId }: Payment): Order {
    const known = orders.get(id);
    // Stopped before it came: it stays so.
    if (known?.state === 'stopped') return known;
    if (known) throw new Error(`The payment ${id} was handed over twice.`);
    const order: Order = { id, merchantId, channel, amountMinor, holdId, state: 'waiting', credit: undefined };
    orders.set(id, order);
    return order;
  }

  function takeReturn(refund: Refund, payment: Payment): Return {
    const { id, paymentId, merchantId, channel, kind, amountMinor } = refund;
    if (returns.has(id)) throw new Error(`The refund ${id} was handed over twice.`);
    const { bankReference } = payment;
    const ofOrder = payment.entry !== 'page';
    const asked = { id, paymentId, merchantId, channel, kind, ofOrder, amountMinor, bankReference, result: undefined };
    returns.set(id, asked);
    return asked;
  }

  return {
    orders,
    returns,
    holds,
    decideOrder,
    decideReturn,
    calmDown() {
      calm = true;
    },
    connector: {
      ...holds.connector,
      async sendPayment(payment) {
        if (happens(0.1)) return unknown(); // It never arrived.
        const order = takeOrder(payment);
        if (payment.entry !== 'order' && random.chance(0.6)) decideOrder(order);
        return happens(0.2) ? unknown() : answerOf(order);
      },
      async queryPayment({ id }) {
        if (happens(0.15)) return unknown();
        const order = orders.get(id);
        return order ? answerOf(order) : { kind: 'not_found' };
      },
      async sendRefund(refund, payment) {
        if (happens(0.1)) return unknown(); // It never arrived.
        const asked = takeReturn(refund, payment);
        if (random.chance(0.6)) decideReturn(asked);
        const answer: RefundAnswer = asked.result ?? open();
        return happens(0.2) ? unknown() : answer;
      },
      async queryRefund({ id }) {
        if (happens(0.15)) return unknown();
        const asked = returns.get(id);
        return asked ? (asked.result ?? open()) : { kind: 'not_found' };
      },
    },
  };
}

// What the merchant knows: everything it asked for, what it was answered, and what must have become of it. This is the
// test's own model; it shares no rule with the gateway.
import type { Params } from '../support/paycools-client.ts';

export type OrderKind = 'web' | 'dynamic' | 'static' | 'payout';

/** What the payer or the bank was made to do. */
export interface Act {
  readonly outcome: 'paid' | 'failed';
  readonly amountMinor: number;
  /** Whether the sandbox answered that it was done; otherwise nobody knows. */
  done: boolean;
}

export interface Order {
  readonly kind: OrderKind;
  readonly round: number;
  readonly path: string;
  readonly params: Params;
  /** The merchant's own number of it. */
  readonly reference: string;
  /** 0 for a static code, whose payers choose. */
  readonly amountMinor: number;
  /** Whether its creation was answered with success, the first time or when it was repeated. */
  answered: boolean;
  /** The gateway's id (of the code where there is one), as answered. */
  id: string | undefined;
  readonly acts: Act[];
  /** The final status once seen: it must never change again. */
  finalStatus: string | undefined;
}

export interface Book {
  readonly orders: Order[];
  fundedMinor: bigint;
  add(order: Pick<Order, 'kind' | 'round' | 'path' | 'params' | 'amountMinor'>): Order;
  ofRound(round: number): Order[];
}

/** What the test sets for its merchant, in minor units and hundredths of a percent. */
export const fees = {
  payment: { fixed: 200, basisPoints: 175 },
  payout: { fixed: 1000, basisPoints: 25 },
} as const;

export function createBook(): Book {
  const orders: Order[] = [];
  return {
    orders,
    fundedMinor: 0n,
    add(given) {
      const reference = String(given.params['mchOrderId']);
      const order: Order = { ...given, reference, answered: false, id: undefined, acts: [], finalStatus: undefined };
      orders.push(order);
      return order;
    },
    ofRound: (round) => orders.filter((order) => order.round === round),
  };
}

/** The sandbox's scenarios by the last four digits of the amount (the ones this test uses). */
export const scenarios = {
  failing: Array.from({ length: 11 }, (_, index) => 9000 + index),
  staysPending: 9020,
  answerLost: 9021,
  confirmedTwice: 9023,
  otherAmount: 9025,
} as const;

export function digitsOf(amountMinor: number): number {
  return amountMinor % 10_000;
}

/** What arrives of what a payer sends. */
export function arrivingMinor(amountMinor: number): number {
  return digitsOf(amountMinor) === scenarios.otherAmount ? amountMinor - 100 : amountMinor;
}

/** The statuses that an order may have once everything is quiet. Static codes have payments, not a status. */
export function allowedStatuses(order: Pick<Order, 'kind' | 'amountMinor' | 'acts'>): readonly string[] {
  const digits = digitsOf(order.amountMinor);
  const fails = scenarios.failing.includes(digits);
  const [act] = order.acts;
  if (order.kind === 'payout') {
    if (fails) return ['FAILED'];
    if (digits !== scenarios.staysPending) return ['COMPLETE'];
    const acted = act?.outcome === 'paid' ? 'COMPLETE' : 'FAILED';
    if (!act) return ['PENDING'];
    return act.done ? [acted] : ['PENDING', acted];
  }
  const unpaid = ['PENDING', 'CLOSED'];
  // Such a payment fails by itself a moment after its creation, unless the gateway dies before.
  if (fails) return act?.done ? ['FAILED'] : ['FAILED', ...unpaid];
  if (!act) return unpaid;
  const paid = digits === scenarios.otherAmount ? 'FAILED' : 'COMPLETE';
  const acted = act.outcome === 'paid' ? paid : 'FAILED';
  return act.done ? [acted] : [acted, ...unpaid];
}

/** What reaches the merchant of a payment, in minor units. */
export function earnedMinor(amountMinor: bigint): bigint {
  const fee = feeOf(fees.payment, amountMinor);
  return fee > amountMinor ? 0n : amountMinor - fee;
}

/** What a payout takes from the merchant, in minor units. */
export function spentMinor(amountMinor: bigint): bigint {
  return amountMinor + feeOf(fees.payout, amountMinor);
}

function feeOf({ fixed, basisPoints }: { fixed: number; basisPoints: number }, amountMinor: bigint): bigint {
  const hundredths = amountMinor * BigInt(basisPoints);
  const rest = hundredths % 10_000n;
  return BigInt(fixed) + hundredths / 10_000n + (rest >= 5_000n ? 1n : 0n);
}

// What the tills of the shop know: the orders they asked for, what they were told of each, and what must have become of it. Like the
// merchant's own book, it shares no rule with the gateway.

/** Definite answers, each of which must stay true for ever. `absent`: there is no such order, nothing was charged. */
export type Told = 'paid' | 'failed' | 'canceled' | 'absent';

export interface TillRefund {
  readonly number: string;
  readonly amountMinor: number;
  told: 'done' | 'refused' | undefined;
}

export interface TillOrder {
  readonly clientSn: string;
  readonly round: number;
  readonly entry: 'code' | 'order';
  readonly amountMinor: number;
  /** What its payer shows; no other order's payer does. */
  readonly payerCode: string;
  /** The gateway's number of it, as answered. */
  sn: string | undefined;
  /** Whether the request that made it was answered. */
  answered: boolean;
  cancelAsked: boolean;
  readonly told: Set<Told>;
  readonly refunds: TillRefund[];
}

export interface TillBook {
  readonly orders: TillOrder[];
  add(given: Pick<TillOrder, 'clientSn' | 'round' | 'entry' | 'amountMinor' | 'payerCode'>): TillOrder;
  ofRound(round: number): TillOrder[];
}

export function createTillBook(): TillBook {
  const orders: TillOrder[] = [];
  return {
    orders,
    add(given) {
      const fresh = { sn: undefined, answered: false, cancelAsked: false, told: new Set<Told>(), refunds: [] };
      const order: TillOrder = { ...given, ...fresh };
      orders.push(order);
      return order;
    },
    ofRound: (round) => orders.filter((order) => order.round === round),
  };
}

/** The sandbox's scenarios by the last four digits of the amount (the ones that tills meet here). */
export const tillScenarios = {
  failing: Array.from({ length: 19 }, (_, index) => 9000 + index),
  payerHesitates: 9020,
  answerLost: 9021,
  confirmedTwice: 9023,
  otherAmount: 9025,
  nobodyKnows: 9026,
  reversalStays: 9030,
  reversalRefused: 9032,
} as const;

/**
 * Amounts whose orders may stay undecided for as long as nobody acts, when everything else is quiet (one that nobody paid and that
 * its bank does not stop is among them); then those of refunds.
 */
export const openDigits = { orders: [9026, 9030, 9032], refunds: [9020, 9026] } as const;

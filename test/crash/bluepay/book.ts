// What the shop that speaks BluePay knows: what it asked for, what it was told of each, and what must have become of it. Like the other
// books, it shares no rule with the gateway.
import type { BluepayFields } from '../../support/bluepay-client.ts';
import type { Act } from '../book.ts';

export interface ShopRefund {
  readonly number: string;
  readonly amountMinor: number;
  /** Whether it was taken: now, or earlier and unheard of (21407). Undefined: it was not answered yet. */
  accepted: boolean | undefined;
  told: 'COMPLETE' | 'FAILED' | undefined;
}

export interface ShopVoid {
  readonly number: string;
  told: 'done' | 'refused' | undefined;
}

export interface ShopOrder {
  /** A collection, by page or by a code to scan; or a payout. */
  readonly kind: 'web' | 'payout';
  readonly round: number;
  readonly path: string;
  readonly fields: BluepayFields;
  readonly mchOrderId: string;
  readonly amountMinor: number;
  /** The gateway's number of it, as answered. */
  id: string | undefined;
  /** Whether its first creation had no answer. */
  unanswered: boolean;
  /** Whether it existed all the same: the second one said so. */
  existed: boolean;
  readonly acts: Act[];
  /** Definite answers, each of which must stay true for ever; only COMPLETED may become VOIDED, if that was asked for. */
  readonly told: Set<'COMPLETED' | 'FAILED' | 'VOIDED'>;
  readonly refunds: ShopRefund[];
  voided: ShopVoid | undefined;
}

export interface ShopBook {
  readonly orders: ShopOrder[];
  fundedMinor: bigint;
  add(given: Pick<ShopOrder, 'kind' | 'round' | 'path' | 'fields' | 'mchOrderId' | 'amountMinor'>): ShopOrder;
  ofRound(round: number): ShopOrder[];
}

export function createShopBook(): ShopBook {
  const orders: ShopOrder[] = [];
  return {
    orders,
    fundedMinor: 0n,
    add(given) {
      const nothingYet = { id: undefined, unanswered: false, existed: false, voided: undefined };
      const order: ShopOrder = { ...given, ...nothingYet, acts: [], told: new Set(), refunds: [] };
      orders.push(order);
      return order;
    },
    ofRound: (round) => orders.filter((order) => order.round === round),
  };
}

/** The sandbox's scenarios by the last four digits of a refund's, and of a voided payment's amount (the ones this test uses). */
export const shopScenarios = { refundStays: 9020, voidRefused: 9032 } as const;

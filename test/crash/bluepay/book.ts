// What the shop that speaks BluePay knows: what it asked for, what it was told of each, and what must have become of it. Like the other
// books, it shares no rule with the gateway.
import type { BluepayFields } from '../../support/bluepay-client.ts';
import type { Act } from '../book.ts';
import type { ShopVersion } from './shop.ts';

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
  /** A collection, by page or by a code to scan; a code at the counter, by version 1; a payout. */
  readonly kind: 'web' | 'qr' | 'payout';
  readonly version: ShopVersion;
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
  /** Whether its code was to be cancelled, and what was answered. */
  cancelAsked: boolean;
  cancelTold: 'done' | 'refused' | undefined;
  readonly splits: ShopSplit[];
}

/** A part of what was collected, for somebody who has a share in it. */
export interface ShopSplit {
  readonly number: string;
  /** The merchant who gets it. */
  readonly receiver: string;
  readonly amountMinor: number;
  /** Whether it was taken: now, or earlier and unheard of (21007). Undefined: it was not answered yet. */
  accepted: boolean | undefined;
  told: ShareResult | undefined;
  /** What was asked back of it, each under a number of its own. */
  readonly returns: Omit<ShopSplit, 'receiver' | 'returns'>[];
}

export type ShareResult = 'SUCCESS' | 'FAILED';

export interface ShopBook {
  readonly orders: ShopOrder[];
  fundedMinor: bigint;
  add(
    given: Pick<ShopOrder, 'kind' | 'version' | 'round' | 'path' | 'fields' | 'mchOrderId' | 'amountMinor'>,
  ): ShopOrder;
  ofRound(round: number): ShopOrder[];
}

export function createShopBook(): ShopBook {
  const orders: ShopOrder[] = [];
  return {
    orders,
    fundedMinor: 0n,
    add(given) {
      const nothingYet = {
        id: undefined,
        unanswered: false,
        existed: false,
        voided: undefined,
        cancelAsked: false,
        cancelTold: undefined,
      };
      const order: ShopOrder = { ...given, ...nothingYet, acts: [], told: new Set(), refunds: [], splits: [] };
      orders.push(order);
      return order;
    },
    ofRound: (round) => orders.filter((order) => order.round === round),
  };
}

/** The sandbox's scenarios by the last four digits of a refund's, and of a voided payment's amount (the ones this test uses). */
export const shopScenarios = { refundStays: 9020, voidRefused: 9032 } as const;

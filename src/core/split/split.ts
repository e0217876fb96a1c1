// Profit sharing: receivers that a merchant named, shares paid to them out of a payment, and shares given back (bluepay.md 3b.18).
//
// A receiver is another merchant, who may live in another cell. So a share is paid in three steps, each a transaction of one cell: the
// payer's cell holds it (create-split), the receiver's cell books it or declines (leg.ts), and the payer's cell settles what was
// decided there (settle-share). A return goes the same way, and holds nothing: the receiver's cell takes it first.
import type { Instant } from '../../kernel/clock.ts';
import type { Details, Payment } from '../payment/payment.ts';

/** Why a share or a return did not happen. */
export type SplitProblem = 'no_relation' | 'account_abnormal' | 'balance_insufficient';

export interface Receiver {
  /** See `receiverId`. */
  readonly id: string;
  readonly merchantId: string;
  /** The receiving merchant's id. */
  readonly account: string;
  readonly name: string;
  /** What the receiver is to the merchant, in the dialect's words. */
  readonly relation: string;
  readonly status: 'active' | 'deleted';
  readonly createdAt: Instant;
  readonly details: Details;
}

/** One share of a split; the split itself is its shares of one reference. */
export interface Share {
  readonly id: string;
  readonly splitId: string;
  readonly paymentId: string;
  readonly merchantId: string;
  readonly appId: string;
  readonly referenceScope: string;
  /** The merchant's number of the split. */
  readonly reference: string;
  /** Its place in the split, from 0. */
  readonly position: number;
  readonly receiverId: string;
  /** The receiving merchant's id. */
  readonly account: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  /** What was given back, and what is on its way back; together never above the amount. */
  readonly returnedMinor: bigint;
  readonly returningMinor: bigint;
  readonly status: 'pending' | 'completed' | 'failed';
  readonly problem: SplitProblem | null;
  readonly createdAt: Instant;
  readonly finalAt: Instant | null;
  readonly details: Details;
}

export interface ShareReturn {
  readonly id: string;
  readonly shareId: string;
  /** Who paid the share and gets it back. */
  readonly merchantId: string;
  readonly appId: string;
  readonly referenceScope: string;
  readonly reference: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly status: 'pending' | 'completed' | 'failed';
  readonly problem: SplitProblem | null;
  readonly createdAt: Instant;
  readonly finalAt: Instant | null;
  readonly details: Details;
}

/** A merchant names another once, whatever he calls him. */
export function receiverId(merchantId: string, account: string): string {
  return `${merchantId}:${account}`;
}

/**
 * What of a completed payment can still be split, in minor units: what its merchant got of it and neither gave back nor split, nothing once
 * he has said that he splits no more. A refund is not kept within it: it comes out of the merchant's balance, so that more may be
 * split and refunded than came, but nothing is split that was refunded before.
 */
export function restToSplit(payment: Payment): bigint {
  if (payment.status !== 'completed' || payment.splitEnded) return 0n;
  const { amountMinor, feeMinor, refundedMinor, refundingMinor, feeReturnedMinor, splitMinor } = payment;
  const restMinor = amountMinor - refundedMinor - refundingMinor - (feeMinor - feeReturnedMinor) - splitMinor;
  return restMinor > 0n ? restMinor : 0n;
}

/** What can still be asked back of a share, in minor units. */
export function restToReturn({ status, amountMinor, returnedMinor, returningMinor }: Share): bigint {
  return status === 'completed' ? amountMinor - returnedMinor - returningMinor : 0n;
}

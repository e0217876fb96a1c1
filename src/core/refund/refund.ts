// A refund: money of a payment going back, partly or wholly; or a reversal: all of it, as if it had never been paid.
import type { Instant } from '../../kernel/clock.ts';
import type { Doubt } from '../call/call.ts';
import type { Failure } from '../failure.ts';
import type { Details, Payment } from '../payment/payment.ts';
import type { CellState } from '../state.ts';

/** `pending` covers everything from acceptance until a definite answer, an unknown result included. */
export type RefundStatus = 'pending' | 'completed' | 'failed';

export interface Refund {
  readonly id: string;
  readonly paymentId: string;
  readonly merchantId: string;
  readonly appId: string;
  /** In whose name references are unique: the app, or the payment in dialects that number its refunds. */
  readonly referenceScope: string;
  readonly reference: string;
  /** How often this reference was refused before: a definite failure frees it for another try. */
  readonly generation: number;
  /** A reversal may also meet a payment that was never made: then it stops it, and nothing moves. */
  readonly kind: 'refund' | 'reversal';
  /** Who asked: the merchant, or the gateway because the payment's time was up. */
  readonly initiator: 'merchant' | 'gateway';
  readonly channel: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  /** Whether the payment was completed when this began; a reversal may come before that. */
  readonly foundCompleted: boolean;
  /** What of the amount the platform gives back out of its fee; the merchant bears the rest. */
  readonly feeMinor: bigint;
  /** Where the merchant's part is held from, or null while nothing is held: nothing was paid yet. */
  readonly heldFrom: 'available' | 'pending' | null;
  readonly status: RefundStatus;
  readonly failure: Failure | null;
  readonly doubt: Doubt | null;
  readonly bankReference: string | null;
  readonly createdAt: Instant;
  readonly finalAt: Instant | null;
  readonly notifyUrl: string | null;
  readonly details: Details;
}

/** What can still be given back, in minor units. */
export function restOf(payment: Payment): bigint {
  return payment.amountMinor - payment.refundedMinor - payment.refundingMinor;
}

/** The newest refund or reversal of a payment; a decider must have named it. */
export function lastRefundOf(state: CellState, payment: Payment): Refund | undefined {
  return payment.lastRefundId === null ? undefined : state.refunds.get(payment.lastRefundId);
}

/**
 * Whether a payment was taken back, by its newest refund or reversal: all of it went back, or it was stopped before it came. What
 * its channel declined was over before the reversal reached it, unless other money than it asked for had come.
 */
export function isReversed({ status, bankReference }: Payment, last: Refund | undefined): boolean {
  if (last?.kind !== 'reversal' || last.status !== 'completed') return false;
  return status !== 'failed' || bankReference !== null;
}

/** The scope in which a payment's reversals have the empty reference. */
export function reversalScope(paymentId: string): string {
  return `${paymentId}.reversal`;
}

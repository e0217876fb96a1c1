// A mandate: a payer's standing permission to be debited, given on a hosted page and named by a token (bluepay.md 3.13).
import { hourMs, type Instant } from '../../kernel/clock.ts';
import type { Details } from '../payment/payment.ts';

/** `requested`: the payer has not decided; he may decline, or let the time pass. `active` ends as `cancelled` or `expired`. */
export type MandateStatus = 'requested' | 'active' | 'declined' | 'cancelled' | 'expired';

export interface Mandate {
  /** The token with which the merchant debits: `TK…`. */
  readonly id: string;
  readonly merchantId: string;
  readonly appId: string;
  readonly referenceScope: string;
  /** The merchant's number for the request. */
  readonly reference: string;
  /** The merchant's name for the payer. */
  readonly userId: string;
  readonly channel: string;
  readonly currency: string;
  readonly status: MandateStatus;
  /** Null unless it was active and somebody ended it. */
  readonly cancelledBy: 'merchant' | 'platform' | 'payer' | null;
  readonly createdAt: Instant;
  /** When the payer agreed or declined; null for ever where he did neither in time. */
  readonly decidedAt: Instant | null;
  readonly endedAt: Instant | null;
  /** Until when the payer can decide, then until when it is valid. */
  readonly expiresAt: Instant;
  readonly notifyUrl: string | null;
  readonly returnUrl: string | null;
  readonly details: Details;
}

/** How long a payer has to decide: documented nowhere, so as long as for a payment. */
export const decisionMs = hourMs;

/** Ten calendar years from the payer's consent (bluepay.md 7, row 31). */
export function validUntil(agreedAt: Instant): Instant {
  return new Date(agreedAt).setUTCFullYear(new Date(agreedAt).getUTCFullYear() + 10);
}

/** Whether money can be taken by it at that time. */
export function isValid({ status, expiresAt }: Mandate, now: Instant): boolean {
  return status === 'active' && expiresAt > now;
}

/** Whether its payer can still decide. */
export function isOpen({ status, expiresAt }: Mandate, now: Instant): boolean {
  return status === 'requested' && expiresAt > now;
}

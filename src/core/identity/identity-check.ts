// An identity check: a merchant asks who one of its users is, and the channel says whether he is the person he says he is
// (paycools.md 3.10).
import { hourMs, type Instant } from '../../kernel/clock.ts';
import type { Failure } from '../failure.ts';
import type { Details } from '../payment/payment.ts';

/** `pending` is the only state that is left. `expired`: nobody showed his papers in time. */
export type IdentityCheckStatus = 'pending' | 'passed' | 'rejected' | 'expired';

/** Whom the channel saw. Of his document's number only what may be shown is ever kept. */
export interface Person {
  readonly fullName: string;
  /** `yyyy-MM-dd`. */
  readonly birthDate: string;
  readonly idType: string;
  /** All but the last four characters are stars. */
  readonly idNumberMasked: string;
}

export interface IdentityCheck {
  /** `EK…`. */
  readonly id: string;
  readonly merchantId: string;
  readonly appId: string;
  readonly referenceScope: string;
  /** The merchant's number for the request. */
  readonly reference: string;
  /** The merchant's name for the user. */
  readonly userId: string;
  readonly channel: string;
  readonly status: IdentityCheckStatus;
  /** Why the channel rejected him. */
  readonly failure: Failure | null;
  /** Null until somebody showed his papers, and where a channel that rejects him does not say whom it saw. */
  readonly person: Person | null;
  readonly createdAt: Instant;
  readonly finalAt: Instant | null;
  /** Until when he can show his papers. */
  readonly expiresAt: Instant;
  readonly notifyUrl: string | null;
  readonly returnUrl: string | null;
  readonly details: Details;
}

/** How long a user has to show his papers: documented nowhere, so as long as for a payment. */
export const identityCheckMs = hourMs;

/** Whether it can still be decided. */
export function isAwaited({ status, expiresAt }: IdentityCheck, now: Instant): boolean {
  return status === 'pending' && expiresAt > now;
}

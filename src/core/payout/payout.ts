// A payout: money going out to a bank account or wallet.
import type { Instant } from '../../kernel/clock.ts';
import type { Failure } from '../failure.ts';
import type { Details } from '../payment/payment.ts';

/** `pending` covers everything from acceptance until a definite answer, an unknown result included. */
export type PayoutStatus = 'pending' | 'completed' | 'failed';

export interface Destination {
  /** `proxy`: a phone number or the like, by which a national scheme knows the account. */
  readonly method: 'bank' | 'wallet' | 'proxy' | 'qr';
  /** Bank or wallet code, or what kind of proxy it is; empty for a scanned QR code. */
  readonly code: string;
  readonly accountNo: string;
  readonly accountName: string;
}

export interface Payout {
  readonly id: string;
  readonly merchantId: string;
  readonly appId: string;
  readonly referenceScope: string;
  readonly reference: string;
  readonly idempotencyKey: string;
  readonly channel: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  /** Held with the amount when it is accepted, given back when it fails. */
  readonly feeMinor: bigint;
  readonly status: PayoutStatus;
  readonly failure: Failure | null;
  readonly bankReference: string | null;
  readonly destination: Destination;
  readonly createdAt: Instant;
  readonly finalAt: Instant | null;
  readonly notifyUrl: string | null;
  readonly details: Details;
}

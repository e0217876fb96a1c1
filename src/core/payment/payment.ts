// A payment: money coming in once, by QR code, web page, or one credit to an instrument.
import type { Instant } from '../../kernel/clock.ts';
import type { Failure } from '../failure.ts';

/** `pending` is the only state that is left; the other three are absorbing. */
export type PaymentStatus = 'pending' | 'completed' | 'failed' | 'closed';

export interface Payment {
  readonly id: string;
  readonly merchantId: string;
  readonly appId: string;
  /** In whose name references are unique: the app, or the merchant in dialects where all terminals share them. */
  readonly referenceScope: string;
  readonly reference: string;
  /** The instrument that was paid; its reference then stands for many payments and is not unique. */
  readonly instrumentId: string | null;
  readonly channel: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  /** Taken at completion; 0 until then. */
  readonly feeMinor: bigint;
  readonly status: PaymentStatus;
  readonly failure: Failure | null;
  /** The bank's own name for the credit that completed it. */
  readonly bankReference: string | null;
  readonly createdAt: Instant;
  /** When it became final. */
  readonly finalAt: Instant | null;
  readonly expiresAt: Instant | null;
  /** Where its notifications go; null: to the app's address. */
  readonly notifyUrl: string | null;
  /** Where the payer's browser goes afterwards. */
  readonly returnUrl: string | null;
  /** What the dialect must say again in answers and notifications; the core never reads it. */
  readonly details: Details;
}

export type Details = Readonly<Record<string, string | number | boolean | null>>;

// A payment: money coming in once, by QR code, web page, a code that the payer shows, or one credit to an instrument.
import type { Instant } from '../../kernel/clock.ts';
import type { Doubt } from '../call/call.ts';
import type { Failure } from '../failure.ts';

/** `pending` is the only state that is left; the other three are absorbing. */
export type PaymentStatus = 'pending' | 'completed' | 'failed' | 'closed';

/**
 * How the money is asked for. `page`: the payer pays when he likes, and the channel is told of nothing before; `order`: the
 * channel takes an order first, which the payer then pays; `code`: the channel charges the code that the payer showed;
 * `debit`: it takes the money by a mandate; `capture`: it takes money that was authorised before.
 */
export type PaymentEntry = 'page' | 'order' | 'code' | 'debit' | 'capture';

/** What the channel says about a completed payment. */
export interface Receipt {
  /** When it completed at the channel. */
  readonly at: Instant;
  /** The channel's names for the payer, the second one masked; empty where it says none. */
  readonly payerId: string;
  readonly payerAccount: string;
  /** Where the payer's money came from. */
  readonly source: 'wallet' | 'debit_card' | 'credit_card';
}

export interface Payment {
  readonly id: string;
  readonly merchantId: string;
  readonly appId: string;
  /** In whose name references are unique: the app, or the merchant in dialects where all terminals share them. */
  readonly referenceScope: string;
  readonly reference: string;
  /** The instrument that was paid; its reference then stands for many payments and is not unique. */
  readonly instrumentId: string | null;
  /** The checkout whose payer tries to pay it so. */
  readonly checkoutId: string | null;
  /** The authorisation whose money a capture takes. */
  readonly authorisationId: string | null;
  readonly entry: PaymentEntry;
  /** By what the channel charges the payer: the code that he showed, or the id of the mandate that he gave. */
  readonly payerCode: string | null;
  readonly channel: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  /** Taken at completion; 0 until then. */
  readonly feeMinor: bigint;
  /** What was given back, and what is on its way back; together never above the amount. */
  readonly refundedMinor: bigint;
  readonly refundingMinor: bigint;
  /** What of the fee goes back with them. */
  readonly feeReturnedMinor: bigint;
  /** What of it went or goes to other merchants and was not given back by them. */
  readonly splitMinor: bigint;
  /** Whether its merchant said that he splits no more of it. */
  readonly splitEnded: boolean;
  /** The newest refund or reversal. */
  readonly lastRefundId: string | null;
  readonly status: PaymentStatus;
  readonly failure: Failure | null;
  /** When its channel first said that it has it. */
  readonly acceptedAt: Instant | null;
  readonly doubt: Doubt | null;
  /** The bank's own name for the credit that completed it. */
  readonly bankReference: string | null;
  readonly receipt: Receipt | null;
  /** The day with which its money becomes available, where that is not at once. */
  readonly settlementId: string | null;
  readonly createdAt: Instant;
  /** When it became final. */
  readonly finalAt: Instant | null;
  /** When it is closed, or reversed where its channel has it; null: not by itself. */
  readonly expiresAt: Instant | null;
  /** Where its notifications go; null: to the app's address. */
  readonly notifyUrl: string | null;
  /** Where the payer's browser goes afterwards. */
  readonly returnUrl: string | null;
  /** What the dialect must say again in answers and notifications; the core never reads it. */
  readonly details: Details;
}

export type Details = Readonly<Record<string, string | number | boolean | null>>;

/** What of a new payment is the same however it was asked for. */
export const untouched = {
  checkoutId: null,
  authorisationId: null,
  payerCode: null,
  feeMinor: 0n,
  refundedMinor: 0n,
  refundingMinor: 0n,
  feeReturnedMinor: 0n,
  splitMinor: 0n,
  splitEnded: false,
  lastRefundId: null,
  status: 'pending',
  failure: null,
  acceptedAt: null,
  doubt: null,
  bankReference: null,
  receipt: null,
  settlementId: null,
  finalAt: null,
} as const satisfies Partial<Payment>;

// What the gateway asks of whoever operates a channel. A capability that a connector lacks is absent.
import type { Authorisation, Release } from '../core/authorisation/authorisation.ts';
import type { Trouble } from '../core/call/call.ts';
import type { Channel } from '../core/channel/channel.ts';
import type { Failure } from '../core/failure.ts';
import type { Payment, Receipt } from '../core/payment/payment.ts';
import type { Payout } from '../core/payout/payout.ts';
import type { Reason } from '../core/reasons.ts';
import type { Refund } from '../core/refund/refund.ts';
import type { RefundResult } from '../core/refund/settle-refund.ts';
import type { Merchant } from '../core/merchant/merchant.ts';
import type { Instant } from '../kernel/clock.ts';
import type { Refused } from '../kernel/outcome.ts';

/**
 * A timeout, a 5xx and a broken connection are `unknown` (io), an answer that cannot be read is `unknown` (protocol): never a
 * failure, never sent again under another reference. `in_progress`: the channel has it and has not decided, or waits for the payer.
 */
export type Answer =
  | { readonly kind: 'succeeded'; readonly bankReference: string }
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'in_progress' }
  | { readonly kind: 'unknown'; readonly trouble?: Trouble };

/** The other side is sure that it never took it. */
export interface NotFound {
  readonly kind: 'not_found';
}

/** What became of a payment or an authorisation, with what the channel says about it. */
export type PaymentAnswer =
  | Exclude<Answer, { kind: 'succeeded' }>
  | (Extract<Answer, { kind: 'succeeded' }> & { readonly receipt?: Receipt | undefined });

/** What became of a refund or reversal: a reversal may also meet a payment that was never made. */
export type RefundAnswer = Exclude<Answer, { kind: 'succeeded' | 'refused' }> | RefundResult;

export interface CodeToPresent {
  /** The id of the instrument, or of a payment that has none, which comes back with every credit. */
  readonly id: string;
  readonly merchant: Merchant;
  readonly amountMinor: bigint | null;
  /** Whether the code is for one amount or one payment only. */
  readonly dynamic: boolean;
}

export interface AccountToPresent {
  /** The payment's id, which comes back with the credit. */
  readonly paymentId: string;
  readonly merchant: Merchant;
  readonly amountMinor: bigint;
}

export interface AccountToIssue {
  /** The instrument's id, which comes back with every credit. */
  readonly instrumentId: string;
  readonly merchant: Merchant;
}

/** Where payers pay an instrument as often as they like. */
export interface IssuedAccount {
  /** What a payer types: a reference number at a biller's, an account's number at a bank. */
  readonly number: string;
  /** Whom he pays, as he reads it. */
  readonly holder: string;
  /** Null at a biller's. */
  readonly bank: string | null;
}

export interface OrderToPresent {
  readonly paymentId: string;
  readonly amountMinor: bigint;
  /** In the page of a wallet, or in a small program inside it. */
  readonly surface: 'wallet_page' | 'mini_program';
  readonly payerId: string;
  readonly at: Instant;
}

/** An account of the platform's at the bank that pays out for it. */
export interface PayoutAccount {
  readonly bank: string;
  readonly number: string;
}

export interface Connector {
  readonly code: string;
  /** Out of which account payouts are paid, for merchants' statements. Absent: its operator does not say. */
  readonly payoutAccount?: PayoutAccount;
  /** Whether an order can be taken now; undefined: it can. Local knowledge, no call. */
  admit?(channel: Channel, amountMinor: bigint | null): Refused<Reason> | undefined;
  /** The text a payer's app scans. Made locally: the code works once the instrument is committed. */
  presentCode?(channel: Channel, code: CodeToPresent): string;
  /** The number of an account that is for one payment only, to which its payer transfers the money. Made locally as well. */
  presentAccount?(channel: Channel, account: AccountToPresent): string;
  /** A number under which the channel collects for an instrument, for ever. Made locally as well. */
  issueAccount?(channel: Channel, account: AccountToIssue): IssuedAccount;
  /**
   * Sends a payout, named by its id. What is handed over twice under one id happens once, at the other side as far as it can;
   * that holds for everything below as well.
   */
  sendPayout?(payout: Payout): Promise<Answer>;
  /** What became of a payout. */
  queryPayout?(payout: Payout): Promise<Answer | NotFound>;
  /**
   * Hands a payment over: charges the code that the payer showed, takes an order that the payer will pay (then `in_progress` says that
   * it was taken), or captures what was authorised. Never called for a page.
   */
  sendPayment?(payment: Payment): Promise<PaymentAnswer>;
  queryPayment?(payment: Payment): Promise<PaymentAnswer | NotFound>;
  /** What an order's payer needs in the page or app of his wallet, as the channel wants it told (upay.md 3.4). Local. */
  presentOrder?(channel: Channel, order: OrderToPresent): Readonly<Record<string, string>>;
  /** Gives money of a payment back; a reversal stops the payment where it was not made yet. */
  sendRefund?(refund: Refund, payment: Payment): Promise<RefundAnswer>;
  queryRefund?(refund: Refund, payment: Payment): Promise<RefundAnswer | NotFound>;
  /** Keeps money of a payer aside. */
  sendAuthorisation?(authorisation: Authorisation): Promise<PaymentAnswer>;
  queryAuthorisation?(authorisation: Authorisation): Promise<PaymentAnswer | NotFound>;
  /** Gives a part of it free. */
  sendRelease?(release: Release): Promise<Answer>;
  queryRelease?(release: Release): Promise<Answer | NotFound>;
}

export interface Connectors {
  /** Throws when no connector of that code is installed: the catalogue names only those that are. */
  of(channel: Channel): Connector;
}

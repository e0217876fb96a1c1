// A way to pay, named by a code. The catalogue of channels is data; operators switch and override it.
import type { DialectName } from '../merchant/merchant.ts';

/**
 * `wallet`: it charges what a payer shows or has agreed to, and takes orders that its payers pay. `account`: it collects under a number
 * that stays the same, at a biller or a bank. `identity`: it moves no money but says who somebody is.
 */
export type ChannelKind = 'qr' | 'web' | 'payout' | 'wallet' | 'account' | 'identity';

/** What a payer picks between (paycools.md 5.3, bluepay.md 5.2, in small letters). */
export type ChannelType =
  | 'qr'
  | 'online_banking'
  | 'ewallet'
  | 'bank_transfer'
  | 'card'
  | 'direct_debit'
  | 'paylater'
  | 'otc';

/** What can be given back of a payment by this channel; operators can override each of them. */
export interface ChannelSupport {
  readonly fullRefund: boolean;
  readonly partialRefund: boolean;
  /** More than one refund of a payment. */
  readonly multipleRefund: boolean;
  /** Taking a payment back on its own day, before it is settled. */
  readonly void: boolean;
}

export interface Channel {
  readonly code: string;
  /** What a payer reads. */
  readonly name: string;
  readonly kind: ChannelKind;
  /** Absent where no payer picks it: payouts, and wallets that a shop charges. */
  readonly type?: ChannelType;
  /** Whose requests may name it; absent: everyone's. */
  readonly dialects?: readonly DialectName[];
  readonly currency: string;
  readonly country: string;
  readonly enabled: boolean;
  readonly supports: ChannelSupport;
  /** Single amounts in minor units. */
  readonly minAmount: bigint;
  readonly maxAmount: bigint;
  /** How much, and how often, one merchant may take in by it on a local day; absent: without limit. */
  readonly dailyAmount?: bigint;
  readonly dailyCount?: number;
  /** Seconds in which a payment must be made; absent: for ever. */
  readonly expirySeconds?: number;
  /** The code of the connector that serves it. */
  readonly connector: string;
}

// A way to pay, named by a code. The catalogue of channels is data; operators switch and override it.

/** `wallet`: it charges the code a payer shows, and takes orders that its payers pay. */
export type ChannelKind = 'qr' | 'web' | 'payout' | 'wallet';

export interface Channel {
  readonly code: string;
  /** What a payer reads. */
  readonly name: string;
  readonly kind: ChannelKind;
  readonly currency: string;
  readonly country: string;
  readonly enabled: boolean;
  /** Single amounts in minor units. */
  readonly minAmount: bigint;
  readonly maxAmount: bigint;
  /** Seconds in which a payment must be made; absent: for ever. */
  readonly expirySeconds?: number;
  /** The code of the connector that serves it. */
  readonly connector: string;
}

// Who gets paid, and the credentials with which they ask. Both live in the directory and are read-only to deciders.
import type { RateLimit } from '../../kernel/rate-limit.ts';
import type { FeeSchedule } from '../fees/fee.ts';
import type { AmountLimits } from '../limits/amount-limits.ts';

export interface Merchant {
  readonly id: string;
  readonly name: string;
  readonly city: string;
  /** The cell in which all rows of this merchant live. */
  readonly cell: number;
  readonly status: 'active' | 'suspended';
  readonly fees: FeeSchedule;
  readonly limits: AmountLimits;
  /** Days from a payment's completion until its money is available; 0: at once. */
  readonly settlementDays: number;
}

export type DialectName = 'paycools' | 'bluepay-v1' | 'bluepay-v2' | 'upay';

/** Where an app's notifications go when a request names no address of its own. */
export interface CallbackUrls {
  readonly merchant?: string | undefined;
  readonly payout?: string | undefined;
  readonly qr?: string | undefined;
  readonly transfer?: string | undefined;
}

export interface App {
  readonly id: string;
  readonly merchantId: string;
  readonly dialect: DialectName;
  readonly enabled: boolean;
  /** PEM, newest first; all of them verify while an old one is phased out. */
  readonly publicKeys: readonly string[];
  /** Secrets the platform shares with the merchant, newest first: it signs with the first, all of them verify. */
  readonly callbackSecrets: readonly string[];
  /** PKCS#8 PEM of the keys with which the platform signs what it tells this app, newest first; empty: it signs with a secret. */
  readonly platformPrivateKeys: readonly string[];
  /** Whose software its terminals run; null in dialects without terminals. */
  readonly vendorId: string | null;
  readonly callbackUrls: CallbackUrls;
  /** Addresses and CIDR blocks; empty: everyone in sandbox mode, no one in live mode. */
  readonly ipAllowlist: readonly string[];
  /** Absent: the mode's default. */
  readonly rateLimit: RateLimit | null;
  /** Countries whose channels it may use; absent or empty: all. */
  readonly countries?: readonly string[];
  /** Switches of the app's dialect, read by that dialect alone. */
  readonly switches: Readonly<Record<string, unknown>>;
}

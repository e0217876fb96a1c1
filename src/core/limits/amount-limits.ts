// The largest and smallest single amount that a merchant and a channel allow.
import type { Channel } from '../channel/channel.ts';
import { refuse } from '../reasons.ts';
import type { Refused } from '../../kernel/outcome.ts';
import type { Reason } from '../reasons.ts';

export type LimitedKind = 'payment' | 'payout';

export interface AmountLimit {
  /** The smallest and largest single amount in minor units. */
  readonly min?: bigint;
  readonly max?: bigint;
  /** How much, and how often, on one local day; kept for payments. */
  readonly dailyAmount?: bigint;
  readonly dailyCount?: number;
}

/** Per kind; absent: no limit of the merchant's own. */
export type AmountLimits = Readonly<Partial<Record<LimitedKind, AmountLimit>>>;

/** Undefined when the amount is within the limits of both the channel and the merchant. */
export function outsideLimits(
  amountMinor: bigint,
  channel: Channel,
  limits: AmountLimits,
  kind: LimitedKind,
): Refused<Reason> | undefined {
  const own = limits[kind];
  const largest = [channel.maxAmount, own?.max].filter((limit) => limit !== undefined);
  const smallest = [channel.minAmount, own?.min].filter((limit) => limit !== undefined);
  for (const max of largest) {
    if (amountMinor > max) return refuse('amount_over_limit', `amount must not be above ${max}`);
  }
  for (const min of smallest) {
    if (amountMinor < min) return refuse('amount_under_limit', `amount must not be below ${min}`);
  }
  return undefined;
}

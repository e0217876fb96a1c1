// Whether an instrument would take a payer's money now: what a channel asks before it collects (paycools.md 4.3).
import type { Instant } from '../../kernel/clock.ts';
import type { Refused } from '../../kernel/outcome.ts';
import type { Channel } from '../channel/channel.ts';
import { type AmountLimits, outsideLimits } from '../limits/amount-limits.ts';
import { type Reason, refuse } from '../reasons.ts';
import { type Instrument, isWithinBounds } from './instrument.ts';

/**
 * Undefined: it would. Refuses, in this order: an instrument that is closed or whose time is up, a channel that is off, an amount
 * outside what its merchant lets payers enter, or outside the limits. Money that comes without the question is booked all the same
 * (confirm-credit.ts).
 */
export function refuseCredit(
  instrument: Instrument,
  channel: Channel | undefined,
  limits: AmountLimits,
  amountMinor: bigint,
  now: Instant,
): Refused<Reason> | undefined {
  const { status, expiresAt, minAmountMinor, maxAmountMinor } = instrument;
  if (status !== 'active' || (expiresAt !== null && expiresAt <= now)) return refuse('instrument_not_found');
  if (!channel?.enabled) return refuse('channel_unavailable');
  if (!isWithinBounds(instrument, amountMinor)) {
    const isTooMuch = maxAmountMinor !== null && amountMinor > maxAmountMinor;
    return isTooMuch
      ? refuse('amount_over_limit', `amount must not be above ${maxAmountMinor}`)
      : refuse('amount_under_limit', `amount must not be below ${minAmountMinor}`);
  }
  return outsideLimits(amountMinor, channel, limits, 'payment');
}

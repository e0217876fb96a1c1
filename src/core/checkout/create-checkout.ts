// Creates a checkout, which its payer pays by a channel of his choice (bluepay.md 3b.3).
import { accept, type Refused } from '../../kernel/outcome.ts';
import { outsideLimits } from '../limits/amount-limits.ts';
import { takeUsage, usageKeys } from '../limits/daily-usage.ts';
import { isNumberTaken, type Numbered, numberKeys } from '../numbered.ts';
import { type Reason, refuse } from '../reasons.ts';
import type { CellState, Decider } from '../state.ts';
import { type Checkout, isPayable } from './checkout.ts';

/** What of a checkout its merchant says; the rest is decided here. */
export interface CreateCheckout
  extends Omit<Checkout, 'status' | 'paymentId' | 'tries' | 'createdAt' | 'finalAt' | 'expiresAt'> {
  readonly expirySeconds: number;
  readonly numberedWith?: Numbered['numberedWith'];
}

/**
 * Refuses, in this order: a channel that is off or takes another currency, an amount that none of the channels takes, a reference
 * used before, a day on which the merchant has taken in enough. It counts for that day once, whatever becomes of its tries.
 */
export const createCheckout: Decider<CreateCheckout, Checkout> = {
  needs: ({ referenceScope, reference, numberedWith }) => ({
    ...numberKeys({ referenceScope, reference, numberedWith }),
    checkoutsByReference: [[referenceScope, reference]],
  }),
  follow: (state, { merchantId, currency }, now) => usageKeys(state, { merchantId, currency, channel: null }, now),
  decide(state, command, now) {
    const { expirySeconds, numberedWith: _, ...asked } = command;
    const outside = noChannelTakes(state, command);
    if (outside) return outside;
    const isTaken = state.checkouts.find('checkoutsByReference', asked.referenceScope, asked.reference);
    if (isTaken || isNumberTaken(state, command)) return refuse('reference_repeated');
    const overUsed = takeUsage(state, { ...asked, channel: null }, now);
    if (overUsed) return overUsed;
    const checkout: Checkout = {
      ...asked,
      status: 'open',
      paymentId: null,
      tries: 0,
      createdAt: now,
      finalAt: null,
      expiresAt: now + expirySeconds * 1000,
    };
    state.checkouts.insert(checkout);
    return accept(checkout);
  },
};

function noChannelTakes(
  state: CellState,
  { channels, currency, amountMinor, merchantId }: CreateCheckout,
): Refused<Reason> | undefined {
  const open = channels.map((code) => state.channel(code)).filter((channel) => isPayable(channel, currency));
  if (open.length === 0 || open.length < channels.length) return refuse('channel_unavailable');
  const { limits } = state.merchant(merchantId);
  const outside = open.map((channel) => outsideLimits(amountMinor, channel, limits, 'payment'));
  return outside.includes(undefined) ? undefined : outside[0];
}

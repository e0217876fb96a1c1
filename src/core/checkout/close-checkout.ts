// Closes a checkout that nobody has paid: its merchant no longer wants it (bluepay.md 3b.6), or its time is up. The try that waits
// closes with it.
import type { Instant } from '../../kernel/clock.ts';
import { accept } from '../../kernel/outcome.ts';
import { returnUsageOf, usageKeys } from '../limits/daily-usage.ts';
import { refuse } from '../reasons.ts';
import type { CellState, Decider, Keys } from '../state.ts';
import type { Checkout } from './checkout.ts';
import { closeTry, tryKeys, waitingTry } from './try.ts';

export interface CloseCheckout {
  readonly checkoutId: string;
  readonly merchantId: string;
}

/** Refuses an unknown checkout, one that is paid or closed, and one whose try is being taken back: that has to end first. */
export const closeCheckout: Decider<CloseCheckout, Checkout> = {
  needs: ({ checkoutId }) => ({ checkouts: [[checkoutId]] }),
  follow: (state, { checkoutId }) => closingKeys(state, checkoutId),
  decide(state, { checkoutId, merchantId }, now) {
    const checkout = state.checkouts.get(checkoutId);
    if (checkout?.merchantId !== merchantId) return refuse('checkout_not_found');
    if (checkout.status !== 'open') return refuse('payment_paid_or_closed');
    if ((waitingTry(state, checkout)?.lastRefundId ?? null) !== null) return refuse('already_final');
    return accept(close(state, checkout, now));
  },
};

export interface ExpireCheckout {
  readonly checkoutId: string;
}

/** Refuses a checkout that is final, or whose time is not up: the sweep that asked saw an older row. */
export const expireCheckout: Decider<ExpireCheckout, Checkout> = {
  needs: ({ checkoutId }) => ({ checkouts: [[checkoutId]] }),
  follow: (state, { checkoutId }) => closingKeys(state, checkoutId),
  decide(state, { checkoutId }, now) {
    const checkout = state.checkouts.get(checkoutId);
    if (!checkout) return refuse('checkout_not_found');
    if (checkout.status !== 'open' || checkout.expiresAt > now) return refuse('already_final');
    return accept(close(state, checkout, now));
  },
};

function closingKeys(state: CellState, checkoutId: string): Keys {
  const checkout = state.checkouts.get(checkoutId);
  if (!checkout) return {};
  return { ...tryKeys(checkout), ...usageKeys(state, { ...checkout, channel: null }, checkout.createdAt) };
}

function close(state: CellState, open: Checkout, now: Instant): Checkout {
  const checkout: Checkout = { ...open, status: 'closed', finalAt: now };
  state.checkouts.update(checkout);
  const newest = open.paymentId === null ? undefined : state.payments.get(open.paymentId);
  if (newest?.status === 'pending') closeTry(state, newest, now);
  returnUsageOf(state, { ...checkout, channel: null });
  state.announce({ kind: 'checkout.closed', checkout, payment: newest });
  return checkout;
}

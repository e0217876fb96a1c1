// The payer of a checkout picks a channel: a new try, and the end of the one before, so that he cannot pay both.
import { accept } from '../../kernel/outcome.ts';
import { outsideLimits } from '../limits/amount-limits.ts';
import type { Payment } from '../payment/payment.ts';
import { refuse } from '../reasons.ts';
import type { Decider } from '../state.ts';
import { type Checkout, isPayable } from './checkout.ts';
import { beginTry, closeTry, isOverdue, type NewTry, tryKeys, waitingTry } from './try.ts';

/** The names are taken where a new try is made. */
export interface ChooseChannel extends NewTry {
  readonly checkoutId: string;
  readonly channel: string;
}

export interface Chosen {
  readonly checkout: Checkout;
  readonly payment: Payment;
}

/** More than any payer needs: who only plays with the page must not fill the tables. */
export const mostTries = 50;

/**
 * Refuses, in this order: an unknown checkout; one that is final or whose time is up; a channel that it does not offer, that is off,
 * or that does not take its amount; one try too many. The channel of the try that waits is answered with that try.
 */
export const chooseChannel: Decider<ChooseChannel, Chosen> = {
  needs: ({ checkoutId }) => ({ checkouts: [[checkoutId]] }),
  follow: (state, { checkoutId }) => tryKeys(state.checkouts.get(checkoutId)),
  decide(state, { checkoutId, channel: code, ...names }, now) {
    const checkout = state.checkouts.get(checkoutId);
    if (!checkout) return refuse('checkout_not_found');
    if (checkout.status !== 'open' || checkout.expiresAt <= now) return refuse('payment_paid_or_closed');
    const { merchantId, currency, amountMinor, channels, tries } = checkout;
    const channel = state.channel(code);
    if (!channels.includes(code) || !isPayable(channel, currency)) return refuse('channel_unavailable');
    const outside = outsideLimits(amountMinor, channel, state.merchant(merchantId).limits, 'payment');
    if (outside) return outside;
    const waiting = waitingTry(state, checkout);
    if (waiting?.channel === code && !isOverdue(state, waiting, now)) return accept({ checkout, payment: waiting });
    if (tries >= mostTries) return refuse('rate_exceeded');
    if (waiting) closeTry(state, waiting, now);
    const payment = beginTry(state, checkout, channel, names, now);
    const chosen: Checkout = { ...checkout, paymentId: payment.id, tries: tries + 1 };
    state.checkouts.update(chosen);
    return accept({ checkout: chosen, payment });
  },
};

// Creates a payment that waits for its payer, on a web page (paycools.md 7.1), at its channel, or with a code that the channel
// charges (upay.md 3.3, 3.4).
import { accept } from '../../kernel/outcome.ts';
import { oweCall } from '../call/call.ts';
import { outsideLimits } from '../limits/amount-limits.ts';
import { takeUsage, usageKeys } from '../limits/daily-usage.ts';
import { refuse } from '../reasons.ts';
import type { Decider } from '../state.ts';
import { type Payment, untouched } from './payment.ts';

/** What of a payment its merchant says; the rest is decided here. */
export interface CreatePayment
  extends Pick<
    Payment,
    | 'id'
    | 'merchantId'
    | 'appId'
    | 'referenceScope'
    | 'reference'
    | 'channel'
    | 'amountMinor'
    | 'notifyUrl'
    | 'returnUrl'
    | 'details'
  > {
  /** Absent: a page. */
  readonly entry?: Exclude<Payment['entry'], 'capture'>;
  /** What the payer showed; with the entry `code` only. */
  readonly payerCode?: string;
  /** Absent: the channel's. */
  readonly expirySeconds?: number;
}

/**
 * Refuses, in this order: a channel that is off, an amount outside its limits, a reference used before, a day on which the
 * merchant has taken in enough. Whatever its channel must know of is owed to it.
 */
export const createPayment: Decider<CreatePayment, Payment> = {
  needs: ({ referenceScope, reference, entry = 'page' }) => ({
    paymentsByReference: [[referenceScope, reference]],
    ...(entry === 'page' ? {} : { authorisationsByReference: [[referenceScope, reference]] }),
  }),
  follow(state, { merchantId, channel }, now) {
    const currency = state.channel(channel)?.currency;
    return currency === undefined ? {} : usageKeys(state, merchantId, currency, now);
  },
  decide(state, command, now) {
    const { entry = 'page', payerCode = null, expirySeconds, ...asked } = command;
    const channel = state.channel(command.channel);
    if (!channel?.enabled) return refuse('channel_unavailable');
    const { merchantId, amountMinor, referenceScope, reference } = asked;
    const outside = outsideLimits(amountMinor, channel, state.merchant(merchantId).limits, 'payment');
    if (outside) return outside;
    const isTaken =
      state.payments.find('paymentsByReference', referenceScope, reference) ??
      (entry === 'page'
        ? undefined
        : state.authorisations.find('authorisationsByReference', referenceScope, reference));
    if (isTaken) return refuse('reference_repeated');
    const overUsed = takeUsage(state, merchantId, channel.currency, amountMinor, now);
    if (overUsed) return overUsed;
    const seconds = expirySeconds ?? channel.expirySeconds;
    const payment: Payment = {
      ...untouched,
      ...asked,
      entry,
      payerCode,
      instrumentId: null,
      currency: channel.currency,
      createdAt: now,
      expiresAt: seconds === undefined ? null : now + seconds * 1000,
    };
    state.payments.insert(payment);
    if (entry !== 'page') oweCall(state, 'payment', payment.id, now);
    return accept(payment);
  },
};

// Creates a payment that waits for its payer, on a web page (paycools.md 7.1) or at its channel, or that the channel takes by the code
// that he shows (upay.md 3.3, 3.4) or the mandate that he gave (bluepay.md 3.16).
import type { Instant } from '../../kernel/clock.ts';
import { accept } from '../../kernel/outcome.ts';
import { oweCall } from '../call/call.ts';
import { outsideLimits } from '../limits/amount-limits.ts';
import { takeUsage, usageKeys } from '../limits/daily-usage.ts';
import { isValid } from '../mandate/mandate.ts';
import { isNumberTaken, type Numbered, numberKeys } from '../numbered.ts';
import { refuse } from '../reasons.ts';
import type { CellState, Decider } from '../state.ts';
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
  /** The code that the payer showed, with the entry `code`, or the id of his mandate, with `debit`; only then. */
  readonly payerCode?: string;
  /** Absent: the channel's. */
  readonly expirySeconds?: number;
  readonly numberedWith?: Numbered['numberedWith'];
}

/**
 * Refuses, in this order: a channel that is off, a debit without a mandate, an amount outside the limits, a reference used before, a
 * day on which the merchant has taken in enough. Whatever its channel must know of is owed to it.
 */
export const createPayment: Decider<CreatePayment, Payment> = {
  needs: ({ referenceScope, reference, numberedWith, entry = 'page', payerCode = '' }) => ({
    ...numberKeys({ referenceScope, reference, numberedWith }),
    paymentsByReference: [[referenceScope, reference]],
    ...(entry === 'page' ? {} : { authorisationsByReference: [[referenceScope, reference]] }),
    ...(entry === 'debit' ? { mandates: [[payerCode]] } : {}),
  }),
  follow(state, { merchantId, channel }, now) {
    const currency = state.channel(channel)?.currency;
    return currency === undefined ? {} : usageKeys(state, { merchantId, currency, channel }, now);
  },
  decide(state, command, now) {
    const { entry = 'page', payerCode = null, expirySeconds, numberedWith: _, ...asked } = command;
    const channel = state.channel(command.channel);
    if (!channel?.enabled) return refuse('channel_unavailable');
    if (entry === 'debit' && !isPermitted(state, command, now)) return refuse('mandate_not_found');
    const { merchantId, amountMinor, referenceScope, reference } = asked;
    const outside = outsideLimits(amountMinor, channel, state.merchant(merchantId).limits, 'payment');
    if (outside) return outside;
    const isTaken =
      state.payments.find('paymentsByReference', referenceScope, reference) ??
      (entry === 'page'
        ? undefined
        : state.authorisations.find('authorisationsByReference', referenceScope, reference));
    if (isTaken || isNumberTaken(state, command)) return refuse('reference_repeated');
    const overUsed = takeUsage(
      state,
      { merchantId, currency: channel.currency, channel: channel.code, amountMinor },
      now,
    );
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

/** Its mandate is locked with it: what is cancelled first takes no money any more. */
function isPermitted(state: CellState, { payerCode = '', appId, channel }: CreatePayment, now: Instant): boolean {
  const mandate = state.mandates.get(payerCode);
  return mandate?.appId === appId && mandate.channel === channel && isValid(mandate, now);
}

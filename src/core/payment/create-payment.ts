// Creates a payment that waits for its payer on a web page (paycools.md 7.1).
import { accept } from '../../kernel/outcome.ts';
import { outsideLimits } from '../limits/amount-limits.ts';
import { refuse } from '../reasons.ts';
import type { Decider } from '../state.ts';
import type { Payment } from './payment.ts';

/** What of a payment its merchant says; the rest is decided here. */
export type CreatePayment = Pick<
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
>;

/** Refuses, in this order: a channel that is off, an amount outside its limits, a reference used before. */
export const createPayment: Decider<CreatePayment, Payment> = {
  needs: ({ referenceScope, reference }) => ({ paymentsByReference: [[referenceScope, reference]] }),
  decide(state, command, now) {
    const channel = state.channel(command.channel);
    if (!channel?.enabled) return refuse('channel_unavailable');
    const outside = outsideLimits(command.amountMinor, channel, state.merchant(command.merchantId).limits, 'payment');
    if (outside) return outside;
    if (state.payments.find('paymentsByReference', command.referenceScope, command.reference))
      return refuse('reference_repeated');
    const payment: Payment = {
      ...command,
      instrumentId: null,
      currency: channel.currency,
      feeMinor: 0n,
      status: 'pending',
      failure: null,
      bankReference: null,
      createdAt: now,
      finalAt: null,
      expiresAt: channel.expirySeconds === undefined ? null : now + channel.expirySeconds * 1000,
    };
    state.payments.insert(payment);
    return accept(payment);
  },
};

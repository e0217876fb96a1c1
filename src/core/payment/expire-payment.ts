// Ends a payment whose time ran out without the payer paying: closed where its channel knows nothing of it, taken back from
// the channel where it does (upay.md 4.4).
import { accept } from '../../kernel/outcome.ts';
import { announceUnpaid } from '../checkout/checkout.ts';
import { returnUsage, usageKeys } from '../limits/daily-usage.ts';
import { refuse } from '../reasons.ts';
import { lastRefundOf } from '../refund/refund.ts';
import { beginReversal, reversalKeys } from '../refund/reverse-payment.ts';
import type { Decider } from '../state.ts';
import type { Payment } from './payment.ts';

export interface ExpirePayment {
  readonly paymentId: string;
}

/** Refuses a payment that is final, or whose time is not up: the sweep that asked saw an older row. */
export const expirePayment: Decider<ExpirePayment, Payment> = {
  needs: ({ paymentId }) => ({ payments: [[paymentId]] }),
  follow(state, { paymentId }) {
    const payment = state.payments.get(paymentId);
    if (!payment) return {};
    if (payment.entry !== 'page') return reversalKeys(payment);
    return usageKeys(state, payment, payment.createdAt);
  },
  decide(state, { paymentId }, now) {
    const pending = state.payments.get(paymentId);
    if (!pending) return refuse('payment_not_found');
    if (pending.status !== 'pending' || pending.expiresAt === null || pending.expiresAt > now)
      return refuse('already_final');
    if (pending.entry !== 'page') {
      const last = lastRefundOf(state, pending);
      if (last?.status === 'pending') return refuse('already_final');
      // What the channel refused before is tried again in the name of whoever began it, who knows of it.
      const { initiator, details } = last ?? { initiator: 'gateway', details: {} };
      const { payment, refund } = beginReversal(state, pending, { initiator, details }, now);
      if (!last) state.announce({ kind: 'payment.reversing', payment, refund });
      return accept(payment);
    }
    const payment: Payment = { ...pending, status: 'closed', finalAt: now };
    state.payments.update(payment);
    returnUsage(state, payment);
    announceUnpaid(state, 'payment.closed', payment);
    return accept(payment);
  },
};

// Closes a payment that its merchant no longer wants, before its payer has paid (bluepay.md 3b.6, 3b.10). One that its channel knows
// of is reversed instead: the channel decides.
import { accept } from '../../kernel/outcome.ts';
import { announceUnpaid } from '../checkout/checkout.ts';
import { returnUsage, usageKeys } from '../limits/daily-usage.ts';
import { refuse } from '../reasons.ts';
import type { Decider } from '../state.ts';
import type { Payment } from './payment.ts';

export interface ClosePayment {
  readonly paymentId: string;
  readonly merchantId: string;
}

/**
 * Refuses an unknown payment, and one that is final, that its channel has been told of, or that belongs to an instrument: that is
 * cancelled instead.
 */
export const closePayment: Decider<ClosePayment, Payment> = {
  needs: ({ paymentId }) => ({ payments: [[paymentId]] }),
  follow(state, { paymentId }) {
    const payment = state.payments.get(paymentId);
    return payment ? usageKeys(state, payment, payment.createdAt) : {};
  },
  decide(state, { paymentId, merchantId }, now) {
    const pending = state.payments.get(paymentId);
    if (pending?.merchantId !== merchantId) return refuse('payment_not_found');
    if (pending.status !== 'pending' || pending.entry !== 'page' || pending.instrumentId !== null) {
      return refuse('payment_paid_or_closed');
    }
    const payment: Payment = { ...pending, status: 'closed', finalAt: now, expiresAt: null };
    state.payments.update(payment);
    returnUsage(state, payment);
    announceUnpaid(state, 'payment.closed', payment);
    return accept(payment);
  },
};

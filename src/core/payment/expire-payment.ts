// Closes a payment whose time ran out without the payer paying.
import { accept } from '../../kernel/outcome.ts';
import { refuse } from '../reasons.ts';
import type { Decider } from '../state.ts';
import type { Payment } from './payment.ts';

export interface ExpirePayment {
  readonly paymentId: string;
}

/** Refuses a payment that is final, or whose time is not up: the sweep that asked saw an older row. */
export const expirePayment: Decider<ExpirePayment, Payment> = {
  needs: ({ paymentId }) => ({ payments: [[paymentId]] }),
  decide(state, { paymentId }, now) {
    const pending = state.payments.get(paymentId);
    if (!pending) return refuse('payment_not_found');
    if (pending.status !== 'pending' || pending.expiresAt === null || pending.expiresAt > now)
      return refuse('already_final');
    const payment: Payment = { ...pending, status: 'closed', finalAt: now };
    state.payments.update(payment);
    state.announce({ kind: 'payment.closed', payment });
    return accept(payment);
  },
};

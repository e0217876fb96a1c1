// Fails a pending payment because its channel said so.
import { accept } from '../../kernel/outcome.ts';
import type { Failure } from '../failure.ts';
import { useUp } from '../instrument/instrument.ts';
import { refuse } from '../reasons.ts';
import type { Decider } from '../state.ts';
import type { Payment } from './payment.ts';

export interface FailPayment {
  readonly paymentId: string;
  readonly failure: Failure;
}

/** Refuses an unknown payment, and one that is final already. */
export const failPayment: Decider<FailPayment, Payment> = {
  needs: ({ paymentId }) => ({ payments: [[paymentId]] }),
  follow(state, { paymentId }) {
    const instrumentId = state.payments.get(paymentId)?.instrumentId;
    return instrumentId ? { instruments: [[instrumentId]] } : {};
  },
  decide(state, { paymentId, failure }, now) {
    const pending = state.payments.get(paymentId);
    if (!pending) return refuse('payment_not_found');
    if (pending.status !== 'pending') return refuse('already_final');
    const payment: Payment = { ...pending, status: 'failed', failure, finalAt: now };
    state.payments.update(payment);
    useUp(state, payment, now);
    state.announce({ kind: 'payment.failed', payment });
    return accept(payment);
  },
};

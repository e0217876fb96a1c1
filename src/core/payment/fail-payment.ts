// Fails a pending payment because its channel said so.
import { accept } from '../../kernel/outcome.ts';
import { captureKeys, endCapture } from '../authorisation/end-capture.ts';
import { callKeys, endCalls } from '../call/call.ts';
import { announceUnpaid } from '../checkout/checkout.ts';
import type { Failure } from '../failure.ts';
import { useUp } from '../instrument/instrument.ts';
import { returnUsage, usageKeys } from '../limits/daily-usage.ts';
import { supersede, supersededKeys } from '../notification/supersede.ts';
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
    const payment = state.payments.get(paymentId);
    if (!payment) return {};
    const { instrumentId, entry, createdAt, lastRefundId } = payment;
    return {
      ...(instrumentId === null ? {} : { instruments: [[instrumentId]] }),
      ...(entry === 'page' ? {} : { tasks: callKeys('payment', paymentId) }),
      ...(lastRefundId === null ? {} : supersededKeys(paymentId)),
      ...captureKeys(payment),
      ...usageKeys(state, payment, createdAt),
    };
  },
  decide(state, { paymentId, failure }, now) {
    const pending = state.payments.get(paymentId);
    if (!pending) return refuse('payment_not_found');
    if (pending.status !== 'pending') return refuse('already_final');
    const payment: Payment = { ...pending, status: 'failed', failure, doubt: null, finalAt: now };
    state.payments.update(payment);
    if (payment.entry !== 'page') endCalls(state, 'payment', paymentId);
    endCapture(state, payment);
    returnUsage(state, payment);
    useUp(state, payment, now);
    if (payment.lastRefundId !== null) supersede(state, paymentId);
    announceUnpaid(state, 'payment.failed', payment);
    return accept(payment);
  },
};

// Ends a refund or reversal with the channel's definite answer.
import { dayMs, type Instant } from '../../kernel/clock.ts';
import { accept } from '../../kernel/outcome.ts';
import { callKeys, type CallResult, endCalls, queryDelaysMs } from '../call/call.ts';
import type { Failure } from '../failure.ts';
import { mergeKeys } from '../keys.ts';
import { usageKeys } from '../limits/daily-usage.ts';
import { supersede, supersededKeys } from '../notification/supersede.ts';
import { completionKeys } from '../payment/complete-payment.ts';
import type { Payment } from '../payment/payment.ts';
import { refuse } from '../reasons.ts';
import type { CellState, Decider } from '../state.ts';
import { refundKeys } from './create-refund.ts';
import { closeStopped, endReversal } from './end-reversal.ts';
import { giveBack, giveBackKeys, type GivenBack } from './give-back.ts';
import { releaseHeld } from './hold-refund.ts';
import type { Refund } from './refund.ts';

/**
 * `stopped`: the payment was never made and now never will be, nothing moved. `succeeded`: money went back; a reversal that
 * found a payment of which the gateway had not heard names the credit by which it had come.
 */
export type RefundResult =
  | (Extract<CallResult, { kind: 'succeeded' }> & GivenBack)
  | Extract<CallResult, { kind: 'refused' }>
  | { readonly kind: 'stopped' };

export interface SettleRefund {
  readonly refundId: string;
  readonly paymentId: string;
  readonly result: RefundResult;
}

/** Refuses an unknown refund, and one that is final already: the first definite answer stands. */
export const settleRefund: Decider<SettleRefund, Refund> = {
  needs: ({ refundId, paymentId }) => ({ refunds: [[refundId]], payments: [[paymentId]] }),
  // Tasks and notifications come last, as they are locked last: so the accounts of a busy merchant are waited for.
  follow(state, { refundId, paymentId, result }, now) {
    const payment = state.payments.get(paymentId);
    if (!payment) return {};
    return mergeKeys([
      { tasks: callKeys('refund', refundId), ...supersededKeys(paymentId) },
      refundKeys(payment),
      completionKeys(state, payment, now),
      result.kind === 'succeeded' ? giveBackKeys(payment, result) : undefined,
      usageKeys(state, payment, payment.createdAt),
    ]);
  },
  decide(state, { refundId, paymentId, result }, now) {
    const pending = state.refunds.get(refundId);
    const payment = state.payments.get(paymentId);
    if (!pending || !payment || pending.paymentId !== payment.id) return refuse('refund_not_found');
    if (pending.status !== 'pending') return refuse('already_final');
    endCalls(state, 'refund', refundId);
    if (result.kind === 'refused') return accept(fail(state, payment, pending, result.failure, now));
    if (result.kind === 'stopped') return accept(stop(state, payment, pending, now));
    return accept(giveBack(state, payment, pending, result, now));
  },
};

/** The channel refused: what was held comes back; a payment that was to be stopped goes on. */
function fail(state: CellState, payment: Payment, pending: Refund, failure: Failure, now: Instant): Refund {
  const refund: Refund = { ...pending, status: 'failed', failure, doubt: null, finalAt: now };
  state.refunds.update(refund);
  const after = pending.heldFrom === null ? payment : releaseHeld(state, payment, pending, now);
  if (after.status === 'pending' && after.entry !== 'page') {
    // It must not wait for ever: later, and later again, the gateway tries to take it back.
    const delayMs = queryDelaysMs[Math.min(pending.generation + 1, queryDelaysMs.length - 1)] ?? dayMs;
    state.payments.update({ ...after, expiresAt: now + delayMs });
  }
  if (!pending.foundCompleted && after.status === 'completed') {
    // Paid while it was to be taken back: until now its merchant was not told.
    supersede(state, after.id);
    state.announce({ kind: 'payment.completed', payment: after });
  }
  state.announce({ kind: 'refund.failed', refund, payment: after });
  return refund;
}

/** The payment never was and is closed, unless it had failed by itself. */
function stop(state: CellState, payment: Payment, pending: Refund, now: Instant): Refund {
  if (pending.kind !== 'reversal' || payment.status === 'completed') {
    throw new Error(`The channel says that ${payment.id}, which is ${payment.status}, was never paid.`);
  }
  const refund: Refund = { ...pending, status: 'completed', doubt: null, finalAt: now };
  state.refunds.update(refund);
  endReversal(state, payment.status === 'pending' ? closeStopped(state, payment, now) : payment, refund);
  return refund;
}

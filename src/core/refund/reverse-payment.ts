// Takes a payment back as if it had never been made: stops it at its channel while it is pending, gives all of it back once it
// was completed (upay.md 3.7, bluepay.md 3.12). The channel is the arbiter: until it has said which of the two it was, the
// payment is neither paid nor closed.
import type { Instant } from '../../kernel/clock.ts';
import { formatLocalDay } from '../../kernel/clock.ts';
import { cellOfId, derivedId } from '../../kernel/id.ts';
import { currencyOf } from '../../kernel/money.ts';
import { accept } from '../../kernel/outcome.ts';
import { oweCall } from '../call/call.ts';
import { supersededKeys } from '../notification/supersede.ts';
import type { Details, Payment } from '../payment/payment.ts';
import { refuse } from '../reasons.ts';
import type { CellState, Decider, Keys } from '../state.ts';
import { refundKeys } from './create-refund.ts';
import { holdRefund, sourceOf } from './hold-refund.ts';
import { lastRefundOf, type Refund, reversalScope } from './refund.ts';

export interface ReversePayment {
  readonly paymentId: string;
  readonly merchantId: string;
  /** Whether a completed payment can be taken back on its own calendar day only, in the country of its currency. */
  readonly sameDay: boolean;
  readonly details: Details;
}

export interface Reversed {
  readonly payment: Payment;
  readonly refund: Refund;
}

/**
 * Refuses, in this order: an unknown payment; one that was reversed, failed or was closed; one of which something was refunded; one
 * of an earlier day; a balance that does not cover it. A reversal under way is answered as it is; one that the channel
 * refused may be tried again.
 */
export const reversePayment: Decider<ReversePayment, Reversed> = {
  needs: ({ paymentId }) => ({ payments: [[paymentId]] }),
  follow: (state, { paymentId }) => {
    const payment = state.payments.get(paymentId);
    return payment ? reversalKeys(payment) : {};
  },
  decide(state, { paymentId, merchantId, sameDay, details }, now) {
    const payment = state.payments.get(paymentId);
    if (payment?.merchantId !== merchantId) return refuse('payment_not_found');
    const last = lastRefundOf(state, payment);
    if (last?.kind === 'reversal') {
      if (last.status === 'completed') return refuse('payment_reversed');
      if (last.status === 'pending') return accept({ payment, refund: last });
    }
    if (payment.status === 'failed' || payment.status === 'closed') return refuse('payment_reversed');
    if (payment.refundedMinor + payment.refundingMinor > 0n) return refuse('payment_not_reversible');
    if (sameDay && payment.finalAt !== null && !isSameDay(payment, payment.finalAt, now)) {
      return refuse('reversal_window_over');
    }
    if (payment.status === 'completed' && !sourceOf(state, payment, payment.amountMinor - payment.feeMinor)) {
      return refuse('balance_insufficient');
    }
    return accept(beginReversal(state, payment, { initiator: 'merchant', details }, now));
  },
};

/** The rows that the beginning of a reversal touches, and what tells of it, should it end in the same batch. */
export function reversalKeys(payment: Payment): Keys {
  return {
    ...refundKeys(payment),
    refundsByReference: [[reversalScope(payment.id), '']],
    ...supersededKeys(payment.id),
  };
}

/** Begins the reversal of a payment that is pending or completed and not being reversed. */
export function beginReversal(
  state: CellState,
  before: Payment,
  { initiator, details }: Pick<Refund, 'initiator' | 'details'>,
  now: Instant,
): Reversed {
  const previous = state.refunds.find('refundsByReference', reversalScope(before.id), '');
  const id = reversalIdOf(before, now);
  const refund: Refund = {
    id,
    paymentId: before.id,
    merchantId: before.merchantId,
    appId: before.appId,
    referenceScope: reversalScope(before.id),
    reference: '',
    generation: previous ? previous.generation + 1 : 0,
    kind: 'reversal',
    initiator,
    foundCompleted: before.status === 'completed',
    channel: before.channel,
    currency: before.currency,
    amountMinor: before.amountMinor,
    feeMinor: 0n,
    heldFrom: null,
    status: 'pending',
    failure: null,
    doubt: null,
    bankReference: null,
    createdAt: now,
    finalAt: null,
    notifyUrl: before.notifyUrl,
    details,
  };
  oweCall(state, 'refund', id, now);
  if (before.status === 'completed') {
    const held = holdRefund(state, before, refund, now);
    state.refunds.insert(held.refund);
    return held;
  }
  // What its channel knows of ends when the reversal does, not by the clock; a page is closed in its time all the same.
  const expiresAt = before.entry === 'page' ? before.expiresAt : null;
  const payment: Payment = { ...before, lastRefundId: id, expiresAt };
  state.payments.update(payment);
  state.refunds.insert(refund);
  return { payment, refund };
}

/** Follows from the payment and the time, so that whoever begins it needs no source of ids. */
function reversalIdOf({ id, lastRefundId }: Payment, now: Instant): string {
  return derivedId('R', cellOfId(id) ?? 0, now, `${id} ${lastRefundId}`);
}

function isSameDay({ currency }: Payment, at: Instant, now: Instant): boolean {
  const { zoneMinutes } = currencyOf(currency);
  return formatLocalDay(at, zoneMinutes) === formatLocalDay(now, zoneMinutes);
}

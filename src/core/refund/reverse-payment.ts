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
import { type Reason, refuse } from '../reasons.ts';
import type { Refused } from '../../kernel/outcome.ts';
import type { CellState, Decider, Keys } from '../state.ts';
import { refundKeys } from './create-refund.ts';
import { holdRefund, sourceOf } from './hold-refund.ts';
import { lastRefundOf, type Refund, reversalScope } from './refund.ts';

type Named = Pick<Refund, 'referenceScope' | 'reference'>;

export interface ReversePayment {
  readonly paymentId: string;
  readonly merchantId: string;
  /** Whether a completed payment can be taken back on its own calendar day only, in the country of its currency. */
  readonly sameDay: boolean;
  /**
   * The merchant's number of a void: the reversal of a completed payment that its channel must support and whose day is not settled
   * (bluepay.md 3.12). Absent: a reversal without a number, of which a payment has one at a time.
   */
  readonly asVoid?: Named;
  readonly details: Details;
}

export interface Reversed {
  readonly payment: Payment;
  readonly refund: Refund;
}

/**
 * Refuses an unknown payment; then, in this order, a reversal: a payment that was reversed, failed or was closed; one of which
 * something was refunded. A void: a number used before; a payment that is not completed; one that was reversed, or is being under
 * another number; a channel that cannot; one of which something was refunded; a settled day. Then both: a payment of an earlier day; a
 * balance that does not cover it. A reversal under way is answered as it is; one that the channel refused may be tried again.
 */
export const reversePayment: Decider<ReversePayment, Reversed> = {
  needs: ({ paymentId, asVoid }) => ({
    payments: [[paymentId]],
    ...(asVoid ? { refundsByReference: [[asVoid.referenceScope, asVoid.reference]] } : {}),
  }),
  follow: (state, { paymentId }) => {
    const payment = state.payments.get(paymentId);
    return payment ? reversalKeys(payment) : {};
  },
  decide(state, { paymentId, merchantId, sameDay, asVoid, details }, now) {
    const payment = state.payments.get(paymentId);
    if (payment?.merchantId !== merchantId) return refuse('payment_not_found');
    const same = asVoid ? namesakeOf(state, asVoid) : lastRefundOf(state, payment);
    const isUnderWay = same?.paymentId === paymentId && same.kind === 'reversal' && same.status === 'pending';
    if (isUnderWay) return accept({ payment, refund: same });
    const refused = asVoid ? voidRefusal(state, payment, asVoid) : reversalRefusal(state, payment);
    if (refused) return refused;
    if (sameDay && payment.finalAt !== null && !isSameDay(payment, payment.finalAt, now)) {
      return refuse('reversal_window_over');
    }
    if (payment.status === 'completed' && !sourceOf(state, payment, payment.amountMinor - payment.feeMinor)) {
      return refuse('balance_insufficient');
    }
    return accept(beginReversal(state, payment, { initiator: 'merchant', details, ...asVoid }, now));
  },
};

function reversalRefusal(state: CellState, payment: Payment): Refused<Reason> | undefined {
  const last = lastRefundOf(state, payment);
  const isReversed = last?.kind === 'reversal' && last.status === 'completed';
  if (isReversed || payment.status === 'failed' || payment.status === 'closed') return refuse('payment_reversed');
  return isPartlyBack(payment) ? refuse('payment_not_reversible') : undefined;
}

function voidRefusal(state: CellState, payment: Payment, number: Named): Refused<Reason> | undefined {
  const namesake = namesakeOf(state, number);
  const isRetry = namesake?.paymentId === payment.id && namesake.kind === 'reversal' && namesake.status === 'failed';
  if (namesake && !isRetry) return refuse('void_repeated');
  if (payment.status !== 'completed') return refuse('payment_not_completed');
  const last = lastRefundOf(state, payment);
  if (last?.kind === 'reversal' && last.status !== 'failed') return refuse('payment_reversed');
  if (!state.channel(payment.channel)?.supports.void) return refuse('void_unsupported');
  if (isPartlyBack(payment)) return refuse('payment_not_reversible');
  const day = payment.settlementId === null ? undefined : state.settlements.get(payment.settlementId);
  return day?.status === 'settled' ? refuse('payment_settled') : undefined;
}

function namesakeOf(state: CellState, { referenceScope, reference }: Named): Refund | undefined {
  return state.refunds.find('refundsByReference', referenceScope, reference);
}

function isPartlyBack({ refundedMinor, refundingMinor }: Payment): boolean {
  return refundedMinor + refundingMinor > 0n;
}

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
  {
    initiator,
    details,
    referenceScope = reversalScope(before.id),
    reference = '',
  }: Pick<Refund, 'initiator' | 'details'> & Partial<Named>,
  now: Instant,
): Reversed {
  const previous = namesakeOf(state, { referenceScope, reference });
  const id = reversalIdOf(before, now);
  const refund: Refund = {
    id,
    paymentId: before.id,
    merchantId: before.merchantId,
    appId: before.appId,
    referenceScope,
    reference,
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

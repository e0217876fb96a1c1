// Accepts a refund of a completed payment, wholly or partly: holds its money, and owes the call that gives it back
// (upay.md 3.6, paycools.md 8.1, bluepay.md 3.10).
import { accept } from '../../kernel/outcome.ts';
import { oweCall } from '../call/call.ts';
import { accountKeys } from '../ledger/ledger.ts';
import type { Payment } from '../payment/payment.ts';
import { type Reason, refuse } from '../reasons.ts';
import type { Refused } from '../../kernel/outcome.ts';
import type { CellState, Decider, Keys } from '../state.ts';
import { holdRefund, sourceOf } from './hold-refund.ts';
import { lastRefundOf, type Refund, restOf } from './refund.ts';

/** What of a refund its merchant and dialect say; the rest is decided here. */
export interface CreateRefund
  extends Pick<
    Refund,
    | 'id'
    | 'paymentId'
    | 'merchantId'
    | 'appId'
    | 'referenceScope'
    | 'reference'
    | 'amountMinor'
    | 'notifyUrl'
    | 'details'
  > {
  /** What of the platform's fee goes back with the money. */
  readonly feeReturn: 'in_proportion' | 'none';
  /** Whether a refund under way keeps others out. */
  readonly oneAtATime: boolean;
  /** How long after the payment it can be refunded; null: for ever. */
  readonly windowMs: number | null;
}

/**
 * Refuses, in this order: an unknown payment; a reference that was refunded, or that asks for something else than before; a
 * payment that was never completed, was reversed, or has nothing left; another refund under way; a window that is over; more than is
 * left; what the channel cannot do (any refund, a second one, all at once, a part); a balance that does not cover it. A refund of the
 * same reference that is under way is answered as it is; one that the channel refused may be tried again.
 */
export const createRefund: Decider<CreateRefund, Refund> = {
  needs: ({ paymentId, referenceScope, reference }) => ({
    payments: [[paymentId]],
    refundsByReference: [[referenceScope, reference]],
  }),
  follow: (state, { paymentId }) => {
    const payment = state.payments.get(paymentId);
    return payment ? refundKeys(payment) : {};
  },
  decide(state, command, now) {
    const payment = state.payments.get(command.paymentId);
    if (payment?.merchantId !== command.merchantId) return refuse('payment_not_found');
    const previous = state.refunds.find('refundsByReference', command.referenceScope, command.reference);
    if (previous?.status === 'completed') return refuse('refund_repeated');
    const isOther = previous?.paymentId !== payment.id || previous.amountMinor !== command.amountMinor;
    if (previous && isOther) return refuse('refund_conflict');
    if (previous?.status === 'pending') return accept(previous);
    const refused = refusalOf(state, payment, command, now);
    if (refused) return refused;
    const feeMinor = command.feeReturn === 'none' ? 0n : feeOf(payment, command.amountMinor);
    if (!sourceOf(state, payment, command.amountMinor - feeMinor)) return refuse('balance_insufficient');
    const { id, paymentId, merchantId, appId, referenceScope, reference, amountMinor, notifyUrl, details } = command;
    const { refund } = holdRefund(
      state,
      payment,
      {
        id,
        paymentId,
        merchantId,
        appId,
        referenceScope,
        reference,
        generation: previous ? previous.generation + 1 : 0,
        kind: 'refund',
        initiator: 'merchant',
        foundCompleted: true,
        channel: payment.channel,
        currency: payment.currency,
        amountMinor,
        feeMinor,
        heldFrom: null,
        status: 'pending',
        failure: null,
        doubt: null,
        bankReference: null,
        createdAt: now,
        finalAt: null,
        notifyUrl,
        details,
      },
      now,
    );
    state.refunds.insert(refund);
    oweCall(state, 'refund', id, now);
    return accept(refund);
  },
};

/** The rows that a refund or reversal of this payment touches. */
export function refundKeys(payment: Payment): Keys {
  const { merchantId, currency, settlementId, lastRefundId } = payment;
  return {
    accounts: accountKeys(merchantId, currency, ['available', 'pending', 'held', 'fees']),
    ...(settlementId === null ? {} : { settlements: [[settlementId]] }),
    ...(lastRefundId === null ? {} : { refunds: [[lastRefundId]] }),
  };
}

function refusalOf(
  state: CellState,
  payment: Payment,
  { amountMinor, oneAtATime, windowMs }: CreateRefund,
  now: number,
): Refused<Reason> | undefined {
  const last = lastRefundOf(state, payment);
  const isReversed = last?.kind === 'reversal' && last.status !== 'failed';
  if (payment.status !== 'completed' || isReversed) return refuse('payment_not_refundable');
  if (payment.refundedMinor === payment.amountMinor) return refuse('payment_refunded');
  if (oneAtATime && payment.refundingMinor > 0n) return refuse('refund_under_way');
  if (windowMs !== null && payment.finalAt !== null && now > payment.finalAt + windowMs) {
    return refuse('refund_window_over');
  }
  if (amountMinor > restOf(payment)) return refuse('refund_exceeds_rest');
  return unsupported(state, payment, amountMinor);
}

/** A channel that the catalogue no longer has gives nothing back. What it refused before was no refund. */
function unsupported(state: CellState, payment: Payment, amountMinor: bigint): Refused<Reason> | undefined {
  const supports = state.channel(payment.channel)?.supports;
  if (!supports?.fullRefund && !supports?.partialRefund) return refuse('refund_unsupported');
  if (payment.refundedMinor + payment.refundingMinor > 0n && !supports.multipleRefund) {
    return refuse('second_refund_unsupported');
  }
  const isWhole = amountMinor === payment.amountMinor;
  if (isWhole && !supports.fullRefund) return refuse('full_refund_unsupported');
  return !isWhole && !supports.partialRefund ? refuse('partial_refund_unsupported') : undefined;
}

/**
 * In proportion to all that goes back until now, so that a payment refunded in parts returns its fee to the cent. Parts that fail
 * take their share along, in whichever order; still the merchant never gives back more than he got of the payment, and so what is
 * missing of the fee at the end is never more than the last part.
 */
function feeOf(payment: Payment, amountMinor: bigint): bigint {
  const back = payment.refundedMinor + payment.refundingMinor + amountMinor;
  const fee = (payment.feeMinor * back) / payment.amountMinor - payment.feeReturnedMinor;
  if (fee <= 0n) return 0n;
  return fee > amountMinor ? amountMinor : fee;
}

// Completes a pending payment: its money to the merchant, the platform's fee out of it, at most all of it.
import type { Instant } from '../../kernel/clock.ts';
import { captureKeys, endCapture } from '../authorisation/end-capture.ts';
import { callKeys, endCalls } from '../call/call.ts';
import { checkoutKeys, completeCheckout } from '../checkout/checkout.ts';
import { feeFor } from '../fees/fee.ts';
import { useUp } from '../instrument/instrument.ts';
import { type AccountKind, accountKeys, post } from '../ledger/ledger.ts';
import { supersede, supersededKeys } from '../notification/supersede.ts';
import { holdRefund } from '../refund/hold-refund.ts';
import { lastRefundOf } from '../refund/refund.ts';
import { earmark, settlementOf } from '../settlement/settlement.ts';
import type { CellState, Keys } from '../state.ts';
import type { Payment, Receipt } from './payment.ts';

export interface Completion {
  readonly bankReference: string;
  readonly receipt: Receipt | null;
}

/** The rows that a completion of this payment touches. */
export function completionKeys(state: CellState, payment: Payment, now: Instant): Keys {
  const { id, merchantId, currency, channel, entry, instrumentId, lastRefundId } = payment;
  const merchant = state.merchant(merchantId);
  const waits = merchant.settlementDays > 0;
  const kinds: AccountKind[] = ['available', 'fees', `channel:${channel}`];
  if (waits) kinds.push('pending');
  if (lastRefundId !== null) kinds.push('held');
  return {
    accounts: accountKeys(merchantId, currency, kinds),
    ...(waits ? { settlements: [[settlementOf(merchant, currency, now).id]] } : {}),
    ...(instrumentId === null ? {} : { instruments: [[instrumentId]] }),
    ...(lastRefundId === null ? {} : { refunds: [[lastRefundId]], ...supersededKeys(id) }),
    ...(entry === 'page' ? {} : { tasks: callKeys('payment', id) }),
    ...captureKeys(payment),
    ...checkoutKeys(payment),
  };
}

/**
 * Books the money of a payment that is pending. Where a reversal is under way it is held for that at once, and the
 * merchant is not told of a payment that is about to be taken back.
 */
export function completePayment(
  state: CellState,
  pending: Payment,
  { bankReference, receipt }: Completion,
  now: Instant,
): Payment {
  const { id: causeId, merchantId, currency, channel, amountMinor } = pending;
  const merchant = state.merchant(merchantId);
  const feeMinor = feeFor(merchant.fees, 'payment', amountMinor, amountMinor);
  const waits = merchant.settlementDays > 0;
  const payment: Payment = {
    ...pending,
    status: 'completed',
    bankReference,
    receipt,
    doubt: null,
    feeMinor,
    finalAt: now,
    expiresAt: null,
    settlementId: waits ? settlementOf(merchant, currency, now).id : null,
  };
  state.payments.update(payment);
  if (payment.entry !== 'page') endCalls(state, 'payment', payment.id);
  const earned: AccountKind = waits ? 'pending' : 'available';
  const cause = { merchantId, currency, causeId };
  post(state, { ...cause, debit: `channel:${channel}`, credit: earned, amountMinor, code: 'payment' }, now);
  post(state, { ...cause, debit: earned, credit: 'fees', amountMinor: feeMinor, code: 'payment_fee' }, now);
  if (waits) earmark(state, merchant, currency, amountMinor - feeMinor, now);
  useUp(state, payment, now);
  endCapture(state, payment);
  completeCheckout(state, payment, now);
  const reversal = lastRefundOf(state, payment);
  if (reversal?.status === 'pending') {
    const held = holdRefund(state, payment, reversal, now);
    state.refunds.update(held.refund);
    return held.payment;
  }
  if (reversal) supersede(state, payment.id);
  state.announce({ kind: 'payment.completed', payment });
  return payment;
}

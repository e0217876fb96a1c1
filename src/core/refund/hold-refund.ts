// The money of a refund in the ledger: held when it is accepted, so that nobody spends it twice; gone when its channel gave it
// back; released when the channel refused.
import type { Instant } from '../../kernel/clock.ts';
import { type AccountKind, balanceOf, post } from '../ledger/ledger.ts';
import type { Payment } from '../payment/payment.ts';
import { type Settlement, takeBack } from '../settlement/settlement.ts';
import type { CellState } from '../state.ts';
import type { Refund } from './refund.ts';

export interface Held {
  readonly payment: Payment;
  readonly refund: Refund;
}

/**
 * Where the merchant's part of a refund of this payment can be held from: the day with which the payment is settled while that
 * has not begun and covers it, else what is available; undefined when neither covers it.
 */
export function sourceOf(
  state: CellState,
  { settlementId, merchantId, currency }: Payment,
  merchantPartMinor: bigint,
): 'pending' | 'available' | undefined {
  const day = openDay(state, settlementId);
  if (day && day.amountMinor >= merchantPartMinor) return 'pending';
  return balanceOf(state, merchantId, currency, 'available') >= merchantPartMinor ? 'available' : undefined;
}

/**
 * Holds a pending refund of a completed payment and notes it on the payment; the refund's row, new or old, is for the caller to
 * write. Asked for a reversal, it gives back the whole fee. Throws when the merchant's part is not there: callers ask `sourceOf` before,
 * unless the payment has completed just now.
 */
export function holdRefund(state: CellState, payment: Payment, asked: Refund, now: Instant): Held {
  const feeMinor = asked.kind === 'reversal' ? payment.feeMinor : asked.feeMinor;
  const merchantPartMinor = asked.amountMinor - feeMinor;
  const heldFrom = sourceOf(state, payment, merchantPartMinor);
  if (!heldFrom) throw new Error(`The money for ${asked.id} is not there.`);
  const refund: Refund = { ...asked, heldFrom, feeMinor };
  const { id: causeId, merchantId, currency, amountMinor } = refund;
  const cause = { merchantId, currency, causeId };
  const code = { own: 'refund_hold', fee: 'refund_fee_hold' } as const;
  post(state, { ...cause, debit: heldFrom, credit: 'held', amountMinor: merchantPartMinor, code: code.own }, now);
  post(state, { ...cause, debit: 'fees', credit: 'held', amountMinor: feeMinor, code: code.fee }, now);
  if (heldFrom === 'pending') takeBack(state, payment.settlementId, merchantPartMinor);
  const held: Payment = {
    ...payment,
    refundingMinor: payment.refundingMinor + amountMinor,
    feeReturnedMinor: payment.feeReturnedMinor + feeMinor,
    lastRefundId: refund.id,
  };
  state.payments.update(held);
  return { payment: held, refund };
}

/** What was held leaves by the channel. */
export function sendHeld(state: CellState, payment: Payment, refund: Refund, now: Instant): Payment {
  const { id: causeId, merchantId, currency, channel, amountMinor } = refund;
  const sides = { debit: 'held', credit: `channel:${channel}` } as const;
  post(state, { merchantId, currency, causeId, ...sides, amountMinor, code: 'refund' }, now);
  const sent: Payment = {
    ...payment,
    refundingMinor: payment.refundingMinor - amountMinor,
    refundedMinor: payment.refundedMinor + amountMinor,
  };
  state.payments.update(sent);
  return sent;
}

/** What was held comes back to where it was, or to what is available where its day was settled meanwhile. */
export function releaseHeld(state: CellState, payment: Payment, refund: Refund, now: Instant): Payment {
  const { id: causeId, merchantId, currency, amountMinor, feeMinor } = refund;
  const merchantPartMinor = amountMinor - feeMinor;
  const day = refund.heldFrom === 'pending' ? openDay(state, payment.settlementId) : undefined;
  const back: AccountKind = day ? 'pending' : 'available';
  const cause = { merchantId, currency, causeId };
  const code = { own: 'refund_release', fee: 'refund_fee_release' } as const;
  post(state, { ...cause, debit: 'held', credit: back, amountMinor: merchantPartMinor, code: code.own }, now);
  post(state, { ...cause, debit: 'held', credit: 'fees', amountMinor: feeMinor, code: code.fee }, now);
  if (day) state.settlements.update({ ...day, amountMinor: day.amountMinor + merchantPartMinor });
  const released: Payment = {
    ...payment,
    refundingMinor: payment.refundingMinor - amountMinor,
    feeReturnedMinor: payment.feeReturnedMinor - feeMinor,
  };
  state.payments.update(released);
  return released;
}

function openDay(state: CellState, settlementId: string | null): Settlement | undefined {
  const day = settlementId === null ? undefined : state.settlements.get(settlementId);
  return day?.status === 'open' ? day : undefined;
}

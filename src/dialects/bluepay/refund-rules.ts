// Refunds, as both versions give them (bluepay.md 3.10). Which situation has which code:
//
//   unknown original                         21006   payment_not_found
//   refunds are off for the app or channel   21402   refunds_disabled, refund_unsupported, second_refund_unsupported
//   mchRefundOrderId used before             21407   refund_repeated, refund_conflict
//   original never completed, or voided      21408   payment_not_refundable
//   nothing is left of it                    21406   payment_refunded
//   another refund waits for its channel     21409   refund_under_way
//   its channel works on it                  21401   refund_processing
//   original completed 60 days ago           21403   refund_window_over
//   amount below 1 or above the rest         21406   refund_exceeds_rest
//   the channel gives no whole, no part      21404, 21405
//   balance too small                        21014   balance_insufficient
import type { Payment } from '../../core/payment/payment.ts';
import { type Outcome, refuse } from '../../core/reasons.ts';
import type { Refund } from '../../core/refund/refund.ts';
import { createNumberedRefund } from '../refunds.ts';
import type { BluepayDeps } from './deps.ts';
import type { Call } from './operation.ts';

export interface RefundFields {
  readonly mchRefundOrderId: string;
  readonly refundAmount: number;
  readonly refundReason?: string | undefined;
  readonly refundCallbackUrl?: string | undefined;
  readonly notifyUrl?: string | undefined;
}

/** One refund of a payment at a time. A number is used up by whatever became of its refund. `original`: as it was found, if it was. */
export async function refundPayment(
  call: Call<RefundFields>,
  original: Payment | undefined,
  deps: BluepayDeps,
): Promise<Outcome<Refund>> {
  const { settings, fields } = call;
  if (!original) return refuse('payment_not_found');
  if (!settings.refundsEnabled) return refuse('refunds_disabled');
  const asked = {
    reference: fields.mchRefundOrderId,
    amountMinor: BigInt(fields.refundAmount),
    reason: fields.refundReason,
    notifyUrl: fields.refundCallbackUrl ?? fields.notifyUrl ?? null,
    feeReturn: settings.refundFeeReturn,
  };
  return createNumberedRefund(call, original, asked, deps);
}

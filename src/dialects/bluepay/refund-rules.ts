// Refunds, as both versions give them (bluepay.md 3.10, 3.11). Which situation has which code:
//
//   unknown original                         21006   payment_not_found
//   refunds are off for the app or channel   21402   refund_unsupported, second_refund_unsupported
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
import { taskId } from '../../core/task.ts';
import type { Engine } from '../../engine/engine.ts';
import { dayMs } from '../../kernel/clock.ts';
import type { BluepayDeps } from './deps.ts';
import { localTime, localTimeOrNull } from './local-time.ts';
import type { Call, Caller } from './operation.ts';
import { failureFields, refundStatuses } from './statuses.ts';

/** Exact, from completion (7, row 20). */
const windowMs = 60 * dayMs;

export interface RefundFields {
  readonly mchRefundOrderId: string;
  readonly refundAmount: number;
  readonly refundReason?: string | undefined;
  readonly refundCallbackUrl?: string | undefined;
  readonly notifyUrl?: string | undefined;
}

/** One refund of a payment at a time. A number is used up by whatever became of its refund. `original`: as it was found, if it was. */
export async function refundPayment(
  { app, merchant, settings, fields, now }: Call<RefundFields>,
  original: Payment | undefined,
  { engine, ids }: BluepayDeps,
): Promise<Outcome<Refund>> {
  const { mchRefundOrderId } = fields;
  if (!original) return refuse('payment_not_found');
  if (!settings.refundsEnabled) return refuse('refund_unsupported');
  if (await engine.find(merchant.cell, 'refundsByReference', app.id, mchRefundOrderId))
    return refuse('refund_repeated');
  const id = ids.next('R', merchant.cell, now);
  const created = await engine.execute(merchant.cell, 'create-refund', {
    id,
    paymentId: original.id,
    merchantId: merchant.id,
    appId: app.id,
    referenceScope: app.id,
    reference: mchRefundOrderId,
    amountMinor: BigInt(fields.refundAmount),
    notifyUrl: fields.refundCallbackUrl ?? fields.notifyUrl ?? null,
    details: { refundReason: fields.refundReason ?? null },
    feeReturn: settings.refundFeeReturn,
    oneAtATime: true,
    windowMs,
  });
  // The core answers the refund of that number that is under way; here it is a number used before.
  if (created.ok && created.value.id !== id) return refuse('refund_repeated');
  if (created.ok || created.reason !== 'refund_under_way') return created;
  return (await isWithChannel(original.id, merchant.cell, engine)) ? refuse('refund_processing') : created;
}

/** Whether the newest refund of a payment was handed over: then nobody owes that any more. */
async function isWithChannel(paymentId: string, cell: number, engine: Engine): Promise<boolean> {
  const payment = await engine.find(cell, 'payments', paymentId);
  const owed = payment?.lastRefundId && (await engine.find(cell, 'tasks', taskId('send-refund', payment.lastRefundId)));
  return owed === undefined;
}

/** At least one of them; what is given must all be true of a refund. */
export interface RefundNames {
  readonly mchRefundOrderId?: string | undefined;
  readonly refundTransactionId?: string | undefined;
  readonly originalTransactionId?: string | undefined;
}

/** More than one payment has is not answered: it would not be read. */
const mostRefunds = 1000;

/** Refunds of the app, oldest first; refuses when there is none (3.11). */
export async function findRefunds(
  { app, merchant }: Caller,
  { mchRefundOrderId, refundTransactionId, originalTransactionId }: RefundNames,
  engine: Engine,
): Promise<Outcome<readonly [Refund, ...Refund[]]>> {
  const { cell } = merchant;
  const candidates =
    mchRefundOrderId !== undefined
      ? [await engine.find(cell, 'refundsByReference', app.id, mchRefundOrderId)]
      : refundTransactionId !== undefined
        ? [await engine.find(cell, 'refunds', refundTransactionId)]
        : await engine.store(cell).listRefundsOfPayments([originalTransactionId ?? ''], mostRefunds);
  const [first, ...others] = candidates.flatMap((candidate) => {
    if (candidate?.appId !== app.id || candidate.kind !== 'refund') return [];
    if (refundTransactionId !== undefined && candidate.id !== refundTransactionId) return [];
    return originalTransactionId === undefined || candidate.paymentId === originalTransactionId ? [candidate] : [];
  });
  return first ? { ok: true, value: [first, ...others] } : refuse('refund_not_found');
}

/** What the query and the notification tell of a refund, the latter without what is null (4.5). */
export function refundData(told: Refund) {
  return {
    mchRefundOrderId: told.reference,
    refundTransactionId: told.id,
    originalTransactionId: told.paymentId,
    refundAmount: Number(told.amountMinor),
    // What failed gave nothing back.
    feeRefunded: told.status === 'failed' ? 0 : Number(told.feeMinor),
    refundStatus: refundStatuses[told.status],
    refundCreateTime: localTime(told.createdAt, told.currency),
    refundReturnTime: localTimeOrNull(told.finalAt, told.currency),
    refundReason: told.details['refundReason'] ?? null,
    ...failureFields(told.failure),
  };
}

// Refunds as the dialects word them that let merchants number them: made, found and told (paycools.md 3.7, 4.2; bluepay.md 3.10, 3.11, 4.5).
import type { App, Merchant } from '../core/merchant/merchant.ts';
import type { Payment } from '../core/payment/payment.ts';
import { type Outcome, refuse } from '../core/reasons.ts';
import type { CreateRefund } from '../core/refund/create-refund.ts';
import type { Refund, RefundStatus } from '../core/refund/refund.ts';
import { taskId } from '../core/task.ts';
import type { Engine } from '../engine/engine.ts';
import { dayMs, formatLocalTime, type Instant } from '../kernel/clock.ts';
import type { IdSource } from '../kernel/id.ts';
import { currencyOf } from '../kernel/money.ts';
import { failureCodes } from './failure-codes.ts';

/** Exact, from completion (paycools.md 7, row 30; bluepay.md 7, row 20). */
const windowMs = 60 * dayMs;

interface Whose {
  readonly app: Pick<App, 'id'>;
  readonly merchant: Pick<Merchant, 'id' | 'cell'>;
}

/** What a request says of a refund. */
export interface AskedRefund extends Pick<CreateRefund, 'amountMinor' | 'notifyUrl' | 'feeReturn'> {
  /** The merchant's number of it. */
  readonly reference: string;
  readonly reason: string | undefined;
}

/**
 * Makes a refund of a payment, one at a time. Refuses a number that was used before, whatever became of its refund (`refund_repeated`),
 * then what the core refuses, in its order; `refund_processing` where the refund under way is with its channel.
 */
export async function createNumberedRefund(
  { app, merchant, now }: Whose & { readonly now: Instant },
  original: Pick<Payment, 'id'>,
  { reference, amountMinor, reason, notifyUrl, feeReturn }: AskedRefund,
  { engine, ids }: { readonly engine: Engine; readonly ids: IdSource },
): Promise<Outcome<Refund>> {
  const { cell } = merchant;
  if (await engine.find(cell, 'refundsByReference', app.id, reference)) return refuse('refund_repeated');
  const id = ids.next('R', cell, now);
  const created = await engine.execute(cell, 'create-refund', {
    id,
    paymentId: original.id,
    merchantId: merchant.id,
    appId: app.id,
    referenceScope: app.id,
    reference,
    amountMinor,
    notifyUrl,
    details: { refundReason: reason ?? null },
    feeReturn,
    oneAtATime: true,
    windowMs,
  });
  // The core answers the refund of that number that is under way; here it is a number used before.
  if (created.ok && created.value.id !== id) return refuse('refund_repeated');
  if (created.ok || created.reason !== 'refund_under_way') return created;
  return (await isWithChannel(original.id, cell, engine)) ? refuse('refund_processing') : created;
}

/** Whether the newest refund of a payment was handed over: then nobody owes that any more. */
async function isWithChannel(paymentId: string, cell: number, engine: Pick<Engine, 'find'>): Promise<boolean> {
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

/** Refunds of the app, oldest first; refuses when there is none. */
export async function findRefunds(
  { app, merchant }: Whose,
  { mchRefundOrderId, refundTransactionId, originalTransactionId }: RefundNames,
  engine: Pick<Engine, 'find' | 'store'>,
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

/** Without the D that other statuses have (bluepay.md 5.4). */
export const refundStatuses = {
  pending: 'PENDING',
  completed: 'COMPLETE',
  failed: 'FAILED',
} as const satisfies Record<RefundStatus, string>;

/** What the query and the notification tell of a refund, the latter without what is null; times in the zone of its currency. */
export function refundData(told: Refund) {
  const { currency, details, failure, finalAt, status } = told;
  const { zoneMinutes } = currencyOf(currency);
  const reason = details['refundReason'];
  return {
    mchRefundOrderId: told.reference,
    refundTransactionId: told.id,
    originalTransactionId: told.paymentId,
    refundAmount: Number(told.amountMinor),
    // What failed gave nothing back.
    feeRefunded: status === 'failed' ? 0 : Number(told.feeMinor),
    refundStatus: refundStatuses[status],
    refundCreateTime: formatLocalTime(told.createdAt, zoneMinutes),
    refundReturnTime: finalAt === null ? null : formatLocalTime(finalAt, zoneMinutes),
    refundReason: typeof reason === 'string' ? reason : null,
    failedCode: failure === null ? null : failureCodes[failure].code,
    failedMessage: failure === null ? null : failureCodes[failure].message,
  };
}

// Debits: payments that are taken by a token, as the dialects that have them ask for them alike (bluepay.md 3.16, 3b.8; paycools.md 3.9).
import type { Event } from '../core/event.ts';
import type { App, Merchant } from '../core/merchant/merchant.ts';
import type { Details, Payment } from '../core/payment/payment.ts';
import type { Outcome } from '../core/reasons.ts';
import { isReversed, type Refund } from '../core/refund/refund.ts';
import type { Engine } from '../engine/engine.ts';
import type { Instant } from '../kernel/clock.ts';
import { cellOfId } from '../kernel/id.ts';
import type { NumberedKind } from '../core/numbered.ts';
import type { DialectDeps } from './deps.ts';

export interface DebitOrder {
  readonly mchOrderId: string;
  readonly amount: number;
  readonly channelCode: string;
  readonly payToken: string;
  readonly notifyUrl: string;
  readonly details: Details;
  readonly numberedWith: readonly NumberedKind[];
}

/** Its channel is asked once it is accepted. Its number is used up whatever becomes of it. */
export function createDebit(
  { app, merchant, now }: { readonly app: App; readonly merchant: Merchant; readonly now: Instant },
  { mchOrderId, amount, channelCode, payToken, notifyUrl, details, numberedWith }: DebitOrder,
  { engine, ids }: Pick<DialectDeps, 'engine' | 'ids'>,
): Promise<Outcome<Payment>> {
  return engine.execute(merchant.cell, 'create-payment', {
    id: ids.next('C', merchant.cell, now),
    merchantId: merchant.id,
    appId: app.id,
    referenceScope: app.id,
    reference: mchOrderId,
    numberedWith,
    entry: 'debit',
    payerCode: payToken,
    channel: channelCode,
    amountMinor: BigInt(amount),
    notifyUrl,
    returnUrl: null,
    details,
  });
}

/**
 * Whether the gateway took a debit back because its channel had not decided in time: then it failed, even where the money had come
 * and went back. One that its channel refused meanwhile failed by that, and was told so. A void is the merchant's own act, and has its
 * own answer.
 */
function isTakenBack({ entry, status }: Payment, { initiator }: Refund): boolean {
  return entry === 'debit' && status !== 'failed' && initiator === 'gateway';
}

/** The same, told as an event. */
export function tellsOfFailedDebit(event: Extract<Event, { readonly kind: 'payment.reversing' | 'payment.reversed' }>) {
  return event.kind === 'payment.reversed' && isTakenBack(event.payment, event.refund);
}

/** How the gateway took a debit back; undefined where it did not, and of what is no debit. */
export async function findTakingBack(engine: Pick<Engine, 'find'>, payment: Payment): Promise<Refund | undefined> {
  const { id, entry, lastRefundId } = payment;
  if (entry !== 'debit' || lastRefundId === null) return undefined;
  const last = await engine.find(cellOfId(id) ?? 0, 'refunds', lastRefundId);
  return last && isReversed(payment, last) && isTakenBack(payment, last) ? last : undefined;
}

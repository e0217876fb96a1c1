// Debits: payments that are taken by a token, as both versions ask for them (bluepay.md 3.16, 3b.8).
import type { Event } from '../../core/event.ts';
import type { Details, Payment } from '../../core/payment/payment.ts';
import type { Outcome } from '../../core/reasons.ts';
import { isReversed, type Refund } from '../../core/refund/refund.ts';
import type { Engine } from '../../engine/engine.ts';
import { secondMs } from '../../kernel/clock.ts';
import { cellOfId } from '../../kernel/id.ts';
import { accept } from '../../kernel/outcome.ts';
import type { BluepayDeps } from './deps.ts';
import type { Call } from './operation.ts';
import { type TransactionStatus, transactionStatuses } from './statuses.ts';

export interface DebitOrder {
  readonly mchOrderId: string;
  readonly amount: number;
  readonly channelCode: string;
  readonly payToken: string;
  readonly notifyUrl: string;
  readonly details: Details;
}

/** How long the answer waits for the channel. What takes longer is PENDING, and a notification tells what became of it. */
const answerMs = secondMs;

/** The debit as it stands then. Its number is used up whatever becomes of it. */
export async function takeDebit(
  { app, merchant, now }: Pick<Call<unknown>, 'app' | 'merchant' | 'now'>,
  { mchOrderId, amount, channelCode, payToken, notifyUrl, details }: DebitOrder,
  { engine, ids }: Pick<BluepayDeps, 'engine' | 'ids'>,
): Promise<Outcome<Payment>> {
  const { cell } = merchant;
  const created = await engine.execute(cell, 'create-payment', {
    id: ids.next('C', cell, now),
    merchantId: merchant.id,
    appId: app.id,
    referenceScope: app.id,
    reference: mchOrderId,
    entry: 'debit',
    payerCode: payToken,
    channel: channelCode,
    amountMinor: BigInt(amount),
    notifyUrl,
    returnUrl: null,
    details,
  });
  if (!created.ok) return created;
  const { id } = created.value;
  const decided = await engine.until(cell, 'payments', id, (row) => row?.status !== 'pending', answerMs);
  return accept(decided ?? created.value);
}

/**
 * Whether the gateway took a debit back because its channel had not decided in time: then it failed, even where the money had come
 * and went back. A void is the merchant's own act, and has its own answer.
 */
export function isTakenBack({ entry }: Payment, { initiator }: Refund): boolean {
  return entry === 'debit' && initiator === 'gateway';
}

/** The same, told as an event. */
export function tellsOfFailedDebit(event: Extract<Event, { readonly kind: 'payment.reversing' | 'payment.reversed' }>) {
  return event.kind === 'payment.reversed' && isTakenBack(event.payment, event.refund);
}

/** The status of a debit in version 1, which has no word for what was taken back. */
export async function debitStatus(engine: Pick<Engine, 'find'>, payment: Payment): Promise<TransactionStatus> {
  const { id, lastRefundId, status } = payment;
  const last = lastRefundId === null ? undefined : await engine.find(cellOfId(id) ?? 0, 'refunds', lastRefundId);
  return last && isReversed(payment, last) && isTakenBack(payment, last) ? 'FAILED' : transactionStatuses[status];
}

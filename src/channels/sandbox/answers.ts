// What a row of the bank's book says to the gateway, whether it asked or is told.
import type { AuthorisationResult } from '../../core/authorisation/settle-authorisation.ts';
import type { CallResult } from '../../core/call/call.ts';
import type { RefundResult } from '../../core/refund/settle-refund.ts';
import type { Answer, PaymentAnswer } from '../../engine/connector.ts';
import type { BankOrder } from './bank/order.ts';
import { receiptOf } from './receipt.ts';
import { courseOf } from './scenarios.ts';

/** Of what the bank has taken and not finished, when it is handed over (again) and when it is asked for. */
export function openAnswer(
  { kind, amountMinor }: Pick<BankOrder, 'kind' | 'amountMinor'>,
  during: 'sent' | 'asked',
): Extract<Answer, { kind: 'in_progress' | 'unknown' }> {
  const course = courseOf(kind, amountMinor);
  const trouble = during === 'sent' ? 'sent' in course && course.sent : 'asked' in course && course.asked;
  return trouble ? { kind: 'unknown', trouble } : { kind: 'in_progress' };
}

/** Of a finished payout or release. */
export function resultOf({ reference, failure }: BankOrder): CallResult {
  return failure === null ? { kind: 'succeeded', bankReference: reference } : { kind: 'refused', failure };
}

/** Of a finished authorisation, with what is known of its payer. */
export function paidResultOf(order: BankOrder): AuthorisationResult {
  const { payerCode, id, channel, finishedAt } = order;
  const result = resultOf(order);
  if (result.kind === 'refused') return result;
  return { ...result, receipt: receiptOf({ payer: payerCode ?? id, channel, at: finishedAt ?? 0 }) };
}

/**
 * Of a finished payment. One that was stopped is told by the reversal that stopped it, and by nothing else; another amount than asked
 * for only by its credit, because an answer names none.
 */
export function paymentAnswerOf(order: BankOrder): PaymentAnswer {
  const isOtherAmount = order.status === 'done' && order.movedMinor !== order.amountMinor;
  return order.status === 'stopped' || isOtherAmount ? { kind: 'in_progress' } : paidResultOf(order);
}

/** Of a finished refund or reversal. */
export function refundResultOf(order: BankOrder): RefundResult {
  if (order.status === 'stopped') return { kind: 'stopped' };
  const result = resultOf(order);
  if (order.kind !== 'reversal' || result.kind === 'refused') return result;
  return { ...result, creditReference: order.creditReference ?? undefined, amountMinor: order.movedMinor };
}

// The status of a payment in version 2, which has a word for one that was taken back (bluepay.md 5.4, 6.4).
import type { Payment } from '../../../core/payment/payment.ts';
import { isReversed } from '../../../core/refund/refund.ts';
import type { Engine } from '../../../engine/engine.ts';
import { cellOfId } from '../../../kernel/id.ts';
import { type TransactionStatus, transactionStatuses } from '../statuses.ts';

/** Refunds do not change it. What was stopped before its money came has failed, as whatever runs out of time has (7, row 28). */
export async function paymentStatus(engine: Pick<Engine, 'find'>, payment: Payment): Promise<TransactionStatus> {
  const { id, lastRefundId, status } = payment;
  const last = lastRefundId === null ? undefined : await engine.find(cellOfId(id) ?? 0, 'refunds', lastRefundId);
  return status === 'completed' && isReversed(payment, last) ? 'VOIDED' : transactionStatuses[status];
}

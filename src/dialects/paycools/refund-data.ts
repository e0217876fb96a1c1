// A refund as 8.2 answers it and 8.3 tells it (paycools.md 3.7, 4.2).
import type { Refund } from '../../core/refund/refund.ts';
import { failureCodes } from '../failure-codes.ts';
import { manilaTime, manilaTimeOrNull } from './manila-time.ts';
import type { CallbackBody } from './signature.ts';
import { transactionStatuses } from './statuses.ts';

export function refundData(refund: Refund) {
  const { status, failure, details } = refund;
  const reason = details['refundReason'];
  return {
    mchRefundOrderId: refund.reference,
    refundTransactionId: refund.id,
    originalTransactionId: refund.paymentId,
    refundAmount: Number(refund.amountMinor),
    // What failed gave nothing back.
    feeRefunded: status === 'failed' ? 0 : Number(refund.feeMinor),
    refundStatus: transactionStatuses[status],
    refundCreateTime: manilaTime(refund.createdAt),
    refundReturnTime: manilaTimeOrNull(refund.finalAt),
    refundReason: typeof reason === 'string' ? reason : null,
    failedCode: failure === null ? null : failureCodes[failure].code,
    failedMessage: failure === null ? null : failureCodes[failure].message,
  };
}

export function refundMembers(refund: Refund): CallbackBody {
  return { eventName: `payment.refund.${refund.status === 'completed' ? 'success' : 'failed'}`, ...refundData(refund) };
}

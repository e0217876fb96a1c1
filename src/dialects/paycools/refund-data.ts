// A refund as 8.1 and 8.2 answer it and 8.3 tells it (paycools.md 3.7, 4.2).
import { Type } from 'typebox';
import type { Refund } from '../../core/refund/refund.ts';
import { exactly, orNull, wordOf } from '../answer-types.ts';
import { refundData, refundStatuses } from '../refunds.ts';
import type { CallbackBody } from './signature.ts';

export function refundMembers(refund: Refund): CallbackBody {
  return { eventName: `payment.refund.${refund.status === 'completed' ? 'success' : 'failed'}`, ...refundData(refund) };
}

/** What is answered while a refund has only just been accepted. */
export function createdRefundData(refund: Refund) {
  const { mchRefundOrderId, refundTransactionId, refundAmount, refundCreateTime, refundStatus } = refundData(refund);
  return { mchRefundOrderId, refundTransactionId, refundAmount, refundCreateTime, refundStatus };
}

const centavos = Type.Integer({ minimum: 0, description: 'Centavos.' });
const time = Type.String({ description: 'yyyy-MM-dd HH:mm:ss, Philippine time.' });
const created = {
  mchRefundOrderId: Type.String(),
  refundTransactionId: Type.String({ description: 'The number of the refund here.' }),
  refundAmount: centavos,
  refundCreateTime: time,
  refundStatus: wordOf(Object.values(refundStatuses)),
};

export const createdRefundAnswer = exactly(created);

const refundAnswer = exactly({
  ...created,
  originalTransactionId: Type.String(),
  feeRefunded: Type.Integer({ minimum: 0, description: 'What of the fee was given back, in centavos.' }),
  refundReturnTime: orNull(time),
  refundReason: orNull(Type.String()),
  failedCode: orNull(Type.Integer()),
  failedMessage: orNull(Type.String()),
});

/** One where its own number was asked for, else all of a transaction. */
export const refundsAnswer = Type.Union([refundAnswer, Type.Array(refundAnswer)]);

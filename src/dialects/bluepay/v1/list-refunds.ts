// 3.11 Refunds: POST /open-api/payment/refund/query, of one number, or all of a payment, oldest first.
import { Type } from 'typebox';
import { accept } from '../../../kernel/outcome.ts';
import { defineOperation } from '../operation.ts';
import { findRefunds, refundData } from '../../refunds.ts';
import { mchRefundOrderId, refundNamed, transactionId } from '../schemas.ts';
import { refundsAnswer } from './answers.ts';

export const listRefunds = defineOperation({
  path: '/open-api/payment/refund/query',
  versions: ['v1'],
  summary: 'Lists the refunds of a payment, or the one of a number, oldest first.',
  fields: Type.Object(
    {
      mchRefundOrderId: Type.Optional(mchRefundOrderId),
      refundTransactionId: Type.Optional(transactionId),
      originalTransactionId: Type.Optional(transactionId),
    },
    refundNamed,
  ),
  answer: refundsAnswer,
  async handle(call, { engine }) {
    const found = await findRefunds(call, call.fields, engine);
    return found.ok ? accept(found.value.map(refundData)) : found;
  },
});

// 3.11 Refunds: POST /open-api/payment/refund/query, of one number, or all of a payment, oldest first.
import { Type } from 'typebox';
import { accept } from '../../../kernel/outcome.ts';
import { defineOperation } from '../operation.ts';
import { findRefunds, refundData } from '../refund-rules.ts';
import { mchRefundOrderId, refundNamed, transactionId } from '../schemas.ts';

export const listRefunds = defineOperation({
  path: '/open-api/payment/refund/query',
  versions: ['v1'],
  fields: Type.Object(
    {
      mchRefundOrderId: Type.Optional(mchRefundOrderId),
      refundTransactionId: Type.Optional(transactionId),
      originalTransactionId: Type.Optional(transactionId),
    },
    refundNamed,
  ),
  async handle(call, { engine }) {
    const found = await findRefunds(call, call.fields, engine);
    return found.ok ? accept(found.value.map(refundData)) : found;
  },
});

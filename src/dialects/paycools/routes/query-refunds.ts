// 8.2 Get refund payments: GET /api/payment/refund/query, of one number, or all of a transaction, oldest first.
import { refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import { findRefunds, refundData } from '../../refunds.ts';
import { defineOperation } from '../operation.ts';
import { refundsAnswer } from '../refund-data.ts';
import { refundNames } from '../refund-fields.ts';

export const queryRefunds = defineOperation({
  method: 'GET',
  path: '/api/payment/refund/query',
  summary: 'Says what became of a refund, or lists the refunds of a transaction.',
  answer: refundsAnswer,
  fields: refundNames,
  perOrder: ({ mchRefundOrderId, originalTransactionId }) => mchRefundOrderId ?? originalTransactionId ?? '',
  async handle(call, { engine }) {
    const { app, merchant, fields } = call;
    const { mchRefundOrderId, originalTransactionId = '' } = fields;
    const found = await findRefunds(call, fields, engine);
    if (mchRefundOrderId !== undefined) return found.ok ? accept(refundData(found.value[0])) : found;
    if (found.ok) return accept(found.value.map(refundData));
    // A transaction of which nothing went back has an empty list; one that is not the app's is not there.
    const original = await engine.find(merchant.cell, 'payments', originalTransactionId);
    return original?.appId === app.id ? accept([]) : refuse('payment_not_found');
  },
});

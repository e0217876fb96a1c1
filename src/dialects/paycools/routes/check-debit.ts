// 10.6 Check payment status: POST /api/v1/direct/debit/query. Debits alone: other payments are asked for by 7.2.
import { refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import { paymentStatusAnswer } from '../answers.ts';
import { debitQueryFields } from '../debit-fields.ts';
import { defineOperation } from '../operation.ts';
import { usualWindowMs } from '../schemas.ts';
import { paymentData } from '../payment-data.ts';

export const checkDebit = defineOperation({
  method: 'POST',
  path: '/api/v1/direct/debit/query',
  summary: 'Says what became of a debit.',
  fields: debitQueryFields,
  perOrder: ({ transactionId }) => transactionId,
  answer: paymentStatusAnswer,
  timestampWindowMs: usualWindowMs,
  async handle({ app, merchant, fields }, { engine }) {
    const payment = await engine.find(merchant.cell, 'payments', fields.transactionId);
    // Another app's does not exist.
    if (payment?.appId !== app.id || payment.entry !== 'debit') return refuse('payment_not_found');
    return accept(await paymentData(payment, app, engine));
  },
});

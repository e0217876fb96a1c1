// 7.2 Check web payment status: GET /api/v1/payment/{transactionId}. Answers every payment of the app, QR ones too.
import { refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import { paymentStatusAnswer } from '../answers.ts';
import { defineOperation } from '../operation.ts';
import { paymentData } from '../payment-data.ts';
import { transactionFields } from '../schemas.ts';

export const checkPayment = defineOperation({
  method: 'GET',
  path: '/api/v1/payment/{transactionId}',
  summary: 'Answers how a payment stands, whatever channel it came by.',
  answer: paymentStatusAnswer,
  fields: transactionFields,
  perOrder: ({ transactionId }) => transactionId,
  async handle({ app, merchant, fields }, { engine }) {
    const payment = await engine.find(merchant.cell, 'payments', fields.transactionId);
    // Another merchant's payment does not exist.
    if (payment?.appId !== app.id) return refuse('payment_not_found');
    return accept(await paymentData(payment, app, engine));
  },
});

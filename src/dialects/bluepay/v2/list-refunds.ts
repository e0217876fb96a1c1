// 3b.16 Refunds: POST /open-api/payment/refund/query, of one number, or all of a payment, oldest first.
import { Type } from 'typebox';
import { refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import { currencyOfCountry } from '../countries.ts';
import { defineOperation } from '../operation.ts';
import { findRefunds } from '../../refunds.ts';
import { mchOrderId, mchRefundOrderId, refundNamed, transactionId } from '../schemas.ts';
import { refundsAnswer } from './answers.ts';
import { findPaymentIn } from './find-payment.ts';
import { refundAnswer } from './refund-answer.ts';

export const listRefunds = defineOperation({
  path: '/open-api/payment/refund/query',
  versions: ['v2'],
  summary: 'Lists the refunds of a payment, or the one of a number, oldest first.',
  fields: Type.Object(
    {
      mchRefundOrderId: Type.Optional(mchRefundOrderId),
      refundTransactionId: Type.Optional(transactionId),
      originalTransactionId: Type.Optional(transactionId),
      mchOrderId: Type.Optional(mchOrderId),
    },
    { eitherOf: [...(refundNamed.eitherOf ?? []), 'mchOrderId'] },
  ),
  answer: refundsAnswer,
  async handle(call, { engine }) {
    const { country, settings, fields } = call;
    const { mchOrderId, ...names } = fields;
    if (mchOrderId !== undefined) {
      const original = { transactionId: names.originalTransactionId, mchOrderId };
      const payment = await findPaymentIn(call, original, engine);
      if (!payment) return refuse('payment_not_found');
      names.originalTransactionId = payment.id;
    }
    const found = await findRefunds(call, names, engine);
    if (!found.ok) return found;
    // All of them are of one payment, and so of one currency.
    if (found.value[0].currency !== currencyOfCountry(country)) return refuse('refund_not_found');
    return accept(found.value.map((told) => refundAnswer(told, settings)));
  },
});

// 3b.18, 5 Query unsplit amount: POST /open-api/v1/split/amount/query.
import { Type } from 'typebox';
import { refuse } from '../../../core/reasons.ts';
import { restToSplit } from '../../../core/split/split.ts';
import { accept } from '../../../kernel/outcome.ts';
import { defineOperation } from '../operation.ts';
import { transactionId } from '../schemas.ts';
import { findPaymentIn } from './find-payment.ts';
import { restAnswer } from './split-answer-types.ts';

export const checkRest = defineOperation({
  path: '/open-api/v1/split/amount/query',
  versions: ['v2'],
  summary: 'Says how much of a payment can still be shared.',
  fields: Type.Object({ transactionId }),
  answer: restAnswer,
  async handle(call, { engine }) {
    const payment = await findPaymentIn(call, call.fields, engine);
    if (!payment) return refuse('payment_not_found');
    return accept({ transactionId: payment.id, unsplitAmount: Number(restToSplit(payment)) });
  },
});

// 2.2 Payment statement: POST /api/v1/record/paymentList, in pesos, for the merchant's own books.
import { defineOperation } from '../operation.ts';
import { paymentStatementAnswer, statementFields } from '../statement-fields.ts';
import { paymentRecord, statementPage, statementWindowMs } from '../statement-rows.ts';

export const listPaymentStatement = defineOperation({
  method: 'POST',
  path: '/api/v1/record/paymentList',
  summary: 'Lists the payments that were made, completed or failed on a day, in pesos, newest first, a hundred a page.',
  answer: paymentStatementAnswer,
  fields: statementFields,
  timestampWindowMs: statementWindowMs,
  handle: (call, deps) => statementPage('payments', call, deps, paymentRecord),
});

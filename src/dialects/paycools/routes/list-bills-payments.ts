// 4.5 VA payments: GET /api/v1/paymentCode/{mchOrderId}/payments.
import { listAccountPayments } from '../accounts.ts';
import { isBillsChannel } from '../channels.ts';
import { defineOperation } from '../operation.ts';
import { channelPaymentsFields, orderPaymentsAnswer } from '../order-payments.ts';

export const listBillsPayments = defineOperation({
  method: 'GET',
  path: '/api/v1/paymentCode/{mchOrderId}/payments',
  summary: 'Lists what was paid under the numbers of an order on these days, at most 31.',
  answer: orderPaymentsAnswer,
  fields: channelPaymentsFields,
  handle: (call, deps) => listAccountPayments(call, isBillsChannel, deps),
});

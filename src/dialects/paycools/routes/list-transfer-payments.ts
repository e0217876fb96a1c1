// 6.3 Bank transfer account payments: GET /api/v1/paymentAccount/{mchOrderId}/payments.
import { listAccountPayments } from '../accounts.ts';
import { isTransferChannel } from '../channels.ts';
import { defineOperation } from '../operation.ts';
import { channelPaymentsFields, orderPaymentsAnswer } from '../order-payments.ts';

export const listTransferPayments = defineOperation({
  method: 'GET',
  path: '/api/v1/paymentAccount/{mchOrderId}/payments',
  summary: 'Lists what was transferred to the accounts of an order on these days, at most 31.',
  answer: orderPaymentsAnswer,
  fields: channelPaymentsFields,
  handle: (call, deps) => listAccountPayments(call, isTransferChannel, deps),
});

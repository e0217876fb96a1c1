// 5.3 QR code payments: GET /api/v1/qrcode/{mchOrderId}/payments, oldest first, by the day they were created.
import { qrSlot } from '../../../core/instrument/instrument.ts';
import { refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import { defineOperation } from '../operation.ts';
import { daysOf, listOrderPayments, orderPaymentsAnswer, orderPaymentsFields } from '../order-payments.ts';

export const listQrcodePayments = defineOperation({
  method: 'GET',
  path: '/api/v1/qrcode/{mchOrderId}/payments',
  summary: 'Lists the payments of a code that were made on these days, at most 31.',
  answer: orderPaymentsAnswer,
  fields: orderPaymentsFields,
  async handle(call, deps) {
    const { app, merchant, fields } = call;
    const days = daysOf(fields);
    if (!days.ok) return days;
    const code = await deps.engine.find(merchant.cell, 'instrumentsByReference', app.id, fields.mchOrderId, qrSlot);
    if (!code) return refuse('instrument_not_found');
    return accept(await listOrderPayments(call, [qrSlot], days.value, deps));
  },
});

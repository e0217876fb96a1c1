// 5.2 QR code detail: GET /api/v1/qrcode/detail, and GET /api/v1/qrcode/{mchOrderId} for the same.
import { qrSlot } from '../../../core/instrument/instrument.ts';
import { type Outcome, refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import { qrcodeAnswer } from '../answers.ts';
import type { PaycoolsDeps } from '../deps.ts';
import { type Call, defineOperation } from '../operation.ts';
import { qrcodeData } from '../qrcode-data.ts';
import { orderFields } from '../schemas.ts';

export const getQrcode = defineOperation({
  method: 'GET',
  path: '/api/v1/qrcode/detail',
  summary: 'Answers how a code stands.',
  answer: qrcodeAnswer,
  fields: orderFields,
  perOrder: ({ mchOrderId }) => mchOrderId,
  handle,
});

export const getQrcodeByPath = defineOperation({
  method: 'GET',
  path: '/api/v1/qrcode/{mchOrderId}',
  summary: 'Answers how a code stands, as /api/v1/qrcode/detail does.',
  answer: qrcodeAnswer,
  fields: orderFields,
  perOrder: ({ mchOrderId }) => mchOrderId,
  handle,
});

async function handle(
  { app, merchant, fields }: Call<{ mchOrderId: string }>,
  deps: PaycoolsDeps,
): Promise<Outcome<unknown>> {
  const instrument = await deps.engine.find(merchant.cell, 'instrumentsByReference', app.id, fields.mchOrderId, qrSlot);
  return instrument ? accept(qrcodeData(instrument, app, deps)) : refuse('instrument_not_found');
}

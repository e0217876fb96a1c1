// 5.4 Cancel QR code: POST /api/v1/qrcode/cancel. A code that is closed already is answered as closed.
import { qrSlot } from '../../../core/instrument/instrument.ts';
import { accept } from '../../../kernel/outcome.ts';
import { qrcodeAnswer } from '../answers.ts';
import { defineOperation } from '../operation.ts';
import { qrcodeData } from '../qrcode-data.ts';
import { orderFields } from '../schemas.ts';

export const cancelQrcode = defineOperation({
  method: 'POST',
  path: '/api/v1/qrcode/cancel',
  summary: 'Ends a code; nobody can pay it from then on.',
  answer: qrcodeAnswer,
  fields: orderFields,
  async handle({ app, merchant, fields }, deps) {
    const reference = { referenceScope: app.id, reference: fields.mchOrderId, slot: qrSlot };
    const cancelled = await deps.engine.execute(merchant.cell, 'cancel-instrument', reference);
    if (!cancelled.ok) return cancelled;
    return accept({ ...qrcodeData(cancelled.value, app, deps), status: 'INACTIVE' });
  },
});

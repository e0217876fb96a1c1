// 5.6 Update QR code: POST /api/v1/qrcode/update. What is not given stays; amount and channel never change.
import { qrSlot } from '../../../core/instrument/instrument.ts';
import { accept } from '../../../kernel/outcome.ts';
import { qrcodeAnswer } from '../answers.ts';
import { defineOperation } from '../operation.ts';
import { qrcodeData } from '../qrcode-data.ts';
import { qrcodeUpdateFields } from '../schemas.ts';

export const updateQrcode = defineOperation({
  method: 'POST',
  path: '/api/v1/qrcode/update',
  summary: 'Changes what a code says of its customer, and where its callbacks go.',
  answer: qrcodeAnswer,
  fields: qrcodeUpdateFields,
  async handle({ app, merchant, fields }, deps) {
    const { mchOrderId, callbackUrl, ...details } = fields;
    const updated = await deps.engine.execute(merchant.cell, 'update-instrument', {
      referenceScope: app.id,
      reference: mchOrderId,
      slot: qrSlot,
      notifyUrl: callbackUrl,
      details,
    });
    return updated.ok ? accept(qrcodeData(updated.value, app, deps)) : updated;
  },
});

// 3.7 Cancel QR code: POST /open-api/qr/cancel. The payment that waits for it fails, and nobody is told: the merchant has the answer.
import { Type } from 'typebox';
import { qrSlot } from '../../../core/instrument/instrument.ts';
import { refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import { defineOperation } from '../operation.ts';
import { mchOrderId } from '../schemas.ts';
import { qrCodeAnswer } from './answers.ts';
import { qrData } from './qr-data.ts';

export const cancelQr = defineOperation({
  path: '/open-api/qr/cancel',
  versions: ['v1'],
  summary: 'Cancels a QR code that nobody has paid.',
  fields: Type.Object({ mchOrderId }),
  answer: qrCodeAnswer,
  async handle({ app, merchant, fields }, deps) {
    const { engine } = deps;
    const asked = { referenceScope: app.id, reference: fields.mchOrderId, slot: qrSlot };
    const cancelled = await engine.execute(merchant.cell, 'cancel-instrument', asked);
    if (!cancelled.ok) return cancelled;
    const { status, paymentId } = cancelled.value;
    // A second cancel finds it cancelled, which is what was asked; a paid code, or one out of time, it cannot undo.
    if (status !== 'cancelled') return refuse('already_final');
    const payment = paymentId === null ? undefined : await engine.find(merchant.cell, 'payments', paymentId);
    return accept(qrData(cancelled.value, payment, deps));
  },
});

// 3.5 QR code detail: POST /open-api/qr/detail.
import { Type } from 'typebox';
import { qrSlot } from '../../../core/instrument/instrument.ts';
import { refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import { localTime, localTimeOrNull } from '../local-time.ts';
import { defineOperation } from '../operation.ts';
import { mchOrderId } from '../schemas.ts';
import { qrData } from './qr-data.ts';

export const qrDetail = defineOperation({
  path: '/open-api/qr/detail',
  versions: ['v1'],
  fields: Type.Object({ mchOrderId }),
  async handle({ app, merchant, fields }, deps) {
    const { engine } = deps;
    const { cell } = merchant;
    const instrument = await engine.find(cell, 'instrumentsByReference', app.id, fields.mchOrderId, qrSlot);
    if (!instrument) return refuse('instrument_not_found');
    const { paymentId, amountMinor } = instrument;
    const payment = paymentId === null ? undefined : await engine.find(cell, 'payments', paymentId);
    return accept({
      ...qrData(instrument, payment, deps),
      amount: amountMinor === null ? null : Number(amountMinor),
      ...(payment && {
        transactionCreateTime: localTime(payment.createdAt, payment.currency),
        transactionReturnTime: localTimeOrNull(payment.finalAt, payment.currency),
      }),
    });
  },
});

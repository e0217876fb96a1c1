// 3.5 QR code detail: POST /open-api/qr/detail.
import { Type } from 'typebox';
import { type Instrument, qrSlot } from '../../../core/instrument/instrument.ts';
import type { Payment } from '../../../core/payment/payment.ts';
import { type Outcome, refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import type { BluepayDeps } from '../deps.ts';
import { localTime, localTimeOrNull } from '../local-time.ts';
import { type Call, defineOperation } from '../operation.ts';
import { mchOrderId } from '../schemas.ts';
import { jtQrDetailAnswer, qrDetailAnswer } from './answers.ts';
import { feeAndTotal, jtQrPath, jtSaid, refuseJt } from './jt.ts';
import { qrData } from './qr-data.ts';

export const qrDetail = defineOperation({
  path: '/open-api/qr/detail',
  versions: ['v1'],
  summary: 'Says how a QR code and its payment stand.',
  fields: Type.Object({ mchOrderId }),
  answer: qrDetailAnswer,
  handle: (call, deps) => detail(call, () => ({}), deps),
});

export const jtQrDetail = defineOperation({
  path: `${jtQrPath}/detail`,
  versions: ['v1'],
  summary: 'Says how a QR code and its payment stand, and for which parcels it is.',
  fields: Type.Object({ mchOrderId }),
  answer: jtQrDetailAnswer,
  handle: async (call, deps) => refuseJt(call.settings) ?? detail(call, jtBesides, deps),
});

async function detail(
  { app, merchant, fields }: Call<{ readonly mchOrderId: string }>,
  besides: (instrument: Instrument, payment: Payment | undefined) => object,
  deps: BluepayDeps,
): Promise<Outcome<unknown>> {
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
    ...besides(instrument, payment),
  });
}

function jtBesides(instrument: Instrument, payment: Payment | undefined) {
  return { ...(payment && feeAndTotal(payment)), ...jtSaid(instrument) };
}

// 3.6 QR code payments: POST /open-api/qr/paymentList, oldest first, by the days on which they were made.
import { type Static, type TObject, Type } from 'typebox';
import { qrSlot } from '../../../core/instrument/instrument.ts';
import type { Payment } from '../../../core/payment/payment.ts';
import { type Outcome, refuse } from '../../../core/reasons.ts';
import { dayMs } from '../../../kernel/clock.ts';
import { accept } from '../../../kernel/outcome.ts';
import type { BluepayDeps } from '../deps.ts';
import { localDayStart, localTime, localTimeOrNull } from '../local-time.ts';
import { type Call, defineOperation } from '../operation.ts';
import { date, mchOrderId } from '../schemas.ts';
import { transactionStatuses } from '../statuses.ts';
import { jtQrPaymentsAnswer, qrPaymentsAnswer } from './answers.ts';
import { jtPaymentSaid, jtQrPath, refuseJt } from './jt.ts';

/** The list has no pages: more than one answer can hold is refused, never left out. */
const mostPayments = 10_000;

const fields = { mchOrderId, startDate: date, endDate: date };

export const listQrPayments = defineOperation({
  path: '/open-api/qr/paymentList',
  versions: ['v1'],
  summary: 'Lists the payments of a QR code that were made on these days, oldest first.',
  fields: Type.Object(fields),
  answer: qrPaymentsAnswer,
  handle: (call, deps) => list(call, () => ({}), deps),
});

/** By the order's number: no order is found by one of its parcels. */
export const listJtQrPayments = defineOperation({
  path: `${jtQrPath}/payments`,
  versions: ['v1'],
  summary: 'Lists the payments of a QR code that were made on these days, each with its parcel, oldest first.',
  fields: Type.Object(fields),
  answer: jtQrPaymentsAnswer,
  handle: async (call, deps) => refuseJt(call.settings) ?? list(call, jtPaymentSaid, deps),
});

async function list(
  { app, merchant, fields: asked }: Call<Static<TObject<typeof fields>>>,
  besides: (payment: Payment) => object,
  { engine }: BluepayDeps,
): Promise<Outcome<unknown>> {
  const { cell } = merchant;
  const { mchOrderId, startDate, endDate } = asked;
  const instrument = await engine.find(cell, 'instrumentsByReference', app.id, mchOrderId, qrSlot);
  if (!instrument) return refuse('instrument_not_found');
  const from = localDayStart(startDate, instrument.currency);
  const lastDay = localDayStart(endDate, instrument.currency);
  if (from === undefined || lastDay === undefined || lastDay < from)
    return refuse('request_malformed', 'endDate must not be before startDate');
  const payments = await engine
    .store(cell)
    .listPaymentsOfReference(app.id, mchOrderId, [qrSlot], from, lastDay + dayMs, mostPayments + 1);
  if (payments.length > mostPayments)
    return refuse('request_malformed', `more than ${mostPayments} payments: ask for fewer days`);
  return accept(payments.map((payment) => ({ ...paymentData(payment), ...besides(payment) })));
}

function paymentData(payment: Payment) {
  const { currency } = payment;
  return {
    transactionId: payment.id,
    channelCode: payment.channel,
    transactionCreateTime: localTime(payment.createdAt, currency),
    transactionReturnTime: localTimeOrNull(payment.finalAt, currency),
    transactionAmount: Number(payment.amountMinor),
    transactionStatus: transactionStatuses[payment.status],
    remark: payment.details['remark'] ?? null,
  };
}

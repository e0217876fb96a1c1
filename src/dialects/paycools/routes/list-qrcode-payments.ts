// 5.3 QR code payments: GET /api/v1/qrcode/{mchOrderId}/payments, oldest first, by the day they were created.
import { qrSlot } from '../../../core/instrument/instrument.ts';
import type { Payment } from '../../../core/payment/payment.ts';
import { refuse } from '../../../core/reasons.ts';
import { dayMs } from '../../../kernel/clock.ts';
import { accept } from '../../../kernel/outcome.ts';
import { manilaDayStart, manilaTime, manilaTimeOrNull } from '../manila-time.ts';
import { defineOperation } from '../operation.ts';
import { qrcodePaymentsFields } from '../schemas.ts';
import { transactionStatuses } from '../statuses.ts';

// The list has no pages, so the days bound it (paycools.md 7, row 16), and a ceiling that keeps one answer in memory.
const mostDays = 31;
const mostPayments = 10_000;

export const listQrcodePayments = defineOperation({
  method: 'GET',
  path: '/api/v1/qrcode/{mchOrderId}/payments',
  fields: qrcodePaymentsFields,
  async handle({ app, merchant, fields }, { engine }) {
    const from = manilaDayStart(fields.startDate);
    const lastDay = manilaDayStart(fields.endDate);
    if (from === undefined || lastDay === undefined) return refuse('request_malformed');
    const to = lastDay + dayMs;
    if (to <= from) return refuse('request_malformed', 'endDate must not be before startDate');
    if (to - from > mostDays * dayMs)
      return refuse('request_malformed', `endDate must be within ${mostDays} days of startDate`);
    const instrument = await engine.find(merchant.cell, 'instrumentsByReference', app.id, fields.mchOrderId, qrSlot);
    if (!instrument) return refuse('instrument_not_found');
    const payments = await engine
      .store(merchant.cell)
      .listPaymentsOfReference(app.id, fields.mchOrderId, [qrSlot], from, to, mostPayments);
    // CLOSED is not among the statuses of this list (paycools.md 4.5): such a payment never was one for the merchant.
    return accept(payments.filter((payment) => payment.status !== 'closed').map(itemOf));
  },
});

function itemOf(payment: Payment) {
  return {
    transactionId: payment.id,
    transactionCreateTime: manilaTime(payment.createdAt),
    transactionReturnTime: manilaTimeOrNull(payment.finalAt),
    transactionAmount: Number(payment.amountMinor),
    channelCode: payment.channel,
    transactionStatus: transactionStatuses[payment.status],
    remark: payment.details['remark'] ?? null,
  };
}

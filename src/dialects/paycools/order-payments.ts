// What was paid on an order between two days, oldest first, by the day it was created: one list for bills, QR codes and transfers
// (paycools.md 4.5, 5.3, 6.3).
import { type Static, Type } from 'typebox';
import type { Payment } from '../../core/payment/payment.ts';
import { type Outcome, refuse } from '../../core/reasons.ts';
import { dayMs, type Instant } from '../../kernel/clock.ts';
import { accept } from '../../kernel/outcome.ts';
import { channelCodes } from './account-fields.ts';
import { paymentOfInstrument } from './answers.ts';
import type { PaycoolsDeps } from './deps.ts';
import { manilaDayStart, manilaTime, manilaTimeOrNull } from './manila-time.ts';
import type { Call } from './operation.ts';
import { date, mchOrderId } from './schemas.ts';
import { transactionStatuses } from './statuses.ts';

export const orderPaymentsFields = Type.Object({ mchOrderId, startDate: date, endDate: date });

/** Of products with several channels. */
export const channelPaymentsFields = Type.Object({
  ...orderPaymentsFields.properties,
  channelCode: Type.Optional(channelCodes),
});

export const orderPaymentsAnswer = Type.Array(paymentOfInstrument);

interface Days {
  readonly from: Instant;
  readonly to: Instant;
}

// The list has no pages, so the days bound it (paycools.md 7, row 16), and a ceiling that keeps one answer in memory.
const mostDays = 31;
const mostPayments = 10_000;

/** `[from, to)`: the last day counts. */
export function daysOf({ startDate, endDate }: Static<typeof orderPaymentsFields>): Outcome<Days> {
  const from = manilaDayStart(startDate);
  const lastDay = manilaDayStart(endDate);
  if (from === undefined || lastDay === undefined) return refuse('request_malformed');
  const to = lastDay + dayMs;
  if (to <= from) return refuse('request_malformed', 'endDate must not be before startDate');
  if (to - from > mostDays * dayMs)
    return refuse('request_malformed', `endDate must be within ${mostDays} days of startDate`);
  return accept({ from, to });
}

/** Of whatever these slots of the order hold or held. */
export async function listOrderPayments(
  { app, merchant, fields }: Call<Static<typeof orderPaymentsFields>>,
  slots: readonly string[],
  { from, to }: Days,
  { engine }: Pick<PaycoolsDeps, 'engine'>,
) {
  const payments = await engine
    .store(merchant.cell)
    .listPaymentsOfReference(app.id, fields.mchOrderId, slots, from, to, mostPayments);
  // CLOSED is not among the statuses of this list (paycools.md 4.5): such a payment never was one for the merchant.
  return payments.filter((payment) => payment.status !== 'closed').map(itemOf);
}

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

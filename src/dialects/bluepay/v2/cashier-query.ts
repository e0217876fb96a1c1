// 3b.4 Check checkout order: POST /open-api/payment/checkout/query.
import type { Checkout } from '../../../core/checkout/checkout.ts';
import type { Payment } from '../../../core/payment/payment.ts';
import { accept } from '../../../kernel/outcome.ts';
import type { BluepayDeps } from '../deps.ts';
import { defineOperation } from '../operation.ts';
import { type TransactionStatus, transactionStatuses } from '../statuses.ts';
import { cashierStatusAnswer } from './answers.ts';
import { cashierOrderNames, findCashierOrder } from './cashier-order.ts';
import { paymentStatus } from './payment-status.ts';
import { plainTime, plainTimeOrNull } from './times.ts';

export const checkCashierOrder = defineOperation({
  path: '/open-api/payment/checkout/query',
  versions: ['v2'],
  summary: "Says how a cashier's order stands.",
  fields: cashierOrderNames,
  answer: cashierStatusAnswer,
  async handle(call, deps) {
    const found = await findCashierOrder(call, call.fields, deps.engine);
    if (!found.ok) return found;
    const checkout = found.value;
    const { merchant, country, settings } = call;
    const { paymentId } = checkout;
    const payment = paymentId === null ? undefined : await deps.engine.find(merchant.cell, 'payments', paymentId);
    const channel = payment && deps.directory.channel(payment.channel);
    return accept({
      mchOrderId: checkout.reference,
      checkoutId: checkout.id,
      transactionId: paymentId,
      countryCode: country,
      currency: checkout.currency,
      amount: Number(checkout.amountMinor),
      channelType: channel?.type?.toUpperCase() ?? null,
      channelCode: payment?.channel ?? null,
      transactionStatus: await statusOf(checkout, payment, deps),
      createTime: plainTime(checkout.createdAt, settings),
      returnTime: plainTimeOrNull(checkout.finalAt, settings),
      remark: checkout.details['remark'] ?? null,
      notifyUrl: checkout.notifyUrl,
    });
  },
});

/** A try that failed is not the end: its payer may still pay in another way. */
async function statusOf(
  { status }: Checkout,
  payment: Payment | undefined,
  { engine }: Pick<BluepayDeps, 'engine'>,
): Promise<TransactionStatus> {
  if (status === 'completed' && payment) return paymentStatus(engine, payment);
  return transactionStatuses[status === 'closed' ? 'closed' : 'pending'];
}

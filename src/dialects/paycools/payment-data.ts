// A payment as 7.2 and 10.6 answer it (paycools.md 3.6, 3.9), and a debit that failed because it was taken back.
import type { App } from '../../core/merchant/merchant.ts';
import type { Payment } from '../../core/payment/payment.ts';
import type { Refund } from '../../core/refund/refund.ts';
import type { Engine } from '../../engine/engine.ts';
import { findTakingBack } from '../debits.ts';
import { manilaTime, manilaTimeOrNull } from './manila-time.ts';
import { callbackUrlOf, productOf } from './products.ts';
import { transactionStatuses } from './statuses.ts';

export async function paymentData(payment: Payment, app: App, engine: Pick<Engine, 'find'>) {
  const back = await findTakingBack(engine, payment);
  const { details, status, finalAt } = back ? failedDebit(payment, back) : payment;
  return {
    mchOrderId: payment.reference,
    transactionId: payment.id,
    amount: Number(payment.amountMinor),
    transactionStatus: transactionStatuses[status],
    createTime: manilaTime(payment.createdAt),
    returnTime: manilaTimeOrNull(finalAt),
    appName: details['appName'] ?? null,
    customerName: details['customerName'] ?? null,
    channelCode: payment.channel,
    email: details['email'] ?? null,
    mobile: details['mobile'] ?? null,
    remark: details['remark'] ?? null,
    callbackUrl: callbackUrlOf(app, productOf(payment), payment.notifyUrl) ?? null,
  };
}

/** What the gateway took back failed at that moment, whatever it was before: this API has no word for a payment that is undone. */
export function failedDebit(payment: Payment, back: Refund): Payment {
  return { ...payment, status: 'failed', failure: 'network_rejected', finalAt: back.finalAt };
}

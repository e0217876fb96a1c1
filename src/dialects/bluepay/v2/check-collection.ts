// 3b.9 Check payment status: POST /open-api/payment/query.
import { Type } from 'typebox';
import type { Payment } from '../../../core/payment/payment.ts';
import { refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import type { BluepayDeps } from '../deps.ts';
import { type Caller, defineOperation } from '../operation.ts';
import { mchOrderId, orderNamed, transactionId } from '../schemas.ts';
import { failureFields } from '../statuses.ts';
import { collectionStatusAnswer } from './answers.ts';
import { findPaymentIn } from './find-payment.ts';
import { payDataOf } from './pay-data.ts';
import { paymentStatus } from './payment-status.ts';
import { findStaticCode, staticCodeData } from './static-code.ts';
import { plainTime, plainTimeOrNull } from './times.ts';

export const checkCollection = defineOperation({
  path: '/open-api/payment/query',
  versions: ['v2'],
  summary: 'Says how a payment stands.',
  fields: Type.Object(
    { mchOrderId: Type.Optional(mchOrderId), transactionId: Type.Optional(transactionId) },
    orderNamed,
  ),
  answer: collectionStatusAnswer,
  async handle(call, deps) {
    const payment = await findPaymentIn(call, call.fields, deps.engine);
    if (payment) return accept(await paymentData(payment, call, deps));
    const code = await findStaticCode(call, call.fields, deps.engine);
    return code ? accept(staticCodeData(code, call)) : refuse('payment_not_found');
  },
});

async function paymentData(payment: Payment, { country, settings }: Caller, deps: BluepayDeps) {
  const transactionStatus = await paymentStatus(deps.engine, payment);
  return {
    mchOrderId: payment.reference,
    transactionId: payment.id,
    countryCode: country,
    channelCode: payment.channel,
    amount: Number(payment.amountMinor),
    currency: payment.currency,
    payData: await payDataOf(payment, deps),
    transactionStatus,
    createTime: plainTime(payment.createdAt, settings),
    returnTime: plainTimeOrNull(payment.finalAt, settings),
    remark: payment.details['remark'] ?? null,
    ...(transactionStatus === 'FAILED' ? failureFields(payment.failure) : {}),
  };
}

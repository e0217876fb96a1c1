// 3b.16 Refund: POST /open-api/payment/refund. It is accepted as PENDING; what became of it comes by query or notification.
import { type Static, Type } from 'typebox';
import type { Outcome } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import type { BluepayDeps } from '../deps.ts';
import { type Call, defineOperation } from '../operation.ts';
import { refundPayment } from '../refund-rules.ts';
import {
  mchOrderId,
  mchRefundOrderId,
  notifyUrl,
  originalNamed,
  refundAmount,
  refundReason,
  transactionId,
} from '../schemas.ts';
import { refundAnswer as answer } from './answers.ts';
import { findPaymentIn } from './find-payment.ts';
import { refundAnswer } from './refund-answer.ts';

const summary = 'Gives a part of a payment back to its payer, or all of it.';

const refundFields = Type.Object(
  {
    mchRefundOrderId,
    originalTransactionId: Type.Optional(transactionId),
    mchOrderId: Type.Optional(mchOrderId),
    refundAmount,
    refundReason: Type.Optional(refundReason),
    refundCallbackUrl: Type.Optional(notifyUrl),
    notifyUrl: Type.Optional(notifyUrl),
  },
  originalNamed,
);

async function handle(call: Call<Static<typeof refundFields>>, deps: BluepayDeps): Promise<Outcome<unknown>> {
  const { originalTransactionId: transactionId, mchOrderId } = call.fields;
  const original = await findPaymentIn(call, { transactionId, mchOrderId }, deps.engine);
  const created = await refundPayment(call, original, deps);
  if (!created.ok) return created;
  const { mchRefundOrderId, refundTransactionId, refundAmount, ...told } = refundAnswer(created.value, call.settings);
  const { refundCreateTime, refundStatus, countryCode, currency } = told;
  return accept({
    mchRefundOrderId,
    refundTransactionId,
    refundAmount,
    refundCreateTime,
    refundStatus,
    countryCode,
    currency,
  });
}

export const createRefund = defineOperation({
  path: '/open-api/payment/refund',
  versions: ['v2'],
  summary,
  fields: refundFields,
  answer,
  handle,
});

/** The path is documented nowhere; this is the other likely one. */
export const createRefundAlias = defineOperation({
  path: '/open-api/refund',
  versions: ['v2'],
  summary: `${summary} The other path of the same.`,
  fields: refundFields,
  answer,
  handle,
});

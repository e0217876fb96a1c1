// 3.10 Refund: POST /open-api/payment/refund. It is accepted as PENDING; what became of it comes by query or notification.
import { type Static, Type } from 'typebox';
import type { Outcome } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import type { BluepayDeps } from '../deps.ts';
import { type Call, defineOperation } from '../operation.ts';
import { findPayment } from '../orders.ts';
import { refundData } from '../../refunds.ts';
import { refundPayment } from '../refund-rules.ts';
import { mchRefundOrderId, notifyUrl, refundAmount, refundReason, transactionId } from '../schemas.ts';
import { refundAnswer as answer } from './answers.ts';

const summary = 'Gives a part of a payment back to its payer, or all of it.';

const refundFields = Type.Object({
  mchRefundOrderId,
  originalTransactionId: transactionId,
  refundAmount,
  refundReason: Type.Optional(refundReason),
  refundCallbackUrl: Type.Optional(notifyUrl),
  notifyUrl: Type.Optional(notifyUrl),
});

async function handle(call: Call<Static<typeof refundFields>>, deps: BluepayDeps): Promise<Outcome<unknown>> {
  const names = { transactionId: call.fields.originalTransactionId };
  const created = await refundPayment(call, await findPayment(call, names, deps.engine), deps);
  if (!created.ok) return created;
  const told = refundData(created.value);
  return accept({
    mchRefundOrderId: told.mchRefundOrderId,
    refundTransactionId: told.refundTransactionId,
    refundAmount: told.refundAmount,
    refundCreateTime: told.refundCreateTime,
    refundStatus: told.refundStatus,
  });
}

export const createRefund = defineOperation({
  path: '/open-api/payment/refund',
  versions: ['v1'],
  summary,
  fields: refundFields,
  answer,
  handle,
});

/** The path is documented nowhere; this is the other likely one. */
export const createRefundAlias = defineOperation({
  path: '/open-api/refund',
  versions: ['v1'],
  summary: `${summary} The other path of the same.`,
  fields: refundFields,
  answer,
  handle,
});

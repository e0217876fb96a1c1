// 3b.12 Void: POST /open-api/payment/void. The payment is VOIDED from then on.
import { Type } from 'typebox';
import { accept } from '../../../kernel/outcome.ts';
import { voidAnswer } from '../answers.ts';
import { defineOperation } from '../operation.ts';
import { mchOrderId, mchVoidOrderId, originalNamed, remark, transactionId } from '../schemas.ts';
import { voidData, voidPayment } from '../void-rules.ts';
import { findPaymentIn } from './find-payment.ts';
import { plainTime, plainTimeOrNull } from './times.ts';

export const voidCollection = defineOperation({
  path: '/open-api/payment/void',
  versions: ['v2'],
  summary: 'Takes all of a payment back on its own day.',
  fields: Type.Object(
    {
      mchVoidOrderId,
      originalTransactionId: Type.Optional(transactionId),
      mchOrderId: Type.Optional(mchOrderId),
      remark: Type.Optional(remark),
    },
    originalNamed,
  ),
  answer: voidAnswer('VOIDED'),
  async handle(call, deps) {
    const { fields, settings } = call;
    const names = { transactionId: fields.originalTransactionId, mchOrderId: fields.mchOrderId };
    const voided = await voidPayment(call, await findPaymentIn(call, names, deps.engine), deps);
    if (!voided.ok) return voided;
    const { createdAt, finalAt } = voided.value.reversal;
    return accept({
      ...voidData(voided.value, 'VOIDED'),
      createTime: plainTime(createdAt, settings),
      returnTime: plainTimeOrNull(finalAt, settings),
    });
  },
});

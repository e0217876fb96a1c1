// 3.12 Void: POST /open-api/payment/void. The answer waits for the channel, and no notification follows.
import { Type } from 'typebox';
import { accept } from '../../../kernel/outcome.ts';
import { voidAnswer } from '../answers.ts';
import { defineOperation } from '../operation.ts';
import { findPayment } from '../orders.ts';
import { mchOrderId, mchVoidOrderId, originalNamed, remark, transactionId } from '../schemas.ts';
import { voidData, voidPayment as voidOriginal } from '../void-rules.ts';

export const voidPayment = defineOperation({
  path: '/open-api/payment/void',
  versions: ['v1'],
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
  answer: voidAnswer('COMPLETED'),
  async handle(call, deps) {
    const { originalTransactionId: transactionId, mchOrderId } = call.fields;
    const original = await findPayment(call, { transactionId, mchOrderId }, deps.engine);
    const done = await voidOriginal(call, original, deps);
    return done.ok ? accept(voidData(done.value, 'COMPLETED')) : done;
  },
});

// 3.17 Direct debit detail: POST /open-api/direct/debit/detail.
import { Type } from 'typebox';
import type { Payment } from '../../../core/payment/payment.ts';
import { type Outcome, refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import { debitStatus } from '../debits.ts';
import type { BluepayDeps } from '../deps.ts';
import { localTime, localTimeOrNull } from '../local-time.ts';
import { type Call, defineOperation } from '../operation.ts';
import { mchOrderId } from '../schemas.ts';
import { failureFields } from '../statuses.ts';
import { debitDetailAnswer, jtDebitDetailAnswer } from './answers.ts';
import { feeAndTotal, jtPath, jtSaid, refuseJt } from './jt.ts';

export const debitDetail = defineOperation({
  path: '/open-api/direct/debit/detail',
  versions: ['v1'],
  summary: 'Says how a direct debit stands.',
  fields: Type.Object({ mchOrderId }),
  answer: debitDetailAnswer,
  handle: (call, deps) => detail(call, () => ({}), deps),
});

export const jtDebitDetail = defineOperation({
  path: `${jtPath}/direct/debit/detail`,
  versions: ['v1'],
  summary: 'Says how a direct debit stands, and for which parcels it is.',
  fields: Type.Object({ mchOrderId }),
  answer: jtDebitDetailAnswer,
  handle: async (call, deps) => refuseJt(call.settings) ?? detail(call, jtSaid, deps),
});

async function detail(
  { app, merchant, fields }: Call<{ readonly mchOrderId: string }>,
  besides: (payment: Payment) => object,
  { engine }: BluepayDeps,
): Promise<Outcome<unknown>> {
  const payment = await engine.find(merchant.cell, 'paymentsByReference', app.id, fields.mchOrderId);
  if (payment?.entry !== 'debit') return refuse('payment_not_found');
  const { currency, createdAt, finalAt, amountMinor } = payment;
  return accept({
    mchOrderId: payment.reference,
    transactionId: payment.id,
    channelCode: payment.channel,
    notifyUrl: payment.notifyUrl,
    remark: payment.details['remark'] ?? null,
    transactionStatus: await debitStatus(engine, payment),
    transactionCreateTime: localTime(createdAt, currency),
    transactionReturnTime: localTimeOrNull(finalAt, currency),
    createTime: localTime(createdAt, currency),
    updateTime: localTime(finalAt ?? createdAt, currency),
    amount: Number(amountMinor),
    ...feeAndTotal(payment),
    ...(payment.status === 'failed' ? failureFields(payment.failure) : {}),
    ...besides(payment),
  });
}

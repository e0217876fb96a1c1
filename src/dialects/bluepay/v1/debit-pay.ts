// 3.16 Direct debit: POST /open-api/direct/debit/pay. The answer waits a second for the channel; what it has not decided by then is
// PENDING, and a notification tells what became of it.
import { type Static, type TObject, Type } from 'typebox';
import type { Details } from '../../../core/payment/payment.ts';
import type { Outcome } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import { openChannelOf } from '../../open-channel-of.ts';
import { takeDebit } from '../debits.ts';
import type { BluepayDeps } from '../deps.ts';
import { localTime } from '../local-time.ts';
import { type Call, defineOperation } from '../operation.ts';
import { amount, channelCode, mchOrderId, notifyUrl, payToken, remark } from '../schemas.ts';
import { failureFields, transactionStatuses } from '../statuses.ts';
import { debitAnswer as answer } from './answers.ts';
import { jtDetails, jtFields, jtPath, refuseJt } from './jt.ts';

const debitFields = {
  mchOrderId,
  amount,
  channelCode,
  payToken,
  notifyUrl,
  remark: Type.Optional(remark),
};

export const payByDebit = defineOperation({
  path: '/open-api/direct/debit/pay',
  versions: ['v1'],
  summary: 'Takes money from a user by the token that he gave.',
  fields: Type.Object(debitFields),
  answer,
  handle: (call, deps) => pay(call, {}, deps),
});

/** The same, for the merchant that says more of each order. */
export const payByJtDebit = defineOperation({
  path: `${jtPath}/direct/debit/pay`,
  versions: ['v1'],
  summary: 'Takes money from a user by the token that he gave, for several parcels.',
  fields: Type.Object({ ...debitFields, ...jtFields }),
  answer,
  handle: async (call, deps) => refuseJt(call.settings) ?? pay(call, jtDetails(call.fields), deps),
});

async function pay(
  call: Call<Static<TObject<typeof debitFields>>>,
  details: Details,
  deps: BluepayDeps,
): Promise<Outcome<unknown>> {
  const { app, fields } = call;
  const { mchOrderId, amount, channelCode } = fields;
  const open = openChannelOf(deps, app, { channelCode, amountMinor: BigInt(amount), types: ['direct_debit'] });
  if (!open.ok) return open;
  const taken = await takeDebit(
    call,
    { ...fields, numberedWith: ['code'], details: { remark: fields.remark ?? null, ...details } },
    deps,
  );
  if (!taken.ok) return taken;
  const payment = taken.value;
  return accept({
    mchOrderId,
    transactionId: payment.id,
    channelCode,
    amount,
    transactionStatus: transactionStatuses[payment.status],
    createTime: localTime(payment.createdAt, payment.currency),
    notifyUrl: payment.notifyUrl,
    remark: payment.details['remark'] ?? null,
    ...(payment.status === 'failed' ? failureFields(payment.failure) : {}),
  });
}

// 3b.18, 8 Split return: POST /open-api/v1/split/return. A share, or a part of it, is asked back; what became of it comes by query.
// Which situation has which code:
//
//   unknown split, or a receiver who has no share of it   21006   split_not_found
//   mchReturnOrderId used before                          21007   reference_repeated
//   above what the receiver got and was not asked for     21021   split_exceeds_rest
import { Type } from 'typebox';
import { refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import { defineOperation } from '../operation.ts';
import { amount } from '../schemas.ts';
import { findSplit } from './find-split.ts';
import { splitReturnAnswer } from './split-answer-types.ts';
import { returnData } from './split-answers.ts';
import { description, mchReturnOrderId, mchSplitOrderId, receiverAccount } from './split-fields.ts';
import { merchantOfAccount } from './split-receivers.ts';

export const createSplitReturn = defineOperation({
  path: '/open-api/v1/split/return',
  versions: ['v2'],
  summary: 'Asks a share back, or a part of it.',
  fields: Type.Object({
    mchReturnOrderId,
    mchSplitOrderId,
    receiverAccount,
    returnAmount: amount,
    description: Type.Optional(description),
  }),
  answer: splitReturnAnswer,
  async handle(call, deps) {
    const { app, merchant, settings, fields, now } = call;
    const { engine, ids } = deps;
    const shares = await findSplit(call, fields.mchSplitOrderId, engine);
    const account = await merchantOfAccount(fields.receiverAccount, deps);
    const share = shares?.find((candidate) => candidate.account === account);
    if (!share) return refuse('split_not_found');
    const asked = await engine.execute(merchant.cell, 'create-share-return', {
      id: ids.next('SR', merchant.cell, now),
      shareId: share.id,
      merchantId: merchant.id,
      appId: app.id,
      referenceScope: app.id,
      reference: fields.mchReturnOrderId,
      amountMinor: BigInt(fields.returnAmount),
      details: { description: fields.description ?? null },
    });
    return asked.ok ? accept(returnData(asked.value, settings)) : asked;
  },
});

// 3b.18, 7 Query split result: POST /open-api/v1/split/query.
import { Type } from 'typebox';
import { refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import { defineOperation } from '../operation.ts';
import { transactionId } from '../schemas.ts';
import { findSplit } from './find-split.ts';
import { splitAnswer } from './split-answer-types.ts';
import { splitData } from './split-answers.ts';
import { mchSplitOrderId } from './split-fields.ts';

export const checkSplit = defineOperation({
  path: '/open-api/v1/split/query',
  versions: ['v2'],
  summary: 'Says how a split stands, share by share.',
  fields: Type.Object({ mchSplitOrderId, transactionId: Type.Optional(transactionId) }),
  answer: splitAnswer,
  async handle(call, { engine }) {
    const { mchSplitOrderId, transactionId } = call.fields;
    const shares = await findSplit(call, mchSplitOrderId, engine);
    const isMeant = transactionId === undefined || shares?.[0].paymentId === transactionId;
    return shares && isMeant ? accept(splitData(shares, call.settings)) : refuse('split_not_found');
  },
});

// 3b.18, 9 Query split return: POST /open-api/v1/split/return/query.
import { Type } from 'typebox';
import { refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import { currencyOfCountry } from '../countries.ts';
import { defineOperation } from '../operation.ts';
import { splitReturnAnswer } from './split-answer-types.ts';
import { returnData } from './split-answers.ts';
import { mchReturnOrderId, mchSplitOrderId } from './split-fields.ts';

export const checkSplitReturn = defineOperation({
  path: '/open-api/v1/split/return/query',
  versions: ['v2'],
  summary: 'Says how the return of a share stands.',
  fields: Type.Object({ mchReturnOrderId, mchSplitOrderId: Type.Optional(mchSplitOrderId) }),
  answer: splitReturnAnswer,
  async handle({ app, merchant, country, settings, fields }, { engine }) {
    const { cell } = merchant;
    const told = await engine.find(cell, 'shareReturnsByReference', app.id, fields.mchReturnOrderId);
    if (told?.currency !== currencyOfCountry(country)) return refuse('split_not_found');
    const share = await engine.find(cell, 'shares', told.shareId);
    const isMeant = fields.mchSplitOrderId === undefined || share?.reference === fields.mchSplitOrderId;
    return isMeant ? accept(returnData(told, settings)) : refuse('split_not_found');
  },
});

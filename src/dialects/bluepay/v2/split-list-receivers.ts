// 3b.18, 3 Query receivers: POST /open-api/v1/split/receiver/query. All of the merchant's, those that he deleted too, or the one named.
import { Type } from 'typebox';
import { accept } from '../../../kernel/outcome.ts';
import { receiverId } from '../../../core/split/split.ts';
import { defineOperation } from '../operation.ts';
import { receiversAnswer } from './split-answer-types.ts';
import { receiverAccount, receiverType } from './split-fields.ts';
import { merchantOfAccount, receiverData } from './split-receivers.ts';

/** More than this a merchant hardly names; whoever is beyond is found by his account. */
const mostReceivers = 1000;

export const listReceivers = defineOperation({
  path: '/open-api/v1/split/receiver/query',
  versions: ['v2'],
  summary: 'Lists the receivers, the deleted ones too, or the one that is named.',
  fields: Type.Object({
    receiverType: Type.Optional(receiverType),
    receiverAccount: Type.Optional(receiverAccount),
  }),
  answer: receiversAnswer,
  async handle({ merchant, fields }, deps) {
    const { engine } = deps;
    const { id: merchantId, cell } = merchant;
    if (fields.receiverAccount === undefined) {
      const receivers = await engine.store(cell).listReceivers(merchantId, mostReceivers);
      return accept({ list: receivers.map(receiverData) });
    }
    const account = await merchantOfAccount(fields.receiverAccount, deps);
    const receiver = account && (await engine.find(cell, 'receivers', receiverId(merchantId, account)));
    return accept({ list: receiver ? [receiverData(receiver)] : [] });
  },
});

// 3b.18, 4 Delete receiver: POST /open-api/v1/split/receiver/delete.
import { Type } from 'typebox';
import { refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import { defineOperation } from '../operation.ts';
import { receiverAnswer } from './split-answer-types.ts';
import { receiverAccount, receiverType } from './split-fields.ts';
import { merchantOfAccount, receiverData } from './split-receivers.ts';

export const deleteReceiver = defineOperation({
  path: '/open-api/v1/split/receiver/delete',
  versions: ['v2'],
  summary: 'Deletes a receiver: nothing more is shared with it.',
  fields: Type.Object({ receiverType, receiverAccount }),
  answer: receiverAnswer,
  async handle({ merchant, fields }, deps) {
    const account = await merchantOfAccount(fields.receiverAccount, deps);
    if (account === undefined) return refuse('receiver_not_found');
    const command = { merchantId: merchant.id, account };
    const deleted = await deps.engine.execute(merchant.cell, 'delete-receiver', command);
    return deleted.ok ? accept(receiverData(deleted.value)) : deleted;
  },
});

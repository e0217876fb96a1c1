// 3b.18, 2 Add receiver: POST /open-api/v1/split/receiver/add. Whoever is added again is written anew.
import { Type } from 'typebox';
import { refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import { defineOperation } from '../operation.ts';
import { receiverAnswer } from './split-answer-types.ts';
import { customRelation, fileId, receiverAccount, receiverName, receiverType, relationType } from './split-fields.ts';
import { merchantOfAccount, receiverData } from './split-receivers.ts';

export const addReceiver = defineOperation({
  path: '/open-api/v1/split/receiver/add',
  versions: ['v2'],
  summary: 'Adds a merchant with whom payments are shared; added again, it is written anew.',
  fields: Type.Object({
    receiverType,
    receiverAccount,
    receiverName,
    relationType,
    customRelation: Type.Optional(customRelation),
    relationProofFileId: Type.Optional(fileId),
  }),
  answer: receiverAnswer,
  async handle({ merchant, fields }, deps) {
    const { receiverType, receiverAccount, receiverName, relationType, customRelation, relationProofFileId } = fields;
    if (relationType === 'CUSTOM' && customRelation === undefined)
      return refuse('request_malformed', 'customRelation is required with CUSTOM');
    const isProved =
      relationProofFileId === undefined || (await deps.directory.files.isKept(merchant.id, relationProofFileId));
    if (!isProved) return refuse('request_malformed', 'relationProofFileId is no file of this merchant');
    const account = await merchantOfAccount(receiverAccount, deps);
    if (account === undefined) return refuse('request_malformed', 'receiverAccount is no merchant');
    const added = await deps.engine.execute(merchant.cell, 'add-receiver', {
      merchantId: merchant.id,
      account,
      name: receiverName,
      relation: relationType,
      details: {
        receiverType,
        receiverAccount,
        customRelation: customRelation ?? null,
        relationProofFileId: relationProofFileId ?? null,
      },
    });
    return added.ok ? accept(receiverData(added.value)) : added;
  },
});

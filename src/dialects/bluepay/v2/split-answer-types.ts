// What the operations of profit sharing answer (bluepay.md 3b.18, 5.5).
import { Type } from 'typebox';
import { exactly, orNull, wordOf } from '../../answer-types.ts';
import { amount, returnTime, transactionId } from '../answers.ts';
import { receiverType as receiverTypeAsked, relationType as relationTypeAsked } from './split-fields.ts';
import { failedReasons, shareResults } from './split-answers.ts';

const receiverType = wordOf(receiverTypeAsked.enum);
const receiverAccount = Type.String({ description: "The receiver: a merchant's id, or that of one of its apps." });

export const proofAnswer = exactly({
  fileId: Type.String({ description: 'What `relationProofFileId` of a receiver wants.' }),
});

export const receiverAnswer = exactly({
  receiverType,
  receiverAccount,
  receiverName: Type.String(),
  relationType: wordOf(relationTypeAsked.enum),
  customRelation: orNull(Type.String()),
  relationProofFileId: orNull(Type.String()),
  receiverStatus: wordOf(['ACTIVE', 'DELETED']),
});

export const receiversAnswer = exactly({ list: Type.Array(receiverAnswer) });

export const restAnswer = exactly({
  transactionId,
  unsplitAmount: Type.Integer({ description: 'What of the payment can still be shared.' }),
});

const end = {
  failedReason: orNull(wordOf(Object.values(failedReasons))),
  finishTime: returnTime,
};

export const splitAnswer = exactly({
  mchSplitOrderId: Type.String({ description: "The merchant's number of the split." }),
  splitOrderId: Type.String({ description: "The platform's number of the split." }),
  transactionId,
  splitStatus: wordOf(['PROCESSING', 'FINISHED'], 'Finished when all of its shares are, whatever became of them.'),
  receivers: Type.Array(
    exactly({
      receiverType,
      receiverAccount,
      amount,
      description: orNull(Type.String()),
      detailId: Type.String({ description: "The platform's number of the share." }),
      result: wordOf(Object.values(shareResults)),
      ...end,
    }),
  ),
});

export const splitReturnAnswer = exactly({
  mchReturnOrderId: Type.String({ description: "The merchant's number of the return." }),
  returnId: Type.String({ description: "The platform's number of the return." }),
  returnAmount: amount,
  returnStatus: wordOf(Object.values(shareResults)),
  ...end,
});

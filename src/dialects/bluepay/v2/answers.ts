// What the operations of version 2 answer (bluepay.md 3b).
import { Type } from 'typebox';
import { exactly, orNull, wordOf } from '../../answer-types.ts';
import {
  amount,
  channelCode,
  channelType,
  countryCode,
  currency,
  failure,
  failureOfFailed,
  mchOrderId,
  notifyUrl,
  refund,
  refundAccepted,
  remark,
  returnTime,
  time,
  transactionId,
  transactionStatus as unpaidStatus,
  wechatMetadata,
} from '../answers.ts';

const transactionStatus = wordOf([...unpaidStatus.enum, 'VOIDED']);
/** What is closed has failed (3b.6). */
const closedStatus = wordOf(['FAILED']);
const checkoutId = Type.String({ description: "The platform's number of the order." });

/** 3b.3. */
export const cashierOrderAnswer = exactly({
  mchOrderId,
  checkoutId,
  checkoutUrl: Type.String({ description: 'The page to send the payer to: there he picks a channel.' }),
  countryCode,
  currency,
  amount,
  transactionStatus: wordOf(['PENDING']),
  createTime: time,
  expiresTime: time,
});

/** 3b.4. Transaction and channel are null until the payer picks one. */
export const cashierStatusAnswer = exactly({
  mchOrderId,
  checkoutId,
  transactionId: orNull(transactionId),
  countryCode,
  currency,
  amount,
  channelType: orNull(channelType),
  channelCode: orNull(channelCode),
  transactionStatus,
  createTime: time,
  returnTime,
  remark,
  notifyUrl,
});

/** 3b.5. */
export const cashierChannelsAnswer = exactly({
  list: Type.Array(exactly({ channelType, channelCode, countryCode, currency })),
});

/** 3b.6. */
export const closedCashierOrderAnswer = exactly({ mchOrderId, checkoutId, transactionStatus: closedStatus });

const payData = orNull(
  Type.String({ description: 'How it is paid: the text of a QR code, the number of an account or the URL of a page.' }),
);
const qrCodeId = Type.Optional(Type.String({ description: "The platform's number of a static code." }));

/** 3b.8. A static code has neither transaction nor amount; a debit asks nothing of its payer. */
export const collectionAnswer = exactly({
  mchOrderId,
  transactionId: orNull(transactionId),
  countryCode,
  currency,
  channelType,
  channelCode,
  amount: orNull(amount),
  payData,
  transactionStatus,
  createTime: time,
  expiresTime: orNull(time),
  qrCodeId,
  metadata: Type.Optional(wechatMetadata),
});

/** 3b.9. */
export const collectionStatusAnswer = exactly({
  mchOrderId,
  transactionId: orNull(transactionId),
  qrCodeId,
  countryCode,
  channelCode,
  amount: orNull(amount),
  currency,
  payData,
  transactionStatus,
  createTime: time,
  returnTime,
  remark,
  ...failureOfFailed,
});

/** 3b.10. */
export const closedCollectionAnswer = exactly({
  mchOrderId,
  transactionId: orNull(transactionId),
  transactionStatus: closedStatus,
});

/** 3b.13. */
export const payoutAnswer = exactly({
  mchOrderId,
  transactionId,
  countryCode,
  currency,
  amount,
  transactionStatus: unpaidStatus,
  transactionTime: time,
});

/** 3b.14. */
export const payoutStatusAnswer = exactly({
  mchOrderId,
  transactionId,
  countryCode,
  currency,
  amount,
  transactionStatus: unpaidStatus,
  createTime: time,
  returnTime,
  remark,
  ...failure,
});

/** 3b.16. */
export const refundAnswer = exactly({ ...refundAccepted, countryCode, currency });
export const refundsAnswer = Type.Array(exactly({ ...refund, countryCode, currency }), { minItems: 1 });

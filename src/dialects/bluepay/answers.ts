// What answers of both versions hold alike (bluepay.md 3, 3b): the members of `data`, each described once.
import { Type } from 'typebox';
import { exactly, orNull, wordOf } from '../answer-types.ts';
import { countries, currencyOfCountry } from './countries.ts';
import { channelType as channelTypeAsked } from './schemas.ts';
import { refundStatuses } from '../refunds.ts';
import { qrStatuses } from './statuses.ts';

export const mchOrderId = Type.String({ description: "The merchant's number of the order." });
export const transactionId = Type.String({ description: "The platform's number of the transaction." });
export const channelCode = Type.String({ description: 'By which channel.' });
export const channelType = wordOf(channelTypeAsked.enum);
export const countryCode = wordOf(countries);
export const currency = wordOf(countries.map(currencyOfCountry));
export const notifyUrl = orNull(Type.String({ description: 'Where its notification goes.' }));
export const remark = orNull(Type.String({ description: 'As the request said it.' }));

/** Of a payment, a payout, a refund or a share. */
export const amount = Type.Integer({ description: 'In satang, centavos, sen or kopecks; whole rupiah.' });
/** In the zone of the version (2.8). */
export const time = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}$',
  description: 'yyyy-MM-dd HH:mm:ss',
});
/** Null while it is open. */
export const returnTime = orNull(time);

/** VOIDED is a word of version 2 alone, and of payments (6.4). */
export const transactionStatus = wordOf(['PENDING', 'COMPLETED', 'FAILED']);
export const qrStatus = wordOf([...new Set(Object.values(qrStatuses))]);
export const refundStatus = wordOf(Object.values(refundStatuses), 'Without the D that other statuses have.');

/** Why it failed (6.5). */
export const failure = {
  failedCode: orNull(Type.Integer({ description: 'Why it failed, -10000 to -10010.' })),
  failedMessage: orNull(Type.String()),
};
/** The same where only what failed has them. */
export const failureOfFailed = {
  failedCode: Type.Optional(failure.failedCode),
  failedMessage: Type.Optional(failure.failedMessage),
};

/** Main units, in both versions (3.1). */
export const balanceAnswer = exactly({
  balance: Type.String({ pattern: '^-?\\d+\\.\\d{2}$', description: 'What can be paid out, in main units.' }),
});

/** What the query of refunds tells of each (3.11). */
export const refund = {
  mchRefundOrderId: Type.String({ description: "The merchant's number of the refund." }),
  refundTransactionId: Type.String({ description: "The platform's number of the refund." }),
  originalTransactionId: Type.String({ description: "The platform's number of the payment." }),
  refundAmount: amount,
  feeRefunded: Type.Integer({ description: 'What of the fee was given back.' }),
  refundStatus,
  refundCreateTime: time,
  refundReturnTime: returnTime,
  refundReason: orNull(Type.String()),
  ...failure,
};

/** What a request for one is answered with (3.10). */
export const refundAccepted = {
  mchRefundOrderId: refund.mchRefundOrderId,
  refundTransactionId: refund.refundTransactionId,
  refundAmount: amount,
  refundCreateTime: time,
  refundStatus,
};

/** `done` is what the version calls a void that is (3.12). */
export function voidAnswer(done: 'COMPLETED' | 'VOIDED') {
  return exactly({
    mchVoidOrderId: Type.String({ description: "The merchant's number of the void." }),
    voidTransactionId: Type.String({ description: "The platform's number of the void." }),
    originalTransactionId: refund.originalTransactionId,
    mchOrderId,
    amount,
    transactionStatus: wordOf(['PENDING', done]),
    createTime: time,
    returnTime,
  });
}

const userId = Type.String({ description: "The merchant's number of the user." });
const payToken = Type.String({ description: 'With which the user is debited.' });
const tokenStatus = wordOf(['ACTIVED', 'INACTIVED']);
const inactiveType = wordOf(['MCH_CANCEL', 'PLATFORM_CANCEL', 'USER_CANCEL', 'EXPIRED'], 'Why it ended.');

/** 3.13. */
export const tokenAskedAnswer = exactly({
  userId,
  requestId: Type.String({ description: "The merchant's number of the request." }),
  channelCode,
  authUrl: Type.String({ description: 'The page to send the user to: there he agrees or declines.' }),
});

/** 3.14. */
export const tokensAnswer = exactly({
  userId,
  tokenList: Type.Array(
    exactly({
      channelCode,
      payToken,
      tokenStatus,
      expiresTime: time,
      inactiveTime: Type.Optional(time),
      inactiveType: Type.Optional(inactiveType),
    }),
  ),
});

/** 3.15. */
export const cancelledTokenAnswer = exactly({
  userId,
  payToken,
  channelCode,
  tokenStatus,
  inactiveTime: time,
  inactiveType,
});

/** 3.18. */
export const reportAnswer = exactly({
  downloadUrl: Type.String({ description: 'An .xlsx file; the link is good for 90 minutes.' }),
});

/** What a page needs to call a payment inside WeChat; all but the session only there (3.8). */
export const wechatMetadata = exactly({
  wechatpay: exactly({
    prepayId: Type.String(),
    appId: Type.Optional(Type.String()),
    timeStamp: Type.Optional(Type.String()),
    nonceStr: Type.Optional(Type.String()),
    package: Type.Optional(Type.String()),
    signType: Type.Optional(wordOf(['RSA'])),
    paySign: Type.Optional(Type.String()),
  }),
});

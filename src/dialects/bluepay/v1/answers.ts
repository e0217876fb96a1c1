// What the operations of version 1 answer (bluepay.md 3).
import { Type } from 'typebox';
import { exactly, orNull } from '../../answer-types.ts';
import {
  amount,
  channelCode,
  failure,
  failureOfFailed,
  mchOrderId,
  notifyUrl,
  qrStatus,
  refund,
  refundAccepted,
  remark,
  returnTime,
  time,
  transactionId,
  transactionStatus,
  wechatMetadata,
} from '../answers.ts';
import { jtFields, jtQrFields } from './jt.ts';

/** 3.2. */
export const payoutAnswer = exactly({ mchOrderId, transactionId, transactionStatus, transactionTime: time });

/** 3.3. */
export const payoutStatusAnswer = exactly({
  mchOrderId,
  transactionId,
  amount,
  transactionStatus,
  createTime: time,
  returnTime,
  remark,
  ...failure,
});

/** A static code has no transaction of its own. */
const qrCode = {
  mchOrderId,
  qrCodeId: Type.String({ description: "The platform's number of the code." }),
  transactionId: Type.Optional(transactionId),
  transactionStatus: Type.Optional(transactionStatus),
  qrCodeContent: Type.String({ description: 'The text to draw as a QR code.' }),
  channelCode,
  notifyUrl,
  remark,
  qrStatus,
  qrLink: Type.String({ description: 'A page that shows the code.' }),
  createTime: time,
  updateTime: time,
  expiresTime: orNull(time),
};

/** 3.4, 3.7. */
export const qrCodeAnswer = exactly(qrCode);

/** A static code has no amount either. */
const qrCodeDetail = {
  ...qrCode,
  amount: orNull(amount),
  transactionCreateTime: Type.Optional(time),
  transactionReturnTime: Type.Optional(returnTime),
};

/** 3.5. */
export const qrDetailAnswer = exactly(qrCodeDetail);

const qrPayment = {
  transactionId,
  channelCode,
  transactionCreateTime: time,
  transactionReturnTime: returnTime,
  transactionAmount: amount,
  transactionStatus,
  remark,
};

/** 3.6. */
export const qrPaymentsAnswer = Type.Array(exactly(qrPayment));

const payUrl = Type.String({ description: 'The page to send the payer to.' });

/** 3.8. */
export const webpayAnswer = exactly({
  mchOrderId,
  payUrl,
  transactionId,
  expiresTime: orNull(time),
  shortUrl: Type.Optional(Type.String({ description: 'The same page, for an official account of WeChat.' })),
  metadata: Type.Optional(wechatMetadata),
});

/** 3.9. */
export const webpayDetailAnswer = exactly({
  mchOrderId,
  transactionId,
  payUrl,
  amount,
  transactionStatus,
  createTime: time,
  returnTime,
  customerName: orNull(Type.String()),
  channelCode,
  email: orNull(Type.String()),
  mobile: orNull(Type.String()),
  remark,
  notifyUrl,
  redirectUrl: orNull(Type.String({ description: 'Where the payer goes afterwards.' })),
});

/** 3.10. */
export const refundAnswer = exactly(refundAccepted);

/** 3.11. */
export const refundsAnswer = Type.Array(exactly(refund), { minItems: 1 });

/** 3.16. */
export const debitAnswer = exactly({
  mchOrderId,
  transactionId,
  channelCode,
  amount,
  transactionStatus,
  createTime: time,
  notifyUrl,
  remark,
  ...failureOfFailed,
});

const fee = Type.Integer({ description: 'In the same unit as the amount.' });
const totalAmount = Type.Integer({ description: 'The amount and the fee.' });

const debitDetail = {
  mchOrderId,
  transactionId,
  channelCode,
  notifyUrl,
  remark,
  transactionStatus,
  transactionCreateTime: time,
  transactionReturnTime: returnTime,
  createTime: time,
  updateTime: time,
  amount,
  fee,
  totalAmount,
  ...failureOfFailed,
};

/** 3.17. */
export const debitDetailAnswer = exactly(debitDetail);

// 3.16, 3.19: the variant for one large merchant says besides what the request for the order said.
const jtKind = { businessType: orNull(jtFields.businessType), projectType: orNull(jtQrFields.projectType) };
const jtSaid = { ...jtKind, items: orNull(jtFields.items) };

export const jtQrDetailAnswer = exactly({
  ...qrCodeDetail,
  fee: Type.Optional(fee),
  totalAmount: Type.Optional(totalAmount),
  ...jtSaid,
});

export const jtQrPaymentsAnswer = Type.Array(
  exactly({
    ...qrPayment,
    mchOrderId,
    subOrderId: orNull(Type.String({ description: 'Where the order is of one parcel: its number.' })),
    ...jtKind,
    amount,
    fee,
    totalAmount,
  }),
);

export const jtDebitDetailAnswer = exactly({ ...debitDetail, ...jtSaid });

// What the answers about payouts, codes and web payments hold (paycools.md 3.1, 3.2, 3.4, 3.6).
import { Type } from 'typebox';
import { exactly, orNull, wordOf } from '../answer-types.ts';
import { webChannelTypes } from './channels.ts';
import { qrcodeStatuses, transactionStatuses } from './statuses.ts';

export const mchOrderId = Type.String({ description: "The merchant's number of the order." });
export const transactionId = Type.String({ description: "The gateway's number of the transaction." });
export const channelCode = Type.String({ description: 'By which channel.' });
const amount = Type.Integer({ description: 'Centavos.' });
export const transactionStatus = wordOf([...new Set(Object.values(transactionStatuses))]);
const remark = orNull(Type.String({ description: 'As the request said it.' }));
const callbackUrl = orNull(Type.String({ description: 'Where its callback goes.' }));
export const time = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}$',
  description: 'yyyy-MM-dd HH:mm:ss, Philippine time.',
});

export const balanceAnswer = exactly({ balance: Type.Integer({ description: 'What can be paid out, in centavos.' }) });

export const payoutAnswer = exactly({ transactionId, transactionStatus, transactionTime: time });

export const payoutStatusAnswer = exactly({
  mchOrderId,
  transactionId,
  amount,
  transactionStatus,
  createTime: time,
  returnTime: orNull(time),
  remark,
  failedCode: orNull(Type.String({ description: 'Why it failed, -10000 to -10010.' })),
  failedMessage: orNull(Type.String()),
});

/** A code of 5.1, 5.2, 5.4 and 5.6. */
export const qrcodeAnswer = exactly({
  mchOrderId,
  qrcodeId: Type.String({ description: "The gateway's number of the code." }),
  qrcodeContent: Type.String({ description: 'The text of the code (EMVCo, QR Ph); a picture can be made of it.' }),
  channelCode,
  callbackUrl,
  createTime: time,
  updateTime: time,
  expiresTime: orNull(time),
  remark,
  status: wordOf([...new Set(Object.values(qrcodeStatuses))]),
  qrLink: Type.String({ description: 'A page that shows the code and how to pay it.' }),
});

/** One of the payments that were made to an instrument (4.5, 5.3, 6.3). */
export const paymentOfInstrument = exactly({
  transactionId,
  transactionCreateTime: time,
  transactionReturnTime: orNull(time),
  transactionAmount: amount,
  channelCode,
  transactionStatus,
  remark,
});

export const webPaymentAnswer = exactly({
  redirectUrl: Type.String({ description: 'Where the payer is sent.' }),
  transactionStatus,
  transactionAmount: amount,
  transactionId,
  expiresTime: orNull(time),
});

/** Of 7.2, and of a debit (10.6). */
export const paymentStatusAnswer = exactly({
  mchOrderId,
  transactionId,
  amount,
  transactionStatus,
  createTime: time,
  returnTime: orNull(time),
  appName: orNull(Type.String()),
  customerName: orNull(Type.String()),
  channelCode,
  email: orNull(Type.String()),
  mobile: orNull(Type.String()),
  remark,
  callbackUrl,
});

export const webChannel = exactly({
  channelCode,
  channelName: Type.String(),
  channelType: wordOf([...new Set(webChannelTypes.values())]),
  status: wordOf(['ACTIVE', 'INACTIVE']),
  minAmount: amount,
  maxAmount: amount,
});

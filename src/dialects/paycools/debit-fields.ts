// The fields and the answers of tokens and of the debits that are taken by them (paycools.md 3.9).
import { Type } from 'typebox';
import { exactly, wordOf } from '../answer-types.ts';
import { url } from '../field-types.ts';
import * as said from './answers.ts';
import { amount, appName, channelCode, localMobile, mchOrderId, ownEmail, text, timestamp } from './schemas.ts';

const userId = text(32);
const payToken = text(50);

export const tokenRequestFields = Type.Object({
  timestamp,
  userId,
  requestId: text(32),
  channelCode,
  countryCode: Type.Optional(Type.Literal('PH', { description: 'must be PH' })),
  terminalType: Type.Enum(['WEB', 'WAP', 'APP'], { type: 'string', description: 'must be WEB, WAP or APP' }),
  osType: Type.Optional(Type.Enum(['IOS', 'ANDROID'], { type: 'string', description: 'must be IOS or ANDROID' })),
  notifyUrl: url(256),
  redirectUrl: url(512),
});

export const userTokensFields = Type.Object({ timestamp, userId, payToken: Type.Optional(payToken) });

export const userTokenFields = Type.Object({ timestamp, userId, payToken });

export const debitFields = Type.Object({
  appName,
  timestamp,
  mchOrderId,
  amount,
  channelCode,
  payToken,
  customerName: Type.Optional(text(128)),
  email: Type.Optional(ownEmail(128)),
  mobile: Type.Optional(localMobile),
  callbackUrl: url(256),
  remark: Type.Optional(text(256)),
});

export const debitQueryFields = Type.Object({ timestamp, transactionId: text(50) });

const user = Type.String({ description: "The merchant's name for its user." });

export const tokenRequestAnswer = exactly({
  userId: user,
  requestId: Type.String({ description: "The merchant's number of the request." }),
  channelCode: said.channelCode,
  authUrl: Type.String({ description: 'The page on which the user agrees or declines.' }),
});

/** A token whoever looks at it; how it ended, where it has. */
export const tokenAnswer = exactly({
  channelCode: said.channelCode,
  payToken: Type.String({ description: 'With which its user is debited.' }),
  tokenStatus: wordOf(['ACTIVED', 'INACTIVED']),
  expiresTime: said.time,
  inactiveTime: Type.Optional(said.time),
  inactiveType: Type.Optional(wordOf(['MCH_CANCEL', 'PLATFORM_CANCEL', 'USER_CANCEL', 'EXPIRED'], 'Why it ended.')),
});

export const userTokensAnswer = exactly({
  userId: user,
  tokenList: Type.Array(tokenAnswer, { description: 'What the user agreed to, newest first.' }),
});

export const debitAnswer = exactly({
  mchOrderId: said.mchOrderId,
  transactionId: said.transactionId,
  transactionStatus: said.transactionStatus,
  channelType: wordOf(['DIRECT_DEBIT']),
  channelCode: said.channelCode,
});

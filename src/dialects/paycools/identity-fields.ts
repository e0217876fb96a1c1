// The fields and the answers of identity checks (paycools.md 3.10).
import { Type } from 'typebox';
import { exactly, orNull, wordOf } from '../answer-types.ts';
import { url } from '../field-types.ts';
import type { ObjectRules } from '../strict-fields.ts';
import * as said from './answers.ts';
import { checkStatuses } from './identity-data.ts';
import { channelCode, text, timestamp } from './schemas.ts';

const requestId = text(32);

export const identityFields = Type.Object({
  requestId,
  userId: text(32),
  channelCode,
  customerName: Type.Optional(text(128)),
  // Clients write it with the country's code as well (2.8).
  mobile: Type.Optional(Type.String({ pattern: '^[0-9]{11,14}$', description: 'must be 11 to 14 digits' })),
  callbackUrl: url(256),
  redirectUrl: url(512),
  timestamp,
});

const named: ObjectRules = { eitherOf: ['requestId', 'ekycId'] };

export const identityQueryFields = Type.Object(
  { requestId: Type.Optional(requestId), ekycId: Type.Optional(text(50)), timestamp },
  named,
);

const request = Type.String({ description: "The merchant's number of the request." });
const ekycId = Type.String({ description: "The gateway's number of the check." });

export const identityAnswer = exactly({
  requestId: request,
  ekycId,
  ekycUrl: Type.String({ description: 'The page on which the user shows who he is.' }),
  status: wordOf(Object.values(checkStatuses)),
  expiresTime: said.time,
});

export const identityQueryAnswer = exactly({
  requestId: request,
  ekycId,
  userId: Type.String({ description: "The merchant's name for its user." }),
  channelCode: said.channelCode,
  status: wordOf(Object.values(checkStatuses)),
  createTime: said.time,
  returnTime: orNull(said.time),
  failedCode: orNull(Type.Integer({ description: 'Why the channel rejected him, -10000 to -10010.' })),
  failedMessage: orNull(Type.String()),
  result: orNull(wordOf(['PASS', 'REJECT'])),
  idType: orNull(Type.String()),
  idNumber: orNull(Type.String({ description: 'All but the last four characters are stars.' })),
  fullName: orNull(Type.String()),
  birthDate: orNull(Type.String({ description: 'yyyy-MM-dd.' })),
});

// 3.13 Create authorization URL: POST /open-api/direct/debit/token/apply. The user decides on the page that the answer leads to; whether
// he agreed comes by notification.
import { Type } from 'typebox';
import { refuse } from '../../core/reasons.ts';
import { requestToken } from '../request-token.ts';
import { tokenAskedAnswer } from './answers.ts';
import { defineOperation } from './operation.ts';
import { channelCode, notifyUrl, oneOf, redirectUrl, requestId, terminalType, userId } from './schemas.ts';

export const applyToken = defineOperation({
  path: '/open-api/direct/debit/token/apply',
  versions: ['v1', 'v2'],
  summary: 'Asks a user to permit debits: the answer leads to the page where he decides.',
  fields: Type.Object({
    userId,
    requestId,
    channelCode,
    terminalType,
    osType: Type.Optional(oneOf(['IOS', 'ANDROID'])),
    notifyUrl,
    redirectUrl,
  }),
  answer: tokenAskedAnswer,
  async handle(call, deps) {
    if (call.version === 'v2' && call.fields.terminalType === 'APP')
      return refuse('request_malformed', 'terminalType must be WEB or WAP');
    return requestToken(call, call.fields, deps);
  },
});

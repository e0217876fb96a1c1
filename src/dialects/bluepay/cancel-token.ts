// 3.15 Cancel authorization: POST /open-api/direct/debit/token/cancel. No debit follows it, and a notification does.
import { Type } from 'typebox';
import { accept } from '../../kernel/outcome.ts';
import { cancelToken as cancelMandate } from '../tokens.ts';
import { cancelledTokenAnswer } from './answers.ts';
import { currencyOfCountry } from './countries.ts';
import { defineOperation } from './operation.ts';
import { payToken, userId } from './schemas.ts';
import { cancelledToken } from './tokens.ts';

export const cancelToken = defineOperation({
  path: '/open-api/direct/debit/token/cancel',
  versions: ['v1', 'v2'],
  summary: 'Ends a token: the user is debited no more.',
  fields: Type.Object({ userId, payToken }),
  answer: cancelledTokenAnswer,
  async handle(call, { engine }) {
    const currency = currencyOfCountry(call.country);
    const cancelled = await cancelMandate(call, { ...call.fields, currency }, engine);
    return cancelled.ok ? accept(cancelledToken(cancelled.value, call)) : cancelled;
  },
});

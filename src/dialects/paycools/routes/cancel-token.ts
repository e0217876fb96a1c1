// 10.3 Cancel authorization: POST /api/v1/direct/debit/token/cancel. No debit follows it, and a callback does. One that is unknown,
// another user's, or has ended is not found (1008): there is nothing left to cancel, and a query says how it ended.
import { accept } from '../../../kernel/outcome.ts';
import { cancelToken as cancelTokenOf } from '../../tokens.ts';
import { tokenAnswer, userTokenFields } from '../debit-fields.ts';
import { currency } from '../manila-time.ts';
import { defineOperation } from '../operation.ts';
import { usualWindowMs } from '../schemas.ts';
import { tokenData } from '../token-data.ts';

export const cancelToken = defineOperation({
  method: 'POST',
  path: '/api/v1/direct/debit/token/cancel',
  summary: 'Ends a token, so that its user is not debited any more.',
  fields: userTokenFields,
  answer: tokenAnswer,
  timestampWindowMs: usualWindowMs,
  async handle(call, { engine }) {
    const { userId, payToken } = call.fields;
    const cancelled = await cancelTokenOf(call, { userId, currency, payToken }, engine);
    return cancelled.ok ? accept(tokenData(cancelled.value)) : cancelled;
  },
});

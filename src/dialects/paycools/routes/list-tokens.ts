// 10.2 Check authorization status: POST /api/v1/direct/debit/token/query. What the user agreed to, newest first; not what he declined or
// has not decided: that has no token. A token of nobody's is an empty list.
import { accept } from '../../../kernel/outcome.ts';
import { listTokens as listTokensOf } from '../../tokens.ts';
import { userTokensAnswer, userTokensFields } from '../debit-fields.ts';
import { currency } from '../manila-time.ts';
import { defineOperation } from '../operation.ts';
import { usualWindowMs } from '../schemas.ts';
import { tokenData } from '../token-data.ts';

export const listTokens = defineOperation({
  method: 'POST',
  path: '/api/v1/direct/debit/token/query',
  summary: 'Lists the tokens that a user gave, or says what became of one of them.',
  fields: userTokensFields,
  answer: userTokensAnswer,
  timestampWindowMs: usualWindowMs,
  async handle(call, { engine }) {
    const { userId, payToken } = call.fields;
    const mandates = await listTokensOf(call, { userId, currency, payToken }, engine);
    return accept({ userId, tokenList: mandates.map(tokenData) });
  },
});

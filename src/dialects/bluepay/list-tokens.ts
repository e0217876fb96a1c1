// 3.14 Check authorization status: POST /open-api/direct/debit/token/query. What the user agreed to, newest first; not what he declined
// or has not decided: that has no token.
import { Type } from 'typebox';
import { refuse } from '../../core/reasons.ts';
import { accept } from '../../kernel/outcome.ts';
import { listTokens as listMandates } from '../tokens.ts';
import { tokensAnswer } from './answers.ts';
import { currencyOfCountry } from './countries.ts';
import { defineOperation } from './operation.ts';
import { payToken, userId, userNamed } from './schemas.ts';
import { tokenInfo } from './tokens.ts';

export const listTokens = defineOperation({
  path: '/open-api/direct/debit/token/query',
  versions: ['v1', 'v2'],
  summary: 'Lists the tokens that a user gave, newest first, or says how the one that is named stands.',
  fields: Type.Object(
    // The documentation spells it both ways.
    { userId: Type.Optional(userId), userID: Type.Optional(userId), payToken: Type.Optional(payToken) },
    userNamed,
  ),
  answer: tokensAnswer,
  async handle(call, { engine }) {
    const { country, fields } = call;
    const userId = fields.userId ?? fields.userID;
    if (userId === undefined) return refuse('request_malformed', 'userId is required');
    const asked = { userId, currency: currencyOfCountry(country), payToken: fields.payToken };
    const mandates = await listMandates(call, asked, engine);
    return accept({ userId, tokenList: mandates.map((mandate) => tokenInfo(mandate, call)) });
  },
});

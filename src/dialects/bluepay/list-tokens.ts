// 3.14 Check authorization status: POST /open-api/direct/debit/token/query. What the user agreed to, newest first; not what he declined
// or has not decided: that has no token.
import { Type } from 'typebox';
import { refuse } from '../../core/reasons.ts';
import { accept } from '../../kernel/outcome.ts';
import { currencyOfCountry } from './countries.ts';
import { defineOperation } from './operation.ts';
import { payToken, userId, userNamed } from './schemas.ts';
import { findToken, tokenInfo } from './tokens.ts';

/** The list has no pages, and no user has so many: the oldest are left out. */
const mostTokens = 1000;

export const listTokens = defineOperation({
  path: '/open-api/direct/debit/token/query',
  versions: ['v1', 'v2'],
  fields: Type.Object(
    // The documentation spells it both ways.
    { userId: Type.Optional(userId), userID: Type.Optional(userId), payToken: Type.Optional(payToken) },
    userNamed,
  ),
  async handle(call, { engine }) {
    const { app, merchant, country, fields } = call;
    const { payToken } = fields;
    const userId = fields.userId ?? fields.userID;
    if (userId === undefined) return refuse('request_malformed', 'userId is required');
    const mandates =
      payToken === undefined
        ? await engine.store(merchant.cell).listMandatesOfUser(app.id, userId, mostTokens)
        : [await findToken(call, { payToken, userId }, engine)];
    const found = mandates.filter((mandate) => mandate?.currency === currencyOfCountry(country));
    return accept({ userId, tokenList: found.flatMap((mandate) => (mandate ? [tokenInfo(mandate, call)] : [])) });
  },
});

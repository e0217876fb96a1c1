// 11.2 Ekyc check result: POST /api/v1/ekyc/query, by the merchant's number or the gateway's; where both are given, both must be its.
import { refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import { identityData } from '../identity-data.ts';
import { identityQueryAnswer, identityQueryFields } from '../identity-fields.ts';
import { defineOperation } from '../operation.ts';
import { usualWindowMs } from '../schemas.ts';

export const checkIdentity = defineOperation({
  method: 'POST',
  path: '/api/v1/ekyc/query',
  summary: 'Says what became of an identity check, and whom its channel saw.',
  fields: identityQueryFields,
  perOrder: ({ ekycId, requestId }) => ekycId ?? requestId ?? '',
  answer: identityQueryAnswer,
  timestampWindowMs: usualWindowMs,
  async handle({ app, merchant, fields }, { engine }) {
    const { requestId, ekycId } = fields;
    const check =
      ekycId === undefined
        ? await engine.find(merchant.cell, 'identityChecksByReference', app.id, requestId ?? '')
        : await engine.find(merchant.cell, 'identityChecks', ekycId);
    // Another app's does not exist.
    if (check?.appId !== app.id || (requestId !== undefined && check.reference !== requestId))
      return refuse('identity_check_not_found');
    return accept(identityData(check));
  },
});

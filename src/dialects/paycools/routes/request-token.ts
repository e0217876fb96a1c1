// 10.1 Create authorization link: POST /api/v1/direct/debit/token/apply. The user decides on the page that the answer leads to; whether
// he agreed comes by callback (10.4). A user may give several tokens.
import { requestToken as requestTokenOf } from '../../request-token.ts';
import { tokenRequestAnswer, tokenRequestFields } from '../debit-fields.ts';
import { defineOperation } from '../operation.ts';
import { usualWindowMs } from '../schemas.ts';

export const requestToken = defineOperation({
  method: 'POST',
  path: '/api/v1/direct/debit/token/apply',
  summary: 'Asks a user for the permission to debit him.',
  fields: tokenRequestFields,
  answer: tokenRequestAnswer,
  timestampWindowMs: usualWindowMs,
  handle: (call, deps) => requestTokenOf({ ...call, country: 'PH' }, call.fields, deps),
});

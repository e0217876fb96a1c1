// 3.12 Query: POST /api/v1/pre-auth/query. One operation, by the gateway's number or the merchant's; `result_code` is its status, so that
// nobody takes an operation that was asked about for one that succeeded.
import { Type } from 'typebox';
import { refuse } from '../../../core/reasons.ts';
import { queriedTransAnswer } from '../answers.ts';
import { terminalOperation } from '../operation.ts';
import { findFreshTrans } from '../pre-auth/find-trans.ts';
import { clientTransNo, requestNo } from '../pre-auth/schemas.ts';
import { queriedTransData, transReply } from '../pre-auth/trans.ts';
import { terminalSn } from '../schemas.ts';

export const preAuthQuery = terminalOperation({
  path: '/api/v1/pre-auth/query',
  summary: 'Says how one operation of a pre-authorization stands.',
  answer: queriedTransAnswer,
  fields: Type.Object(
    {
      terminal_sn: terminalSn,
      request_no: Type.Optional(requestNo),
      client_trans_no: Type.Optional(clientTransNo),
    },
    { eitherOf: ['request_no', 'client_trans_no'] },
  ),
  async handle({ merchant, fields }, deps) {
    const trans = await findFreshTrans(deps, merchant, fields);
    return trans ? transReply(trans, queriedTransData(trans)) : refuse('authorisation_not_found');
  },
});

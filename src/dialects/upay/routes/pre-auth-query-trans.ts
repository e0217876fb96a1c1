// 3.12 Query-trans: POST /api/v1/pre-auth/query-trans. The operations on one pre-authorization, or on the merchant's latest, newest first.
import { Type } from 'typebox';
import { refuse } from '../../../core/reasons.ts';
import { queriedTransListAnswer } from '../answers.ts';
import { terminalOperation } from '../operation.ts';
import { findPreAuth } from '../pre-auth/find-trans.ts';
import { listTrans } from '../pre-auth/list-trans.ts';
import { authSn, clientAuthSn, pageInfo } from '../pre-auth/schemas.ts';
import { queriedTransData } from '../pre-auth/trans.ts';
import { business } from '../reply.ts';
import { terminalSn } from '../schemas.ts';

const mostListed = 100;

export const preAuthQueryTrans = terminalOperation({
  path: '/api/v1/pre-auth/query-trans',
  summary: "Lists the operations of a pre-authorization, or the merchant's latest, newest first.",
  answer: queriedTransListAnswer,
  fields: Type.Object({
    terminal_sn: terminalSn,
    auth_sn: Type.Optional(authSn),
    client_auth_sn: Type.Optional(clientAuthSn),
    pageInfo: Type.Optional(pageInfo),
  }),
  async handle({ merchant, fields, now }, deps) {
    const { pageSize = mostListed, startTime = 0, endTime = now } = fields.pageInfo ?? {};
    const page = { from: startTime, to: endTime + 1, limit: Math.min(pageSize, mostListed) };
    const isNamed = fields.auth_sn !== undefined || fields.client_auth_sn !== undefined;
    const authorisation = isNamed ? await findPreAuth(deps, merchant, fields) : undefined;
    if (isNamed && !authorisation) return refuse('authorisation_not_found');
    const found = await listTrans(deps.engine, merchant, authorisation, page);
    return business('SUCCESS', { data: { trans: found.map(queriedTransData) } });
  },
});

// 3.12 Pay: POST /api/v1/pre-auth/pay. Takes a part of what is kept aside, or all of it; the rest stays until it is unfrozen.
import { Type } from 'typebox';
import { refuse } from '../../../core/reasons.ts';
import { transAnswer } from '../answers.ts';
import { terminalOperation } from '../operation.ts';
import { awaitTrans, findFreshPreAuth } from '../pre-auth/find-trans.ts';
import { refusedFor } from '../pre-auth/refused-for.ts';
import { authorisationNamed, transOnAuthorisation } from '../pre-auth/schemas.ts';
import { preAuthScope, transReply } from '../pre-auth/trans.ts';
import { captureDetails } from '../pre-auth/trans-details.ts';
import { startAnswerTime } from '../time-left.ts';
import { nextOrderNumber } from '../order-number.ts';

export const preAuthPay = terminalOperation({
  path: '/api/v1/pre-auth/pay',
  summary: 'Takes a part of what is kept aside, or all of it.',
  answer: transAnswer,
  fields: Type.Object(transOnAuthorisation, authorisationNamed),
  async handle({ fields, now: _now, ...caller }, deps) {
    const { merchant, app } = caller;
    const timeLeft = startAnswerTime();
    const authorisation = await findFreshPreAuth(deps, merchant, fields);
    if (!authorisation) return refuse('authorisation_not_found');
    const created = await deps.engine.execute(merchant.cell, 'capture', {
      id: await nextOrderNumber(deps, merchant.cell),
      authorisationId: authorisation.id,
      merchantId: merchant.id,
      appId: app.id,
      referenceScope: preAuthScope(merchant.id),
      reference: fields.client_trans_no,
      amountMinor: BigInt(fields.amount),
      notifyUrl: null,
      details: captureDetails(caller, authorisation, fields),
      releaseRest: false,
    });
    if (!created.ok) return refusedFor(authorisation, created);
    return transReply(await awaitTrans(deps, merchant, 'pay', created.value.id, timeLeft()));
  },
});

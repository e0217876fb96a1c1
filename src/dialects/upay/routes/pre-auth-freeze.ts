// 3.12 Freeze: POST /api/v1/pre-auth/freeze. Keeps an Alipay payer's money aside by the code he shows; waits for the outcome.
import { Type } from 'typebox';
import { transAnswer } from '../answers.ts';
import { paywayOfBarcode } from '../barcode.ts';
import { businessErrors } from '../codes.ts';
import { terminalOperation } from '../operation.ts';
import { authorise, holdMsOf } from '../pre-auth/authorise.ts';
import { awaitTrans } from '../pre-auth/find-trans.ts';
import { clientAuthSn, transFields } from '../pre-auth/schemas.ts';
import { preAuthScope, transReply } from '../pre-auth/trans.ts';
import { alipayBarcode, transDetails } from '../pre-auth/trans-details.ts';
import { business } from '../reply.ts';
import { dynamicId } from '../schemas.ts';

export const preAuthFreeze = terminalOperation({
  path: '/api/v1/pre-auth/freeze',
  summary: "Keeps an Alipay payer's money aside by the code that he shows.",
  answer: transAnswer,
  fields: Type.Object({ ...transFields, client_auth_sn: clientAuthSn, dynamic_id: dynamicId }),
  async handle({ fields, now: _now, ...caller }, deps) {
    const { merchant } = caller;
    const { payway } = alipayBarcode;
    if (paywayOfBarcode(fields.dynamic_id) !== payway) {
      return business('FAIL', { error: businessErrors.invalidBarcode });
    }
    const created = await authorise(deps, caller, payway, {
      referenceScope: preAuthScope(merchant.id),
      reference: fields.client_auth_sn,
      operationReference: fields.client_trans_no,
      amountMinor: BigInt(fields.amount),
      payerCode: fields.dynamic_id,
      details: { ...transDetails(caller, fields), ...alipayBarcode },
    });
    if (!created.ok) return created;
    return transReply(await awaitTrans(deps, merchant, 'freeze', created.value.id, holdMsOf(caller)));
  },
});

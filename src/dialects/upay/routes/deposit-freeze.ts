// 3.12b Freeze: POST /upay/v2/deposit/freeze. Keeps the money of an order aside by the payer's code; answers as `pay` does.
import { payAnswer } from '../answers.ts';
import { paywayOfBarcode } from '../barcode.ts';
import { businessErrors } from '../codes.ts';
import { terminalOperation } from '../operation.ts';
import { payReply } from '../pay-reply.ts';
import { detailsOf, present } from '../place-order.ts';
import { authorise, holdMsOf } from '../pre-auth/authorise.ts';
import { orderOfDeposit, readDeposit } from '../pre-auth/deposit.ts';
import { business } from '../reply.ts';
import { chargeFields } from '../schemas.ts';

export const depositFreeze = terminalOperation({
  path: '/upay/v2/deposit/freeze',
  summary: "Keeps the money of an order aside by the payer's code.",
  answer: payAnswer,
  fields: chargeFields,
  async handle({ fields, now: _now, ...caller }, deps) {
    const { merchant, settings } = caller;
    const chosen = fields.payway ?? paywayOfBarcode(fields.dynamic_id);
    if (chosen === undefined) return business('FAIL', { error: businessErrors.invalidBarcode });
    const created = await authorise(deps, caller, chosen, {
      referenceScope: merchant.id,
      reference: fields.client_sn,
      operationReference: fields.client_sn,
      amountMinor: BigInt(fields.total_amount),
      payerCode: fields.dynamic_id,
      details: {
        ...detailsOf(caller, fields, { payway: chosen, subPayway: '1' }),
        ...present({ notifyUrl: fields.notify_url }),
      },
    });
    if (!created.ok) return created;
    const { id } = created.value;
    await deps.engine.until(merchant.cell, 'authorisations', id, (row) => row?.status !== 'pending', holdMsOf(caller));
    return payReply(orderOfDeposit(await readDeposit(deps, merchant.cell, id)), settings);
  },
});

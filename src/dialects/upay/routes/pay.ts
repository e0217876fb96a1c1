// 3.3 Pay: POST /upay/v2/pay. The merchant scanned the payer's code; the answer waits for the outcome as long as the app allows.
import type { Payment } from '../../../core/payment/payment.ts';
import { payAnswer } from '../answers.ts';
import { paywayOfBarcode } from '../barcode.ts';
import { businessErrors } from '../codes.ts';
import { readOrder } from '../find-order.ts';
import { terminalOperation } from '../operation.ts';
import { payReply } from '../pay-reply.ts';
import { placeOrder } from '../place-order.ts';
import { business } from '../reply.ts';
import { chargeFields } from '../schemas.ts';

export const pay = terminalOperation({
  path: '/upay/v2/pay',
  summary: 'Charges the payer whose code the merchant scanned, and waits for the outcome.',
  answer: payAnswer,
  fields: chargeFields,
  async handle(call, deps) {
    const { merchant, settings, fields } = call;
    const { dynamic_id: payerCode } = fields;
    const chosen = fields.payway ?? paywayOfBarcode(payerCode);
    if (chosen === undefined) return business('FAIL', { error: businessErrors.invalidBarcode });
    const placed = await placeOrder(deps, call, fields, {
      payway: chosen,
      subPayway: '1',
      entry: 'code',
      payerCode,
      expirySeconds: settings.payExpirySeconds,
    });
    if (!placed.ok) return placed;
    const { id } = placed.value;
    await deps.engine.until(merchant.cell, 'payments', id, isDecided, settings.payHoldMs);
    return payReply(await readOrder(deps, merchant.cell, id), settings);
  },
});

/** What is completed while it is taken back is not decided before that has ended. */
function isDecided(payment: Payment | undefined): boolean {
  return payment !== undefined && payment.status !== 'pending' && payment.refundingMinor === 0n;
}

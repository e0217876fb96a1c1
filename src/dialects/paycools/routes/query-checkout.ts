// 9.3 Check the cashier counter: POST /api/v2/checkout/query.
import { accept } from '../../../kernel/outcome.ts';
import { findCheckout } from '../../checkout-orders.ts';
import { checkoutAnswer, checkoutData } from '../checkout-data.ts';
import { checkoutNames, checkoutWindowMs } from '../checkout-fields.ts';
import { currency } from '../manila-time.ts';
import { defineOperation } from '../operation.ts';

export const queryCheckout = defineOperation({
  method: 'POST',
  path: '/api/v2/checkout/query',
  summary: 'Says how a checkout stands, and by which transaction it was paid.',
  answer: checkoutAnswer,
  envelope: 'param',
  fields: checkoutNames,
  perOrder: ({ mchOrderId, checkoutId }) => checkoutId ?? mchOrderId ?? '',
  timestampWindowMs: checkoutWindowMs,
  async handle(call, { engine }) {
    const found = await findCheckout(call, call.fields, currency, { engine });
    if (!found.ok) return found;
    const { paymentId } = found.value;
    const payment = paymentId === null ? undefined : await engine.find(call.merchant.cell, 'payments', paymentId);
    return accept(checkoutData(found.value, payment));
  },
});

// 9.4 Close the cashier counter: POST /api/v2/checkout/close. Whatever its payer still pays is nobody's order.
import { refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import { findCheckout } from '../../checkout-orders.ts';
import { closedCheckoutAnswer } from '../checkout-data.ts';
import { checkoutNames, checkoutWindowMs } from '../checkout-fields.ts';
import { currency } from '../manila-time.ts';
import { defineOperation } from '../operation.ts';
import { transactionStatuses } from '../statuses.ts';

export const closeCheckout = defineOperation({
  method: 'POST',
  path: '/api/v2/checkout/close',
  summary: 'Closes a checkout that nobody has paid; one that is closed already stays so.',
  answer: closedCheckoutAnswer,
  envelope: 'param',
  fields: checkoutNames,
  timestampWindowMs: checkoutWindowMs,
  async handle(call, { engine }) {
    const { merchant, fields } = call;
    const found = await findCheckout(call, fields, currency, { engine });
    if (!found.ok) return found;
    const { id, reference } = found.value;
    const closed = await engine.execute(merchant.cell, 'close-checkout', { checkoutId: id, merchantId: merchant.id });
    if (!closed.ok) {
      // The core does not close twice what is closed; here that is no mistake, and only a paid one is (3.8).
      if (closed.reason !== 'payment_paid_or_closed') return closed;
      const now = await engine.find(merchant.cell, 'checkouts', id);
      if (now?.status !== 'closed') return refuse('payment_paid_or_closed', 'The order is paid.');
    }
    return accept({ mchOrderId: reference, checkoutId: id, status: transactionStatuses.closed });
  },
});

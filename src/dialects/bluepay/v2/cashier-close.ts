// 3b.6 Close checkout order: POST /open-api/payment/checkout/close. Whatever its payer still pays is nobody's order.
import { accept } from '../../../kernel/outcome.ts';
import { defineOperation } from '../operation.ts';
import { transactionStatuses } from '../statuses.ts';
import { closedCashierOrderAnswer } from './answers.ts';
import { cashierOrderNames, findCashierOrder } from './cashier-order.ts';

export const closeCashierOrder = defineOperation({
  path: '/open-api/payment/checkout/close',
  versions: ['v2'],
  summary: "Closes a cashier's order that nobody has paid.",
  fields: cashierOrderNames,
  answer: closedCashierOrderAnswer,
  async handle(call, { engine }) {
    const { merchant } = call;
    const found = await findCashierOrder(call, call.fields, engine);
    if (!found.ok) return found;
    const named = { checkoutId: found.value.id, merchantId: merchant.id };
    const closed = await engine.execute(merchant.cell, 'close-checkout', named);
    if (!closed.ok) return closed;
    const { reference, id } = closed.value;
    return accept({ mchOrderId: reference, checkoutId: id, transactionStatus: transactionStatuses.closed });
  },
});

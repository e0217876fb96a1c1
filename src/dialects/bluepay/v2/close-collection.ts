// 3b.10 Close payment: POST /open-api/payment/close. Whatever its payer still pays is nobody's order, and waits for an operator.
import { Type } from 'typebox';
import type { Payment } from '../../../core/payment/payment.ts';
import { type Outcome, refuse } from '../../../core/reasons.ts';
import type { Engine } from '../../../engine/engine.ts';
import { accept } from '../../../kernel/outcome.ts';
import { type Caller, defineOperation } from '../operation.ts';
import { mchOrderId, orderNamed, transactionId } from '../schemas.ts';
import { transactionStatuses } from '../statuses.ts';
import { closedCollectionAnswer } from './answers.ts';
import { findPaymentIn } from './find-payment.ts';
import { closeStaticCode, findStaticCode } from './static-code.ts';

export const closeCollection = defineOperation({
  path: '/open-api/payment/close',
  versions: ['v2'],
  summary: 'Closes a payment that its payer has not made.',
  fields: Type.Object(
    { mchOrderId: Type.Optional(mchOrderId), transactionId: Type.Optional(transactionId) },
    orderNamed,
  ),
  answer: closedCollectionAnswer,
  async handle(call, { engine }) {
    const { cell } = call.merchant;
    const payment = await findPaymentIn(call, call.fields, engine);
    if (payment) {
      const closed = await close(payment, call, engine);
      return closed.ok ? accept(closedData(closed.value.reference, closed.value.id)) : closed;
    }
    const code = await findStaticCode(call, call.fields, engine);
    if (!code) return refuse('payment_not_found');
    const closed = await closeStaticCode(code, cell, engine);
    return closed.ok ? accept(closedData(closed.value.reference, null)) : closed;
  },
});

async function close(payment: Payment, { merchant }: Caller, engine: Engine): Promise<Outcome<Payment>> {
  const { id, status, entry, checkoutId } = payment;
  // A debit is with its channel; and a cashier's order is closed there, because its payer could choose another channel.
  if (status === 'pending' && (entry !== 'page' || checkoutId !== null)) return refuse('already_final');
  return engine.execute(merchant.cell, 'close-payment', { paymentId: id, merchantId: merchant.id });
}

function closedData(mchOrderId: string, transactionId: string | null) {
  return { mchOrderId, transactionId, transactionStatus: transactionStatuses.closed };
}

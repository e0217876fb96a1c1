// Payments that the bank charges, by a code or a mandate, takes an order for, or captures out of what it keeps aside.
import type { Payment } from '../../../core/payment/payment.ts';
import { paymentAnswerOf } from '../answers.ts';
import { orderKey } from '../bank/order.ts';
import type { SandboxConnector } from '../connector.ts';
import type { Clerk } from './clerk.ts';

export function paymentCalls(clerk: Clerk): Pick<SandboxConnector, 'sendPayment' | 'queryPayment'> {
  return {
    sendPayment(payment) {
      const { id, merchantId, channel, currency, amountMinor, authorisationId, entry } = payment;
      // A code is good for one charge and is remembered as used; a mandate is good for many.
      const payerCode = entry === 'debit' ? null : payment.payerCode;
      const targetId = authorisationId === null ? null : orderKey('authorisation', authorisationId);
      const order = { id, kind: kindOf(payment), merchantId, channel, currency, amountMinor, targetId, payerCode };
      return clerk.send(order, paymentAnswerOf);
    },
    queryPayment: (payment) => clerk.query(kindOf(payment), payment.id, paymentAnswerOf),
  };
}

function kindOf({ id, entry }: Payment): 'charge' | 'order' | 'capture' {
  if (entry === 'page') throw new Error(`${id} is paid on a page: nothing of it is handed over.`);
  return entry === 'code' || entry === 'debit' ? 'charge' : entry;
}

// Refunds of what was paid; reversals, by which the bank says whether a payment was made, and lets it never have been.
import { refundResultOf } from '../answers.ts';
import type { SandboxConnector } from '../connector.ts';
import type { Clerk } from './clerk.ts';

export function refundCalls(clerk: Clerk): Pick<SandboxConnector, 'sendRefund' | 'queryRefund'> {
  return {
    sendRefund({ id, kind, paymentId, merchantId, channel, currency, amountMinor }) {
      const order = { id, kind, merchantId, channel, currency, amountMinor, targetId: paymentId, payerCode: null };
      return clerk.send(order, refundResultOf);
    },
    queryRefund: ({ id, kind }) => clerk.query(kind, id, refundResultOf),
  };
}

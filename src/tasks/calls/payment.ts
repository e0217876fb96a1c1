// A payment that its channel charges, takes an order for, or captures.
import type { PaymentAnswer } from '../../engine/connector.ts';
import { type Call, findPending, type OpenCall, type Undecided } from './call.ts';

export const openPayment: OpenCall = async (engine, cell, id) => {
  const payment = await findPending(engine, cell, 'payment', id);
  if (!payment) return undefined;
  const { channel, amountMinor, lastRefundId } = payment;
  const reversal = lastRefundId === null ? undefined : await engine.find(cell, 'refunds', lastRefundId);
  const call: Call<Exclude<PaymentAnswer, Undecided>> = {
    channel,
    // What is being taken back must not be charged after all; should the channel refuse to take it back, it goes on.
    withheld: reversal?.status === 'pending',
    send: (connector) => connector.sendPayment?.(payment),
    query: (connector) => connector.queryPayment?.(payment),
    settle(result) {
      if (result.kind === 'refused')
        return engine.execute(cell, 'fail-payment', { paymentId: id, failure: result.failure });
      const { bankReference, receipt } = result;
      return engine.execute(cell, 'confirm-credit', { paymentId: id, bankReference, amountMinor, receipt });
    },
  };
  return call;
};

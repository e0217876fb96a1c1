// A refund or reversal at the channel of its payment.
import type { RefundResult } from '../../core/refund/settle-refund.ts';
import { type Call, findPending, type OpenCall } from './call.ts';

export const openRefund: OpenCall = async (engine, cell, id) => {
  const refund = await findPending(engine, cell, 'refund', id);
  if (!refund) return undefined;
  const { paymentId } = refund;
  const payment = await engine.find(cell, 'payments', paymentId);
  if (!payment) throw new Error(`There is no payment ${paymentId} of the refund ${id}.`);
  const call: Call<RefundResult> = {
    channel: refund.channel,
    send: (connector) => connector.sendRefund?.(refund, payment),
    query: (connector) => connector.queryRefund?.(refund, payment),
    settle: (result) => engine.execute(cell, 'settle-refund', { refundId: id, paymentId, result }),
  };
  return call;
};

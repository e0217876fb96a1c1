// 3.5 Query: POST /upay/v2/query. Answers an order as it stands after a fresh look at its channel.
import { Type } from 'typebox';
import { refuse } from '../../../core/reasons.ts';
import { queryAnswer } from '../answers.ts';
import { businessErrors } from '../codes.ts';
import { findOrder, lookAtOrder } from '../find-order.ts';
import { terminalOperation } from '../operation.ts';
import { answerData } from '../order.ts';
import { findFreshDepositOrder } from '../pre-auth/deposit.ts';
import { business } from '../reply.ts';
import { clientSnToFind, orderNamed, refundRequestNo, sn, terminalSn } from '../schemas.ts';
import { orderStatusOf } from '../statuses.ts';

export const query = terminalOperation({
  path: '/upay/v2/query',
  summary: 'Says how an order stands, after a fresh look at its channel.',
  answer: queryAnswer,
  fields: Type.Object(
    {
      terminal_sn: terminalSn,
      sn: Type.Optional(sn),
      client_sn: Type.Optional(clientSnToFind),
      refund_request_no: Type.Optional(refundRequestNo),
    },
    orderNamed,
  ),
  async handle({ merchant, settings, fields }, deps) {
    const found = await findOrder(deps, merchant, fields);
    // A deposit is found as the order it stands for, until it is consumed.
    const order = found
      ? await lookAtOrder(deps, merchant.cell, found)
      : await findFreshDepositOrder(deps, merchant, fields);
    if (!order) return refuse('payment_not_found');
    const { payment, last } = order;
    const { refund_request_no: number } = fields;
    if (number !== undefined) {
      const refund = await deps.engine.find(merchant.cell, 'refundsByReference', payment.id, number);
      if (!refund) return refuse('refund_not_found');
      return business('SUCCESS', { data: answerData(order, settings, refund) });
    }
    const timedOut =
      orderStatusOf(order) === 'PAY_CANCELED' && (payment.failure === 'timed_out' || last?.initiator === 'gateway');
    const error = timedOut ? businessErrors.tradeTimeout : undefined;
    return business('SUCCESS', { error, data: answerData(order, settings) });
  },
});

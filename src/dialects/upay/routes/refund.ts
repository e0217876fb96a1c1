// 3.6 Refund: POST /upay/v2/refund. Gives a part of a paid order back, or all of it.
import { type Static, Type } from 'typebox';
import type { Failure } from '../../../core/failure.ts';
import type { Payment } from '../../../core/payment/payment.ts';
import { type Reason, refuse } from '../../../core/reasons.ts';
import type { CreateRefund } from '../../../core/refund/create-refund.ts';
import type { Refund } from '../../../core/refund/refund.ts';
import { dayMs } from '../../../kernel/clock.ts';
import type { Refused } from '../../../kernel/outcome.ts';
import { refundAnswer } from '../answers.ts';
import { businessErrors, failureErrors, type UpayError } from '../codes.ts';
import { findOrder, lookAtOrder, readOrder } from '../find-order.ts';
import { type Call, terminalOperation } from '../operation.ts';
import { answerData, orderData } from '../order.ts';
import { present } from '../place-order.ts';
import { business, type Reply } from '../reply.ts';
import {
  amount,
  bytes,
  clientSnToFind,
  extended,
  goodsDetails,
  orderNamed,
  reflect,
  refundOperator,
  refundRequestNo,
  sn,
  terminalSn,
} from '../schemas.ts';
import type { Settings } from '../settings.ts';
import type { Order } from '../statuses.ts';
import { startAnswerTime } from '../time-left.ts';

const refundFields = Type.Object(
  {
    terminal_sn: terminalSn,
    sn: Type.Optional(sn),
    client_sn: Type.Optional(clientSnToFind),
    refund_request_no: refundRequestNo,
    operator: refundOperator,
    refund_amount: amount,
    client_tsn: Type.Optional(bytes(53)),
    extended,
    goods_details: goodsDetails,
    reflect,
  },
  orderNamed,
);

export const refund = terminalOperation({
  path: '/upay/v2/refund',
  summary: 'Gives a part of a paid order back, or all of it.',
  answer: refundAnswer,
  fields: refundFields,
  async handle(call, deps) {
    const { merchant, settings, fields } = call;
    const { cell } = merchant;
    const timeLeft = startAnswerTime();
    const found = await findOrder(deps, merchant, fields);
    if (!found) return refuse('payment_not_found');
    // A retry of what nobody knows the end of, and a refund of an order whose answer was lost, learn it here.
    const order = await lookAtOrder(deps, cell, found);
    const asked = await deps.engine.execute(cell, 'create-refund', {
      id: deps.ids.next('R', cell, call.now),
      ...askedOf(call, order.payment),
    });
    let id: string;
    if (asked.ok) id = asked.value.id;
    // It was under way when it was asked for again, and is answered with its end.
    else if (asked.reason === 'refund_repeated' && found.last && isUnderWay(found.last, fields)) id = found.last.id;
    else return refusalOf(asked, order, settings);
    const refunded = await deps.engine.until(cell, 'refunds', id, (row) => row?.status !== 'pending', timeLeft());
    if (!refunded) throw new Error(`There is no refund ${id}.`);
    const data = answerData(await readOrder(deps, cell, order.payment.id), settings, refunded);
    return business(resultCodeOf(refunded), { error: causeOf(refunded), data });
  },
});

type RefundCall = Pick<Call<'terminal', Static<typeof refundFields>>, 'terminal' | 'merchant' | 'settings' | 'fields'>;

function askedOf({ terminal, merchant, settings, fields }: RefundCall, payment: Payment): Omit<CreateRefund, 'id'> {
  const { refundWindowDays } = settings;
  return {
    paymentId: payment.id,
    merchantId: merchant.id,
    appId: payment.appId,
    // Its number is unique for its order only (upay.md 2.8).
    referenceScope: payment.id,
    reference: fields.refund_request_no,
    amountMinor: BigInt(fields.refund_amount),
    notifyUrl: payment.notifyUrl,
    details: present({
      terminalSn: terminal.id,
      operator: fields.operator,
      reflect: fields.reflect,
      clientTsn: fields.client_tsn,
    }),
    feeReturn: 'in_proportion',
    oneAtATime: true,
    windowMs: refundWindowDays === null ? null : refundWindowDays * dayMs,
  };
}

function isUnderWay({ kind, status, reference }: Refund, fields: RefundCall['fields']): boolean {
  return kind === 'refund' && status === 'pending' && reference === fields.refund_request_no;
}

/** Where the merchant's balance is short it is not the order that forbids it: the same request may succeed later (upay.md 4.3). */
function refusalOf(refused: Refused<Reason>, order: Order, settings: Settings): Refused<Reason> | Reply {
  if (refused.reason !== 'balance_insufficient') return refused;
  const data = { ...orderData(order, settings), status: 'REFUND_ERROR' };
  return business('REFUND_FAIL', { error: businessErrors.accountBalanceNotEnough, data });
}

function resultCodeOf({ status, doubt }: Refund): string {
  if (status === 'completed') return 'REFUND_SUCCESS';
  if (status === 'failed') return 'REFUND_FAIL';
  return doubt === null ? 'REFUND_IN_PROGRESS' : 'REFUND_ERROR';
}

function causeOf({ status, failure, doubt }: Refund): UpayError | undefined {
  if (status === 'failed') return refundError(failure ?? 'refund_failed');
  return status === 'pending' && doubt !== null ? businessErrors.tradeFailed : undefined;
}

/** Short of money is here the account that gives it back, not the buyer's. */
function refundError(failure: Failure): UpayError {
  return failure === 'balance_insufficient' ? businessErrors.sellerBalanceNotEnough : failureErrors[failure];
}

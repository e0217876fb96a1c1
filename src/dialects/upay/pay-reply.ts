// What the act of paying is answered with: by `pay`, and by the freeze and the consume of a deposit (upay.md 3.3, 3.12b).
import { businessErrors, failureErrors, type UpayError } from './codes.ts';
import { answerData } from './order.ts';
import { business, type Reply } from './reply.ts';
import type { Settings } from './settings.ts';
import { type Order, type OrderStatus, orderStatusOf, payStatusOf } from './statuses.ts';

export function payReply(order: Order, settings: Pick<Settings, 'alipayName'>): Reply {
  const resultCode = resultCodeOf(order);
  const error = resultCode.startsWith('PAY_FAIL') ? causeOf(order) : undefined;
  return business(resultCode, { error, data: answerData(order, settings, 'payment') });
}

/** What became of the payment, whatever was asked of the order meanwhile: another terminal may have cancelled or refunded it. */
const resultCodes: Readonly<Record<Exclude<OrderStatus, 'PAY_ERROR'>, string>> = {
  CREATED: 'PAY_IN_PROGRESS',
  PAID: 'PAY_SUCCESS',
  REFUNDED: 'PAY_SUCCESS',
  PARTIAL_REFUNDED: 'PAY_SUCCESS',
  REFUND_INPROGRESS: 'PAY_SUCCESS',
  REFUND_ERROR: 'PAY_SUCCESS',
  PAY_CANCELED: 'PAY_FAIL',
  CANCELED: 'PAY_FAIL',
  CANCEL_INPROGRESS: 'PAY_FAIL_IN_PROGRESS',
  CANCEL_ERROR: 'PAY_FAIL_ERROR',
  INVALID_STATUS_CODE: 'PAY_FAIL_ERROR',
};

function resultCodeOf(order: Order): string {
  const status = orderStatusOf(order);
  if (status !== 'PAY_ERROR') return resultCodes[status];
  return payStatusOf(order) === 'ERROR_RECOVERY' ? 'PAY_FAIL_IN_PROGRESS' : 'PAY_FAIL_ERROR';
}

/** Why it failed: the channel's reason, or that the payer did not confirm in time. */
function causeOf({ payment, last }: Order): UpayError {
  if (payment.failure !== null) return failureErrors[payment.failure];
  if (last?.initiator === 'merchant') return businessErrors.tradeFailed;
  return last?.status === 'failed' && last.failure !== null ? failureErrors[last.failure] : businessErrors.tradeTimeout;
}

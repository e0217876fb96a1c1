// What Upay calls the state of an order and of each act on it (upay.md 4.1, 4.2, 6.4, 6.5): read from a payment and the newest of its
// refunds and reversals, never stored.
import type { Payment } from '../../core/payment/payment.ts';
import { isReversed, type Refund } from '../../core/refund/refund.ts';

/** A payment as an order: with the newest of what was asked for to give it back. */
export interface Order {
  readonly payment: Payment;
  readonly last: Refund | undefined;
}

export const orderStatuses = [
  'CREATED',
  'PAID',
  'PAY_CANCELED',
  'PAY_ERROR',
  'REFUNDED',
  'PARTIAL_REFUNDED',
  'REFUND_INPROGRESS',
  'REFUND_ERROR',
  'CANCELED',
  'CANCEL_ERROR',
  'CANCEL_INPROGRESS',
  'INVALID_STATUS_CODE',
] as const;

export type OrderStatus = (typeof orderStatuses)[number];

export const transactionStatuses = [
  'CREATED',
  'IN_PROG',
  'SUCCESS',
  'ERROR_RECOVERY',
  'FAIL_CANCELED',
  'FAIL_ERROR',
  'FAIL_IO_1',
  'FAIL_IO_2',
  'FAIL_PROTOCOL_1',
  'FAIL_PROTOCOL_2',
  'FAIL_PROTOCOL_3',
  'ABORTED',
  'CANCEL_ERROR',
  'REFUND_ERROR',
] as const;

export type TransactionStatus = (typeof transactionStatuses)[number];

export function orderStatusOf({ payment, last }: Order): OrderStatus {
  const reversal = last?.kind === 'reversal' ? last : undefined;
  if (isReversed(payment, last)) return last?.initiator === 'merchant' ? 'CANCELED' : 'PAY_CANCELED';
  switch (payment.status) {
    case 'closed':
      return 'PAY_CANCELED';
    case 'failed':
      return hasStrayMoney(payment) ? 'INVALID_STATUS_CODE' : 'PAY_CANCELED';
    case 'pending':
      if (!reversal) return 'CREATED';
      if (reversal.initiator === 'gateway') return 'PAY_ERROR';
      return isUnderWay(reversal) ? 'CANCEL_INPROGRESS' : 'CANCEL_ERROR';
    case 'completed':
      if (last?.status !== 'pending') return settledStatusOf(payment);
      if (last.kind === 'refund') return isUnderWay(last) ? 'REFUND_INPROGRESS' : 'REFUND_ERROR';
      if (last.initiator === 'gateway') return 'PAY_ERROR';
      return isUnderWay(last) ? 'CANCEL_INPROGRESS' : 'CANCEL_ERROR';
  }
}

/**
 * The latest act on the order: a refund or a cancel that its merchant asked for. Undefined where it is the payment itself: what the
 * gateway takes back by itself is a part of that, and a cancel that met a payment which failed meanwhile did nothing.
 */
export function latestActOf({ payment, last }: Order): Refund | undefined {
  if (last?.initiator !== 'merchant') return undefined;
  return payment.status === 'failed' && !isReversed(payment, last) ? undefined : last;
}

/** The state of a refund or a cancel that a merchant asked for. */
export function actStatusOf(act: Refund): TransactionStatus {
  if (act.status === 'completed') return 'SUCCESS';
  if (isUnderWay(act)) return 'IN_PROG';
  return act.kind === 'refund' ? 'REFUND_ERROR' : 'CANCEL_ERROR';
}

/** The state of the act of paying. */
export function payStatusOf({ payment, last }: Order): TransactionStatus {
  const recovery = last?.initiator === 'gateway' ? last : undefined;
  switch (payment.status) {
    case 'closed':
      return last?.initiator === 'merchant' ? 'ABORTED' : 'FAIL_CANCELED';
    case 'failed':
      return hasStrayMoney(payment) && !isReversed(payment, last) ? 'FAIL_ERROR' : 'FAIL_CANCELED';
    case 'pending':
      if (recovery) return recovery.status === 'failed' ? 'FAIL_ERROR' : recoveryStatusOf(payment, recovery);
      // What the payer will pay waits for him; everything else is at its channel.
      return last === undefined && payment.entry === 'order' ? 'CREATED' : 'IN_PROG';
    case 'completed':
      if (recovery?.status === 'pending') return recoveryStatusOf(payment, recovery);
      if (!isReversed(payment, last)) return 'SUCCESS';
      return recovery ? 'FAIL_CANCELED' : 'ABORTED';
  }
}

/** Another amount arrived than was asked for: the order failed, and the money waits for an operator. */
function hasStrayMoney({ status, bankReference }: Payment): boolean {
  return status === 'failed' && bankReference !== null;
}

function isUnderWay({ status, doubt }: Refund): boolean {
  return status === 'pending' && doubt === null;
}

function settledStatusOf({ amountMinor, refundedMinor }: Payment): OrderStatus {
  if (refundedMinor === 0n) return 'PAID';
  return refundedMinor < amountMinor ? 'PARTIAL_REFUNDED' : 'REFUNDED';
}

const paymentDoubts = {
  io_send: 'FAIL_IO_1',
  protocol_send: 'FAIL_PROTOCOL_1',
  io_query: 'FAIL_IO_2',
  protocol_query: 'FAIL_PROTOCOL_2',
} as const;

/**
 * How far a payment is that the gateway takes back. Once the reversal itself is in doubt, the numbers say where the trouble began: 1
 * while paying, 2 while asking, 3 while taking back. Silence alone while taking back has no number: it is simply tried again.
 */
function recoveryStatusOf({ doubt }: Payment, recovery: Refund): TransactionStatus {
  if (recovery.doubt === null) return 'ERROR_RECOVERY';
  if (recovery.doubt.startsWith('protocol')) return 'FAIL_PROTOCOL_3';
  return doubt === null ? 'ERROR_RECOVERY' : paymentDoubts[doubt];
}

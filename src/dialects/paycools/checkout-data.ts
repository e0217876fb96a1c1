// A checkout in the answers of 9.1 to 9.4 (paycools.md 3.8), and among which channels its payer can choose.
import { Type } from 'typebox';
import type { Checkout } from '../../core/checkout/checkout.ts';
import type { App } from '../../core/merchant/merchant.ts';
import type { Payment } from '../../core/payment/payment.ts';
import type { Instant } from '../../kernel/clock.ts';
import { exactly, orNull, wordOf } from '../answer-types.ts';
import type { CheckoutScope } from '../checkout-channels.ts';
import { checkoutUrl } from '../checkout-orders.ts';
import * as said from './answers.ts';
import { qrKindOf } from './channels.ts';
import { checkoutTypes } from './checkout-fields.ts';
import type { PaycoolsDeps } from './deps.ts';
import { currency, manilaTime, manilaTimeOrNull } from './manila-time.ts';
import { transactionStatuses } from './statuses.ts';

/** 7, row 38. */
export const defaultExpireSeconds = 3600;

/** The channels of this API; a code that is paid many times is of no order. */
export function checkoutScope(app: App): CheckoutScope {
  const isLeftOut = (code: string) => qrKindOf(code)?.singleUse === false;
  return { app, country: 'PH', currency, types: checkoutTypes, isLeftOut };
}

export function createdCheckoutData(checkout: Checkout, deps: Pick<PaycoolsDeps, 'baseUrl' | 'tokens'>) {
  return {
    checkoutId: checkout.id,
    checkoutUrl: checkoutUrl(checkout, deps),
    status: transactionStatuses.pending,
    expiresTime: offsetTime(checkout.expiresAt),
  };
}

/** `payment`: its newest try, if there was one. */
export function checkoutData(checkout: Checkout, payment: Payment | undefined) {
  const status = statusOf(checkout, payment);
  return {
    mchOrderId: checkout.reference,
    checkoutId: checkout.id,
    transactionId: payment?.id ?? null,
    channelCode: payment?.channel ?? null,
    amount: Number(checkout.amountMinor),
    currency: checkout.currency,
    transactionStatus: status,
    status,
    createTime: manilaTime(checkout.createdAt),
    returnTime: manilaTimeOrNull(checkout.finalAt),
    expiresTime: offsetTime(checkout.expiresAt),
    remark: checkout.details['remark'] ?? null,
  };
}

/**
 * A try that failed is not the end: its payer may still pay in another way. Where he did not, the order failed as its last try did,
 * which is what the callback tells. What is given back of a paid one does not change it.
 */
function statusOf({ status }: Checkout, payment: Payment | undefined): string {
  if (status === 'closed') return transactionStatuses[payment?.status === 'failed' ? 'failed' : 'closed'];
  return transactionStatuses[status === 'completed' ? 'completed' : 'pending'];
}

/** `2026-03-02T12:51:54.949+00:00`, as the checkout alone writes a time (2.8). */
function offsetTime(at: Instant): string {
  return new Date(at).toISOString().replace('Z', '+00:00');
}

const checkoutId = Type.String({ description: "The gateway's number of the checkout." });
const isoTime = Type.String({ description: 'ISO 8601 with milliseconds and offset.' });

export const createdCheckoutAnswer = exactly({
  checkoutId,
  checkoutUrl: Type.String({ description: 'The page on which the payer picks a channel.' }),
  status: wordOf([transactionStatuses.pending]),
  expiresTime: isoTime,
});

export const checkoutAnswer = exactly({
  mchOrderId: said.mchOrderId,
  checkoutId,
  transactionId: orNull(said.transactionId),
  channelCode: orNull(said.channelCode),
  amount: Type.Integer({ description: 'Centavos.' }),
  currency: wordOf([currency]),
  transactionStatus: said.transactionStatus,
  status: said.transactionStatus,
  createTime: said.time,
  returnTime: orNull(said.time),
  expiresTime: isoTime,
  remark: orNull(Type.String()),
});

export const closedCheckoutAnswer = exactly({
  mchOrderId: said.mchOrderId,
  checkoutId,
  status: wordOf([transactionStatuses.closed]),
});

export const checkoutChannelsAnswer = Type.Array(
  exactly({
    channelCode: said.channelCode,
    channelName: Type.String(),
    channelType: wordOf(checkoutTypes),
    status: wordOf(['ACTIVE', 'INACTIVE']),
  }),
);

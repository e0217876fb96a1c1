// Where a merchant is told of an event: the request's own address, else the app's (bluepay.md 4.1; 7, rows 14 and 15).
import { type Event, subjectOf } from '../../core/event.ts';
import type { App } from '../../core/merchant/merchant.ts';

/** Empty when neither names one: then nobody is told. A refund that names none is told where its payment is. */
export function urlOf(event: Event, { callbackUrls }: App): string {
  const requested = subjectOf(event).notifyUrl;
  if ('payout' in event) return requested ?? callbackUrls.payout ?? callbackUrls.merchant ?? '';
  const paymentsUrl = 'payment' in event ? event.payment?.notifyUrl : null;
  return requested ?? paymentsUrl ?? callbackUrls.merchant ?? '';
}

// What happened, as deciders announce it: the neutral source of every notification.
import type { Payment } from './payment/payment.ts';
import type { Payout } from './payout/payout.ts';
import type { Refund } from './refund/refund.ts';

export type Event =
  | { readonly kind: 'payment.completed' | 'payment.failed' | 'payment.closed'; readonly payment: Payment }
  /** Its time was up and the gateway takes it back; and the end of any reversal, the merchant's as well. */
  | { readonly kind: 'payment.reversing' | 'payment.reversed'; readonly payment: Payment; readonly refund: Refund }
  | { readonly kind: 'refund.completed' | 'refund.failed'; readonly payment: Payment; readonly refund: Refund }
  | { readonly kind: 'payout.completed' | 'payout.failed'; readonly payout: Payout };

export function subjectOf(event: Event): Payment | Payout | Refund {
  if ('payout' in event) return event.payout;
  return event.kind === 'refund.completed' || event.kind === 'refund.failed' ? event.refund : event.payment;
}

// What happened, as deciders announce it: the neutral source of every notification.
import type { Payment } from './payment/payment.ts';
import type { Payout } from './payout/payout.ts';

export type Event =
  | { readonly kind: 'payment.completed' | 'payment.failed' | 'payment.closed'; readonly payment: Payment }
  | { readonly kind: 'payout.completed' | 'payout.failed'; readonly payout: Payout };

export function subjectOf(event: Event): Payment | Payout {
  return 'payment' in event ? event.payment : event.payout;
}

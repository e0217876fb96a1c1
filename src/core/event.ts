// What happened, as deciders announce it: the neutral source of every notification.
import type { Checkout } from './checkout/checkout.ts';
import type { IdentityCheck } from './identity/identity-check.ts';
import type { Mandate } from './mandate/mandate.ts';
import type { Payment } from './payment/payment.ts';
import type { Payout } from './payout/payout.ts';
import type { Refund } from './refund/refund.ts';

export type Event =
  | { readonly kind: 'payment.completed' | 'payment.failed' | 'payment.closed'; readonly payment: Payment }
  /** Its time was up and the gateway takes it back; and the end of any reversal, the merchant's as well. */
  | { readonly kind: 'payment.reversing' | 'payment.reversed'; readonly payment: Payment; readonly refund: Refund }
  | { readonly kind: 'refund.completed' | 'refund.failed'; readonly payment: Payment; readonly refund: Refund }
  /**
   * Its merchant closed it, or its time was up: it was not paid. Its tries are not told of, and the one that pays it is a payment's
   * news; `payment`: the newest of them, where its payer chose a channel.
   */
  | { readonly kind: 'checkout.closed'; readonly checkout: Checkout; readonly payment: Payment | undefined }
  /** Given by its payer; not given, whether he declined or let the time pass; at its end, whether somebody or time brought it. */
  | { readonly kind: 'mandate.created' | 'mandate.declined' | 'mandate.cancelled'; readonly mandate: Mandate }
  /** Its channel's verdict. */
  | { readonly kind: 'identity.passed' | 'identity.rejected'; readonly check: IdentityCheck }
  | { readonly kind: 'payout.completed' | 'payout.failed'; readonly payout: Payout };

export function subjectOf(event: Event): Checkout | IdentityCheck | Mandate | Payment | Payout | Refund {
  if ('checkout' in event) return event.checkout;
  if ('check' in event) return event.check;
  if ('mandate' in event) return event.mandate;
  if ('payout' in event) return event.payout;
  return event.kind === 'refund.completed' || event.kind === 'refund.failed' ? event.refund : event.payment;
}

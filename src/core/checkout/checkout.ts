// A checkout: a hosted cashier page on which a payer picks a channel. Every pick is a try, a payment of its own, and at most one of
// them is open at a time: the next one closes it. The try that is paid completes the checkout, and then there is no other way to pay it.
import type { Instant } from '../../kernel/clock.ts';
import type { Channel } from '../channel/channel.ts';
import type { Details, Payment } from '../payment/payment.ts';
import type { CellState, Keys } from '../state.ts';

/** `open` is the only state that is left. */
export type CheckoutStatus = 'open' | 'completed' | 'closed';

export interface Checkout {
  readonly id: string;
  readonly merchantId: string;
  readonly appId: string;
  readonly referenceScope: string;
  readonly reference: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly status: CheckoutStatus;
  /** The newest try, or the one that completed it; null: no channel was chosen yet. */
  readonly paymentId: string | null;
  /** How many tries there were. */
  readonly tries: number;
  /** The codes of the channels that the payer can pick from; never empty. */
  readonly channels: readonly string[];
  readonly createdAt: Instant;
  readonly finalAt: Instant | null;
  readonly expiresAt: Instant;
  readonly notifyUrl: string | null;
  readonly returnUrl: string | null;
  /** The one in which the page speaks first, `th`; null: the payer's own. */
  readonly language: string | null;
  /** A picture of the merchant's for the page. */
  readonly logoUrl: string | null;
  /** What the dialect must say again; every try carries it as well, with the `channelType` of its own. */
  readonly details: Details;
}

/** Whether a channel can take a checkout's money: it is on, and shows a code or has a page. */
export function isPayable(channel: Channel | undefined, currency: string): channel is Channel {
  return (
    channel?.enabled === true && channel.currency === currency && (channel.kind === 'qr' || channel.kind === 'web')
  );
}

/** The checkout that a completion of this payment completes. */
export function checkoutKeys({ checkoutId }: Payment): Keys {
  return checkoutId === null ? {} : { checkouts: [[checkoutId]] };
}

/** Completes the checkout whose try was paid. Nothing else can pay it: the pick that made this try closed the one before. */
export function completeCheckout(state: CellState, { id, checkoutId }: Payment, now: Instant): void {
  const checkout = checkoutId === null ? undefined : state.checkouts.get(checkoutId);
  if (checkout?.status !== 'open') return;
  state.checkouts.update({ ...checkout, status: 'completed', paymentId: id, finalAt: now });
}

/** Tells that a payment ended unpaid. A try's end is no news: its checkout can still be paid in another way. */
export function announceUnpaid(state: CellState, kind: 'payment.failed' | 'payment.closed', payment: Payment): void {
  if (payment.checkoutId === null) state.announce({ kind, payment });
}

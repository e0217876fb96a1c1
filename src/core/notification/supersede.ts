// A message about a state that has passed is not sent any more: the newer one tells all of it (upay.md 5).
import type { CellState, Keys } from '../state.ts';

/** The name of the message that an end of a reversal makes pointless. */
function nameOf(paymentId: string): string {
  return `${paymentId}.reversing`;
}

export function supersededKeys(paymentId: string): Keys {
  return { notifications: [[nameOf(paymentId)]] };
}

/** Takes back the message that a reversal has begun, unless it was delivered or given up. */
export function supersede(state: CellState, paymentId: string): void {
  const notification = state.notifications.get(nameOf(paymentId));
  // What was delivered before is sent again only because an operator wants it.
  if (notification?.status === 'pending' && notification.deliveredAt === null)
    state.notifications.update({ ...notification, status: 'superseded' });
}

// What the end of a reversal means: the payment that it stopped is closed, and the merchant is told once, whatever was found.
import type { Instant } from '../../kernel/clock.ts';
import { endCapture } from '../authorisation/end-capture.ts';
import { endCalls } from '../call/call.ts';
import { useUp } from '../instrument/instrument.ts';
import { returnUsage } from '../limits/daily-usage.ts';
import { supersede } from '../notification/supersede.ts';
import type { Payment } from '../payment/payment.ts';
import type { CellState } from '../state.ts';
import type { Refund } from './refund.ts';

/** Closes a pending payment that was never made as it was asked for, and now never will be. */
export function closeStopped(state: CellState, pending: Payment, now: Instant): Payment {
  const closed: Payment = { ...pending, status: 'closed', doubt: null, finalAt: now, expiresAt: null };
  state.payments.update(closed);
  if (closed.entry !== 'page') endCalls(state, 'payment', closed.id);
  endCapture(state, closed);
  useUp(state, closed, now);
  returnUsage(state, closed);
  return closed;
}

/** Tells of a reversal that is completed: no refund and no other reversal of its payment can follow. */
export function endReversal(state: CellState, payment: Payment, refund: Refund): void {
  supersede(state, payment.id);
  state.announce({ kind: 'payment.reversed', payment, refund });
}

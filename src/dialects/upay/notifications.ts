// The callbacks that merchants get (upay.md 5): which event is told, in which words, and what counts as received.
import type { Event } from '../../core/event.ts';
import type { App } from '../../core/merchant/merchant.ts';
import type { Message } from '../../engine/dialect.ts';
import { secondMs } from '../../kernel/clock.ts';
import { objectIn } from '../object-in.ts';
import { orderData } from './order.ts';
import { type Settings, settingsOf } from './settings.ts';
import { type Order, orderStatuses } from './statuses.ts';

/** Tries are made 1, 5, 30 and 600 s after the event, which stand as the waits between them (upay.md 7, Q15). */
const firstDelayMs = secondMs;
export const retryDelaysMs = [4 * secondMs, 25 * secondMs, 570 * secondMs] as const;

/** A try that takes longer was not delivered (upay.md 5). */
export const tryTimeoutMs = 5 * secondMs;

export const acknowledgement = 'success';

/** The message of an event: the order as it stands then; or undefined where Upay tells nothing. */
export function describe(event: Event, app: App): Message | undefined {
  const settings = settingsOf(app);
  const order = orderToTell(event, settings);
  if (!order) return undefined;
  return {
    url: order.payment.notifyUrl ?? app.callbackUrls.merchant ?? '',
    body: JSON.stringify(orderData(order, settings)),
    delayMs: firstDelayMs,
  };
}

/** HTTP 200 and the agreed word, blanks and quotes around it aside. */
export function isAcknowledged(httpStatus: number, body: string): boolean {
  return httpStatus === 200 && /^[\s"']*success[\s"']*$/.test(body);
}

export function recognise(body: string): { readonly subjectId: string; readonly eventName: string } | undefined {
  const { sn, order_status: status } = objectIn(body) ?? {};
  if (typeof sn !== 'string' || typeof status !== 'string') return undefined;
  return statusNames.has(status) ? { subjectId: sn, eventName: status } : undefined;
}

const statusNames: ReadonlySet<string> = new Set(orderStatuses);

function orderToTell(event: Event, { notifyOnRefund }: Settings): Order | undefined {
  switch (event.kind) {
    case 'payment.completed':
      return { payment: event.payment, last: undefined };
    case 'payment.failed':
      // Whoever charges a code has the answer in his hand, or asks for it.
      return event.payment.entry === 'order' ? { payment: event.payment, last: undefined } : undefined;
    case 'payment.reversing':
      return { payment: event.payment, last: event.refund };
    case 'payment.reversed':
      if (event.refund.initiator === 'merchant' && !notifyOnRefund) return undefined;
      return { payment: event.payment, last: event.refund };
    case 'refund.completed':
      return notifyOnRefund ? { payment: event.payment, last: event.refund } : undefined;
    case 'payment.closed':
    case 'refund.failed':
    case 'checkout.closed':
    case 'mandate.created':
    case 'mandate.declined':
    case 'mandate.cancelled':
    case 'identity.passed':
    case 'identity.rejected':
    case 'payout.completed':
    case 'payout.failed':
      return undefined;
  }
}

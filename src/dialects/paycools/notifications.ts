// The callbacks that merchants get (paycools.md 4): which event is told, in which words, and what counts as received.
import type { Event } from '../../core/event.ts';
import type { App } from '../../core/merchant/merchant.ts';
import type { Payment } from '../../core/payment/payment.ts';
import type { Payout } from '../../core/payout/payout.ts';
import type { Message } from '../../engine/dialect.ts';
import { hourMs, minuteMs } from '../../kernel/clock.ts';
import { objectIn } from '../object-in.ts';
import { callbackUrlOf } from './callback-url.ts';
import { staticQrChannel } from './channels.ts';
import { failureCodes } from '../failure-codes.ts';
import { manilaTime } from './manila-time.ts';
import { type CallbackBody, signCallback, verifyCallback } from './signature.ts';
import { transactionStatuses } from './statuses.ts';

/** Documented nowhere; the waits are our choice (paycools.md 7, row 1). */
export const retryDelaysMs = [
  minuteMs,
  5 * minuteMs,
  15 * minuteMs,
  30 * minuteMs,
  hourMs,
  2 * hourMs,
  6 * hourMs,
  12 * hourMs,
] as const;

export const acknowledgement = '{"code":1,"msg":"success","data":{}}';

/** The signed message of an event, or undefined where PayCools tells nothing. Throws when the app has no callback secret. */
export function describe(event: Event, app: App): Message | undefined {
  const told = tell(event);
  if (!told) return undefined;
  const { subject, product, eventName } = told;
  const body = bodyOf(subject, eventName);
  const [secret] = app.callbackSecrets;
  if (secret === undefined) throw new Error(`The app ${app.id} has no callback secret.`);
  return {
    url: callbackUrlOf(app, product, subject.notifyUrl) ?? '',
    body: JSON.stringify({ ...body, sign: signCallback(body, secret) }),
  };
}

/** HTTP 200 and `code` 1; unless the app is strict, also the success codes of requests (paycools.md 7, rows 1 and 2). */
export function isAcknowledged(httpStatus: number, body: string, app: App): boolean {
  if (httpStatus !== 200) return false;
  const code = String(objectIn(body)?.['code']);
  return code === '1' || (app.switches['lenientAck'] !== false && (code === '1000' || code === '10000'));
}

export function recognise(body: string): { readonly subjectId: string; readonly eventName: string } | undefined {
  const { eventName, transactionId } = objectIn(body) ?? {};
  if (typeof eventName !== 'string' || typeof transactionId !== 'string') return undefined;
  return eventNames.has(eventName) ? { subjectId: transactionId, eventName } : undefined;
}

export function verifyNotification(body: string, app: App): boolean {
  const read = objectIn(body);
  return read !== undefined && verifyCallback(read as CallbackBody, app.callbackSecrets);
}

interface Told {
  readonly subject: Payment | Payout;
  readonly product: 'qr' | 'payout' | 'web';
  readonly eventName: string;
}

const names = {
  qr: { completed: 'qrcode.payment.success', failed: 'qrcode.payment.failed' },
  web: { completed: 'h5.payment.success', failed: 'h5.payment.failed' },
  payout: { completed: 'disbursement.success', failed: 'disbursement.failed' },
} as const;

const eventNames: ReadonlySet<string> = new Set(Object.values(names).flatMap((named) => Object.values(named)));

function tell(event: Event): Told | undefined {
  switch (event.kind) {
    case 'payout.completed':
    case 'payout.failed': {
      const result = event.kind === 'payout.completed' ? 'completed' : 'failed';
      return { subject: event.payout, product: 'payout', eventName: names.payout[result] };
    }
    case 'payment.completed':
    case 'payment.failed': {
      const { payment } = event;
      const result = event.kind === 'payment.completed' ? 'completed' : 'failed';
      const product = payment.instrumentId === null ? 'web' : 'qr';
      // Static codes tell of successes only (paycools.md 4.1).
      if (result === 'failed' && payment.channel === staticQrChannel) return undefined;
      return { subject: payment, product, eventName: names[product][result] };
    }
    case 'payment.closed':
    case 'payment.reversing':
    case 'payment.reversed':
    case 'refund.completed':
    case 'refund.failed':
    case 'checkout.closed':
    case 'mandate.created':
    case 'mandate.declined':
    case 'mandate.cancelled':
      return undefined;
  }
}

/** In the order of the documented table; what is empty is left out, so that it cannot be signed differently. */
function bodyOf(subject: Payment | Payout, eventName: string): CallbackBody {
  const { details, failure, finalAt } = subject;
  const remark = details['remark'];
  return {
    eventName,
    mchOrderId: subject.reference,
    transactionId: subject.id,
    ...('destination' in subject ? {} : { channelCode: subject.channel }),
    amount: Number(subject.amountMinor),
    transactionStatus: transactionStatuses[subject.status],
    createTime: manilaTime(subject.createdAt),
    ...(finalAt === null ? {} : { returnTime: manilaTime(finalAt) }),
    ...(typeof remark === 'string' && remark !== '' ? { remark } : {}),
    ...(failure === null
      ? {}
      : { failedCode: failureCodes[failure].code, failedMessage: failureCodes[failure].message }),
  };
}

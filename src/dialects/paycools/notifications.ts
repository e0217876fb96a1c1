// The callbacks that merchants get (paycools.md 4): which event is told, in which words, and what counts as received.
import { type Event, subjectOf } from '../../core/event.ts';
import type { Failure } from '../../core/failure.ts';
import type { App } from '../../core/merchant/merchant.ts';
import type { Payment } from '../../core/payment/payment.ts';
import type { Payout } from '../../core/payout/payout.ts';
import type { Message } from '../../engine/dialect.ts';
import { hourMs, type Instant, minuteMs } from '../../kernel/clock.ts';
import { tellsOfFailedDebit } from '../debits.ts';
import { objectIn } from '../object-in.ts';
import { staticQrChannel } from './channels.ts';
import { failureCodes } from '../failure-codes.ts';
import { identityMembers } from './identity-data.ts';
import { manilaTime } from './manila-time.ts';
import { failedDebit } from './payment-data.ts';
import { callbackUrlOf, type Product, productOf, products } from './products.ts';
import { refundMembers } from './refund-data.ts';
import { settingsOf } from './settings.ts';
import { type CallbackBody, signCallback, verifyCallback } from './signature.ts';
import { transactionStatuses } from './statuses.ts';
import { tokenMembers } from './token-data.ts';

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
  const members = membersOf(event);
  if (!members) return undefined;
  return { url: urlOf(event, app) ?? '', body: signedCallback(members, app) };
}

/** The body with its `sign`. Members that are empty are left out, so that they cannot be signed differently. */
export function signedCallback(members: CallbackBody, app: App): string {
  const there = Object.entries(members).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return signedBody(Object.fromEntries(there), app);
}

/** These members with their `sign`, in which an empty one is no part. Throws when the app has no callback secret. */
export function signedBody(members: CallbackBody, app: App): string {
  const [secret] = app.callbackSecrets;
  if (secret === undefined) throw new Error(`The app ${app.id} has no callback secret.`);
  return JSON.stringify({ ...members, sign: signCallback(members, secret) });
}

/** HTTP 200 and `code` 1; unless the app is strict, also the success codes of requests (paycools.md 7, rows 1 and 2). */
export function isAcknowledged(httpStatus: number, body: string, app: App): boolean {
  if (httpStatus !== 200) return false;
  const code = String(objectIn(body)?.['code']);
  return code === '1' || (settingsOf(app).lenientAck && (code === '1000' || code === '10000'));
}

/** What is told of names its subject in one of these; a token that was not granted has no id, only the number of its request. */
const subjectMembers = ['transactionId', 'refundTransactionId', 'ekycId', 'paytoken', 'requestId'] as const;

export function recognise(body: string): { readonly subjectId: string; readonly eventName: string } | undefined {
  const read = objectIn(body) ?? {};
  const { eventName } = read;
  const subjectId = subjectMembers.map((name) => read[name]).find((id) => typeof id === 'string');
  if (typeof eventName !== 'string' || typeof subjectId !== 'string') return undefined;
  return eventNames.has(eventName) ? { subjectId, eventName } : undefined;
}

export function verifyNotification(body: string, app: App): boolean {
  const read = objectIn(body);
  return read !== undefined && verifyCallback(read as CallbackBody, app.callbackSecrets);
}

const eventNames: ReadonlySet<string> = new Set([
  ...Object.values(products).flatMap(({ event }) => [`${event}.success`, `${event}.failed`]),
  'payment.refund.success',
  'payment.refund.failed',
  'token.create.success',
  'token.create.failed',
  'token.cancel.success',
  'ekyc.success',
  'ekyc.failed',
]);

function urlOf(event: Event, app: App): string | undefined {
  const requested = subjectOf(event).notifyUrl;
  if ('payout' in event) return callbackUrlOf(app, 'payout', requested);
  if ('refund' in event || !('payment' in event) || !event.payment) return requested ?? app.callbackUrls.merchant;
  return callbackUrlOf(app, productOf(event.payment), requested);
}

function membersOf(event: Event): CallbackBody | undefined {
  switch (event.kind) {
    case 'payout.completed':
    case 'payout.failed':
      return transactionMembers(event.payout, 'payout', {});
    case 'payment.completed':
      return paymentMembers(event.payment);
    case 'payment.failed':
      // Static codes and numbers tell of successes only (paycools.md 4.1; 7, row 24).
      return isPaidAnyTime(event.payment) ? undefined : paymentMembers(event.payment);
    case 'checkout.closed':
      // One that nobody tried to pay is CLOSED, and that is not told (7, row 38).
      return event.payment?.status === 'failed' ? paymentMembers(event.payment) : undefined;
    case 'payment.reversed':
    case 'payment.reversing':
      return tellsOfFailedDebit(event) ? paymentMembers(failedDebit(event.payment, event.refund)) : undefined;
    case 'refund.completed':
    case 'refund.failed':
      return event.refund.kind === 'refund' ? refundMembers(event.refund) : undefined;
    case 'mandate.created':
    case 'mandate.declined':
    case 'mandate.cancelled':
      return tokenMembers(event);
    case 'identity.passed':
    case 'identity.rejected':
      return identityMembers(event.check);
    case 'payment.closed':
      return undefined;
  }
}

function isPaidAnyTime(payment: Payment): boolean {
  const product = productOf(payment);
  return payment.channel === staticQrChannel || product === 'bills' || product === 'transfer';
}

function paymentMembers(payment: Payment): CallbackBody {
  const { channel, checkoutId, currency, details } = payment;
  const product = productOf(payment);
  const number = text(details['accountNumber']);
  return transactionMembers(payment, product, {
    channelCode: channel,
    // One capture names the number so, another so (4.2).
    ...(product === 'bills' ? { referenceNumber: number, paymentCode: number } : {}),
    ...(product === 'transfer' ? { paymentAccount: number } : {}),
    // Clients were seen that refuse a callback without them (7, row 26).
    ...(product === 'checkout'
      ? { checkoutId, currency, channelType: text(details['channelType'])?.toUpperCase() }
      : {}),
  });
}

type Transaction = Pick<
  Payment | Payout,
  'id' | 'reference' | 'amountMinor' | 'status' | 'failure' | 'createdAt' | 'finalAt' | 'details'
>;

/** In the order of the documented table. */
function transactionMembers(subject: Transaction, product: Product, own: CallbackBody): CallbackBody {
  const { details, failure, finalAt, status } = subject;
  return {
    eventName: `${products[product].event}.${status === 'completed' ? 'success' : 'failed'}`,
    mchOrderId: subject.reference,
    transactionId: subject.id,
    ...own,
    amount: Number(subject.amountMinor),
    transactionStatus: transactionStatuses[status],
    ...timeMembers(subject.createdAt, finalAt),
    remark: text(details['remark']),
    ...failureMembers(failure),
  };
}

function timeMembers(createdAt: Instant, finalAt: Instant | null) {
  return { createTime: manilaTime(createdAt), returnTime: finalAt === null ? undefined : manilaTime(finalAt) };
}

function failureMembers(failure: Failure | null): CallbackBody {
  if (failure === null) return {};
  const { code, message } = failureCodes[failure];
  return { failedCode: code, failedMessage: message };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

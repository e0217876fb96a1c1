// What merchants are told, in the words of their version, and what counts as received (bluepay.md 4.1).
import type { Event } from '../../core/event.ts';
import type { App } from '../../core/merchant/merchant.ts';
import type { Message } from '../../engine/dialect.ts';
import { hourMs, minuteMs, secondMs } from '../../kernel/clock.ts';
import { platformKeysOf } from '../app-keys.ts';
import { objectIn } from '../object-in.ts';
import { success } from './codes.ts';
import { urlOf } from './notify-url.ts';
import { settingsOf } from './settings.ts';
import { signedBody, verifyParam } from './signature.ts';
import { describeV1 } from './v1/notifications.ts';
import { describeV2 } from './v2/notifications.ts';
import { versionOf } from './version.ts';

/** Documented nowhere; the waits are our choice (4.1; 7, row 11). */
export const retryDelaysMs = [
  15 * secondMs,
  30 * secondMs,
  minuteMs,
  5 * minuteMs,
  15 * minuteMs,
  hourMs,
  6 * hourMs,
] as const;

export const acknowledgement = JSON.stringify(success);

/** What is committed is the text of `param`; its envelope is made when it is sent. */
export function describe(event: Event, app: App): Message | undefined {
  const describeIn = versionOf(app) === 'v1' ? describeV1 : describeV2;
  const param = describeIn(event, app, settingsOf(app));
  return param === undefined ? undefined : { url: urlOf(event, app), body: param };
}

/** The envelope, signed with the app's newest platform key. Throws where it has none. */
export async function bodyOf({ body: param }: { readonly body: string }, app: App): Promise<string> {
  const [key] = platformKeysOf(app);
  if (!key) throw new Error(`The app ${app.id} has no key with which its notifications are signed.`);
  return signedBody(key, param);
}

/** HTTP 200 alone is not enough: `code` has to be 10000, as a number or as text (7, row 12). */
export function isAcknowledged(httpStatus: number, body: string): boolean {
  return httpStatus === 200 && String(objectIn(body)?.['code']) === String(success.code);
}

/** Names of events can be set by an operator, so any will do: what comes as `{sign, param}` with one is of this dialect. */
export function recognise(body: string): { readonly subjectId: string; readonly eventName: string } | undefined {
  const param = objectIn(envelopeIn(body)?.param ?? '');
  const eventName = param?.['eventName'];
  if (!param || typeof eventName !== 'string') return undefined;
  // A refund names its payment as well; a token that the user did not grant has no id, only the number of its request.
  const id =
    param['refundTransactionId'] ??
    param['transactionId'] ??
    param['payToken'] ??
    param['checkoutId'] ??
    param['requestId'];
  return { subjectId: typeof id === 'string' ? id : '', eventName };
}

/** Whether one of the platform's keys signed it; several stand while one rotates. */
export function verifyNotification(body: string, app: App): boolean {
  const envelope = envelopeIn(body);
  return envelope !== undefined && verifyParam(platformKeysOf(app), envelope.param, envelope.sign);
}

function envelopeIn(body: string): { readonly sign: string; readonly param: string } | undefined {
  const { sign, param } = objectIn(body) ?? {};
  return typeof sign === 'string' && typeof param === 'string' ? { sign, param } : undefined;
}

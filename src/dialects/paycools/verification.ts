// The question whether a bill's payment may be collected (paycools.md 4.3): to the merchant's address, of apps that switched it on.
import { secondMs } from '../../kernel/clock.ts';
import type { Recognised, Verification } from '../../engine/dialect.ts';
import { objectIn } from '../object-in.ts';
import { isBillsChannel } from './channels.ts';
import { manilaTime } from './manila-time.ts';
import { signedBody } from './notifications.ts';
import { settingsOf } from './settings.ts';

const eventName = 'payment.verification';

/** With this answer `/sandbox/inbox` lets the payment be collected. */
const permission = '{"code":2000,"msg":"Success"}';

/** Throws when the app has no callback secret. Numbers at a bank are paid without a question. */
export const verification: Verification = {
  ask({ instrument, amountMinor, mobile, at }, app) {
    const { channel, reference, presentation } = instrument;
    if (!settingsOf(app).verification || !isBillsChannel(channel)) return undefined;
    const members = {
      eventName,
      mchOrderId: reference,
      referenceNumber: presentation,
      amount: Number(amountMinor),
      // The one member that is there even when it is empty.
      mobile,
      createTime: manilaTime(at),
    };
    return { url: app.callbackUrls.merchant ?? '', body: signedBody(members, app) };
  },
  /** Here 1000 is a failure, and other codes are as well. A web page with status 200 permits nothing. */
  permits(httpStatus, body) {
    const code = objectIn(body)?.['code'];
    return httpStatus === 200 && (code === 2000 || code === '2000');
  },
  // Our choice (7, row 39).
  timeoutMs: 5 * secondMs,
};

/** Of a question, whose subject is the payer's number. */
export function recogniseQuestion(body: string): Recognised | undefined {
  const { eventName: name, referenceNumber } = objectIn(body) ?? {};
  if (name !== eventName || typeof referenceNumber !== 'string') return undefined;
  return { subjectId: referenceNumber, eventName, acknowledgement: permission };
}

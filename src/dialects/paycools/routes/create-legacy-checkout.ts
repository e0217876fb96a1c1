// The checkout's first version: POST /api/v1/checkout (paycools.md 3.8). What it makes is queried and closed as any other.
import { type Outcome, refuse } from '../../../core/reasons.ts';
import { dayMs, type Instant, secondMs } from '../../../kernel/clock.ts';
import { accept } from '../../../kernel/outcome.ts';
import { offeredChannels } from '../../checkout-channels.ts';
import { createCheckout } from '../../checkout-orders.ts';
import { keepDetails } from '../../kept-details.ts';
import { pageLanguage } from '../../page-language.ts';
import { checkoutScope, createdCheckoutAnswer, createdCheckoutData, defaultExpireSeconds } from '../checkout-data.ts';
import { checkoutWindowMs, wordsOf } from '../checkout-fields.ts';
import { type LegacyCheckoutFields, legacyCheckoutFields } from '../legacy-checkout-fields.ts';
import { currency, manilaInstant } from '../manila-time.ts';
import { defineOperation } from '../operation.ts';

export const createLegacyCheckout = defineOperation({
  method: 'POST',
  path: '/api/v1/checkout',
  summary: 'Makes an order whose payer picks a channel on a hosted page, as older clients ask for it.',
  answer: createdCheckoutAnswer,
  envelope: 'param',
  fields: legacyCheckoutFields,
  beside: ['appName'],
  timestampWindowMs: checkoutWindowMs,
  async handle(call, deps) {
    const { app, fields, now } = call;
    const expirySeconds = secondsUntil(fields.expireTime, now);
    if (!expirySeconds.ok) return expirySeconds;
    const restriction = { channelCodeList: wordsOf(fields.availableChannelCodes), canPayLater: false };
    const channels = offeredChannels(checkoutScope(app), restriction, deps);
    if (!channels.ok) return channels;
    const order = {
      reference: fields.mchOrderId,
      currency,
      amountMinor: BigInt(fields.amount),
      channels: channels.value,
      expirySeconds: expirySeconds.value,
      notifyUrl: fields.callbackUrl,
      returnUrl: fields.redirectUrl,
      language: pageLanguage('EN'),
      logoUrl: null,
      details: detailsOf(fields),
    };
    const created = await createCheckout(call, order, ['payment'], deps);
    return created.ok ? accept(createdCheckoutData(created.value, deps)) : created;
  },
});

/** Refuses a time that is over, or more than a day ahead. */
function secondsUntil(time: string | undefined, now: Instant): Outcome<number> {
  const at = time === undefined ? undefined : manilaInstant(time);
  if (at === undefined) return accept(defaultExpireSeconds);
  if (at <= now || at > now + dayMs) return refuse('request_malformed', 'expireTime must be within a day from now');
  return accept(Math.ceil((at - now) / secondMs));
}

function detailsOf({ appName, customer, items, metadata, remark }: LegacyCheckoutFields) {
  const { firstName, lastName, email, mobile, address } = customer;
  const customerName = lastName === undefined ? firstName : `${firstName} ${lastName}`;
  return keepDetails({ customerName, email, mobile, appName, remark, metadata, items, billingAddress: address });
}

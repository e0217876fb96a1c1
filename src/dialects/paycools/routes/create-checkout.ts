// 9.2 Create the checkout counter: POST /api/v2/checkout/generate. Its payer picks a channel on the page that the answer leads to.
import { accept } from '../../../kernel/outcome.ts';
import { offeredChannels } from '../../checkout-channels.ts';
import { createCheckout as createCheckoutOf } from '../../checkout-orders.ts';
import { keepDetails } from '../../kept-details.ts';
import { pageLanguage } from '../../page-language.ts';
import { checkoutScope, createdCheckoutAnswer, createdCheckoutData, defaultExpireSeconds } from '../checkout-data.ts';
import { type CheckoutFields, checkoutFields, checkoutWindowMs, wordsOf } from '../checkout-fields.ts';
import { defineOperation } from '../operation.ts';

export const createCheckout = defineOperation({
  method: 'POST',
  path: '/api/v2/checkout/generate',
  summary: 'Makes an order whose payer picks a channel on a hosted page.',
  answer: createdCheckoutAnswer,
  envelope: 'param',
  fields: checkoutFields,
  timestampWindowMs: checkoutWindowMs,
  async handle(call, deps) {
    const { app, fields } = call;
    const restriction = {
      channelTypeList: wordsOf(fields.channelTypeList),
      channelCodeList: wordsOf(fields.channelCodeList),
      canPayLater: fields.goodsDetails !== undefined && fields.billingAddress !== undefined,
    };
    const channels = offeredChannels(checkoutScope(app), restriction, deps);
    if (!channels.ok) return channels;
    const order = {
      reference: fields.mchOrderId,
      currency: fields.currency,
      amountMinor: BigInt(fields.amount),
      channels: channels.value,
      expirySeconds: fields.expireSeconds ?? defaultExpireSeconds,
      notifyUrl: fields.notifyUrl,
      returnUrl: fields.redirectUrl,
      language: pageLanguage(fields.language ?? 'EN'),
      logoUrl: fields.merchantLogo ?? null,
      details: detailsOf(fields),
    };
    const created = await createCheckoutOf(call, order, ['payment'], deps);
    return created.ok ? accept(createdCheckoutData(created.value, deps)) : created;
  },
});

function detailsOf(fields: CheckoutFields) {
  const { appName, userId, customerName, email, mobile, remark, settlementCurrency, virtualAccountName } = fields;
  const { goodsDetails, billingAddress, shippingAddress } = fields;
  const payer = { userId, customerName, email, mobile };
  const order = { appName, remark, settlementCurrency, virtualAccountName };
  return keepDetails({ ...payer, ...order, goodsDetails, billingAddress, shippingAddress });
}

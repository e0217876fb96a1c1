// 3b.3 Create checkout order: POST /open-api/payment/checkout/generate. Its payer picks a channel on the page that the answer leads to.
import type { Checkout } from '../../../core/checkout/checkout.ts';
import { qrSlot } from '../../../core/instrument/instrument.ts';
import type { Details } from '../../../core/payment/payment.ts';
import { refuse } from '../../../core/reasons.ts';
import { accept } from '../../../kernel/outcome.ts';
import type { BluepayDeps } from '../deps.ts';
import { type Call, defineOperation } from '../operation.ts';
import { transactionStatuses } from '../statuses.ts';
import { offeredChannels } from './cashier-channels.ts';
import { type CashierFields, cashierFields, pageLanguage, refuseCashier } from './cashier-fields.ts';
import { plainTime } from './times.ts';

/** A day: nothing is documented (3b.3). */
const defaultExpireSeconds = 86_400;

export const createCashierOrder = defineOperation({
  path: '/open-api/payment/checkout/generate',
  versions: ['v2'],
  fields: cashierFields,
  async handle(call, deps) {
    const { app, merchant, country, fields, now } = call;
    const refused = refuseCashier(country, fields);
    if (refused) return refused;
    const canPayLater = fields.goodsDetails !== undefined && fields.billingAddress !== undefined;
    const channels = offeredChannels(call, { ...fields, canPayLater }, deps);
    if (!channels.ok) return channels;
    if (await isNumberUsed(call, deps)) return refuse('reference_repeated');
    const created = await deps.engine.execute(merchant.cell, 'create-checkout', {
      id: deps.ids.next('CH', merchant.cell, now),
      merchantId: merchant.id,
      appId: app.id,
      referenceScope: app.id,
      reference: fields.mchOrderId,
      currency: fields.currency,
      amountMinor: BigInt(fields.amount),
      channels: channels.value,
      expirySeconds: fields.expireSeconds ?? defaultExpireSeconds,
      notifyUrl: fields.notifyUrl,
      returnUrl: fields.redirectUrl,
      language: pageLanguage(country, fields.language),
      logoUrl: fields.merchantLogo ?? null,
      details: detailsOf(fields),
    });
    return created.ok ? accept(orderData(created.value, call, deps)) : created;
  },
});

/** By a collection; of cashier's orders the core knows itself (2.9). */
async function isNumberUsed({ app, merchant, fields }: Call<CashierFields>, { engine }: BluepayDeps) {
  const { mchOrderId } = fields;
  const others = await Promise.all([
    engine.find(merchant.cell, 'paymentsByReference', app.id, mchOrderId),
    engine.find(merchant.cell, 'instrumentsByReference', app.id, mchOrderId, qrSlot),
  ]);
  return others.some((other) => other !== undefined);
}

function detailsOf(fields: CashierFields): Details {
  const { goodsDetails, billingAddress } = fields;
  return {
    customerName: fields.customerName,
    email: fields.email,
    mobile: fields.mobile,
    remark: fields.remark ?? null,
    settlementCurrency: fields.settlementCurrency,
    virtualAccountName: fields.virtualAccountName ?? null,
    goodsDetails: goodsDetails ? JSON.stringify(goodsDetails) : null,
    billingAddress: billingAddress ? JSON.stringify(billingAddress) : null,
  };
}

function orderData(
  checkout: Checkout,
  { country, settings }: Call<CashierFields>,
  { baseUrl, tokens }: Pick<BluepayDeps, 'baseUrl' | 'tokens'>,
) {
  return {
    mchOrderId: checkout.reference,
    checkoutId: checkout.id,
    checkoutUrl: `${baseUrl()}/pay/${tokens.tokenFor(checkout.id)}`,
    countryCode: country,
    currency: checkout.currency,
    amount: Number(checkout.amountMinor),
    transactionStatus: transactionStatuses.pending,
    createTime: plainTime(checkout.createdAt, settings),
    expiresTime: plainTime(checkout.expiresAt, settings),
  };
}

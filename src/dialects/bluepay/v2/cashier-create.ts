// 3b.3 Create checkout order: POST /open-api/payment/checkout/generate. Its payer picks a channel on the page that the answer leads to.
import type { Checkout } from '../../../core/checkout/checkout.ts';
import type { Details } from '../../../core/payment/payment.ts';
import { accept } from '../../../kernel/outcome.ts';
import { offeredChannels } from '../../checkout-channels.ts';
import { checkoutUrl, createCheckout } from '../../checkout-orders.ts';
import { keepDetails } from '../../kept-details.ts';
import type { BluepayDeps } from '../deps.ts';
import { type Call, defineOperation } from '../operation.ts';
import { transactionStatuses } from '../statuses.ts';
import { cashierOrderAnswer } from './answers.ts';
import { cashierScope } from './cashier-channels.ts';
import { type CashierFields, cashierFields, languageOf, refuseCashier } from './cashier-fields.ts';
import { plainTime } from './times.ts';

/** A day: nothing is documented (3b.3). */
const defaultExpireSeconds = 86_400;

export const createCashierOrder = defineOperation({
  path: '/open-api/payment/checkout/generate',
  versions: ['v2'],
  summary: 'Makes an order whose payer picks a channel on a hosted page.',
  fields: cashierFields,
  answer: cashierOrderAnswer,
  async handle(call, deps) {
    const { country, fields } = call;
    const refused = refuseCashier(country, fields);
    if (refused) return refused;
    const canPayLater = fields.goodsDetails !== undefined && fields.billingAddress !== undefined;
    const channels = offeredChannels(cashierScope(call), { ...fields, canPayLater }, deps);
    if (!channels.ok) return channels;
    const order = {
      reference: fields.mchOrderId,
      currency: fields.currency,
      amountMinor: BigInt(fields.amount),
      channels: channels.value,
      expirySeconds: fields.expireSeconds ?? defaultExpireSeconds,
      notifyUrl: fields.notifyUrl,
      returnUrl: fields.redirectUrl,
      language: languageOf(country, fields.language),
      logoUrl: fields.merchantLogo ?? null,
      details: detailsOf(fields),
    };
    const created = await createCheckout(call, order, ['payment', 'code'], deps);
    return created.ok ? accept(orderData(created.value, call, deps)) : created;
  },
});

function detailsOf(fields: CashierFields): Details {
  const { customerName, email, mobile, remark, settlementCurrency, virtualAccountName } = fields;
  const { goodsDetails, billingAddress } = fields;
  const said = { customerName, email, mobile, remark, settlementCurrency, virtualAccountName };
  return keepDetails({ ...said, goodsDetails, billingAddress });
}

function orderData(
  checkout: Checkout,
  { country, settings }: Call<CashierFields>,
  deps: Pick<BluepayDeps, 'baseUrl' | 'tokens'>,
) {
  return {
    mchOrderId: checkout.reference,
    checkoutId: checkout.id,
    checkoutUrl: checkoutUrl(checkout, deps),
    countryCode: country,
    currency: checkout.currency,
    amount: Number(checkout.amountMinor),
    transactionStatus: transactionStatuses.pending,
    createTime: plainTime(checkout.createdAt, settings),
    expiresTime: plainTime(checkout.expiresAt, settings),
  };
}

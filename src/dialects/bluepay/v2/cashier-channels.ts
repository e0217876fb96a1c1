// 3b.5 Available channels: POST /open-api/payment/checkout/channel; and among which an order's payer can choose.
import { Type } from 'typebox';
import { accept } from '../../../kernel/outcome.ts';
import { type CheckoutScope, checkoutChannels } from '../../checkout-channels.ts';
import { isStaticQr, wechatReach } from '../channels.ts';
import { currencyOfCountry } from '../countries.ts';
import { type Caller, defineOperation } from '../operation.ts';
import { cashierChannelsAnswer } from './answers.ts';

export const cashierTypes = ['QR', 'ONLINE_BANKING', 'EWALLET', 'BANK_TRANSFER', 'CARD', 'PAYLATER'] as const;

export const listCashierChannels = defineOperation({
  path: '/open-api/payment/checkout/channel',
  versions: ['v2'],
  summary: 'Lists the channels that a cashier offers in a country.',
  fields: Type.Object({}),
  answer: cashierChannelsAnswer,
  async handle(call, deps) {
    const open = checkoutChannels(cashierScope(call), deps).filter(({ enabled }) => enabled);
    const list = open.map(({ code, type, country, currency }) => ({
      channelType: type.toUpperCase(),
      channelCode: code,
      countryCode: country,
      currency,
    }));
    return accept({ list });
  },
});

/** The channels of a country's cashier. */
export function cashierScope({ app, country }: Pick<Caller, 'app' | 'country'>): CheckoutScope {
  return {
    app,
    country,
    currency: currencyOfCountry(country),
    types: cashierTypes,
    // A code that stands on a counter is of no order; and WeChat's own pages want to know their payer before (3.8).
    isLeftOut: (code) => isStaticQr(code) || wechatReach(code) === 'inside',
  };
}

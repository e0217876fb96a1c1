// What a request for a cashier's order may say, and what one thing in it asks of another (bluepay.md 3b.3).
import { type Static, Type } from 'typebox';
import { type Reason, refuse } from '../../../core/reasons.ts';
import type { Refused } from '../../../kernel/outcome.ts';
import { mobile, url } from '../../field-types.ts';
import { language, pageLanguage } from '../../page-language.ts';
import { type Country, currencyOfCountry } from '../countries.ts';
import {
  amount,
  billingAddress,
  channelCode,
  checkoutExpireSeconds,
  currency,
  customerName,
  email,
  goodsDetails,
  mchOrderId,
  notifyUrl,
  oneOf,
  redirectUrl,
  remark,
  text,
} from '../schemas.ts';
import { cashierTypes } from './cashier-channels.ts';

export const cashierFields = Type.Object({
  mchOrderId,
  merchantLogo: Type.Optional(url(512)),
  language: Type.Optional(language),
  currency,
  settlementCurrency: currency,
  channelTypeList: Type.Optional(
    Type.Array(oneOf(cashierTypes), { maxItems: 20, description: `must be a list of ${cashierTypes.join(', ')}` }),
  ),
  channelCodeList: Type.Optional(
    Type.Array(channelCode, { maxItems: 100, description: 'must be a list of at most 100 channel codes' }),
  ),
  amount,
  customerName,
  email,
  mobile,
  expireSeconds: Type.Optional(checkoutExpireSeconds),
  notifyUrl,
  redirectUrl,
  remark: Type.Optional(remark),
  virtualAccountName: Type.Optional(text(128)),
  goodsDetails: Type.Optional(goodsDetails),
  billingAddress: Type.Optional(billingAddress),
});

export type CashierFields = Static<typeof cashierFields>;

/** The cashier serves four of the five countries, each in its own currency; nothing is exchanged here, so it settles in the same. */
export function refuseCashier(country: Country, fields: CashierFields): Refused<Reason> | undefined {
  if (country === 'RU') return refuse('request_malformed', 'countryCode must be one of TH, PH, MY, ID');
  const own = currencyOfCountry(country);
  for (const name of ['currency', 'settlementCurrency'] as const) {
    if (fields[name] !== own) return refuse('request_malformed', `${name} must be ${own} in ${country}`);
  }
  return undefined;
}

const languageOfCountry: Readonly<Partial<Record<Country, string>>> = { TH: 'th', ID: 'id' };

/** In which the page speaks first: the one that was asked for, else the country's, else English. */
export function languageOf(country: Country, asked: CashierFields['language']): string {
  return asked === undefined ? (languageOfCountry[country] ?? 'en') : pageLanguage(asked);
}

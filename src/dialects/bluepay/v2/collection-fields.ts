// What a request for a collection may say, and what one thing in it asks of another (bluepay.md 3b.8).
import { type Static, Type } from 'typebox';
import { type Reason, refuse } from '../../../core/reasons.ts';
import type { Refused } from '../../../kernel/outcome.ts';
import { mobile } from '../../field-types.ts';
import { currencyOfCountry } from '../countries.ts';
import type { Country } from '../countries.ts';
import {
  amount,
  billingAddress,
  channelCode,
  channelType,
  currency,
  customerName,
  email,
  goodsDetails,
  mchOrderId,
  notifyUrl,
  osType,
  payToken,
  redirectUrl,
  remark,
  terminalType,
  wechatpay,
} from '../schemas.ts';

export const collectionFields = Type.Object({
  mchOrderId,
  amount,
  currency,
  channelType,
  channelCode,
  payToken: Type.Optional(payToken),
  customerName: Type.Optional(customerName),
  email: Type.Optional(email),
  mobile: Type.Optional(mobile),
  terminalType: Type.Optional(terminalType),
  osType: Type.Optional(osType),
  notifyUrl,
  redirectUrl: Type.Optional(redirectUrl),
  remark: Type.Optional(remark),
  wechatpay: Type.Optional(wechatpay),
  goodsDetails: Type.Optional(goodsDetails),
  billingAddress: Type.Optional(billingAddress),
});

export type CollectionFields = Static<typeof collectionFields>;

const payer = ['customerName', 'email', 'mobile', 'terminalType'] as const;

const askedBy: Readonly<Record<CollectionFields['channelType'], readonly (keyof CollectionFields)[]>> = {
  QR: payer,
  BANK_TRANSFER: payer,
  ONLINE_BANKING: [...payer, 'redirectUrl'],
  EWALLET: [...payer, 'redirectUrl'],
  CARD: [...payer, 'redirectUrl'],
  PAYLATER: [...payer, 'redirectUrl', 'goodsDetails', 'billingAddress'],
  DIRECT_DEBIT: ['payToken'],
};

/** Refuses a currency of another country, then the first field that the type asks for and that is not there. */
export function refuseCollection(country: Country, fields: CollectionFields): Refused<Reason> | undefined {
  const own = currencyOfCountry(country);
  if (fields.currency !== own) return refuse('request_malformed', `currency must be ${own} in ${country}`);
  const missing = askedBy[fields.channelType].find((name) => fields[name] === undefined);
  return missing && refuse('request_malformed', `${missing} is required when channelType is ${fields.channelType}`);
}

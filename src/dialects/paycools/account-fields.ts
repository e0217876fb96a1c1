// The fields of requests about accounts: of bills payment and bank transfers (paycools.md 3.3, 3.5).
import { Type } from 'typebox';
import { amount, appName, date, mchOrderId, ownEmail, text } from './schemas.ts';

/** Each code once, separated by commas. Which of them there are, the operation knows. */
export const channelCodes = Type.Refine(
  Type.String({ maxLength: 255, description: 'must be channel codes separated by commas, each once' }),
  (list) => {
    const codes = codesIn(list);
    return !codes.includes('') && new Set(codes).size === codes.length;
  },
);

export function codesIn(list: string): readonly string[] {
  return list.split(',').map((code) => code.trim());
}

const terms = {
  // Some send 0 for no bound at all.
  minAmount: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'must be an integer of centavos, not below 0',
    }),
  ),
  maxAmount: Type.Optional(amount),
  // Clients send them with the country's number as well (2.8).
  mobile: Type.Optional(
    Type.String({
      pattern: '^(09[0-9]{9,12}|639[0-9]{9,11})$',
      description: 'must be 11 to 14 digits starting with 09 or 639',
    }),
  ),
  expireTime: Type.Optional(date),
  // It comes back as the remark of each payment, which is no longer than that (4.2).
  description: Type.Optional(text(255)),
};
const customerName = text(100);

/** 4.1: one channel. */
export const billsAccountFields = Type.Object({
  appName,
  mchOrderId,
  channelCode: text(50),
  customerName,
  email: ownEmail(50),
  ...terms,
});

/** 4.2: several. */
export const billsAccountsFields = Type.Object({ ...billsAccountFields.properties, channelCode: channelCodes });

/** 6.1. */
export const transferAccountsFields = Type.Object({
  ...billsAccountsFields.properties,
  email: Type.Optional(ownEmail(50)),
});

/** 4.3 and 6.2. */
export const moreAccountsFields = Type.Object({ mchOrderId, channelCode: channelCodes });

/** 4.4. The page shows no longer amounts. */
export const accountsLinkFields = Type.Object({
  mchOrderId,
  amount: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 999_999_999_999,
      description: 'must be a positive integer of centavos, of at most 12 digits',
    }),
  ),
});

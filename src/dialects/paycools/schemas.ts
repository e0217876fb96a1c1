// The fields of every request (paycools.md 3). A field's description is the rule that a refusal quotes: `amount must be …`.
import { Type } from 'typebox';
import { minuteMs } from '../../kernel/clock.ts';
import { email, url } from '../field-types.ts';
import { timestampOf } from '../timestamps.ts';
import { manilaDayStart } from './manila-time.ts';

/** A refused e-mail address has a code of its own (1015). */
export const ownEmail = (maxLength: number) => email(maxLength, 'email_invalid');

export const mchOrderId = Type.String({
  pattern: '^[A-Za-z0-9]{1,32}$',
  description: 'must be 1 to 32 letters and digits',
});
// Real clients use digits too (paycools.md 7, row 40).
export const appName = Type.String({
  pattern: '^[A-Za-z0-9 ]{1,100}$',
  description: 'must be 1 to 100 letters, digits and spaces',
});
// The amounts that a channel takes stand in the catalogue; here it is only a positive number that JSON can carry.
export const amount = Type.Integer({
  minimum: 1,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'must be a positive integer of centavos',
});
export const channelCode = text(50);
/** A number, or its digits as a client sends them (paycools.md 3.8); how near it must be, the operation says. */
export const timestamp = Type.Refine(
  Type.Union([Type.Integer(), Type.String({ maxLength: 50 })], { description: 'must be Unix milliseconds' }),
  (value) => timestampOf(value) !== undefined,
);
/** How far it may be off wherever nothing else is documented (paycools.md 7, row 10). */
export const usualWindowMs = 10 * minuteMs;
export const date = Type.Refine(
  Type.String({ maxLength: 10, description: 'must be a date yyyy-MM-dd' }),
  (value) => manilaDayStart(value) !== undefined,
);

export const localMobile = Type.String({
  pattern: '^09[0-9]{9}$',
  description: 'must be 11 digits starting with 09',
});

export const noFields = Type.Object({});

export const orderFields = Type.Object({ mchOrderId });

export const payoutFields = Type.Object({
  mchOrderId,
  appName,
  idempotencyId: Type.String({ pattern: '^[A-Za-z0-9]{10,30}$', description: 'must be 10 to 30 letters and digits' }),
  amount,
  accountNo: text(512),
  accountName: Type.String({
    pattern: "^[A-Za-z .'-]{1,30}$",
    description: "must be 1 to 30 letters, spaces and ' . -",
  }),
  payMethodCode: Type.Union([Type.Literal('BANK'), Type.Literal('EWALLET'), Type.Literal('SCANQR')], {
    description: 'must be BANK, EWALLET or SCANQR',
  }),
  bankCode: Type.Optional(text(50)),
  ewalletCode: Type.Optional(text(50)),
  remark: Type.Optional(text(200)),
  idCardPicUrl: Type.Optional(text(200)),
  idCardExpiryDate: Type.Optional(date),
  birthPlace: Type.Optional(text(200)),
  gender: Type.Optional(Type.Integer({ minimum: 0, maximum: 2, description: 'must be 0, 1 or 2' })),
  email: Type.Optional(ownEmail(50)),
});

export const qrcodeFields = Type.Object({
  appName,
  mchOrderId,
  channelCode,
  // Documented as required, but real clients leave it out and succeed (paycools.md 5.1).
  customerName: Type.Optional(text(128)),
  amount: Type.Optional(amount),
  email: Type.Optional(ownEmail(128)),
  callbackUrl: Type.Optional(url(256)),
  remark: Type.Optional(text(256)),
  expireSeconds: Type.Optional(Type.Integer({ minimum: 60, maximum: 3600, description: 'must be 60 to 3600' })),
});

export const qrcodeUpdateFields = Type.Object({
  mchOrderId,
  customerName: text(128),
  callbackUrl: Type.Optional(url(256)),
  email: Type.Optional(ownEmail(128)),
  remark: Type.Optional(text(256)),
});

export const paymentFields = Type.Object({
  appName,
  mchOrderId,
  amount,
  customerName: Type.Optional(text(100)),
  channelCode,
  email: ownEmail(128),
  mobile: localMobile,
  remark: Type.Optional(text(256)),
  callbackUrl: url(100),
  redirectUrl: url(100),
  billingAddress: Type.Optional(text(2000)),
});

export const transactionFields = Type.Object({ transactionId: text(50) });

export function text(maxLength: number) {
  return Type.String({ maxLength, description: `must have at most ${maxLength} characters` });
}

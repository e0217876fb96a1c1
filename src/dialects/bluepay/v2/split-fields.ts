// The fields that operations of profit sharing have in common (bluepay.md 3b.18, 5.5).
import { Type } from 'typebox';
import { code, oneOf, text } from '../schemas.ts';

/** One kind under two names: which of them this API prints is not documented. */
export const receiverType = oneOf(['PAYCOOLS_MCH', 'BLUEPAY_MCH']);
/** A merchant's id, or that of one of its apps. */
export const receiverAccount = text(64);
export const receiverName = text(128);
export const relationType = oneOf([
  'SERVICE_PROVIDER',
  'STORE',
  'STAFF',
  'STORE_OWNER',
  'PARTNER',
  'HEADQUARTER',
  'BRAND',
  'DISTRIBUTOR',
  'USER',
  'SUPPLIER',
  'CUSTOM',
]);
export const customRelation = text(64);
export const fileId = text(32);

export const mchSplitOrderId = code(1, 32);
export const mchReturnOrderId = code(1, 32);
export const description = text(256);

/** The amounts are looked at one by one: they have a code of their own. */
export const receivers = Type.Array(
  Type.Object({
    receiverType,
    receiverAccount,
    amount: Type.Integer({ minimum: -Number.MAX_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }),
    description: Type.Optional(description),
  }),
  {
    minItems: 1,
    maxItems: 50,
    description: 'must be 1 to 50 objects, each with receiverType, receiverAccount and amount',
  },
);

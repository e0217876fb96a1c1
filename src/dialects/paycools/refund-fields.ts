// The fields of the refund calls (paycools.md 3.7). A field's description is the rule that a refusal quotes.
import { Type } from 'typebox';
import { url } from '../field-types.ts';
import type { FieldRules, ObjectRules } from '../strict-fields.ts';
import { text } from './schemas.ts';

const mchRefundOrderId = Type.String({
  pattern: '^[A-Za-z0-9]{1,32}$',
  description: 'must be 1 to 32 letters and digits',
});
const transactionId = text(50);

const amountRules: FieldRules = {
  description: 'must be a positive integer of centavos',
  // Whatever else stands there has a code of its own, 1513.
  refusal: 'amount_invalid',
  typeRefusal: 'amount_invalid',
};

export const refundFields = Type.Object({
  mchRefundOrderId,
  originalTransactionId: transactionId,
  refundAmount: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, ...amountRules }),
  refundReason: Type.Optional(text(256)),
  refundCallbackUrl: url(256),
});

const eitherOf: ObjectRules = { eitherOf: ['mchRefundOrderId', 'originalTransactionId'] };

export const refundNames = Type.Object(
  { mchRefundOrderId: Type.Optional(mchRefundOrderId), originalTransactionId: Type.Optional(transactionId) },
  eitherOf,
);

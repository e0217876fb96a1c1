// The fields of BluePay's requests (bluepay.md 3, 3b). A field's description is the rule that a refusal quotes after its name.
//
// An operation puts them together: `Type.Object({ mchOrderId, amount, remark: Type.Optional(remark), … })`; `orderNamed` as its second
// argument asks for one of two names. What a field demands of another is for the operation to check.
import { isIP } from 'node:net';
import { Type } from 'typebox';
import type { Reason } from '../../core/reasons.ts';
import { startOfLocalDay } from '../../kernel/clock.ts';
import { email as emailOf, url } from '../field-types.ts';
import type { ObjectRules } from '../strict-fields.ts';

/** Of a new order and of one that is looked for (2.9). */
export const mchOrderId = code(1, 32);
/** Of a new payout in v1 (3.2). */
export const payoutMchOrderId = code(10, 32);
export const idempotencyId = Type.String({
  pattern: '^[A-Za-z0-9 ]{10,32}$',
  description: 'must be 10 to 32 letters, digits and spaces',
});
export const mchRefundOrderId = code(1, 32);
export const mchVoidOrderId = code(1, 32);
export const transactionId = text(32);
/** An order is named by the merchant's number or by the platform's; the schema's second argument (3b.9). */
export const orderNamed: ObjectRules = { eitherOf: ['mchOrderId', 'transactionId'] };
/** A refund by its numbers or by its payment (3.11), and the payment that is to be refunded or voided (3.12). */
export const refundNamed: ObjectRules = {
  eitherOf: ['mchRefundOrderId', 'refundTransactionId', 'originalTransactionId'],
};
export const originalNamed: ObjectRules = { eitherOf: ['originalTransactionId', 'mchOrderId'] };

/** What a channel takes stands in the catalogue; here it is only a positive number that JSON can carry (7, rows 27 and 40). */
export const amount = amountOf('amount_invalid');
/** A refund of nothing is refused as one of too much is (3.10). */
export const refundAmount = amountOf('refund_exceeds_rest');

export const channelCode = text(64);
export const channelType = oneOf(
  ['QR', 'ONLINE_BANKING', 'EWALLET', 'BANK_TRANSFER', 'CARD', 'DIRECT_DEBIT', 'PAYLATER'],
  'pay_method_unknown',
);
export const currency = oneOf(['THB', 'PHP', 'MYR', 'IDR', 'RUB']);
export const terminalType = oneOf(['WEB', 'WAP', 'APP']);
export const osType = oneOf(['IOS', 'ANDROID', 'OTHER']);
export const payMethodCode = oneOf(['BANK', 'PROMPTPAY', 'EWALLET'], 'pay_method_unknown');
export const promptpayAccountType = oneOf(['NATID', 'MSISDN']);

export const notifyUrl = url(256);
export const redirectUrl = url(512);
export const remark = text(256);
export const refundReason = text(256);

/** Who pays: a hundred characters in v1 (3.8). */
export const payerName = text(100);
export const customerName = text(128);
export const email = emailOf(128);
/** Of Thailand, in v1 (3.2, 3.8); elsewhere of any country. */
export const thaiMobile = Type.String({
  pattern: '^0[689][0-9]{8}$',
  description: 'must be 10 digits starting with 06, 08 or 09',
});
/** Seconds in which an order must be paid, in v1 (3.4); then at the cashier (3b.3). */
export const expireSeconds = Type.Integer({ minimum: 30, maximum: 3600, description: 'must be 30 to 3600' });
export const checkoutExpireSeconds = Type.Integer({
  minimum: 30,
  maximum: 2_592_000,
  description: 'must be 30 to 2592000',
});

export const date = Type.Refine(
  Type.String({ maxLength: 10, description: 'must be a date yyyy-MM-dd' }),
  (value) => (startOfLocalDay(value, 0) ?? -1) >= 0,
);

export const userId = text(32);
/** The documentation spells it both ways (3.14). */
export const userNamed: ObjectRules = { eitherOf: ['userId', 'userID'] };
export const requestId = text(32);
export const payToken = text(64);

export const payerClientIp = Type.Refine(
  Type.String({ maxLength: 45, description: 'must be an IPv4 or IPv6 address' }),
  (value) => isIP(value) !== 0,
);
export const wpOpenid = text(128);
export const wpAppid = text(64);

/** Which of them a channel needs is for the operation to check (3b.8). */
export const wechatpay = Type.Object(
  {
    payerClientIp: Type.Optional(payerClientIp),
    wpOpenid: Type.Optional(wpOpenid),
    wpAppid: Type.Optional(wpAppid),
  },
  { description: 'must be an object of payerClientIp, wpOpenid and wpAppid' },
);

export const goodsDetails = Type.Array(
  Type.Object({
    goodsId: Type.Optional(text(64)),
    goodsName: text(256),
    quantity: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    price: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    goodsUrl: Type.Optional(url(512)),
    category: Type.Optional(text(64)),
  }),
  { minItems: 1, maxItems: 100, description: 'must be 1 to 100 objects, each with goodsName, quantity and price' },
);

export const billingAddress = Type.Object(
  {
    countryCode: Type.Optional(text(8)),
    state: Type.Optional(text(64)),
    city: Type.Optional(text(64)),
    address: text(256),
    zipCode: Type.Optional(text(16)),
    firstName: Type.Optional(text(64)),
    lastName: Type.Optional(text(64)),
    phone: Type.Optional(text(32)),
  },
  { description: 'must be an object with an address' },
);

/** Counted as clients in Java and JavaScript count. */
export function text(most: number, least = 1) {
  const description = least === 1 ? `must have at most ${most} characters` : `must have ${least} to ${most} characters`;
  return Type.Refine(Type.String({ description }), ({ length }) => length >= least && length <= most);
}

/** Letters and digits. */
export function code(least: number, most: number) {
  return Type.String({
    pattern: `^[A-Za-z0-9]{${least},${most}}$`,
    description: `must be ${least} to ${most} letters and digits`,
  });
}

/** One of these words. */
export function oneOf<const Word extends string>(words: readonly Word[], refusal: Reason = 'request_malformed') {
  return Type.Enum(words, { type: 'string', description: `must be one of ${words.join(', ')}`, refusal });
}

/** A whole number above zero: of satang, centavos or sen, and of whole rupiah (2.8). */
function amountOf(refusal: Reason) {
  return Type.Integer({
    minimum: 1,
    maximum: Number.MAX_SAFE_INTEGER,
    description: 'must be a positive integer',
    refusal,
  });
}

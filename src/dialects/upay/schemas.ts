// The fields of Upay's requests (upay.md 2.7). Whatever is written as a text arrives as one: amounts are digits without leading
// zeros, objects and arrays are their compact JSON. A field's description is the rule that a refusal quotes after its name.
//
// An operation puts them together: `Type.Object({ terminal_sn: terminalSn, sn: Type.Optional(sn), … }, orderNamed)`.
import { Type } from 'typebox';
import { isMerchantUrl } from '../merchant-url.ts';
import type { FieldRules, ObjectRules, Reading } from './fields.ts';

export const terminalSn = digits(32);
export const vendorSn = digits(32);

/** Of a new order; then of one that is looked for (upay.md 7, Q20). */
export const clientSn = bytes(32);
export const clientSnToFind = bytes(64);
/** The gateway's number of an order, or the channel's (upay.md 2.8). */
export const sn = bytes(64);

export const amount = amountUpTo(10);
/** What a payer's phone shows. */
export const dynamicId = bytes(32);
/** Known or not, says the catalogue. */
export const payway = numeral(32);
export const subPayway = Type.String({ pattern: '^[2-6]$', ...rules('应为2至6之间的数字', readNumber) });
export const payerUid = text(64);
export const subject = text(64);
export const description = text(256);
export const deviceId = text(32);
export const refundRequestNo = bytes(20);
export const notifyUrl = url(128);
export const returnUrl = url(128);

/** Demos leave it out, so it is asked for only where an operator wants it (upay.md 7, Q32). */
export const operator = Type.Optional(text(32, { requiredIf: 'strictOperator' }));
/** Who refunds; an older table gives it more room. */
export const refundOperator = Type.Optional(text(64, { requiredIf: 'strictOperator' }));

export const longitude = Type.Optional(coordinate(180));
export const latitude = Type.Optional(coordinate(90));

/** Echoed; an object is echoed as its compact JSON (upay.md 2.7). */
export const reflect = Type.Optional(
  text(64, {
    read: (value, json) => (isObject(value) ? json : asText(value)),
    sent: Type.Union([Type.String({ maxLength: 64 }), Type.Object({})]),
  }),
);

/** For the channel: a JSON object of at most 24 members, handed on as its compact JSON. */
export const extended = Type.Optional(
  Type.String({
    ...rules('应为JSON对象，最多24个键，键不超过64字节，值不超过256字节', (value, json) =>
      isObject(value) && isModest(value) ? json : undefined,
    ),
    sent: Type.Object({}, { maxProperties: 24 }),
  }),
);

const goods = Type.Object({
  goods_id: Type.String({ maxLength: 32 }),
  goods_name: Type.String({ maxLength: 32 }),
  quantity: Type.Integer({ minimum: 0 }),
  price: Type.Integer({ minimum: 0, description: 'In fen.' }),
  promotion_type: Type.Enum([0, 1], { type: 'integer' }),
});

/** A list of goods, bare or wrapped once more under its own name (upay.md 2.7); handed on as JSON text. */
export const goodsDetails = Type.Optional(
  Type.String({
    ...rules('应为数组，每项含goods_id、goods_name、quantity、price、promotion_type', (value) => {
      const list = isObject(value) ? value['goods_details'] : value;
      return Array.isArray(list) && list.length <= 100 && list.every(isGoods) ? JSON.stringify(list) : undefined;
    }),
    sent: Type.Array(goods, { maxItems: 100 }),
  }),
);

/** What all requests for a new order may say beside the required. */
export const orderOptions = {
  operator,
  description: Type.Optional(description),
  longitude,
  latitude,
  device_id: Type.Optional(deviceId),
  extended,
  goods_details: goodsDetails,
  reflect,
  notify_url: Type.Optional(notifyUrl),
} as const;

/** Where somebody is, has two coordinates. */
export const located: ObjectRules = { together: ['longitude', 'latitude'] };
/** An order is named by the gateway's number or by the merchant's; the first wins (upay.md 2.8). */
export const orderNamed: ObjectRules = { eitherOf: ['sn', 'client_sn'] };

/** At most so many characters. */
export function text(most: number, more: Partial<FieldRules> = {}) {
  const type = Type.String({ ...rules(`应为字符串，长度不超过${most}位`, more.read ?? asText), ...more });
  return Type.Refine(type, (value) => hasAtMost(most, value));
}

/** At most so many bytes of UTF-8; a whole number stands for its digits. */
export function bytes(most: number) {
  const type = Type.String(rules(`应为字符串，长度不超过${most}字节`, readNumber));
  return Type.Refine(type, (value) => Buffer.byteLength(value) <= most);
}

/** At most so many digits. */
export function digits(most: number) {
  return Type.String({ pattern: `^[0-9]{1,${most}}$`, ...rules(`应为数字，长度不超过${most}位`, readNumber) });
}

/** An amount above zero in fen, which BigInt reads. Leading zeros are dropped (upay.md 7, Q23). */
export function amountUpTo(most: number) {
  return Type.String({
    pattern: `^[1-9][0-9]{0,${most - 1}}$`,
    ...rules(`金额为大于0的整数，长度不超过${most}位，以分为单位`, (value, written) => {
      const given = readNumber(value, written);
      return given !== undefined && given.length <= most ? given.replace(/^0+/, '') : undefined;
    }),
  });
}

export function url(most: number) {
  const type = Type.String({ maxLength: most, ...rules(`应为http或https的绝对地址，长度不超过${most}位`, asText) });
  return Type.Refine(type, (value) => value.length <= most && isMerchantUrl(value));
}

/** A text in which clients also write a number, such as `"payway":1` (upay.md 2.1.9). */
export function numeral(most: number) {
  return text(most, { read: readNumber });
}

function coordinate(most: number) {
  const type = Type.String({
    pattern: '^[+-]?[0-9]{1,3}(\\.[0-9]{1,14})?$',
    ...rules('应为经纬度，长度不超过16位', asText),
  });
  return Type.Refine(type, (value) => value.length <= 16 && Math.abs(Number(value)) <= most);
}

function rules(sentence: string, read: Reading): FieldRules {
  return { description: sentence, read };
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A whole number keeps the digits with which it was written; 1.0 and 1e3 are not how anybody writes one. */
function readNumber(value: unknown, written: string): string | undefined {
  return typeof value === 'number' && /^-?[0-9]+$/.test(written) ? written : asText(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Nested objects are values like others: some payment methods ask for them. */
function isModest(object: Readonly<Record<string, unknown>>): boolean {
  const members = Object.entries(object);
  const size = (value: unknown) => Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value));
  return members.length <= 24 && members.every(([key, value]) => Buffer.byteLength(key) <= 64 && size(value) <= 256);
}

function isGoods(item: unknown): boolean {
  if (!isObject(item)) return false;
  const { goods_id: id, goods_name: name, quantity, price, promotion_type: promotion } = item;
  const isName = (value: unknown) => typeof value === 'string' && value !== '' && hasAtMost(32, value);
  const isCount = (value: unknown, most: number) =>
    (typeof value === 'number' || typeof value === 'string') &&
    /^[0-9]+$/.test(`${value}`) &&
    `${value}`.length <= most;
  return (
    isName(id) &&
    isName(name) &&
    isCount(quantity, 10) &&
    isCount(price, 9) &&
    isCount(promotion, 1) &&
    Number(promotion) < 2
  );
}

/** Characters, not UTF-16 units. */
function hasAtMost(most: number, value: string): boolean {
  return value.length <= most || (value.length <= 2 * most && Array.from(value).length <= most);
}

/** What charges, or keeps aside, by the code that a payer shows (upay.md 3.3, 3.12). */
export const chargeFields = Type.Object(
  {
    terminal_sn: terminalSn,
    client_sn: clientSn,
    total_amount: amount,
    payway: Type.Optional(payway),
    dynamic_id: dynamicId,
    subject,
    ...orderOptions,
  },
  located,
);

// The fields of the checkout's calls (paycools.md 3.8). A field's description is the rule that a refusal quotes.
import { type Static, Type } from 'typebox';
import { minuteMs } from '../../kernel/clock.ts';
import { checkoutNamed } from '../checkout-orders.ts';
import { mobile, url } from '../field-types.ts';
import { language } from '../page-language.ts';
import { amount, appName, mchOrderId, ownEmail, text, timestamp } from './schemas.ts';

/** How far their timestamps may be off (7, row 10). */
export const checkoutWindowMs = 10 * minuteMs;

/** The types that payers pick between (5.3). */
export const checkoutTypes = ['EWALLET', 'ONLINE_BANKING', 'CARD', 'OTC', 'QR', 'BANK_TRANSFER', 'PAYLATER'] as const;

export const currency = Type.Literal('PHP', { description: 'must be PHP' });
const countryCode = Type.Literal('PH', { description: 'must be PH' });

/** A list as JSON has it, or its words in one text between commas, as some clients send it. */
function listField(isRight: (word: string) => boolean, description: string) {
  return Type.Refine(
    Type.Union([Type.Array(Type.String(), { maxItems: 100 }), Type.String({ maxLength: 5000 })], { description }),
    (value) => wordsOf(value).every(isRight),
  );
}

/** The words of such a field. */
export function wordsOf(list: string | readonly string[] | undefined): readonly string[] {
  return typeof list === 'string' ? list.split(',').map((word) => word.trim()) : (list ?? []);
}

const channelTypeList = listField(
  (word) => (checkoutTypes as readonly string[]).includes(word),
  `must be a list of ${checkoutTypes.join(', ')}`,
);
export const channelCodeList = listField(
  (word) => word !== '' && word.length <= 50,
  'must be a list of at most 100 channel codes',
);

/** Which of its members are there differs from client to client. */
export const address = Type.Object(
  {
    customerName: Type.Optional(text(128)),
    addressLine1: Type.Optional(text(256)),
    addressLine2: Type.Optional(text(256)),
    city: Type.Optional(text(128)),
    province: Type.Optional(text(128)),
    postCode: Type.Optional(text(32)),
    countryCode: Type.Optional(text(8)),
    name: Type.Optional(text(128)),
    email: Type.Optional(text(128)),
    mobile: Type.Optional(text(32)),
  },
  { description: 'must be an object of texts such as addressLine1, city, postCode and countryCode' },
);

const goodsDetails = Type.Array(
  Type.Object({
    name: text(500),
    price: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    quantity: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    sku: Type.Optional(text(128)),
    url: Type.Optional(url(512)),
    category: Type.Optional(text(128)),
  }),
  { minItems: 1, maxItems: 100, description: 'must be 1 to 100 objects, each with name, price and quantity' },
);

export const checkoutFields = Type.Object({
  // Real clients leave it out and succeed (9.2).
  timestamp: Type.Optional(timestamp),
  mchOrderId,
  amount,
  currency,
  settlementCurrency: currency,
  countryCode,
  appName: Type.Optional(appName),
  userId: Type.Optional(text(64)),
  customerName: text(128),
  email: ownEmail(128),
  mobile,
  channelTypeList: Type.Optional(channelTypeList),
  channelCodeList: Type.Optional(channelCodeList),
  expireSeconds: Type.Optional(Type.Integer({ minimum: 60, maximum: 86_400, description: 'must be 60 to 86400' })),
  notifyUrl: url(256),
  redirectUrl: url(512),
  remark: Type.Optional(text(256)),
  merchantLogo: Type.Optional(url(512)),
  language: Type.Optional(language),
  goodsDetails: Type.Optional(goodsDetails),
  billingAddress: Type.Optional(address),
  shippingAddress: Type.Optional(address),
  virtualAccountName: Type.Optional(text(128)),
});

export type CheckoutFields = Static<typeof checkoutFields>;

export const checkoutChannelFields = Type.Object({ countryCode: Type.Optional(countryCode), timestamp });

export const checkoutNames = Type.Object(
  { mchOrderId: Type.Optional(mchOrderId), checkoutId: Type.Optional(text(50)), timestamp },
  checkoutNamed,
);

// The fields of the checkout's first version (paycools.md 3.8). A field's description is the rule that a refusal quotes.
import { type Static, Type } from 'typebox';
import { email, url } from '../field-types.ts';
import { address, channelCodeList, currency } from './checkout-fields.ts';
import { manilaInstant } from './manila-time.ts';
import { amount, appName, text, timestamp } from './schemas.ts';

/** Letters of any alphabet that the documentation names; the space is ours, for what stands between two names. */
const name = Type.String({ pattern: '^[A-Za-z0-9#(),.\'":;@&ñÑ+ ]{1,500}$' });

const customer = Type.Object(
  {
    firstName: name,
    lastName: Type.Optional(name),
    email: email(128),
    mobile: Type.String({ pattern: '^[0-9]{11,14}$' }),
    address: Type.Optional(address),
  },
  {
    description: 'must have a firstName, an email, a mobile of 11 to 14 digits, and may have a lastName and an address',
  },
);

const items = Type.Array(
  Type.Object({
    name,
    amount: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    quantity: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
    description: Type.Optional(text(1000)),
    url: Type.Optional(url(500)),
  }),
  { maxItems: 100, description: 'must be up to 100 objects, each with name, amount and quantity' },
);

export const legacyCheckoutFields = Type.Object({
  appName,
  mchOrderId: Type.String({ pattern: '^[A-Za-z0-9]{10,32}$', description: 'must be 10 to 32 letters and digits' }),
  currency: Type.Optional(currency),
  amount,
  customer,
  items: Type.Optional(items),
  callbackUrl: url(256),
  redirectUrl: url(512),
  metadata: Type.Optional(text(2000)),
  remark: Type.Optional(text(256)),
  availableChannelCodes: Type.Optional(channelCodeList),
  expireTime: Type.Optional(
    Type.Refine(
      Type.String({ maxLength: 19, description: 'must be a time yyyy-MM-dd HH:mm:ss' }),
      (value) => manilaInstant(value) !== undefined,
    ),
  ),
  timestamp,
});

export type LegacyCheckoutFields = Static<typeof legacyCheckoutFields>;

// Schemas that several routes of the admin API share.
import Type from 'typebox';

/** The largest whole number that every JSON reader keeps exactly. */
const largest = Number.MAX_SAFE_INTEGER;

export const closed = { additionalProperties: false } as const;

export const Amount = Type.Integer({ minimum: 0, maximum: largest, description: 'Minor units of the currency.' });
export const Balance = Type.Integer({ description: 'Minor units of the currency.' });
export const Name = Type.String({ minLength: 1, maxLength: 100, pattern: '^[^\\u0000-\\u001f\\u007f]+$' });
export const Id = Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' });
/** Of what is named by digits only: vendors, stores, terminals. */
export const Digits = Type.String({ pattern: '^[0-9]{1,32}$' });
export const Time = Type.String({ format: 'date-time' });

const Fee = Type.Object(
  {
    fixed: Type.Optional(Amount),
    basisPoints: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 10_000, description: 'Hundredths of a percent: 150 is 1.5 %.' }),
    ),
  },
  closed,
);

const range = { min: Type.Optional(Amount), max: Type.Optional(Amount) };
const Limit = Type.Object(range, closed);
const PaymentLimit = Type.Object(
  {
    ...range,
    dailyAmount: Type.Optional(Amount),
    dailyCount: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000, description: 'On a local day.' })),
  },
  closed,
);

/** Null takes the fee or limit away. */
export const Fees = Type.Object(
  { payment: Type.Optional(nullable(Fee)), payout: Type.Optional(nullable(Fee)) },
  closed,
);
export const Limits = Type.Object(
  { payment: Type.Optional(nullable(PaymentLimit)), payout: Type.Optional(nullable(Limit)) },
  closed,
);

export const SettlementDays = Type.Integer({
  minimum: 0,
  maximum: 366,
  description: 'Days from a payment until its money is available; 0: at once.',
});

export const MerchantPath = Type.Object({ merchantId: Id }, closed);
export const AppPath = Type.Object({ appId: Id }, closed);

const page = {
  after: Type.Optional(Id),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
};

/** How a list is read in pages. */
export const Page = Type.Object(page, closed);
/** The same, of what belongs to something. */
export const PageOfMerchant = Type.Object({ merchantId: Id, ...page }, closed);
export const PageOfStore = Type.Object({ storeId: Digits, ...page }, closed);
export const Next = Type.Optional(Type.String({ description: 'Where to go on after; absent on the last page.' }));

export const Refusal = Type.Object({ message: Type.String({ description: 'A sentence that says what is wrong.' }) });

function nullable<Schema extends Type.TSchema>(schema: Schema) {
  return Type.Union([schema, Type.Null()]);
}

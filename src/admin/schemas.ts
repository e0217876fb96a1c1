// Schemas that several routes of the admin API share.
import Type from 'typebox';

/** The largest whole number that every JSON reader keeps exactly. */
const largest = Number.MAX_SAFE_INTEGER;

export const closed = { additionalProperties: false } as const;

export const Amount = Type.Integer({ minimum: 0, maximum: largest, description: 'Minor units of the currency.' });
export const Balance = Type.Integer({ description: 'Minor units of the currency.' });
export const Name = Type.String({ minLength: 1, maxLength: 100, pattern: '^[^\\u0000-\\u001f\\u007f]+$' });
export const Id = Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$' });
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

const Limit = Type.Object({ min: Type.Optional(Amount), max: Type.Optional(Amount) }, closed);

/** Null takes the fee or limit away. */
export const Fees = Type.Object(
  { payment: Type.Optional(nullable(Fee)), payout: Type.Optional(nullable(Fee)) },
  closed,
);
export const Limits = Type.Object(
  { payment: Type.Optional(nullable(Limit)), payout: Type.Optional(nullable(Limit)) },
  closed,
);

export const SettlementDays = Type.Integer({
  minimum: 0,
  maximum: 366,
  description: 'Days from a payment until its money is available; 0: at once.',
});

export const MerchantPath = Type.Object({ merchantId: Id }, closed);
export const AppPath = Type.Object({ appId: Id }, closed);

/** How a list is read in pages. */
export const Page = Type.Object(
  {
    after: Type.Optional(Id),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  },
  closed,
);

export const Refusal = Type.Object({ message: Type.String({ description: 'A sentence that says what is wrong.' }) });

function nullable<Schema extends Type.TSchema>(schema: Schema) {
  return Type.Union([schema, Type.Null()]);
}

// What an operation says of itself beside its fields, for the documents that are made of it (docs/decisions/0011).
import type { TSchema } from 'typebox';

export interface About {
  /** One sentence: what it is for. */
  readonly summary: string;
  /** Its `data` when it is accepted: every member that may be there, and no other. */
  readonly answer: TSchema;
}

/** Where in the answer to an earlier example something stands: `data.redirectUrl`, `data.records.0.transactionId`. */
export interface EarlierValue {
  /** The operation that answered, `POST /api/v1/payment`; of several examples of it the newest before. */
  readonly of: string;
  readonly at: string;
}

/** A request that works in a story: those before it in its list were made, and what they say was done before was done. */
export interface Example {
  /** `POST /api/v1/payment`. */
  readonly operation: string;
  /** The business fields as documents show them, without what every request carries (the app's name in the envelope, the signature, the time). */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Fields that only an earlier answer knows; what `fields` says of them is a sample. */
  readonly from?: Readonly<Record<string, EarlierValue>>;
  /** What the payer or the bank does first: `POST /sandbox/act`. */
  readonly after?: { readonly reference: EarlierValue; readonly outcome: 'paid' | 'authorised' | 'passed' };
}

// Requests that work, as documents show them and a test sends them (docs/decisions/0011).

/** Where in the answer to an earlier example something stands: `data.redirectUrl`, `data.records.0.transactionId`. */
export interface EarlierValue {
  /**
   * The operation that answered, `POST /api/v1/payment`; of several examples of it the newest before. `operator`: what the merchant was told
   * with the app, as `POST /admin/apps` answers it, and whatever else was there before the story.
   */
  readonly of: string;
  readonly at: string;
  /** Only its first characters: 10 make a day of a time. */
  readonly first?: number;
}

/** A request that works in a story: those before it in its list were made, and what they say was done before was done. */
export interface Example {
  /** `POST /api/v1/payment`. */
  readonly operation: string;
  /** The business fields as documents show them, without what every request carries (the app's name in the envelope, the signature, the time). */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Fields that only an earlier answer knows, by name or by path: `receivers.0.receiverAccount`; what `fields` says of them is a sample. */
  readonly from?: Readonly<Record<string, EarlierValue>>;
  /** What the payer or the bank does first: `POST /sandbox/act`. */
  readonly after?: {
    readonly reference: EarlierValue;
    readonly outcome: 'paid' | 'authorised' | 'passed';
    /** Minor units, where the payer is free to choose. */
    readonly amount?: number;
  };
  /** How much later it is sent, in seconds: `POST /sandbox/clock`. */
  readonly laterSeconds?: number;
  /** It is sent until its answer says so: what it asks about ends by itself, some moments later. */
  readonly until?: { readonly at: string; readonly is: string };
}

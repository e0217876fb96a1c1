// What a rule answers: accepted with a value, or refused with a reason. A refusal is a value, never an exception.

export interface Accepted<Value> {
  readonly ok: true;
  readonly value: Value;
}

export interface Refused<Reason extends string = string> {
  readonly ok: false;
  readonly reason: Reason;
  /** A sentence for the person who sent the request; absent where the reason alone says it. */
  readonly detail?: string;
}

export type Outcome<Value, Reason extends string = string> = Accepted<Value> | Refused<Reason>;

export function accept<Value>(value: Value): Accepted<Value> {
  return { ok: true, value };
}

export function refuse<Reason extends string>(reason: Reason, detail?: string): Refused<Reason> {
  return detail === undefined ? { ok: false, reason } : { ok: false, reason, detail };
}

/** All values in their order, or the first refusal. */
export function allAccepted<Value, Reason extends string>(
  outcomes: readonly Outcome<Value, Reason>[],
): Outcome<readonly Value[], Reason> {
  const values: Value[] = [];
  for (const outcome of outcomes) {
    if (!outcome.ok) return outcome;
    values.push(outcome.value);
  }
  return accept(values);
}

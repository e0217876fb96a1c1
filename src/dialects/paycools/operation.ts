// An operation of the API as data: where it is reached, which fields it takes, and what it does with them.
import type { Static, TObject } from 'typebox';
import type { Outcome } from '../../core/reasons.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Caller } from './authenticate.ts';
import type { PaycoolsDeps } from './deps.ts';
import { compileFields } from './fields.ts';
import type { Received } from './received.ts';
import type { Member } from './signature.ts';

export interface Call<Fields> extends Caller {
  readonly fields: Fields;
  readonly now: Instant;
}

export interface Operation {
  readonly method: 'GET' | 'POST';
  /** A path variable stands in braces: `/api/v1/payment/{transactionId}`. */
  readonly path: string;
  readonly pathVariable: string | undefined;
  /** Checks the fields of an authenticated request and runs it; answers the `data` of the envelope. */
  run(
    caller: Caller,
    received: Received,
    pathVariable: Member | undefined,
    deps: PaycoolsDeps,
  ): Promise<Outcome<unknown>>;
}

/** Gives an operation its compiled fields. `handle` decodes them, asks the core and encodes `data`. */
export function defineOperation<Schema extends TObject>(given: {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly fields: Schema;
  readonly handle: (call: Call<Static<Schema>>, deps: PaycoolsDeps) => Promise<Outcome<unknown>>;
}): Operation {
  const { method, path, handle } = given;
  const readFields = compileFields(given.fields);
  return {
    method,
    path,
    pathVariable: /\{(\w+)\}/.exec(path)?.[1],
    async run(caller, received, pathVariable, deps) {
      const fields = readFields(received, pathVariable);
      if (!fields.ok) return fields;
      return handle({ ...caller, fields: fields.value, now: deps.clock.now() }, deps);
    },
  };
}

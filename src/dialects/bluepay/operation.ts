// An operation of the API as data: where it is reached, in which version, which fields it takes, and what it does with them.
import type { Static, TObject } from 'typebox';
import type { App, Merchant } from '../../core/merchant/merchant.ts';
import type { Outcome } from '../../core/reasons.ts';
import type { Instant } from '../../kernel/clock.ts';
import { compileStrictFields, type FieldSource } from '../strict-fields.ts';
import type { About } from '../about.ts';
import type { Country } from './countries.ts';
import type { BluepayDeps } from './deps.ts';
import type { Settings } from './settings.ts';
import type { Version } from './version.ts';

export interface Caller {
  readonly app: App;
  readonly merchant: Merchant;
  readonly version: Version;
  readonly settings: Settings;
  /** Open to the app: the one that the request names, and Thailand in v1. */
  readonly country: Country;
}

export interface Call<Fields> extends Caller {
  readonly fields: Fields;
  readonly now: Instant;
}

export interface Operation extends About {
  /** POST, always. Two operations share one where its versions differ. */
  readonly path: string;
  readonly versions: readonly Version[];
  /** Where the body may be longer, or has to be shorter, than is usual. */
  readonly longestBodyBytes?: number | undefined;
  readonly fields: TObject;
  /** Checks the fields of an authenticated request and runs it; answers the `data` of the envelope. */
  run(caller: Caller, param: FieldSource, deps: BluepayDeps): Promise<Outcome<unknown>>;
}

/**
 * Gives an operation its compiled fields; those that it does not name are ignored (bluepay.md 7, row 37). `timestamp` and `countryCode` are checked before; the latter is the call's `country`.
 * `handle` decodes, asks the core and encodes `data`.
 */
export function defineOperation<Schema extends TObject>(
  given: About & {
    readonly path: string;
    readonly versions: readonly Version[];
    readonly longestBodyBytes?: number;
    readonly fields: Schema;
    readonly handle: (call: Call<Static<Schema>>, deps: BluepayDeps) => Promise<Outcome<unknown>>;
  },
): Operation {
  const { path, versions, longestBodyBytes, fields, handle, ...about } = given;
  const readFields = compileStrictFields(fields);
  return {
    ...about,
    path,
    versions,
    longestBodyBytes,
    fields,
    async run(caller, param, deps) {
      const read = readFields(param);
      if (!read.ok) return read;
      return handle({ ...caller, fields: read.value, now: deps.clock.now() }, deps);
    },
  };
}

// An authorisation of a hundred, numbered as the operations on it are, and a release of twenty of it.
import type { Authorisation, Release } from '../../src/core/authorisation/authorisation.ts';
import { merchantId } from './engine.ts';
import * as rows from './rows.ts';

/** In whose name authorisations and their operations are numbered here. */
export const scope = `${merchantId}/pre-auth`;

export function authorisationRow(change: Partial<Authorisation> = {}): Authorisation {
  const names = { referenceScope: scope, reference: 'auth-1', operationReference: 'freeze-1' };
  return rows.authorisationRow({ ...names, amountMinor: 10_000n, ...change });
}

export function releaseRow(change: Partial<Release> = {}): Release {
  return rows.releaseRow({ referenceScope: scope, reference: 'unfreeze-1', amountMinor: 2000n, ...change });
}

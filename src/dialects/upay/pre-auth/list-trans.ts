// The operations on a pre-authorization, or on a merchant's latest ones.
import type { Authorisation } from '../../../core/authorisation/authorisation.ts';
import type { Merchant } from '../../../core/merchant/merchant.ts';
import type { Engine } from '../../../engine/engine.ts';
import type { Instant } from '../../../kernel/clock.ts';
import { preAuthScope, type Trans } from './trans.ts';

export interface TransPage {
  /** Operations asked for in `[from, to)`. */
  readonly from: Instant;
  readonly to: Instant;
  readonly limit: number;
}

/** So many captures, and so many releases, of one authorisation are looked at, its oldest. */
const mostOfEach = 1000;

/**
 * Newest first. Without an authorisation: those that the merchant made in that time are gone through, the latest first, until there is
 * a page of operations.
 */
export async function listTrans(
  engine: Engine,
  { id: merchantId, cell }: Merchant,
  authorisation: Authorisation | undefined,
  { from, to, limit }: TransPage,
): Promise<Trans[]> {
  const store = engine.store(cell);
  const scope = preAuthScope(merchantId);
  const found: Trans[] = [];
  const authorisations = authorisation ? [authorisation] : await store.listAuthorisations(scope, from, to, limit);
  for (const one of authorisations) {
    const all = await operationsOn(one);
    found.push(...all.filter(({ row }) => row.createdAt >= from && row.createdAt < to));
    if (found.length >= limit) break;
  }
  return found.sort((a, b) => b.row.createdAt - a.row.createdAt || (a.row.id < b.row.id ? 1 : -1)).slice(0, limit);

  async function operationsOn(of: Authorisation): Promise<Trans[]> {
    const [captures, releases] = await Promise.all([
      store.listCaptures(of.id, mostOfEach),
      store.listReleases(of.id, mostOfEach),
    ]);
    const refunds =
      captures.length === 0
        ? []
        : await store.listRefundsOfPayments(
            captures.map(({ id }) => id),
            mostOfEach,
          );
    return [
      { kind: 'freeze', row: of, authorisation: of },
      ...releases.map((row) => ({ kind: 'unfreeze', row, authorisation: of }) as const),
      ...captures.map((row) => ({ kind: 'pay', row, authorisation: of }) as const),
      // Captures are orders as well, and what was refunded or cancelled as of an order has no number here.
      ...refunds
        .filter(({ referenceScope }) => referenceScope === scope)
        .map((row) => ({ kind: 'refund', row, authorisation: of }) as const),
    ];
  }
}

// The bank's own names for what it does: digits, as banks and wallets use, that no id of the gateway can be taken for.
import type { Instant } from '../../kernel/clock.ts';
import type { IdSource } from '../../kernel/id.ts';

/** Twenty-six digits that begin with 42. */
export function newBankReference(ids: IdSource, cell: number, at: Instant): string {
  return ids.next('B', cell, at).replace('B', '42');
}

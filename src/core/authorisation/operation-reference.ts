// What is done with authorisations (authorising, capturing, releasing, refunding a capture) goes by one series of numbers: whoever asks
// by such a number must find one operation (upay.md 3.12). Each table refuses a repeat of its own; between tables only the rules look, so
// two processes that use one number for two kinds of operation at the same moment may both succeed. No money is lost by that: each is
// held to what is left, and has an id of its own; the number then finds the first of them in the order below.
import type { CellState, Keys } from '../state.ts';

const lookups = {
  payments: 'paymentsByReference',
  authorisations: 'authorisationsByOperation',
  releases: 'releasesByReference',
  refunds: 'refundsByReference',
} as const;

type Table = keyof typeof lookups;

const tables = Object.keys(lookups) as Table[];

/** The rows in which the number may have been used. */
export function operationKeys(referenceScope: string, reference: string): Keys {
  return Object.fromEntries(tables.map((table) => [lookups[table], [[referenceScope, reference]]]));
}

/** The operation that has the number: a capture before the authorisation whose number it took over. */
export function findOperation(
  state: CellState,
  referenceScope: string,
  reference: string,
): { readonly table: Table; readonly id: string } | undefined {
  for (const table of tables) {
    const row = state[table].find(lookups[table], referenceScope, reference);
    if (row) return { table, id: row.id };
  }
  return undefined;
}

// Checks that the bank got everything once: what is handed over to it is asked for before it is handed over again.
import type { BankOrderRow } from './upay/rows.ts';

/** `known`: the ids of all that the gateway may have handed over. */
export function checkSentOnce(bankOrders: readonly BankOrderRow[], known: ReadonlySet<string>, found: string[]): void {
  for (const { id, kind, sent, replays } of bankOrders) {
    if (!known.has(id)) found.push(`the bank has a ${kind} ${id} that is not here`);
    if (sent !== 1 || replays > 0)
      found.push(`the ${kind} ${id} was sent ${sent} times, ${replays} times while the bank had it`);
  }
}

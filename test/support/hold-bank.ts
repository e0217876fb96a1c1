// A sandbox bank that takes no order for a while: what the gateway owes it stays owed, and nothing is lost.
import type { TestDatabase } from './database.ts';

/** Does the work while the bank's book of orders is held by somebody else. The bank takes what waits once the work is done. */
export async function withBankHeld<Value>(
  { sql }: Pick<TestDatabase, 'sql'>,
  work: () => Promise<Value>,
): Promise<Value> {
  return sql.begin(async (transaction) => {
    await transaction.unsafe('lock table sandbox_bank.orders in exclusive mode');
    return work();
  });
}

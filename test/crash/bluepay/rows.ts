// What lies in the database of the shop that speaks BluePay: what a till has as well, in its own currency, and its payouts.
import type { Sql } from '../../../src/store/database.ts';
import { readTillRows, type TillRows } from '../upay/rows.ts';

export interface ShopPayoutRow {
  readonly id: string;
  readonly reference: string;
  readonly channel: string;
  readonly amountMinor: bigint;
  readonly status: 'pending' | 'completed' | 'failed';
}

export interface ShopRows extends TillRows {
  readonly payouts: ShopPayoutRow[];
}

export async function readShopRows(sql: Sql, merchantId: string): Promise<ShopRows> {
  const payouts = await sql.unsafe<ShopPayoutRow>(
    `select id, reference, channel, amount_minor as "amountMinor", status
     from cell_00.payouts where merchant_id = $1 and currency = 'THB' order by id`,
    [merchantId],
  );
  return { ...(await readTillRows(sql, merchantId, 'THB')), payouts: [...payouts] };
}

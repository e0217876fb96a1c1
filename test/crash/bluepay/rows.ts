// What lies in the database of the shop that speaks BluePay: what a till has as well, in its own currency, its payouts, and its shares of
// what it collected, as they are with it and with those who get them.
import type { Sql } from '../../../src/store/database.ts';
import { schemaOf } from '../rows.ts';
import { readTillRows, type TillRows } from '../upay/rows.ts';

export interface ShopPayoutRow {
  readonly id: string;
  readonly reference: string;
  readonly channel: string;
  readonly amountMinor: bigint;
  readonly status: 'pending' | 'completed' | 'failed';
}

export interface ShareRow {
  readonly id: string;
  readonly reference: string;
  readonly paymentId: string;
  /** The merchant who gets it. */
  readonly account: string;
  readonly amountMinor: bigint;
  readonly status: 'pending' | 'completed' | 'failed';
}

export interface ShareReturnRow {
  readonly id: string;
  readonly shareId: string;
  readonly reference: string;
  readonly amountMinor: bigint;
  readonly status: 'pending' | 'completed' | 'failed';
}

/** What the receiver's cell decided about a share or a return. */
export interface LegRow {
  readonly id: string;
  readonly merchantId: string;
  readonly amountMinor: bigint;
  readonly direction: 'in' | 'out';
  readonly problem: string | null;
}

export interface BalanceRow {
  readonly merchantId: string;
  readonly kind: string;
  readonly balance: bigint;
}

export interface ShopRows extends TillRows {
  readonly payouts: ShopPayoutRow[];
  /** Payments whose code was cancelled. */
  readonly cancelled: string[];
  readonly shares: ShareRow[];
  readonly shareReturns: ShareReturnRow[];
  readonly legs: LegRow[];
  /** Of those who get shares, in baht. */
  readonly receiverBalances: BalanceRow[];
}

export async function readShopRows(sql: Sql, merchantId: string, receivers: readonly string[]): Promise<ShopRows> {
  const cell = schemaOf(merchantId);
  const query = async <Row>(text: string) => [...(await sql.unsafe<Row>(text, [merchantId]))];
  const cancelled = await query<{ readonly id: string }>(
    `select payment_id as id from ${cell}.instruments where merchant_id = $1 and status = 'cancelled'`,
  );
  return {
    ...(await readTillRows(sql, merchantId, 'THB')),
    payouts: await query(
      `select id, reference, channel, amount_minor as "amountMinor", status
       from ${cell}.payouts where merchant_id = $1 and currency = 'THB' order by id`,
    ),
    cancelled: cancelled.map(({ id }) => id),
    shares: await query(
      `select id, reference, payment_id as "paymentId", account, amount_minor as "amountMinor", status
       from ${cell}.shares where merchant_id = $1 order by id`,
    ),
    shareReturns: await query(
      `select id, share_id as "shareId", reference, amount_minor as "amountMinor", status
       from ${cell}.share_returns where merchant_id = $1 order by id`,
    ),
    ...(await readReceivers(sql, receivers)),
  };
}

/** Each in its own cell. */
async function readReceivers(
  sql: Sql,
  receivers: readonly string[],
): Promise<Pick<ShopRows, 'legs' | 'receiverBalances'>> {
  const [legs, receiverBalances]: [LegRow[], BalanceRow[]] = [[], []];
  for (const receiver of receivers) {
    const cell = schemaOf(receiver);
    legs.push(
      ...(await sql.unsafe<LegRow>(
        `select id, merchant_id as "merchantId", amount_minor as "amountMinor", direction, problem
         from ${cell}.legs where merchant_id = $1`,
        [receiver],
      )),
    );
    receiverBalances.push(
      ...(await sql.unsafe<BalanceRow>(
        `select merchant_id as "merchantId", kind, credits - debits as balance
         from ${cell}.accounts where merchant_id = $1 and id like $1 || ':THB:%'`,
        [receiver],
      )),
    );
  }
  return { legs, receiverBalances };
}

// The rows of directory.merchants.
import type { Merchant } from '../../core/merchant/merchant.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Sql, TransactionSql } from '../database.ts';
import { readFees, readLimits, type StoredFees, type StoredLimits, storeFees, storeLimits } from './json-money.ts';

type Row = Omit<Merchant, 'fees' | 'limits'> & { readonly fees: StoredFees; readonly limits: StoredLimits };

export async function loadMerchants(sql: Sql, ids: readonly string[]): Promise<Merchant[]> {
  return (await sql<Row[]>`${columns(sql)} where id = any(${ids as string[]})`).map(merchantOf);
}

/** In pages by id. */
export async function listMerchants(sql: Sql, afterId: string, limit: number): Promise<Merchant[]> {
  return (await sql<Row[]>`${columns(sql)} where id > ${afterId} order by id limit ${limit}`).map(merchantOf);
}

/** The row, kept from other writers until the transaction ends. */
export async function lockMerchant(sql: TransactionSql, id: string): Promise<Merchant | undefined> {
  return (await sql<Row[]>`${columns(sql)} where id = ${id} for update`).map(merchantOf)[0];
}

export async function insertMerchant(sql: TransactionSql, merchant: Merchant, at: Instant): Promise<void> {
  const { id, name, city, cell, status, fees, limits, settlementDays } = merchant;
  await sql`
    insert into directory.merchants (id, name, city, cell, status, fees, limits, settlement_days, created_at)
    values (${id}, ${name}, ${city}, ${cell}, ${status}, ${sql.json(storeFees(fees))}, ${sql.json(storeLimits(limits))},
      ${settlementDays}, ${sql.instant(at)}::timestamptz)`;
}

/** Everything but the cell may change: a merchant's rows do not move. */
export async function saveMerchant(sql: TransactionSql, merchant: Merchant): Promise<void> {
  const { id, name, city, status, fees, limits, settlementDays } = merchant;
  await sql`
    update directory.merchants
    set name = ${name}, city = ${city}, status = ${status}, fees = ${sql.json(storeFees(fees))},
      limits = ${sql.json(storeLimits(limits))}, settlement_days = ${settlementDays}
    where id = ${id}`;
}

/** The cell with the fewest merchants; the lowest of several. */
export async function emptiestCell(sql: Sql, cells: number): Promise<number> {
  const [row] = await sql<{ cell: number }[]>`
    select cell from generate_series(0, ${cells}::integer - 1) as cell
    left join directory.merchants using (cell)
    group by cell order by count(id), cell limit 1`;
  return row?.cell ?? 0;
}

function columns(sql: Sql | TransactionSql) {
  return sql`
    select id, name, city, cell, status, fees, limits, settlement_days as "settlementDays" from directory.merchants`;
}

function merchantOf(row: Row): Merchant {
  return { ...row, fees: readFees(row.fees), limits: readLimits(row.limits) };
}

// The rows of directory.stores.
import type { Store } from '../../engine/terminals.ts';
import type { Sql, TransactionSql } from '../database.ts';
import type { KeptTable } from './kept-table.ts';

export const storesTable: KeptTable<Store> = {
  async load(sql, ids) {
    return await sql<Store[]>`${columns(sql)} where id = any(${ids})`;
  },
  async lock(sql, id) {
    return (await sql<Store[]>`${columns(sql)} where id = ${id} for update`)[0];
  },
  async insert(sql, { id, merchantId, name, status }, at) {
    await sql`
      insert into directory.stores (id, merchant_id, name, status, created_at)
      values (${id}, ${merchantId}, ${name}, ${status}, ${sql.instant(at)}::timestamptz)`;
  },
  async save(sql, { id, name, status }) {
    await sql`update directory.stores set name = ${name}, status = ${status} where id = ${id}`;
  },
};

/** In pages by number. */
export async function listStores(sql: Sql, merchantId: string, afterId: string, limit: number): Promise<Store[]> {
  return await sql<Store[]>`
    ${columns(sql)} where merchant_id = ${merchantId} and id > ${afterId} order by id limit ${limit}`;
}

function columns(sql: Sql | TransactionSql) {
  return sql`select id, merchant_id as "merchantId", name, status from directory.stores`;
}

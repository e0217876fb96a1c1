// The rows of directory.activation_codes.
import type { ActivationCode } from '../../engine/terminals.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Sql, TransactionSql } from '../database.ts';

/** False when that code was given before. */
export async function insertCode(sql: TransactionSql, code: ActivationCode, at: Instant): Promise<boolean> {
  const { id, appId, storeId, usesLeft, expiresAt } = code;
  const inserted = await sql`
    insert into directory.activation_codes (id, app_id, store_id, uses_left, expires_at, created_at)
    values (${id}, ${appId}, ${storeId}, ${usesLeft}, ${sql.instant(expiresAt)}::timestamptz, ${sql.instant(at)}::timestamptz)
    on conflict (id) do nothing returning id`;
  return inserted.length > 0;
}

/** The row, kept from other writers until the transaction ends. */
export async function lockCode(sql: TransactionSql, id: string): Promise<ActivationCode | undefined> {
  return (await sql<ActivationCode[]>`${columns(sql)} where id = ${id} for update`)[0];
}

/** Whoever calls it holds the row. */
export async function takeUse(sql: TransactionSql, id: string): Promise<void> {
  await sql`update directory.activation_codes set uses_left = uses_left - 1 where id = ${id}`;
}

/** In pages by code. */
export async function listCodes(sql: Sql, storeId: string, afterId: string, limit: number): Promise<ActivationCode[]> {
  return await sql<ActivationCode[]>`
    ${columns(sql)} where store_id = ${storeId} and id > ${afterId} order by id limit ${limit}`;
}

function columns(sql: Sql | TransactionSql) {
  return sql`
    select id, app_id as "appId", store_id as "storeId", uses_left as "usesLeft", expires_at as "expiresAt"
    from directory.activation_codes`;
}

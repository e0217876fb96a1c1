// The rows of directory.operators: who may use the admin API, known by the digest of their token.
import type { Instant } from '../../kernel/clock.ts';
import type { Sql, TransactionSql } from '../database.ts';

export interface Operator {
  readonly name: string;
  readonly tokenSha256: string;
}

export async function findOperator(sql: Sql, tokenSha256: string): Promise<Operator | undefined> {
  const [row] = await sql<Operator[]>`
    select name, token_sha256 as "tokenSha256" from directory.operators where token_sha256 = ${tokenSha256}`;
  return row;
}

/** False when there is an operator of that name already, who then keeps their token unless `replace` is asked for. */
export async function insertOperator(
  sql: TransactionSql,
  { name, tokenSha256 }: Operator,
  replace: boolean,
  at: Instant,
): Promise<boolean> {
  const inserted = await sql`
    insert into directory.operators as o (name, token_sha256, created_at)
    values (${name}, ${tokenSha256}, ${sql.instant(at)}::timestamptz)
    on conflict (name) do update set token_sha256 = excluded.token_sha256 where ${replace}
    returning o.name`;
  return inserted.length > 0;
}

export async function deleteOperator(sql: TransactionSql, name: string): Promise<boolean> {
  return (await sql`delete from directory.operators where name = ${name} returning name`).length > 0;
}

// The rows of directory.audit: what operators did. The table refuses every change but a new row.
import type { AuditEntry, NewAuditEntry } from '../../engine/directory.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Sql, TransactionSql } from '../database.ts';

export async function insertAudit(sql: Sql | TransactionSql, entry: NewAuditEntry, at: Instant): Promise<void> {
  const { who, action, object, details = {} } = entry;
  await sql`
    insert into directory.audit (at, who, action, object, details)
    values (${sql.instant(at)}::timestamptz, ${who}, ${action}, ${object}, ${JSON.stringify(details, amountsAsTexts)}::text::jsonb)`;
}

/** Newest first. */
export async function listAudit(sql: Sql, beforeId: number | undefined, limit: number): Promise<AuditEntry[]> {
  const rows = await sql<(Omit<AuditEntry, 'id'> & { id: unknown })[]>`
    select id, at, who, action, object, details from directory.audit
    where ${beforeId === undefined ? sql`true` : sql`id < ${beforeId}`}
    order by id desc limit ${limit}`;
  return rows.map((row) => ({ ...row, id: Number(row.id) }));
}

function amountsAsTexts(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

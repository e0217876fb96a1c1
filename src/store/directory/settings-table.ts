// The rows of directory.settings: what the gateway keeps about itself, the sandbox's clock among it.
import type { Instant } from '../../kernel/clock.ts';
import type { Sql, TransactionSql } from '../database.ts';

export type SettingValue = string | number | boolean;

export async function readSetting(sql: Sql, key: string): Promise<unknown> {
  const [row] = await sql<{ value: unknown }[]>`select value from directory.settings where key = ${key}`;
  return row?.value;
}

export async function writeSetting(sql: TransactionSql, key: string, value: SettingValue, at: Instant): Promise<void> {
  await sql`
    insert into directory.settings (key, value, changed_at) values (${key}, ${sql.json(value)}, ${sql.instant(at)}::timestamptz)
    on conflict (key) do update set value = excluded.value, changed_at = excluded.changed_at`;
}

// The rows of directory.channel_overrides: what operators changed of the catalogue.
import type { ChannelSupport } from '../../core/channel/channel.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Sql, TransactionSql } from '../database.ts';

/** Null: as the catalogue has it. */
export interface ChannelOverride {
  readonly code: string;
  readonly enabled: boolean | null;
  /** Minor units. */
  readonly minAmount: bigint | null;
  readonly maxAmount: bigint | null;
  readonly dailyAmount: bigint | null;
  readonly dailyCount: number | null;
  /** Only those that an operator has set. */
  readonly flags: Partial<ChannelSupport>;
}

export async function loadChannelOverrides(sql: Sql): Promise<ChannelOverride[]> {
  return await sql<ChannelOverride[]>`${columns(sql)}`;
}

export async function lockChannelOverride(sql: TransactionSql, code: string): Promise<ChannelOverride> {
  // The row is made first: two operators who override the same channel for the first time wait for each other as well.
  await sql`
    insert into directory.channel_overrides (code, flags, changed_at) values (${code}, '{}', now())
    on conflict (code) do nothing`;
  const [row] = await sql<ChannelOverride[]>`${columns(sql)} where code = ${code} for update`;
  if (!row) throw new Error(`The override of the channel ${code} vanished.`);
  return row;
}

export async function saveChannelOverride(sql: TransactionSql, override: ChannelOverride, at: Instant): Promise<void> {
  const { code, enabled, minAmount, maxAmount, dailyAmount, dailyCount, flags } = override;
  await sql`
    update directory.channel_overrides
    set enabled = ${enabled}, min_amount = ${minAmount}, max_amount = ${maxAmount},
      daily_amount = ${dailyAmount}, daily_count = ${dailyCount}, flags = ${sql.json(flags)},
      changed_at = ${sql.instant(at)}::timestamptz
    where code = ${code}`;
}

function columns(sql: Sql | TransactionSql) {
  return sql`
    select code, enabled, min_amount as "minAmount", max_amount as "maxAmount", daily_amount as "dailyAmount",
      daily_count as "dailyCount", flags
    from directory.channel_overrides`;
}

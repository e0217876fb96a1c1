// The rows of directory.terminal_logs: what terminals uploaded, the newest few of each.
import type { Instant } from '../../kernel/clock.ts';
import type { TransactionSql } from '../database.ts';

const mostKept = 5;
const mostBytes = 1024 * 1024;

/** What is longer than 1 MiB is cut off. Whoever calls it holds the terminal's row, so that no more than five stay. */
export async function insertLog(
  sql: TransactionSql,
  terminalId: string,
  bytes: Uint8Array,
  at: Instant,
): Promise<void> {
  const kept = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, mostBytes));
  await sql`
    insert into directory.terminal_logs (terminal_id, bytes, created_at)
    values (${terminalId}, ${kept}, ${sql.instant(at)}::timestamptz)`;
  await sql`
    delete from directory.terminal_logs where terminal_id = ${terminalId} and id not in (
      select id from directory.terminal_logs where terminal_id = ${terminalId} order by id desc limit ${mostKept})`;
}

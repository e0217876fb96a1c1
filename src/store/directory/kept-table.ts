// A table of the directory whose rows every process keeps in memory: each write of one tells all of them.
import type { Instant } from '../../kernel/clock.ts';
import type { Sql, TransactionSql } from '../database.ts';

export interface KeptTable<Row> {
  load(sql: Sql, ids: readonly string[]): Promise<Row[]>;
  /** The row, kept from other writers until the transaction ends. */
  lock(sql: TransactionSql, id: string): Promise<Row | undefined>;
  insert(sql: TransactionSql, row: Row, at: Instant): Promise<void>;
  save(sql: TransactionSql, row: Row): Promise<void>;
}

export interface RowWriter<Row> {
  lock(id: string): Promise<Row | undefined>;
  insert(row: Row): Promise<void>;
  save(row: Row): Promise<void>;
}

export function createRowWriter<Row extends { readonly id: string }>(
  table: KeptTable<Row>,
  sql: TransactionSql,
  at: Instant,
  tell: (id: string) => Promise<void>,
): RowWriter<Row> {
  return {
    lock: (id) => table.lock(sql, id),
    async insert(row) {
      await table.insert(sql, row, at);
      await tell(row.id);
    },
    async save(row) {
      await table.save(sql, row);
      await tell(row.id);
    },
  };
}

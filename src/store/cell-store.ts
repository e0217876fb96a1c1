// A cell's rows on PostgreSQL: one schema, one transaction a batch, a constant number of statements whatever its size.
import { type CellTables, type Keys, type LookupName, lookups, type TableName } from '../core/state.ts';
import {
  type CellStore,
  type Changes,
  type Loaded,
  type RowChanges,
  storeFault,
  type Transaction,
} from '../engine/store.ts';
import { arrayLiteral } from './array-literal.ts';
import { type Sql, type TransactionSql, toStoreFault } from './database.ts';
import { createCellQueries } from './cell-queries.ts';
import { cellSchema } from './migrate.ts';
import { type Lock, type Statements, statementsOf, type Table, type Write } from './table.ts';
import { authorisations, releases } from './tables/authorisations.ts';
import { checkouts } from './tables/checkouts.ts';
import { identityChecks } from './tables/identity-checks.ts';
import { instruments } from './tables/instruments.ts';
import { accounts, settlements, transfers } from './tables/ledger.ts';
import { mandates } from './tables/mandates.ts';
import { attempts, notifications } from './tables/notifications.ts';
import { payments } from './tables/payments.ts';
import { payouts } from './tables/payouts.ts';
import { refunds } from './tables/refunds.ts';
import { legs, receivers, shareReturns, shares } from './tables/splits.ts';
import { tasks } from './tables/tasks.ts';
import { usages } from './tables/usages.ts';

/** In the order in which batches lock and write them. */
const tables: { readonly [Name in TableName]: Table<Name> } = {
  checkouts,
  mandates,
  identityChecks,
  instruments,
  payments,
  payouts,
  authorisations,
  releases,
  refunds,
  receivers,
  shares,
  shareReturns,
  legs,
  usages,
  settlements,
  accounts,
  transfers,
  tasks,
  notifications,
  attempts,
};

const lockOrder = Object.keys(tables) as TableName[];

export type StatementsOfCell = { readonly [Name in TableName]: Statements };

export function createCellStore(sql: Sql, cell: number): CellStore {
  const schema = cellSchema(cell);
  const statements = Object.fromEntries(
    Object.values(tables).map((table) => [table.name, statementsOf(table as Table<TableName>, schema)]),
  ) as StatementsOfCell;

  return {
    ...createCellQueries(sql, schema, statements),
    async load(keys) {
      return await load(sql, statements, keys, () => 'none').catch(rethrow);
    },
    async transact(work) {
      let own: unknown;
      const result = await sql
        .begin(async (transaction) => {
          try {
            return { value: await work(transactionOver(transaction, statements)) };
          } catch (error) {
            own = error;
            throw error;
          }
        })
        .catch((error: unknown) => {
          throw own === undefined ? toStoreFault(error) : own;
        });
      return result.value;
    },
  };
}

function transactionOver(sql: TransactionSql, statements: StatementsOfCell): Transaction {
  // Transactions that lock tables in one order never wait for each other in a ring. What a rule names only once it has
  // seen its first rows may lie before them in that order: there nobody waits, and a row that is taken is a conflict.
  let furthest = -1;
  return {
    load(keys) {
      const before = furthest;
      return load(sql, statements, keys, (table) => {
        const place = lockOrder.indexOf(table);
        furthest = Math.max(furthest, place);
        return place > before ? 'wait' : 'nowait';
      }).catch(rethrow);
    },
    save: (changes) => save(sql, statements, changes).catch(rethrow),
  };
}

/** One statement per way of naming, sent together. */
async function load(
  sql: Sql | TransactionSql,
  statements: StatementsOfCell,
  keys: Keys,
  lockOf: (table: TableName) => Lock,
): Promise<Loaded> {
  const wanted = (Object.keys(lookups) as LookupName[])
    .filter((lookup) => keys[lookup]?.length)
    .sort((a, b) => lockOrder.indexOf(lookups[a].table) - lockOrder.indexOf(lookups[b].table));
  const results = await Promise.all(
    wanted.map((lookup) => {
      const { table, columns } = lookups[lookup];
      const names = keys[lookup] ?? [];
      const parts = columns.map((_, index) =>
        arrayLiteral(
          names.map((name) => name[index]),
          'text',
        ),
      );
      return sql.unsafe(statements[table].load(lookup, lockOf(table)), parts, { prepare: true });
    }),
  );
  const loaded: Partial<Record<TableName, unknown[]>> = {};
  wanted.forEach((lookup, index) => {
    const { table } = lookups[lookup];
    loaded[table] = [...(loaded[table] ?? []), ...(results[index] ?? [])];
  });
  return loaded as Loaded;
}

/** At most three statements a table, sent together. */
async function save(sql: TransactionSql, statements: StatementsOfCell, changes: Changes): Promise<void> {
  const writes: Promise<void>[] = [];
  for (const name of lockOrder) {
    const changed = changes[name] as RowChanges<CellTables[TableName]> | undefined;
    if (!changed) continue;
    const { insert, update, remove } = statements[name];
    if (changed.removed.length > 0) writes.push(write(sql, name, remove, [arrayLiteral(changed.removed, 'text')]));
    if (changed.inserted.length > 0) writes.push(writeRows(sql, name, insert(changed.inserted), changed.inserted));
    if (changed.updated.length > 0) writes.push(writeRows(sql, name, update, changed.updated));
  }
  await Promise.all(writes);
}

function writeRows(sql: TransactionSql, table: TableName, { text, columns }: Write, rows: readonly object[]) {
  return write(sql, table, text, arraysOf(rows, columns), rows.length);
}

async function write(
  sql: TransactionSql,
  table: TableName,
  statement: string,
  parameters: string[],
  rows?: number,
): Promise<void> {
  const { count } = await sql.unsafe(statement, parameters, { prepare: true });
  if (rows !== undefined && count !== rows) {
    throw storeFault('rejected', `${rows} rows of ${table} were to be written, ${count} were: one of them is final.`);
  }
}

function arraysOf(rows: readonly object[], columns: Write['columns']): string[] {
  return columns.map(({ name, type }) =>
    arrayLiteral(
      rows.map((row) => (row as Record<string, unknown>)[name]),
      type,
    ),
  );
}

function rethrow(error: unknown): never {
  throw error instanceof Error && 'fault' in error ? error : toStoreFault(error);
}

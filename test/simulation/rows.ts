// Every row of a store, seen through the interface that all stores have: the ids are noted as they are written.
import { createHash } from 'node:crypto';
import { type CellTables, lookups, type TableName } from '../../src/core/state.ts';
import type { CellStore, Transaction } from '../../src/engine/store.ts';

export type Rows = { readonly [Table in TableName]: readonly CellTables[Table][] };

export interface Witness {
  /** The same store; what is written through it is noted. */
  readonly store: CellStore;
  /** All rows as committed, by id. */
  readRows(): Promise<Rows>;
}

type NamedById = Exclude<TableName, 'attempts'>;

const namedById = [...new Set(Object.values(lookups).map(({ table }) => table))] as readonly NamedById[];

export function createWitness(store: CellStore): Witness {
  const ids = new Map<NamedById, Set<string>>(namedById.map((table) => [table, new Set()]));
  const noting = (transaction: Transaction): Transaction => ({
    load: transaction.load,
    save(changes) {
      for (const table of namedById) for (const { id } of changes[table]?.inserted ?? []) ids.get(table)?.add(id);
      return transaction.save(changes);
    },
  });
  return {
    store: { ...store, transact: (work) => store.transact((transaction) => work(noting(transaction))) },
    async readRows() {
      const keys = Object.fromEntries([...ids].map(([table, known]) => [table, [...known].map((id) => [id])]));
      const loaded = await store.load(keys);
      const attempts = await Promise.all((loaded.notifications ?? []).map(({ id }) => store.listAttempts(id)));
      const all = Object.fromEntries(namedById.map((table) => [table, loaded[table] ?? []]));
      return { ...all, attempts: attempts.flat() } as unknown as Rows;
    },
  };
}

/** The same for the same rows, whatever process made them. */
export function hashOf(rows: Rows): string {
  const text = JSON.stringify(rows, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
  return createHash('sha256').update(text).digest('hex');
}

/** The rows by what `groupOf` says of each, in their order. */
export function groupBy<Row>(rows: readonly Row[], groupOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(groupOf(row));
    if (group) group.push(row);
    else groups.set(groupOf(row), [row]);
  }
  return groups;
}

// The rows of one batch: loaded ones, and what the commands before this one made of them. A command that is refused or
// throws leaves no trace; the difference to what was loaded is what the batch saves.
import type { Event } from '../core/event.ts';
import {
  type CellState,
  type CellTables,
  type Keys,
  type Lookup,
  type LookupName,
  lookups,
  type Rows,
  type TableName,
} from '../core/state.ts';
import type { Changes, Loaded, RowChanges } from './store.ts';
import type { Directory } from './directory.ts';

export interface BatchState extends CellState {
  add(loaded: Loaded, keys: Keys): void;
  /** Keeps what the command that just ran did. */
  keep(): void;
  /** What the command that just ran announced. */
  announced(): readonly Event[];
  /** The row that a lookup names, whichever table it is of. */
  look(lookup: LookupName, parts: readonly string[]): unknown;
  /** The merchants and apps that the loaded rows and these commands belong to. */
  owners(commands: readonly object[]): { merchantIds: Set<string>; appIds: Set<string> };
  /** Forgets what the command that just ran did. */
  discard(): void;
  changes(): Changes;
}

/** The ways in which the rows of each table are named. */
const lookupsOf = Map.groupBy(Object.entries(lookups) as [LookupName, Lookup][], ([, { table }]) => table);

export function createBatchState(directory: Directory): BatchState {
  // A batch meets few of the tables: the rows of one are tracked from the first time that somebody asks for them.
  const tables = new Map<TableName, TrackedRows>();
  function tracked(name: TableName): TrackedRows {
    let rows = tables.get(name);
    if (!rows) tables.set(name, (rows = trackRows(name)));
    return rows;
  }
  const rowsOf = <Name extends TableName>(name: Name) => tracked(name) as unknown as Rows<CellTables[Name]>;
  let events: Event[] = [];

  return {
    get checkouts() {
      return rowsOf('checkouts');
    },
    get mandates() {
      return rowsOf('mandates');
    },
    get identityChecks() {
      return rowsOf('identityChecks');
    },
    get payments() {
      return rowsOf('payments');
    },
    get instruments() {
      return rowsOf('instruments');
    },
    get payouts() {
      return rowsOf('payouts');
    },
    get authorisations() {
      return rowsOf('authorisations');
    },
    get releases() {
      return rowsOf('releases');
    },
    get refunds() {
      return rowsOf('refunds');
    },
    get receivers() {
      return rowsOf('receivers');
    },
    get shares() {
      return rowsOf('shares');
    },
    get shareReturns() {
      return rowsOf('shareReturns');
    },
    get legs() {
      return rowsOf('legs');
    },
    get usages() {
      return rowsOf('usages');
    },
    get accounts() {
      return rowsOf('accounts');
    },
    get transfers() {
      return rowsOf('transfers');
    },
    get settlements() {
      return rowsOf('settlements');
    },
    get tasks() {
      return rowsOf('tasks');
    },
    get notifications() {
      return rowsOf('notifications');
    },
    get attempts() {
      return rowsOf('attempts');
    },
    merchant: directory.merchant,
    app: directory.app,
    channel: directory.channel,
    announce(event) {
      events.push(event);
    },
    add(loaded, keys) {
      for (const [name, rows] of Object.entries(loaded) as [TableName, readonly Row[]][]) tracked(name).add(rows);
      for (const [lookup, names] of Object.entries(keys) as [LookupName, string[][]][]) {
        tracked(lookups[lookup].table).markNamed(lookup, names);
      }
    },
    keep() {
      for (const table of tables.values()) table.keep();
      events = [];
    },
    announced: () => events,
    look(lookup, parts) {
      const table = tracked(lookups[lookup].table);
      return parts.length === 1 ? table.get(parts[0] as string) : table.find(lookup, ...parts);
    },
    owners(commands) {
      const merchantIds = new Set<string>();
      const appIds = new Set<string>();
      const note = (owned: { merchantId?: unknown; appId?: unknown }) => {
        if (typeof owned.merchantId === 'string') merchantIds.add(owned.merchantId);
        if (typeof owned.appId === 'string') appIds.add(owned.appId);
      };
      for (const command of commands) note(command);
      for (const table of tables.values()) for (const row of table.loaded()) note(row as object);
      return { merchantIds, appIds };
    },
    discard() {
      for (const table of tables.values()) table.discard();
      events = [];
    },
    changes() {
      const changes: Partial<Record<TableName, RowChanges<Row>>> = {};
      for (const [name, table] of tables) {
        const changed = table.changes();
        if (changed) changes[name] = changed;
      }
      return changes as Changes;
    },
  };
}

type Row = { readonly id: string };

interface TrackedRows extends Rows<Row> {
  add(rows: readonly Row[]): void;
  markNamed(lookup: LookupName, names: readonly (readonly string[])[]): void;
  keep(): void;
  discard(): void;
  changes(): RowChanges<Row> | undefined;
  loaded(): Iterable<Row>;
}

const separator = '\u0000';

function trackRows(table: TableName): TrackedRows {
  const loaded = new Map<string, Row>();
  const current = new Map<string, Row>();
  const touched = new Set<string>();
  // How the command that runs now can be undone, newest last.
  let journal: (() => void)[] = [];
  const indexes = (lookupsOf.get(table) ?? []).map(([name, { columns, onlyWithout }]) => ({
    name,
    columns,
    onlyWithout,
    ids: new Map<string, string>(),
    named: new Set<string>(),
  }));
  const byId = indexes.find((index) => index.columns.length === 1 && index.columns[0] === 'id');
  const others = indexes.filter((index) => index !== byId);

  function set<Value>(map: Map<string, Value>, key: string, value: Value | undefined, undoable: boolean): void {
    const before = map.get(key);
    if (undoable) journal.push(() => set(map, key, before, false));
    if (value === undefined) map.delete(key);
    else map.set(key, value);
  }

  function change(id: string, row: Row | undefined, undoable = true): void {
    const before = current.get(id);
    if (undoable) touched.add(id);
    set(current, id, row, undoable);
    // What rows are looked up by is written once, so only a new or removed row changes an index.
    if (before && row) return;
    for (const { columns, onlyWithout, ids } of others) {
      if (onlyWithout !== undefined && valueOf(row ?? before, onlyWithout) !== null) continue;
      if (row) {
        const key = keyOf(row, columns);
        // Rows come in any order; where several share a name, the newest generation has it.
        if (generationOf(current.get(ids.get(key) ?? '')) <= generationOf(row)) set(ids, key, id, undoable);
      } else if (before && ids.get(keyOf(before, columns)) === id)
        set(ids, keyOf(before, columns), undefined, undoable);
    }
  }

  return {
    loaded: () => loaded.values(),
    get(id) {
      const row = current.get(id);
      if (!row && !touched.has(id) && !byId?.named.has(id))
        throw new Error(`A rule read ${table} ${id} without naming it.`);
      return row;
    },
    find(lookup, ...parts) {
      const index = others.find((candidate) => candidate.name === lookup);
      const key = parts.join(separator);
      const id = index?.ids.get(key);
      if (id !== undefined) return current.get(id);
      if (!index?.named.has(key)) throw new Error(`A rule read ${lookup} ${parts.join(' ')} without naming it.`);
      return undefined;
    },
    insert(row) {
      if (current.has(row.id)) throw new Error(`${table} ${row.id} was about to be inserted twice.`);
      change(row.id, row);
    },
    update(row) {
      if (!current.has(row.id)) throw new Error(`${table} ${row.id} was about to be updated and is not there.`);
      change(row.id, row);
    },
    remove(id) {
      change(id, undefined);
    },
    add(rows) {
      for (const row of rows) {
        if (current.has(row.id)) continue;
        loaded.set(row.id, row);
        change(row.id, row, false);
      }
    },
    markNamed(lookup, names) {
      const index = indexes.find((candidate) => candidate.name === lookup);
      for (const name of names) index?.named.add(name.length === 1 ? (name[0] as string) : name.join(separator));
    },
    keep() {
      if (journal.length > 0) journal = [];
    },
    discard() {
      for (const undo of journal.reverse()) undo();
      journal = [];
    },
    changes() {
      const inserted: Row[] = [];
      const updated: Row[] = [];
      const removed: string[] = [];
      for (const id of touched) {
        const before = loaded.get(id);
        const row = current.get(id);
        if (!before && row) inserted.push(row);
        else if (before && !row) removed.push(id);
        else if (before && row && before !== row) updated.push(row);
      }
      return inserted.length + updated.length + removed.length > 0 ? { inserted, updated, removed } : undefined;
    },
  };
}

function keyOf(row: Row, columns: readonly string[]): string {
  return columns.map((column) => valueOf(row, column)).join(separator);
}

/** How many rows of the same name were there before; 0 in tables where a name is given once. */
function generationOf(row: Row | undefined): number {
  return Number(valueOf(row, 'generation') ?? 0);
}

function valueOf(row: Row | undefined, column: string): unknown {
  return (row as unknown as Readonly<Record<string, unknown>> | undefined)?.[column];
}

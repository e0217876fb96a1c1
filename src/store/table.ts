// How one table of a cell is read and written in bulk: its columns as data, and the statements made from them.
// A batch of any size is one statement a table and kind of change: arrays go in, `unnest` makes rows of them.
import type { CellTables, Lookup, LookupName, TableName } from '../core/state.ts';
import { lookups } from '../core/state.ts';

/** PostgreSQL types as a batch passes them. `jsonb` travels as text. */
export type ColumnType = 'bool' | 'text' | 'int4' | 'int8' | 'timestamptz' | 'jsonb';

export interface Table<Name extends TableName> {
  readonly name: Name;
  readonly columns: { readonly [Column in keyof CellTables[Name] & string]: ColumnType };
  /**
   * What new rows hold in columns in which they rarely hold anything else; the schema has the same as defaults. Rows that hold
   * all of it are written without these columns: every column that is sent costs each of them.
   */
  readonly usual?: Partial<CellTables[Name]>;
  /** What an update may change; the other columns are written once. */
  readonly mutable: readonly (keyof CellTables[Name] & string)[];
  /** Which rows an update may change, in SQL over `t`: terminal states are absorbing here as well. */
  readonly open?: string;
}

/** Whether rows are locked, and whether a row that another transaction has locked is waited for. */
export type Lock = 'none' | 'wait' | 'nowait';

interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

/** A statement and the columns whose arrays it takes. */
export interface Write {
  readonly text: string;
  readonly columns: readonly Column[];
}

export interface Statements {
  /** `$1…` are arrays of the lookup's parts. */
  load(lookup: LookupName, lock: Lock): string;
  /** One of two, the shorter one where each of the rows holds what is usual. */
  insert(rows: readonly object[]): Write;
  readonly update: Write;
  readonly remove: string;
  /** `select … from t`, to be completed with a condition. */
  readonly select: string;
}

/** The statements of a table in one cell's schema. They name only tables of that cell. */
export function statementsOf<Name extends TableName>(table: Table<Name>, schema: string): Statements {
  const all = Object.entries<ColumnType>(table.columns).map(([name, type]) => ({ name, type }));
  const target = `${schema}.${snake(table.name)}`;
  const { usual = {} } = table;
  const usuals = Object.entries<unknown>(usual);
  const full = insertOf(target, all);
  const lean = insertOf(
    target,
    all.filter(({ name }) => !Object.hasOwn(usual, name)),
  );
  const keyed = all.filter(({ name }) => name === 'id' || (table.mutable as readonly string[]).includes(name));
  const select = `select ${all.map(({ name }) => `t.${snake(name)} as "${name}"`).join(', ')} from ${target} t`;
  const assignments = table.mutable.map((name) => `${snake(name)} = v.${snake(name)}`).join(', ');
  return {
    select,
    load(lookup, lock) {
      const { columns, onlyWithout }: Lookup = lookups[lookup];
      const ids = columns[0] === 'id' ? '$1::text[]' : idsOf(target, columns, onlyWithout);
      // Locks are taken in id order, so that two batches never wait for each other in a ring.
      return `${select} where t.id = any(${ids}) order by t.id${locks[lock]}`;
    },
    insert: (rows) => (rows.every((row) => isUsual(row, usuals)) ? lean : full),
    update: {
      text: `update ${target} t set ${assignments} from (select ${values(keyed, true)} from unnest(${arrays(keyed)}) as v(${names(keyed)})) v where t.id = v.id${table.open ? ` and ${table.open}` : ''}`,
      columns: keyed,
    },
    remove: `delete from ${target} t where t.id = any($1::text[])`,
  };
}

function insertOf(target: string, columns: readonly Column[]): Write {
  const text = `insert into ${target} (${names(columns)}) select ${values(columns)} from unnest(${arrays(columns)}) as v(${names(columns)})`;
  return { text, columns };
}

function isUsual(row: object, usuals: readonly (readonly [name: string, value: unknown])[]): boolean {
  return usuals.every(([name, value]) => (row as Readonly<Record<string, unknown>>)[name] === value);
}

const locks: Readonly<Record<Lock, string>> = { none: '', wait: ' for update of t', nowait: ' for update of t nowait' };

/**
 * The ids of rows that are named in another way. `offset 0` keeps the search for one name apart, so that it is always a
 * walk down the index, even while the planner believes that the table is empty.
 */
function idsOf(target: string, columns: readonly string[], onlyWithout: string | undefined): string {
  const keys = columns.map((_, index) => `$${index + 1}::text[]`).join(', ');
  const parts = columns.map((_, index) => `k${index}`).join(', ');
  const match = [
    ...columns.map((column, index) => `o.${snake(column)} = k.k${index}`),
    ...(onlyWithout === undefined ? [] : [`o.${snake(onlyWithout)} is null`]),
  ].join(' and ');
  return `array(select f.id from unnest(${keys}) as k(${parts}), lateral (select o.id from ${target} o where ${match} offset 0) f)`;
}

function names(columns: readonly Column[]): string {
  return columns.map(({ name }) => snake(name)).join(', ');
}

function arrays(columns: readonly Column[]): string {
  return columns.map(({ type }, index) => `$${index + 1}::${type === 'jsonb' ? 'text' : type}[]`).join(', ');
}

function values(columns: readonly Column[], named = false): string {
  return columns
    .map(({ name, type }) => `v.${snake(name)}${type === 'jsonb' ? `::jsonb${named ? ` as ${snake(name)}` : ''}` : ''}`)
    .join(', ');
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

// Writes a column of a batch as a PostgreSQL array literal.
import type { ColumnType } from './table.ts';

/** `{"a","b",null}`; details travel as JSON text, points in time as ISO 8601. */
export function arrayLiteral(values: readonly unknown[], type: ColumnType): string {
  return `{${values.map((value) => (value === null || value === undefined ? 'null' : element(value, type))).join(',')}}`;
}

function element(value: unknown, type: ColumnType): string {
  switch (type) {
    case 'bool':
    case 'int4':
    case 'int8':
      return String(value);
    case 'timestamptz':
      return `"${new Date(value as number).toISOString()}"`;
    case 'jsonb':
      return quoted(JSON.stringify(value));
    case 'text':
      return quoted(value as string);
  }
}

function quoted(text: string): string {
  return `"${special.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`;
}

const special = /["\\]/;

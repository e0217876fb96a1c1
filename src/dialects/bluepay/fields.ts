// Reads the fields of `param`: each of its own JSON type, the first wrong one named.
import type { Static, TObject } from 'typebox';
import type { Outcome } from '../../core/reasons.ts';
import { compileStrictFields } from '../strict-fields.ts';
import type { Param } from './envelope.ts';

/** Fields that the schema does not name are ignored (bluepay.md 7, row 37). Null is absent, inside objects too, and so is "". */
export function compileFields<Schema extends TObject>(schema: Schema): (param: Param) => Outcome<Static<Schema>> {
  const read = compileStrictFields(schema);
  return (param) => read({ value: (name) => withoutNulls(param.value(name)), source: param.source });
}

function withoutNulls(value: unknown): unknown {
  if (value === '' || value === null) return undefined;
  if (Array.isArray(value)) return value.map((item) => (typeof item === 'object' ? withoutNulls(item) : item));
  if (typeof value !== 'object') return value;
  const members = Object.entries(value).map(([name, member]) => [name, withoutNulls(member)] as const);
  return Object.fromEntries(members.filter(([, member]) => member !== undefined));
}

// Reads the fields of a request: each of its own JSON type, and a path variable where the path has one.
import type { Static, TObject } from 'typebox';
import type { Outcome } from '../../core/reasons.ts';
import { compileStrictFields } from '../strict-fields.ts';
import type { Received } from './received.ts';
import type { Member } from './signature.ts';

export type FieldsReader<Fields> = (received: Received, pathVariable: Member | undefined) => Outcome<Fields>;

/** Fields that the schema does not name are ignored (paycools.md 7, row 9); a path variable stands for a field. */
export function compileFields<Schema extends TObject>(schema: Schema): FieldsReader<Static<Schema>> {
  const read = compileStrictFields(schema);
  return (received, pathVariable) => {
    if (!pathVariable) return read(received);
    const [name, text] = pathVariable;
    return read({ ...received, value: (asked) => (asked === name ? text : received.value(asked)) });
  };
}

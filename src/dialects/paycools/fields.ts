// Checks the fields of a request against its schema and says in a sentence which one is wrong, and how.
import type { Static, TObject, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Value } from 'typebox/value';
import { type Outcome, refuse } from '../../core/reasons.ts';
import { accept } from '../../kernel/outcome.ts';
import type { Received } from './received.ts';
import { emailRule } from './schemas.ts';
import type { Member } from './signature.ts';

export type FieldsReader<Fields> = (received: Received, pathVariable: Member | undefined) => Outcome<Fields>;

/**
 * Compiles a reader. It takes only the fields that the schema names (others are ignored, paycools.md 7 row 9), each of
 * its own JSON type; a path variable stands for a field. It refuses the first wrong field in the schema's order.
 */
export function compileFields<Schema extends TObject>(schema: Schema): FieldsReader<Static<Schema>> {
  const validator = Compile(schema);
  const properties = Object.entries<TSchema>(schema.properties);
  const integers = properties.filter(([, property]) => typeOf(property) === 'integer').map(([name]) => name);
  const required = new Set<string>(schema.required as string[]);

  return (received, pathVariable) => {
    const fields: Record<string, unknown> = {};
    for (const [name] of properties) {
      const value = name === pathVariable?.[0] ? pathVariable[1] : received.value(name);
      if (value !== undefined) fields[name] = value;
    }
    // 1e3 and 10.0 are whole numbers to JSON.parse, but not how this API writes amounts.
    const odd = integers.find((name) => fields[name] !== undefined && !/^-?\d+$/.test(received.source(name)));
    if (odd !== undefined) return refuse('request_malformed', `${odd} must be an integer`);
    if (validator.Check(fields)) return accept(fields);
    return (
      properties.map((property) => problemOf(property, fields, required)).find((problem) => problem) ??
      refuse('request_malformed')
    );
  };
}

function problemOf(
  [name, property]: [string, TSchema],
  fields: Record<string, unknown>,
  required: ReadonlySet<string>,
) {
  const value = fields[name];
  if (value === undefined) return required.has(name) ? refuse('request_malformed', `${name} is required`) : undefined;
  if (Value.Check(property, value)) return undefined;
  const type = typeOf(property);
  if (type === 'integer' && !Number.isInteger(value)) return refuse('request_malformed', `${name} must be an integer`);
  if (type === 'string' && typeof value !== 'string') return refuse('request_malformed', `${name} must be a string`);
  const { description } = property as { description?: string };
  if (description === emailRule) return refuse('email_invalid');
  return refuse('request_malformed', `${name} ${description ?? 'is invalid'}`);
}

function typeOf(property: TSchema): unknown {
  return 'type' in property ? property.type : undefined;
}

// Checks what came with a request against its schema, and says in a sentence which field is wrong and how.
import type { TObject } from 'typebox';
import type { Validator } from 'typebox/compile';
import { accept, type Outcome, refuse } from '../kernel/outcome.ts';

/** `whole` names what is checked where no single field is to blame. Without a schema nothing may be there. */
export function readInput<Value>(
  schema: Pick<Validator, 'Check' | 'Errors'> | undefined,
  value: unknown,
  whole: string,
): Outcome<Value, 'malformed'> {
  if (!schema) return isEmpty(value) ? accept({} as Value) : refuse('malformed', `${whole} must have no fields.`);
  return schema.Check(value) ? accept(value as Value) : refuse('malformed', sentenceOf(schema.Errors(value), whole));
}

/** Query strings hold texts: those of whole numbers become numbers where the schema wants one. */
export function readQuery(schema: TObject | undefined, query: unknown): unknown {
  const entries = Object.entries((query ?? {}) as Record<string, unknown>);
  return Object.fromEntries(
    entries.map(([name, value]) => {
      const wanted: unknown = schema?.properties[name];
      const isNumber = (wanted as { type?: unknown } | undefined)?.type === 'integer';
      return [name, isNumber && typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value];
    }),
  );
}

interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: object;
  readonly message: string;
}

function sentenceOf(errors: readonly SchemaError[], whole: string): string {
  // `false` as a schema only says that a field is unknown, which another error says by name.
  const [error] = errors.filter(({ keyword }) => keyword !== 'boolean');
  if (!error) return `${whole} is malformed.`;
  const path = error.instancePath.split('/').slice(1).map(readable);
  const params = error.params as Readonly<Record<string, unknown>>;
  switch (error.keyword) {
    case 'additionalProperties':
      return `${fields(path, params['additionalProperties'])} is not a known field.`;
    case 'required':
      return `${fields(path, params['requiredProperties'])} is missing.`;
    case 'enum':
      return `${path.join('.')} must be one of ${(params['allowedValues'] as unknown[]).join(', ')}.`;
    default:
      return `${path.length === 0 ? whole : path.join('.')} ${error.message}.`;
  }
}

function fields(path: readonly string[], names: unknown): string {
  const [first = ''] = Array.isArray(names) ? names.map(String) : [];
  return [...path, readable(first)].join('.');
}

/** The name of a field may be anything at all. */
function readable(name: string): string {
  return name.slice(0, 64).replace(/[^\w.-]/g, '?');
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}

// Checks the fields of a request, each of its own JSON type, and says in a sentence which one is wrong, and how.
import type { Static, TObject, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { type Outcome, type Reason, refuse } from '../core/reasons.ts';
import { accept } from '../kernel/outcome.ts';

/** Where fields are read from. */
export interface FieldSource {
  /** Undefined where it is absent. */
  value(name: string): unknown;
  /** The field's own text: numbers as written. */
  source(name: string): string;
}

/** What a field says of itself beside its JSON type. */
export interface FieldRules {
  /** What a refusal says after the field's name. */
  readonly description: string;
  /** Why a value of the right type is refused; absent: `request_malformed`. */
  readonly refusal?: Reason;
  /** Why a value of another type is; absent: `request_malformed`. */
  readonly typeRefusal?: Reason;
}

/** What fields say of each other; the options of the schema's object. */
export type ObjectRules = {
  /** One of them must be there. */
  readonly eitherOf?: readonly string[];
};

/** Compiles a reader. It takes only the fields that the schema names, and refuses the first wrong one in the schema's order. */
export function compileStrictFields<Schema extends TObject>(
  schema: Schema,
): (source: FieldSource) => Outcome<Static<Schema>> {
  const required = new Set<string>(schema.required as string[]);
  const checks = Object.entries<TSchema>(schema.properties).map(([name, property]) =>
    compileField(name, property, required.has(name)),
  );
  const { eitherOf } = schema as ObjectRules;
  return (source) => {
    const fields: Record<string, unknown> = {};
    for (const { name, isRequired, problemOf } of checks) {
      const value = source.value(name);
      if (value === undefined) {
        if (isRequired) return refuse('request_malformed', `${name} is required`);
        continue;
      }
      const problem = problemOf(value, source);
      if (problem) return problem;
      fields[name] = value;
    }
    if (eitherOf && !eitherOf.some((name) => fields[name] !== undefined)) {
      return refuse('request_malformed', `${eitherOf.join(' or ')} is required`);
    }
    return accept(fields as Static<Schema>);
  };
}

function compileField(name: string, property: TSchema, isRequired: boolean) {
  const validator = Compile(property);
  const type = 'type' in property ? property.type : undefined;
  const rules: Partial<FieldRules> = property;
  const { description = 'is invalid', refusal = 'request_malformed', typeRefusal = 'request_malformed' } = rules;
  return {
    name,
    isRequired,
    problemOf(value: unknown, source: FieldSource) {
      // 1e3 and 10.0 are whole numbers to JSON.parse, but not how anybody writes an amount.
      if (type === 'integer' && (typeof value !== 'number' || !/^-?\d+$/.test(source.source(name)))) {
        return refuse(typeRefusal, `${name} must be an integer`);
      }
      if (type === 'string' && typeof value !== 'string') return refuse(typeRefusal, `${name} must be a string`);
      return validator.Check(value) ? undefined : refuse(refusal, `${name} ${description}`);
    },
  };
}

// Checks the fields of a request against its schema and says of each wrong one, by its name, what it should be.
import type { Static, TObject, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { type Outcome, refuse } from '../../core/reasons.ts';
import { accept } from '../../kernel/outcome.ts';
import type { Members, Received } from './received.ts';
import type { Settings } from './settings.ts';

/** Takes a field as it stands in the request to what the schema is a schema of; undefined where it cannot. */
export type Reading = (value: unknown, text: string) => unknown;

/** What a field says of itself beside its JSON type. */
export type FieldRules = {
  /** What a refusal says after the field's name. */
  readonly description: string;
  readonly read?: Reading;
  /** How requests write it, for documents, where that is not what `read` makes of it. */
  readonly sent?: TSchema;
  /** An optional field that an operator can ask for. */
  readonly requiredIf?: 'strictOperator';
};

/** What fields say of each other; the options of the schema's object. */
export type ObjectRules = {
  /** One of them must be there. */
  readonly eitherOf?: readonly string[];
  /** All of them must be there, or none. */
  readonly together?: readonly string[];
};

type Strictness = Pick<Settings, 'strictOperator'>;
export type FieldsReader<Fields> = (members: Members, strictness?: Strictness) => Outcome<Fields>;

/**
 * Compiles a reader of request bodies. Fields that the schema does not name are ignored; null and "" are absent. All faults are
 * answered at once, joined as the real service joins them (upay.md 2.7).
 */
export function compileFields<Schema extends TObject>(
  schema: Schema,
): (received: Received, strictness?: Strictness) => Outcome<Static<Schema>> {
  const read = compileMembers(schema);
  return (received, strictness) => {
    const members = received.members();
    return members.ok ? read(members.value, strictness) : members;
  };
}

/** The same for members that stand elsewhere, such as in a query. */
export function compileMembers<Schema extends TObject>(schema: Schema): FieldsReader<Static<Schema>> {
  const required = new Set<string>(schema.required as string[]);
  const properties = Object.entries<TSchema>(schema.properties).map(([name, property]) =>
    compileField(name, property, required.has(name)),
  );
  const rules = schema as ObjectRules;
  return (members, strictness) => {
    const fields: Record<string, unknown> = {};
    const faults: string[] = [];
    for (const property of properties) {
      const { name } = property;
      const given = members.value(name);
      if (given === undefined) {
        if (property.isRequired(strictness)) faults.push(`${name}不能为空`);
        continue;
      }
      const value = property.read(given, members.text(name));
      if (value === undefined || !property.check(value)) faults.push(`${name}${property.description}`);
      else fields[name] = value;
    }
    faults.push(...objectFaults(rules, (name) => members.value(name) !== undefined));
    return faults.length === 0 ? accept(fields as Static<Schema>) : refuse('request_malformed', faults.join('；'));
  };
}

function compileField(name: string, property: TSchema, required: boolean) {
  const { description = '格式错误', read = asIs, requiredIf } = property as Partial<FieldRules>;
  const validator = Compile(property);
  return {
    name,
    description,
    read,
    isRequired: (strictness: Strictness | undefined) =>
      required || (requiredIf !== undefined && strictness?.[requiredIf] === true),
    check: (value: unknown) => validator.Check(value),
  };
}

const asIs: Reading = (value) => value;

function objectFaults({ eitherOf, together }: ObjectRules, isThere: (name: string) => boolean): string[] {
  return [
    ...(eitherOf && !eitherOf.some(isThere) ? [`${eitherOf.join('与')}不能同时为空`] : []),
    ...(together && together.some(isThere) && !together.every(isThere) ? [`${together.join('与')}须同时填写`] : []),
  ];
}

// A JSON Schema as the rows of a table that people read: one a member, those inside others behind them.

export interface SchemaRow {
  /** How deep it stands inside others; 0: at the top. */
  readonly depth: number;
  /** The member's name; empty for what has none, such as an item of a list of texts. */
  readonly name: string;
  /** `string`, `list of objects`, `integer or null`. */
  readonly type: string;
  readonly required: boolean;
  /** Sentences: what it is for, then what its schema asks for. */
  readonly notes: readonly string[];
  /** What it may be, each with what that means, where it is one of few. */
  readonly choices: readonly Choice[];
}

export interface Choice {
  readonly value: string;
  readonly meaning: string | undefined;
}

/** What of a JSON Schema is shown. */
interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly dependentRequired?: Readonly<Record<string, readonly string[]>>;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly title?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly contentSchema?: Schema;
}

/** The members of an object or of the objects of a list; of anything else one row without a name. */
export function rowsOf(schema: Schema, depth = 0): readonly SchemaRow[] {
  const inside = membersIn(schema, depth);
  return inside.length > 0 ? inside : [rowOf('', schema, false, depth)];
}

/** What an object asks for beside its members. */
export function rulesOf(schema: Schema): readonly string[] {
  const { anyOf = [], dependentRequired = {} } = schema;
  const either = anyOf.flatMap(({ required = [] }) => required);
  const together = Object.entries(dependentRequired).map(([name, others]) => `${name} needs ${others.join(', ')}.`);
  return [...(either.length > 0 ? [`One of ${either.join(', ')} is required.`] : []), ...together];
}

function membersIn(schema: Schema, depth: number): readonly SchemaRow[] {
  const { properties, required = [], patternProperties = {}, items, contentSchema } = schema;
  if (items) return membersIn(items, depth);
  if (contentSchema) return membersIn(contentSchema, depth);
  const alternatives = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  const named = Object.entries(properties ?? {}).map(
    ([name, member]) => [name, member, required.includes(name)] as const,
  );
  const others = Object.values(patternProperties).map((member) => ['any name', member, false] as const);
  const own = [...named, ...others].flatMap(([name, member, isRequired]) => [
    rowOf(name, member, isRequired, depth),
    ...membersIn(member, depth + 1),
  ]);
  return [...own, ...alternatives.flatMap((one) => membersIn(one, depth))];
}

function rowOf(name: string, schema: Schema, required: boolean, depth: number): SchemaRow {
  return { depth, name, type: typeOf(schema), required, notes: notesOf(schema), choices: choicesOf(schema) };
}

function typeOf(schema: Schema): string {
  const { type, items, contentSchema, enum: words, anyOf, oneOf } = schema;
  if (contentSchema) return 'JSON in a string';
  if (items) return `list of ${plural(typeOf(items))}${Array.isArray(type) ? ' or null' : ''}`;
  if (type !== undefined) return typeof type === 'string' ? type : type.join(' or ');
  const alternatives = [...(anyOf ?? []), ...(oneOf ?? [])];
  if (alternatives.length > 0) return [...new Set(alternatives.map(typeOf))].join(' or ');
  const constants = words ?? ('const' in schema ? [schema.const] : []);
  if (constants.length > 0) return [...new Set(constants.map(typeOfValue))].join(' or ');
  return schema.properties ? 'object' : 'any';
}

function typeOfValue(value: unknown): string {
  if (value === null) return 'null';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function plural(type: string): string {
  return type === 'any' || type.includes(' ') ? type : `${type}s`;
}

function notesOf(schema: Schema): readonly string[] {
  const { title, description, format, minLength, maxLength, maximum, minItems, maxItems, items } = schema;
  const minimum = schema.minimum ?? schema.exclusiveMinimum;
  const about = description ?? items?.description;
  const bounds = [
    format,
    minLength !== undefined && minLength > 1 ? `at least ${minLength} characters` : undefined,
    maxLength !== undefined && !mentions(about, maxLength) ? `at most ${maxLength} characters` : undefined,
    minimum !== undefined && !mentions(about, minimum)
      ? `${schema.minimum === undefined ? 'above' : 'from'} ${minimum}`
      : undefined,
    maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER && !mentions(about, maximum)
      ? `to ${maximum}`
      : undefined,
    minItems ? `at least ${minItems} items` : undefined,
    maxItems === undefined ? undefined : `at most ${maxItems} items`,
  ].filter((bound) => bound !== undefined);
  const bounded = bounds.join(', ');
  const inside = schema.properties ? rulesOf(schema) : [];
  return [
    ...(title === undefined || 'const' in schema ? [] : [title]),
    ...(about ? [about] : []),
    ...(bounded === '' ? [] : [`${bounded.charAt(0).toUpperCase()}${bounded.slice(1)}.`]),
    ...inside,
  ];
}

/** A description that names the bound says it better. */
function mentions(description: string | undefined, bound: number): boolean {
  return (
    new RegExp(`(?<!\\d)${bound}(?!\\d)`).test(description ?? '') || (bound <= 1 && /positive/.test(description ?? ''))
  );
}

function choicesOf(schema: Schema): readonly Choice[] {
  const { enum: words, description, oneOf = [], anyOf = [], items } = schema;
  const named = words?.filter((word) => word !== null) ?? [];
  // The description says them in its own words.
  if (named.length > 0 && named.every((word) => description?.includes(written(word)))) return [];
  if (words) return named.map((word) => ({ value: written(word), meaning: undefined }));
  if ('const' in schema) return [{ value: written(schema.const), meaning: schema.title }];
  if (items) return choicesOf(items);
  return [...oneOf, ...anyOf].flatMap(choicesOf);
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

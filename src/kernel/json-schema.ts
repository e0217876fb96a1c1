// JSON Schemas as documents show them: TypeBox's, without what only our own readers of fields understand.

/** A JSON Schema (draft 2020-12), as TypeBox makes them. */
export type JsonSchema = object;

/** What fields say of each other beside JSON Schema, as the readers of requests take it. */
interface ObjectRules {
  /** One of them must be there. */
  readonly eitherOf?: readonly string[];
  /** All of them must be there, or none. */
  readonly together?: readonly string[];
}

/**
 * The same schema in words that every reader of JSON Schema knows. Rules that have no such words (functions, codes of refusals) are left
 * out; a rule that is worded to follow its field's name becomes a sentence; a union of constants becomes an enumeration.
 */
export function plainSchema(schema: JsonSchema): JsonSchema {
  const { eitherOf, together, ...rest } = schema as ObjectRules & Readonly<Record<string, unknown>>;
  const plain: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(rest)) {
    if (value !== undefined && keywords.has(keyword)) plain[keyword] = plainValue(keyword, value);
  }
  if (together)
    plain['dependentRequired'] = Object.fromEntries(together.map((name) => [name, without(together, name)]));
  if (eitherOf) plain['anyOf'] = eitherOf.map((name) => ({ required: [name] }));
  return withoutNeedlessUnion(plain);
}

/** Of each keyword, what its value holds: one schema, a list of them, schemas by name, or no schema. */
const keywords = new Map<string, 'schema' | 'list' | 'map' | 'value'>([
  ...of('schema', ['additionalProperties', 'items', 'contains', 'propertyNames', 'contentSchema', 'not']),
  ...of('list', ['anyOf', 'oneOf', 'allOf', 'prefixItems']),
  ...of('map', ['properties', 'patternProperties', '$defs']),
  ...of('value', ['$ref', 'type', 'enum', 'const', 'required', 'dependentRequired', 'pattern', 'format']),
  ...of('value', [
    'minLength',
    'maxLength',
    'minimum',
    'maximum',
    'exclusiveMinimum',
    'exclusiveMaximum',
    'multipleOf',
  ]),
  ...of('value', ['minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties']),
  ...of('value', ['title', 'description', 'default', 'examples', 'deprecated', 'contentMediaType', 'contentEncoding']),
]);

function of<Kind extends string>(kind: Kind, names: readonly string[]): [string, Kind][] {
  return names.map((name) => [name, kind]);
}

function plainValue(keyword: string, value: unknown): unknown {
  if (keyword === 'description') return asSentence(String(value));
  const kind = keywords.get(keyword);
  if (kind === 'list') return (value as readonly JsonSchema[]).map(plainSchema);
  if (kind === 'schema' && typeof value === 'object' && value !== null) return plainSchema(value);
  if (kind !== 'map') return value;
  const members = Object.entries(value as Readonly<Record<string, JsonSchema>>);
  return Object.fromEntries(members.map(([name, member]) => [name, plainSchema(member)]));
}

/** `must be a date` is the end of a sentence that a refusal begins with the field's name; alone it begins one. */
function asSentence(rule: string): string {
  return rule.startsWith('must ') ? `M${rule.slice(1)}.` : rule;
}

type Plain = Readonly<Record<string, unknown>>;

/** `anyOf` of constants says no more than `enum` does, and `anyOf` with null no more than `type`, and is harder to read. */
function withoutNeedlessUnion(schema: Plain): JsonSchema {
  const { anyOf, ...rest } = schema as { readonly anyOf?: readonly Plain[] };
  if (!anyOf) return schema;
  const types = [...new Set(anyOf.map(({ type }) => type))];
  const type = types.length === 1 ? types[0] : types;
  if (anyOf.every((one) => hasOnly(one, ['const', 'type']) && 'const' in one))
    return { type, enum: anyOf.map((one) => one['const']), ...rest };
  const [value, nothing] = anyOf;
  if (anyOf.length !== 2 || !value || !nothing || nothing['type'] !== 'null' || !hasOnly(nothing, ['type']))
    return schema;
  if (typeof value['type'] !== 'string' || 'const' in value) return schema;
  const { enum: words } = value as { readonly enum?: readonly unknown[] };
  return { ...value, type, ...(words ? { enum: [...words, null] } : {}), ...rest };
}

function hasOnly(schema: Plain, names: readonly string[]): boolean {
  return Object.keys(schema).every((name) => names.includes(name));
}

function without(names: readonly string[], name: string): readonly string[] {
  return names.filter((other) => other !== name);
}

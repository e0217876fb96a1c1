// What the documents of several dialects say alike: `{code, message, data}`, a list of codes, `param`, and the sample of an operation.
import { Type, type TObject, type TSchema } from 'typebox';
import type { Example } from '../kernel/example.ts';
import { exactly } from './answer-types.ts';

interface Code {
  readonly code: number | string;
  readonly message: string;
}

/** What an accepted request is answered with; an operator may have it answered with another code than the published. */
export function acceptedAnswer({ code, message }: Code, data: TSchema, otherCode?: Code['code']): TObject {
  const codes = otherCode === undefined ? Type.Literal(code) : Type.Enum([code, otherCode]);
  return exactly({ code: codes, message: Type.Literal(message), data });
}

/** What a refused request is answered with: one of these codes, each with its published text. */
export function refusedAnswer(codes: Iterable<Code>, message = 'What is wrong.'): TObject {
  const published = codeList(codes);
  return Type.Object({
    code: published,
    message: Type.String({ description: message }),
    data: Type.Optional(Type.Null()),
  });
}

/** One of these codes; each is told with its text, once. Numbers stand in the order of their digits, words as they come. */
export function codeList(codes: Iterable<Code>): TSchema {
  const texts = new Map<Code['code'], string>();
  for (const { code, message } of codes) if (!texts.has(code)) texts.set(code, message);
  const sorted = [...texts].sort(([a], [b]) => Math.abs(Number(a)) - Math.abs(Number(b)) || 0);
  return Type.Unsafe({ oneOf: sorted.map(([code, text]) => ({ const: code, title: text })) });
}

/** The business fields as JSON in a string. */
export function paramText(fields: TObject): TSchema {
  return Type.String({
    contentMediaType: 'application/json',
    contentSchema: fields,
    description: 'The fields as JSON in a string; the signature covers this text as it is sent.',
  });
}

/** The first example of an operation, named as examples name it: `POST /api/v1/payment`. */
export function exampleOf(examples: readonly Example[], operation: string): Example['fields'] | undefined {
  return examples.find((example) => example.operation === operation)?.fields;
}

type Fields = Readonly<Record<string, TSchema>>;

/** The same fields between others. */
export function fieldsBetween(before: Fields, fields: TObject, after: Fields = {}): TObject {
  return withProperties(fields, { ...before, ...fields.properties, ...after });
}

/** The same fields without some, such as the one that stands in the path. */
export function withoutFields(fields: TObject, names: readonly string[]): TObject {
  return withProperties(
    fields,
    filterFields(fields, (name) => !names.includes(name)),
  );
}

/** Some of the fields. */
export function onlyFields(fields: TObject, names: readonly string[]): TObject {
  return Type.Object(filterFields(fields, (name) => names.includes(name)));
}

function filterFields({ properties }: TObject, isWanted: (name: string) => boolean): Fields {
  return Object.fromEntries(Object.entries(properties as Fields).filter(([name]) => isWanted(name)));
}

/** The same fields, each with what it is for, which its rule does not say. */
export function withMeanings(fields: TObject, meanings: Readonly<Record<string, string>>): TObject {
  const explained = Object.entries(fields.properties as Fields).map(([name, field]) => {
    const title = meanings[name];
    if (title === undefined) return [name, field] as const;
    // A copy does not know any more that it was optional.
    const copy = { ...field, title };
    return [name, Type.IsOptional(field) ? Type.Optional(copy) : copy] as const;
  });
  return withProperties(fields, Object.fromEntries(explained));
}

/** What the object says beside its fields stays. */
function withProperties(object: TObject, fields: Fields): TObject {
  const { type: _, required: __, properties: ___, ...rules } = object as TObject & Readonly<Record<string, unknown>>;
  return Type.Object(fields, rules);
}

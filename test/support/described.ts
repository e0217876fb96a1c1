// Compares what the gateway says with what its OpenAPI document says of it: every member that is said is described, and none is missing.
import assert from 'node:assert/strict';
import { Compile } from 'typebox/compile';
import type { Content, OpenApiDocument } from '../../src/kernel/openapi.ts';

/** `operation` is `POST /api/v1/payment`; the body is that of an accepted request. */
export function assertDescribed(document: OpenApiDocument, operation: string, body: unknown): void {
  const [method = '', path = ''] = operation.split(' ');
  const described = document.paths[path]?.[method.toLowerCase()];
  assert.ok(described, `${operation} is not described`);
  assertMatches(acceptedBranch(schemaOf(described.responses['200']?.content)), body, operation);
}

/** A callback as it came, by the name of its event. */
export function assertCallbackDescribed(document: OpenApiDocument, eventName: string, body: string): void {
  const described = document.webhooks?.[eventName]?.post;
  assert.ok(described, `the callback ${eventName} is not described`);
  assertMatches(schemaOf(described.requestBody?.content), JSON.parse(body), eventName);
}

/** Of every operation: `POST /api/v1/payment`. */
export function operationsOf({ paths }: OpenApiDocument): readonly string[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
}

type Schema = Readonly<Record<string, unknown>>;

function schemaOf(content: Content | undefined): Schema {
  const { schema } = content?.['application/json'] ?? {};
  assert.ok(schema, 'there is no schema');
  return schema as Schema;
}

/** Where refusals have the same HTTP status, what is accepted stands first. */
function acceptedBranch(schema: Schema): Schema {
  const [accepted] = (schema['oneOf'] ?? []) as Schema[];
  return accepted ?? schema;
}

function assertMatches(schema: Schema, value: unknown, what: string): void {
  const errors = Compile(closed(schema) as object).Errors(value);
  assert.deepEqual(errors, [], `${what} is not what its document says: ${JSON.stringify(value)}`);
  for (const [text, inside] of textsOfJson(schema, value)) assertMatches(inside, JSON.parse(text), what);
}

/** Members that hold JSON in a text, each with the schema of that. */
function textsOfJson(schema: Schema, value: unknown): [text: string, schema: Schema][] {
  const properties = Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, Schema>>);
  return properties.flatMap(([name, { contentSchema }]) => {
    const text = (value as Schema)[name];
    return contentSchema && typeof text === 'string' ? [[text, contentSchema as Schema] as [string, Schema]] : [];
  });
}

/** The same schema for an object of its members and no other, inside too. One that names no members may have any. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { type, properties } = schema as Schema;
  const isClosed = type === 'object' && Object.keys(properties ?? {}).length > 0;
  const members = Object.entries(schema).map(([keyword, value]) => [keyword, closed(value)]);
  return { ...(isClosed ? { additionalProperties: false } : {}), ...Object.fromEntries(members) };
}

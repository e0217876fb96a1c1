// Guards that PayCools' document says of every field what it is for, and lists every operation in a group.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldMeanings } from './field-meanings.ts';
import { paycoolsDocument } from './openapi.ts';
import { operations } from './operations.ts';

test('every field of a request is explained, and nothing that is no field', () => {
  const fields = new Set(operations.flatMap(({ fields: { properties } }) => Object.keys(properties)));
  assert.deepEqual([...fields].sort(), Object.keys(fieldMeanings).sort());
});

test('every operation is listed in a group, under the path at which it is served', () => {
  const { paths, tags = [] } = paycoolsDocument('https://pay.example.com');
  const groups = new Set(tags.map(({ name }) => name));
  for (const { method, path } of operations) {
    const [group = ''] = paths[path]?.[method.toLowerCase()]?.tags ?? [];
    assert.ok(groups.has(group), `${method} ${path}`);
  }
});

test('what stands in the path is no field of the query, and what stands in param none beside it', () => {
  const { paths } = paycoolsDocument('https://pay.example.com');
  const parameters = paths['/api/v1/payment/{transactionId}']?.['get']?.parameters ?? [];
  assert.deepEqual(
    parameters.map(({ name, in: place }) => `${place} ${name}`),
    ['path transactionId', 'query appId', 'query sign'],
  );
  const body = paths['/api/v1/checkout']?.['post']?.requestBody?.content['application/json']?.schema;
  assert.deepEqual(Object.keys((body as { properties: object }).properties), ['appId', 'appName', 'param', 'sign']);
});

test('what an operation asks for is what its document says it asks for', () => {
  const { paths } = paycoolsDocument('https://pay.example.com');
  for (const { method, path, pathVariable, envelope, fields } of operations) {
    const { parameters = [], requestBody } = paths[path]?.[method.toLowerCase()] ?? {};
    const body = requestBody?.content['application/json']?.schema as Described | undefined;
    const param = body?.properties['param'];
    const inQuery = parameters.filter(({ required }) => required).map(({ name }) => name);
    const said = [...inQuery, ...(body?.required ?? []), ...(param?.contentSchema.required ?? [])];
    const expected = new Set([...((fields.required ?? []) as string[]), 'appId', 'sign', pathVariable ?? 'sign']);
    if (envelope === 'param') expected.add('param');
    assert.deepEqual([...said].sort(), [...expected].sort(), path);
  }
});

interface Described {
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, { readonly contentSchema: { readonly required?: readonly string[] } }>>;
}

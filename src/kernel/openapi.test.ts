// Guards that the document says of each route what its description says.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bearer, type DocumentDescription, openApiDocument, type RouteDescription } from './openapi.ts';

const about: DocumentDescription = {
  title: 'A title',
  version: '1',
  description: 'What it is for.',
  prefix: '/shop',
  refusal: { type: 'object' },
  security: bearer,
};
const read: RouteDescription = {
  method: 'GET',
  path: '/orders/{orderId}',
  summary: 'Reads an order.',
  params: { type: 'object', properties: { orderId: { type: 'string' } }, required: ['orderId'] },
  query: { type: 'object', properties: { full: { type: 'boolean' } } },
  answer: { type: 'object' },
  refusals: { 404: 'There is none.' },
};
const change: RouteDescription = { ...read, method: 'PATCH', summary: 'Changes an order.', body: { type: 'object' } };

test('routes that share a path share its entry, each with its parameters, body and answers', () => {
  const { paths } = openApiDocument(about, [read, change]) as { paths: Record<string, Record<string, object>> };
  const operations = paths['/shop/orders/{orderId}'];
  assert.deepEqual(Object.keys(paths), ['/shop/orders/{orderId}']);
  const { operationId, parameters, requestBody, responses } = (operations?.['patch'] ?? {}) as Record<string, object>;
  assert.equal(operationId, 'patch_orders_orderId');
  assert.deepEqual(parameters, [
    { name: 'orderId', in: 'path', required: true, schema: { type: 'string' } },
    { name: 'full', in: 'query', required: false, schema: { type: 'boolean' } },
  ]);
  assert.deepEqual(requestBody, { required: true, content: { 'application/json': { schema: { type: 'object' } } } });
  assert.deepEqual(Object.keys(responses as object), ['200', '401', '404']);
  assert.ok(!('requestBody' in (operations?.['get'] ?? {})));
});

test('without a bearer token nothing is said of one', () => {
  const { security: _, ...open } = about;
  assert.ok(!JSON.stringify(openApiDocument(open, [read])).includes('bearer'));
});

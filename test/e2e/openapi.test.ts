// The documentation that a running gateway serves: documents that are valid OpenAPI 3.1, and pages that show all of them under a policy
// which lets nothing in from elsewhere.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { validate } from '@hyperjump/json-schema/openapi-3-1';
import type { DocumentedOperation, OpenApiDocument } from '../../src/kernel/openapi.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

const names = ['paycools', 'bluepay-v1', 'bluepay-v2', 'upay', 'admin'] as const;

let gateway: TestGateway;
before(async () => {
  gateway = await startTestGateway({ mode: 'live', masterKey: Buffer.alloc(32, 7) });
});
after(() => gateway.close());

for (const name of names) {
  test(`the document of ${name} is valid OpenAPI 3.1, its schemas among it`, async () => {
    const { text } = await get(`/docs/${name}/openapi.json`);
    const { openapi, servers } = JSON.parse(text) as OpenApiDocument;
    assert.deepEqual({ openapi, servers }, { openapi: '3.1.0', servers: [{ url: gateway.url }] });
    const checked = await validate('https://spec.openapis.org/oas/3.1/schema-base', JSON.parse(text), 'BASIC');
    assert.ok(checked.valid, JSON.stringify(checked).slice(0, 2000));
  });

  test(`every operation of ${name} has a name of its own, says what it is for and shows a request`, async () => {
    const operations = operationsIn(await documentOf(name));
    assert.equal(new Set(operations.map(({ operationId }) => operationId)).size, operations.length);
    for (const { operationId, summary, parameters = [], requestBody } of operations) {
      assert.match(summary, /^[A-Z].*\.$/s, operationId);
      const body = requestBody?.content['application/json'];
      assert.ok(!body || body.example !== undefined, `${operationId} has no sample of its body`);
      const missing = parameters.filter((one) => one.required && one.example === undefined);
      assert.deepEqual(missing, [], `${operationId} has no sample of a parameter`);
    }
  });

  test(`the page of ${name} shows every operation and every callback, and no script`, async () => {
    const document = await documentOf(name);
    const { status, headers, text } = await get(`/docs/${name}`);
    assert.equal(status, 200);
    assert.match(
      headers.get('content-security-policy') ?? '',
      /^default-src 'none'; style-src 'sha256-[^']+'; img-src data:;/,
    );
    assert.doesNotMatch(text, /<script|\son\w+=|src="/);
    for (const { operationId } of operationsIn(document))
      assert.ok(text.includes(`<article id="${operationId}">`), operationId);
    for (const event of Object.keys(document.webhooks ?? {})) assert.ok(text.includes(`<code>${event}</code>`), event);
  });
}

test('the index leads to every API, with and without a slash at its end', async () => {
  for (const path of ['/docs', '/docs/']) {
    const { status, text } = await get(path);
    assert.equal(status, 200);
    for (const name of names) {
      assert.ok(text.includes(`href="/docs/${name}"`) && text.includes(`href="/docs/${name}/openapi.json"`), name);
    }
  }
});

test('what is not documented is not there', async () => {
  for (const path of [
    '/docs/alipay',
    '/docs/alipay/openapi.json',
    '/docs/constructor',
    '/docs/paycools/openapi.yaml',
  ]) {
    assert.equal((await get(path)).status, 404, path);
  }
});

test('operators read the same description where their API is', async () => {
  const { status, body } = await gateway.admin('GET', '/openapi.json');
  const { servers: _, ...document } = await documentOf('admin');
  assert.equal(status, 200);
  assert.deepEqual(body, document);
});

async function get(path: string): Promise<{ status: number; headers: Headers; text: string }> {
  const response = await fetch(`${gateway.url}${path}`);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

async function documentOf(name: string): Promise<OpenApiDocument> {
  const { status, text } = await get(`/docs/${name}/openapi.json`);
  assert.equal(status, 200);
  return JSON.parse(text) as OpenApiDocument;
}

function operationsIn({ paths }: OpenApiDocument): readonly DocumentedOperation[] {
  return Object.values(paths).flatMap((methods) => Object.values(methods));
}

// What the documents say of answers and notifications is true of the golden transcripts: each has the members that are described, and
// no others.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { operations } from './operations.ts';
import { webhooksOf } from './webhooks.ts';

interface Transcript {
  readonly version: 'v1' | 'v2';
  readonly request?: { readonly path: string };
  readonly response?: string;
  readonly told?: { readonly body: string };
}

const folder = new URL('golden/', import.meta.url);
const transcripts = globSync('*.json', { cwd: folder.pathname })
  .sort()
  .map((file) => ({ ...(JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Transcript), file }));

for (const { file, version, request, response } of transcripts) {
  if (request === undefined || response === undefined) continue;
  const { code, data } = JSON.parse(response) as { code: number; data?: unknown };
  if (code !== 10000) continue;
  test(`the answer of ${file} is as its operation describes it`, () => {
    const operation = operations.find(({ path, versions }) => path === request.path && versions.includes(version));
    assert.ok(operation);
    assert.deepEqual(Compile(operation.answer).Errors(data), []);
  });
}

for (const { file, version, told } of transcripts) {
  if (told === undefined) continue;
  test(`the notification of ${file} is as the document describes it`, () => {
    const body = JSON.parse(told.body) as { param: string };
    const param = JSON.parse(body.param) as { eventName: string };
    const webhook = webhooksOf(version).find(({ name }) => name === param.eventName);
    assert.ok(webhook, param.eventName);
    const described = webhook.body as { properties: { param: { contentSchema: TSchema } } };
    assert.deepEqual(Compile(webhook.body as TSchema).Errors(body), []);
    assert.deepEqual(Compile(described.properties.param.contentSchema).Errors(param), []);
  });
}

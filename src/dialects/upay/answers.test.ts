// What the document says of answers and callbacks is true of the golden transcripts: each has the members that are described, and no
// others.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Compile } from 'typebox/compile';
import { toldOrder } from './answers.ts';
import { operations } from './operations.ts';

interface Transcript {
  readonly request?: { readonly method: 'GET' | 'POST'; readonly url: string };
  readonly response?: string;
  readonly callback?: { readonly body: string };
}

const folder = new URL('golden/', import.meta.url);

const transcripts = globSync('*.json', { cwd: folder.pathname })
  .sort()
  .map((file) => ({ ...(JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Transcript), file }));

for (const { file, request, response } of transcripts) {
  if (request?.method !== 'POST' || response === undefined) continue;
  const body = JSON.parse(response) as { result_code: string; biz_response?: { result_code?: string } };
  if (body.result_code !== '200' || body.biz_response?.result_code === 'FAIL') continue;
  test(`the answer of ${file} is as its operation describes it`, () => {
    const operation = operations.find(({ path }) => path === request.url);
    assert.ok(operation);
    assert.deepEqual(Compile(operation.answer).Errors(body), []);
  });
}

for (const { file, callback } of transcripts) {
  if (callback === undefined) continue;
  test(`the callback of ${file} is as the document describes it`, () => {
    assert.deepEqual(Compile(toldOrder).Errors(JSON.parse(callback.body)), []);
  });
}

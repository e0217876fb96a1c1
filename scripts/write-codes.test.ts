// docs/codes.md says what the code answers.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { codesPath, renderCodes } from './write-codes.ts';

test('docs/codes.md is what the tables of codes make of it', async () => {
  assert.equal(await readFile(codesPath, 'utf8'), renderCodes(), 'Run `node scripts/write-codes.ts`.');
});

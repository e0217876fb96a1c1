// docs/capabilities.md says what is served, all of it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { capabilitiesPath, renderCapabilities } from './write-capabilities.ts';

test('docs/capabilities.md is what the operations and the catalogue make of it', async () => {
  assert.equal(
    await readFile(capabilitiesPath, 'utf8'),
    renderCapabilities(),
    'Run `node scripts/write-capabilities.ts`.',
  );
});

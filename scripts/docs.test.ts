// The documentation leads where it says, and names settings as the code reads them.
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { settingsOf } from '../src/dialects/upay/settings.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const pages = globSync(['*.md', 'docs/**/*.md', 'bench/*.md'], { cwd: root });
const read = (page: string) => readFileSync(join(root, page), 'utf8');

test('every link of the documentation leads to a file, and to a heading where it names one', () => {
  assert.ok(pages.length > 15);
  for (const page of pages) {
    for (const [, link = ''] of read(page).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(link)) continue;
      const [path = '', anchor] = link.split('#', 2);
      const target = path === '' ? page : join(dirname(page), path);
      assert.ok(existsSync(join(root, target)), `${page} links to ${link}`);
      if (anchor !== undefined) assert.ok(anchorsOf(target).includes(anchor), `${page} links to ${link}`);
    }
  }
});

test("Upay's table of settings is the switches that are read, with the values they have without", () => {
  const [, table = ''] = read('docs/dialects/upay.md').split('\n## Settings\n');
  const rows = new Map<string, string>();
  for (const [, name = '', value = ''] of table.matchAll(/^\| `(\w+)` \| `?([^|`]+?)`? \|/gm)) rows.set(name, value);
  const readNames = new Set<string>();
  const switches = new Proxy({}, { get: (_none, name) => void readNames.add(String(name)) });
  const defaults = settingsOf({ switches });
  assert.deepEqual(new Set(rows.keys()), readNames);
  for (const [name, value] of rows) {
    if (value === 'off') continue;
    const given: unknown = /^(\d+|true|false)$/.test(value) ? JSON.parse(value) : value;
    assert.deepEqual(settingsOf({ switches: { [name]: given } }), defaults, name);
  }
});

/** As the pages' host makes them of headings. */
function anchorsOf(page: string): string[] {
  const headings = [...read(page).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

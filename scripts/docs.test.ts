// The documentation leads where it says, and names settings as the code reads them.
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { operations as bluepayOperations } from '../src/dialects/bluepay/operations.ts';
import { settingsOf as bluepaySettings } from '../src/dialects/bluepay/settings.ts';
import { operations as paycoolsOperations } from '../src/dialects/paycools/operations.ts';
import { settingsOf as paycoolsSettings } from '../src/dialects/paycools/settings.ts';
import { operations as upayOperations } from '../src/dialects/upay/operations.ts';
import { cashierPaths } from '../src/dialects/upay/routes/open-cashier.ts';
import { settingsOf as upaySettings } from '../src/dialects/upay/settings.ts';
import { qrImagePath } from '../src/dialects/upay/wap.ts';

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

for (const [dialect, settingsOf] of [
  ['upay', upaySettings],
  ['bluepay', bluepaySettings],
  ['paycools', paycoolsSettings],
] as const) {
  test(`the table of settings of ${dialect} is the switches that are read, with the values they have without`, () => {
    const table = sectionOf(`docs/dialects/${dialect}.md`, 'Settings');
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
}

test("BluePay's tables name the paths of each version, and no others", () => {
  const [, first = '', second = ''] = sectionOf('docs/dialects/bluepay.md', 'What is served').split(/^Version \d,/m);
  for (const [version, table] of [
    ['v1', first],
    ['v2', second],
  ] as const) {
    const named = cellsOf(table)
      .flatMap((cell) => quoted(cell))
      .map((path) => `/open-api${path}`);
    const served = bluepayOperations.filter(({ versions }) => versions.includes(version)).map(({ path }) => path);
    assert.ok(served.length > 15);
    assert.deepEqual(new Set(named), new Set(served));
  }
});

for (const [dialect, served] of [
  ['paycools', paycoolsOperations.map(({ method, path }) => `${method} ${path}`)],
  [
    'upay',
    [
      ...upayOperations.map(({ path }) => `POST ${path}`),
      ...[...cashierPaths, qrImagePath].map((path) => `GET ${path}`),
    ],
  ],
] as const) {
  test(`the table of calls of ${dialect} names those that are served, and no others`, () => {
    const table = sectionOf(`docs/dialects/${dialect}.md`, 'What is served');
    assert.ok(served.length > 15);
    assert.deepEqual(new Set(cellsOf(table).flatMap(callsIn)), new Set(served));
  });
}

/** What the second column says; the third one explains. */
function cellsOf(table: string): string[] {
  return [...table.matchAll(/^\|[^|]*\|([^|]+)\|/gm)].map(([, cell = '']) => cell);
}

function quoted(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);
}

/** `POST /a/b`, `/c/d`, `e` are three calls: what a later one leaves out is as in the one before it. */
function callsIn(cell: string): string[] {
  let method = '';
  let path = '';
  return quoted(cell).map((text) => {
    const [, named, rest = ''] = /^(?:([A-Z]+) )?(.+)$/.exec(text) ?? [];
    method = named ?? method;
    path = rest.startsWith('/') ? rest : path.replace(/[^/]+$/, rest);
    return `${method} ${path}`;
  });
}

/** What stands below a heading of the second level. */
function sectionOf(page: string, heading: string): string {
  const [, section = ''] = read(page).split(`\n## ${heading}\n`);
  return section.split('\n## ', 1)[0] ?? '';
}

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

// The linter really enforces the arrows between folders and the purity of the core.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { checkFile } from './check-arrows.ts';

const root = mkdtempSync(join(tmpdir(), 'polypay-arrows-'));
after(() => rmSync(root, { recursive: true, force: true }));

// A file, what stands in it, and the sentence expected of the checker (none: the file is fine).
const table: [file: string, text: string, expected: RegExp | undefined][] = [
  ['src/kernel/id.ts', "import { randomBytes } from 'node:crypto';", undefined],
  ['src/kernel/log.ts', "import pino from 'pino';", /src\/kernel may not import packages/],
  ['src/kernel/id.ts', "import type { Payment } from '../core/payment/payment.ts';", /may not import src\/core/],
  ['src/core/refund/a.ts', "import { add } from '../../kernel/money.ts';", undefined],
  ['src/core/refund/a.ts', "import { settle } from '../payment/settle.ts';", undefined],
  ['src/core/refund/a.ts', "import { run } from '../../engine/engine.ts';", /src\/core may not import src\/engine/],
  ['src/core/refund/a.ts', "import { run } from './../../core/../engine/engine.ts';", /may not import src\/engine/],
  ['src/core/refund/a.ts', "import { createHash } from 'node:crypto';", /may not import Node modules/],
  ['src/core/refund/a.ts', "export { x } from '../../store/x.ts';", /may not import src\/store/],
  ['src/core/refund/a.ts', "export type X = import('../../store/x.ts').X;", /may not import src\/store/],
  ['src/core/refund/a.test.ts', "import { fund } from '../../../test/support/fund.ts';", undefined],
  ['src/core/refund/a.test.ts', "import { x } from '../../store/x.ts';", /may not import src\/store/],
  ['src/core/refund/a.ts', "import { fund } from '../../../test/support/fund.ts';", /may not import test/],
  ['src/engine/engine.ts', "import { refund } from '../core/refund/a.ts';", undefined],
  ['src/engine/engine.ts', "import { pool } from '../store/pool.ts';", /src\/engine may not import src\/store/],
  ['src/engine/engine.ts', "import postgres from 'pg';", /SQL belongs in src\/store/],
  ['src/store/pool.ts', "import postgres from 'pg';", undefined],
  ['src/store/pool.ts', "import { deliver } from '../notify/deliver.ts';", /src\/store may not import src\/notify/],
  ['src/tasks/run.ts', "import { sandbox } from '../channels/sandbox/sandbox.ts';", /may not import src\/channels/],
  ['src/notify/deliver.ts', "import { Agent } from 'undici';", undefined],
  ['src/dialects/upay/plugin.ts', "import { engine } from '../../engine/engine.ts';", undefined],
  ['src/dialects/upay/plugin.ts', "import { dialect } from '../dialect.ts';", undefined],
  ['src/dialects/bluepay/v1/codes.ts', "import { sign } from '../signature.ts';", undefined],
  ['src/dialects/paycools/a.ts', "import { sign } from '../bluepay/signature.ts';", /paycools may not import bluepay/],
  ['src/dialects/paycools/a.ts', "await import('../bluepay/signature.ts');", /paycools may not import bluepay/],
  ['src/dialects/dialect.ts', "import { sign } from './bluepay/signature.ts';", /may not import bluepay/],
  ['src/dialects/upay/plugin.ts', "import { find } from '../../store/payments.ts';", /may not import src\/store/],
  [
    'src/dialects/upay/plugin.ts',
    "import { list } from '../../channels/catalogue.ts';",
    /may not import src\/channels/,
  ],
  ['src/http/server.ts', "import { upay } from '../dialects/upay/plugin.ts';", undefined],
  ['src/http/server.ts', "import { start } from '../main.ts';", /src\/http may not import src\/main\.ts/],
  ['src/main.ts', "import { start } from './http/server.ts';\nimport postgres from 'pg';", undefined],
  ['src/billing/bill.ts', '', /lies in no known folder/],
  ['src/core/a.ts', '// Date.now() and await are for others.\nexport const a = "await Date.now()";', undefined],
  ['src/core/a.ts', 'export const a = (at: number) => new Date(at);', undefined],
  ['src/core/a.ts', 'export const a = () => Date.now();', /a\.ts:1 Date\.now reads the clock/],
  ['src/core/a.ts', '/* one\ntwo */\nexport const a = () => new Date();', /a\.ts:3 new Date\(\) reads the clock/],
  ['src/core/a.ts', 'export const a = `at ${Date.now()}`;', /reads the clock/],
  ['src/core/a.ts', 'export const a = Math.random();', /is random/],
  ['src/core/a.ts', 'export const a = crypto.randomUUID();', /is random/],
  ['src/core/a.ts', 'export async function a() {}', /async waits/],
  ['src/kernel/clock.ts', 'export const now = () => Date.now();', undefined],
  ['src/kernel/id.ts', 'export const now = () => Date.now();', /outside kernel\/clock\.ts/],
  ['src/tasks/run.ts', 'export const jitter = Math.random();', /not random enough/],
];

for (const [file, text, expected] of table) {
  test(`${file} with "${text.replaceAll('\n', ' ')}" ${expected ? 'is refused' : 'is fine'}`, () => {
    const broken = checkFile(file, text);
    if (expected) assert.match(broken.join('\n'), expected);
    else assert.deepEqual(broken, []);
  });
}

test('the command fails on a tree with a broken arrow and passes once it is mended', () => {
  const file = join(root, 'src/dialects/upay/plugin.ts');
  mkdirSync(dirname(file), { recursive: true });
  const lint = () => {
    const script = fileURLToPath(new URL('check-arrows.ts', import.meta.url));
    return spawnSync(process.execPath, [script, root], { encoding: 'utf8' });
  };
  writeFileSync(file, "import { find } from '../../store/payments.ts';\n");
  const broken = lint();
  assert.equal(broken.status, 1);
  assert.match(broken.stderr, /src\/dialects\/upay\/plugin\.ts imports src\/store\/payments\.ts/);
  writeFileSync(file, "import { find } from '../../engine/payments.ts';\n");
  assert.equal(lint().status, 0);
});

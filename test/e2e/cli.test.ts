// Guards what operators type: each command does its work, and what it does not understand explains itself.
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { openTestAdmin } from '../support/admin.ts';
import { runCommand } from '../../src/cli.ts';

const admin = await openTestAdmin();
let opened = 0;
let closed = 0;

after(async () => {
  await admin.close();
  assert.equal(closed, opened, 'a command left the database open');
});

/** Runs a command as typed, and answers what it prints. */
async function run(...args: string[]) {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const open = async () => {
    opened++;
    return { ...admin, close: async () => void closed++ };
  };
  const running = runCommand(args, open, { stdout, stderr }).finally(() =>
    [stdout, stderr].map((stream) => stream.end()),
  );
  const [code, out, err] = await Promise.all([running, text(stdout), text(stderr)]);
  return { code, out, err };
}

test('an operator gets a token that works, and no second one by accident', async () => {
  const { code, out } = await run('operator', 'create', 'Ben');
  assert.equal(code, 0);
  assert.equal(await admin.directory.findOperator(out.trim()), 'Ben');
  const again = await run('operator', 'create', 'Ben');
  assert.deepEqual([again.code, again.out], [1, '']);
  assert.match(again.err, /--replace/);
  const replaced = await run('operator', 'create', 'Ben', '--replace');
  assert.equal(await admin.directory.findOperator(replaced.out.trim()), 'Ben');
  assert.equal((await run('operator', 'remove', 'Ben')).code, 0);
  assert.equal(await admin.directory.findOperator(replaced.out.trim()), undefined);
  assert.equal((await run('operator', 'remove', 'Ben')).code, 1);
});

test('a merchant and its app are made from the command line', async () => {
  const made = await run('merchant', 'create', 'Sari Sari', '--city', 'Cebu');
  const { merchantId } = JSON.parse(made.out) as { merchantId: string };
  assert.match((await run('merchant', 'list')).out, new RegExp(`^${merchantId}  active  Sari Sari, Cebu$`, 'm'));
  const app = JSON.parse((await run('app', 'create', merchantId, 'paycools')).out) as Record<string, string>;
  assert.deepEqual(Object.keys(app), ['appId', 'merchantPrivateKey', 'callbackSecret']);
  assert.match((await run('app', 'create', merchantId, 'telnet')).err, /telnet is not served/);
  assert.match((await run('app', 'create', 'M1', 'paycools')).err, /There is no merchant M1/);
  const [entry] = await admin.directory.listAudit(undefined, 1);
  assert.deepEqual([entry?.who, entry?.object], ['system', app['appId']]);
});

test('the books are checked and written', async () => {
  assert.match((await run('check-books')).out, /^The books balance: \d+ accounts, \d+ transfers\.\n$/);
  assert.match((await run('journal')).out, /^commodity 1\.00 PHP$/m);
  assert.match((await run('redeliver', 'C1')).err, /There is no notification C1/);
  assert.equal((await run('migrate')).code, 0);
});

test('what is not understood explains the usage and opens nothing', async () => {
  const before = opened;
  for (const args of [
    ['dance'],
    ['operator'],
    ['operator', 'create'],
    ['app', 'create', 'M1'],
    ['redeliver'],
    ['migrate', '--force'],
    ['__proto__'],
    ['toString'],
  ]) {
    const { code, err } = await run(...args);
    assert.equal(code, 2, args.join(' '));
    assert.match(err, /^Usage: /);
  }
  for (const args of [[], ['help'], ['--help']]) assert.equal((await run(...args)).code, 0);
  assert.equal(opened, before);
});

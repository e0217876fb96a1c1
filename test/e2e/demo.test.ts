// The demo merchant outlives restarts, wherever the gateway listens next.
import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Demo, writeDemo } from '../../src/demo.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

let gateway: TestGateway;
let dataFolder: string;
const write = (baseUrl: string): Promise<Demo> =>
  writeDemo({ directory: gateway.gateway.core.directory, dataFolder, baseUrl });

before(async () => {
  gateway = await startTestGateway();
  dataFolder = await mkdtemp(join(tmpdir(), 'polypay-demo-'));
});
after(async () => {
  await gateway.close();
  await rm(dataFolder, { recursive: true, force: true });
});

test('demo.json is for its owner alone, and keeps its merchant when the gateway listens elsewhere', async () => {
  const first = await write('http://127.0.0.1:1111');
  assert.equal((await stat(join(dataFolder, 'demo.json'))).mode & 0o777, 0o600);
  const second = await write('http://127.0.0.1:2222');
  assert.deepEqual(second, { ...first, baseUrl: 'http://127.0.0.1:2222' });
  const app = await gateway.gateway.core.directory.findApp(first.paycools.appId);
  assert.equal(app?.callbackUrls.payout, 'http://127.0.0.1:2222/sandbox/inbox/demo');
});

test('it has a terminal beside its app, whose callbacks move as well', async () => {
  const { upay, merchantId } = await write('http://127.0.0.1:2222');
  const { directory } = gateway.gateway.core;
  assert.deepEqual(Object.keys(upay), [
    'vendorSn',
    'vendorKey',
    'appId',
    'activationCodes',
    'terminalSn',
    'terminalKey',
    'platformPublicKey',
  ]);
  const terminal = await directory.terminals.findTerminal(upay.terminalSn);
  assert.deepEqual(
    [terminal?.merchantId, terminal?.appId, terminal?.keys],
    [merchantId, upay.appId, [upay.terminalKey]],
  );
  assert.deepEqual((await directory.terminals.findVendor(upay.vendorSn))?.keys, [upay.vendorKey]);
  assert.equal(new Set(upay.activationCodes).size, 10);
  const platformKey = createPrivateKey((await directory.findApp(upay.appId))?.platformPrivateKeys[0] ?? '');
  assert.ok(createPublicKey(platformKey).equals(createPublicKey(upay.platformPublicKey)));
  await write('http://127.0.0.1:4444');
  const app = await directory.findApp(upay.appId);
  assert.deepEqual(app?.callbackUrls, { merchant: 'http://127.0.0.1:4444/sandbox/inbox/demo' });
});

test('it has an app of each version of BluePay, whose keys belong to it and whose callbacks move as well', async () => {
  const demo = await write('http://127.0.0.1:2222');
  const { directory } = gateway.gateway.core;
  for (const [name, dialect] of [
    ['bluepayV1', 'bluepay-v1'],
    ['bluepayV2', 'bluepay-v2'],
  ] as const) {
    const { appId, merchantPrivateKey, platformPublicKey, ...rest } = demo[name];
    assert.deepEqual(rest, {});
    const app = await directory.findApp(appId);
    assert.deepEqual([app?.merchantId, app?.dialect, app?.callbackSecrets], [demo.merchantId, dialect, []]);
    const [merchantKey = '', platformKey = ''] = [app?.publicKeys[0], app?.platformPrivateKeys[0]];
    assert.ok(createPublicKey(createPrivateKey(merchantPrivateKey)).equals(createPublicKey(merchantKey)));
    assert.ok(createPublicKey(createPrivateKey(platformKey)).equals(createPublicKey(platformPublicKey)));
    await write('http://127.0.0.1:4444');
    const moved = await directory.findApp(appId);
    assert.deepEqual(moved?.callbackUrls, { merchant: 'http://127.0.0.1:4444/sandbox/inbox/demo' });
  }
});

test('a demo.json from before there was BluePay gets both versions once, and keeps the rest', async () => {
  const { bluepayV1: _one, bluepayV2: _two, ...older } = await write('http://127.0.0.1:2222');
  await writeFile(join(dataFolder, 'demo.json'), JSON.stringify(older));
  const { bluepayV1, bluepayV2, ...rest } = await write('http://127.0.0.1:2222');
  assert.deepEqual(rest, older);
  assert.notEqual(bluepayV1.appId, bluepayV2.appId);
  const again = await write('http://127.0.0.1:2222');
  assert.deepEqual([again.bluepayV1, again.bluepayV2], [bluepayV1, bluepayV2]);
});

test('a demo.json from before there were terminals gets one once, and keeps the rest', async () => {
  const { upay: _, ...older } = await write('http://127.0.0.1:2222');
  await writeFile(join(dataFolder, 'demo.json'), JSON.stringify(older));
  const { upay, ...rest } = await write('http://127.0.0.1:2222');
  assert.deepEqual(rest, older);
  const terminal = await gateway.gateway.core.directory.terminals.findTerminal(upay.terminalSn);
  assert.equal(terminal?.merchantId, older.merchantId);
  assert.deepEqual((await write('http://127.0.0.1:2222')).upay, upay);
});

test('a gateway with another data folder on the same database makes a demo of its own and leaves this one valid', async () => {
  const { directory } = gateway.gateway.core;
  const first = await write('http://127.0.0.1:2222');
  const elsewhere = await mkdtemp(join(tmpdir(), 'polypay-demo-'));
  const second = await writeDemo({ directory, dataFolder: elsewhere, baseUrl: 'http://127.0.0.1:3333' });
  await rm(elsewhere, { recursive: true, force: true });
  assert.notEqual(second.merchantId, first.merchantId);
  for (const { adminToken } of [first, second]) assert.ok(await directory.findOperator(adminToken));
});

test('a demo.json of another database, or one that cannot be read, is replaced', async () => {
  const { paycools } = await write('http://127.0.0.1:2222');
  for (const text of ['{"paycools":{"appId":"gone"}}', '{}', 'no json']) {
    await writeFile(join(dataFolder, 'demo.json'), text);
    const made = await write('http://127.0.0.1:2222');
    assert.notEqual(made.paycools.appId, paycools.appId);
  }
});

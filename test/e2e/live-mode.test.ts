// Live mode: no sandbox, no demo merchant, nobody served whom no operator allowed, no notification to a private address.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import type { TestMerchant } from '../support/merchant.ts';
import { createPaycoolsClient } from '../support/paycools-client.ts';

const masterKey = Buffer.alloc(32, 9);
const addresses = ['http://127.0.0.1:9/cb', 'https://127.0.0.1:9/cb', 'https://10.1.2.3/cb', 'https://localhost/cb'];

let database: TestDatabase;
let gateway: TestGateway;
/** A merchant that tried the sandbox first, with notifications that were not delivered yet. */
let merchant: TestMerchant;
let owed: string[];

before(async () => {
  database = await createTestDatabase();
  const sandbox = await startTestGateway({ database, masterKey });
  merchant = await sandbox.merchant();
  owed = [];
  for (const callbackUrl of addresses) owed.push(await merchant.createPayment({ callbackUrl }));
  for (const id of owed) await sandbox.act(id, 'paid');
  // The one to a private network is not waited for: nobody may answer there for a while.
  await eventually(async () => {
    for (const id of [owed[0], owed[1], owed[3]]) {
      const [notification] = await sandbox.manage<Notification[]>('GET', `/notifications?reference=${id}`);
      if (notification?.attempts.length !== 1) return false;
    }
    return true;
  });
  await sandbox.close();
  // What was tried in the sandbox is tried again at once in live mode.
  for (const cell of ['cell_00', 'cell_01'])
    await database.sql.unsafe(`update ${cell}.notifications set due_at = now()`);
  gateway = await startTestGateway({ database, masterKey, mode: 'live' });
});
after(async () => {
  await gateway.close();
  await database.drop();
});

test('/sandbox/* is not served in live mode, nor are the buttons that play the payer', async () => {
  for (const path of ['act', 'fund', 'clock', 'explain', 'inbox/demo']) {
    for (const method of ['GET', 'POST']) {
      const response = await fetch(`${gateway.url}/sandbox/${path}`, { method });
      assert.equal(response.status, 404, `${method} ${path}`);
    }
  }
  assert.equal((await fetch(`${gateway.url}/pay/some-token/pay`, { method: 'POST' })).status, 404);
});

test('no demo merchant is made in live mode: there is no demo.json', async () => {
  assert.deepEqual(
    (await readdir(gateway.config.dataFolder)).filter((name) => name.startsWith('demo')),
    [],
  );
});

test('1002: in live mode an app with an empty allowlist serves nobody, until an operator names an address', async () => {
  const client = createPaycoolsClient({ ...merchant, baseUrl: gateway.url });
  const call = () => client.call('GET', '/api/v1/account/checkBalance');
  const { code, message } = await call();
  assert.deepEqual([code, message], [1002, 'merchant white ip forbidden']);
  await gateway.manage('PATCH', `/apps/${merchant.appId}`, { ipAllowlist: ['127.0.0.1'] });
  assert.equal((await call()).code, 1000);
  const { data } = await call();
  assert.deepEqual(data, { balance: addresses.length * 50_010 });
});

test('1011: a channel that only the sandbox serves is unavailable in live mode', async () => {
  const client = createPaycoolsClient({ ...merchant, baseUrl: gateway.url });
  await gateway.manage('PATCH', `/apps/${merchant.appId}`, { ipAllowlist: ['127.0.0.0/8'] });
  for (const [path, params] of [
    ['/api/v1/payment', merchant.aPayment()],
    ['/api/v1/qrcode', merchant.aQrcode()],
    ['/api/v1/payout', merchant.aPayout()],
  ] as const) {
    const { code, message } = await client.call('POST', path, params);
    assert.deepEqual([code, message], [1011, 'merchant channel unavailable'], path);
  }
});

test('1013: live mode limits an app to 50 requests a second in bursts of 100 unless it is set otherwise', async () => {
  const client = createPaycoolsClient({ ...merchant, baseUrl: gateway.url });
  await gateway.manage('PATCH', `/apps/${merchant.appId}`, { ipAllowlist: ['127.0.0.0/8'] });
  const burst = () =>
    Promise.all(Array.from({ length: 400 }, () => client.call('GET', '/api/v1/account/checkBalance')));
  const limited = (await burst()).filter(({ code }) => code === 1013);
  assert.ok(limited.length > 0 && limited.length <= 300 + 10, String(limited.length));
  await gateway.manage('PATCH', `/apps/${merchant.appId}`, { rateLimit: { perSecond: 100_000, burst: 100_000 } });
  await eventually(async () => (await burst()).every(({ code }) => code === 1000));
});

test('notifications to private, loopback or unencrypted addresses are refused in live mode, and the attempt says why', async () => {
  for (const [index, id] of owed.entries()) {
    const reason = index === 0 ? /^Only https URLs/ : /is not a public one/;
    const notification = await eventually(async () => {
      const [found] = await gateway.manage<Notification[]>('GET', `/notifications?reference=${id}`);
      return found?.attempts.some(({ answer }) => reason.test(answer)) && found;
    });
    assert.equal(notification.attempts.at(-1)?.status, null);
    assert.equal(notification.status, 'pending');
  }
});

test('live mode does not start without POLYPAY_MASTER_KEY, and says so in one sentence', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'polypay-live-'));
  const child = spawn(process.execPath, ['src/main.ts'], {
    env: {
      PATH: process.env['PATH'] ?? '',
      POLYPAY_MODE: 'live',
      POLYPAY_DATA: folder,
      PORT: '0',
      DATABASE_URL: database.url,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (bytes) => (said += String(bytes)));
  const [code] = (await once(child, 'close')) as [number];
  assert.equal(code, 1);
  assert.match(said, /^Polypay cannot start\. POLYPAY_MASTER_KEY is required in live mode: .*\n$/);
  await rm(folder, { recursive: true });
});

interface Notification {
  readonly status: string;
  readonly attempts: readonly { readonly status: number | null; readonly answer: string }[];
}

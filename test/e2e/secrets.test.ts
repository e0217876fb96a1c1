// What must never be written down: no secret and no beneficiary's account number in the log of a full run at its most
// talkative level, and no secret in clear in the directory's tables.
import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { addMerchant, makeKeyPair } from '../support/merchant.ts';
import type { Params } from '../support/paycools-client.ts';

let gateway: TestGateway;
/** What may not be found, by what it is. */
const secrets = new Map<string, string>();
const accountNo = '770012345678901';
const walletNo = '09998877665';

before(async () => {
  gateway = await startTestGateway({ logLevel: 'trace' });
  keep('admin token', gateway.demo.adminToken);
  keep('demo callback secret', gateway.demo.paycools.callbackSecret);
  keepKey('demo private key', gateway.demo.paycools.merchantPrivateKey);
  keep('master key', (await readFile(join(gateway.config.dataFolder, 'master.key'), 'utf8')).trim());
  await useEverything();
});
after(() => gateway.close());

test('the log of a full run with level trace holds no secret, no signature and no account number', () => {
  const log = gateway.log();
  // It did see the run: what failed on purpose was logged.
  assert.match(log, /"level":50/);
  for (const [what, secret] of secrets) assert.equal(log.includes(secret), false, `The log holds a ${what}.`);
  for (const number of [accountNo, walletNo])
    assert.equal(log.includes(number), false, 'The log holds an account number.');
});

test('the tables of the directory hold no secret in clear', async () => {
  const { sql } = gateway.database;
  const tables = await sql<{ name: string }[]>`
    select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
    where table_schema = 'directory' and table_type = 'BASE TABLE'`;
  assert.ok(tables.length >= 6);
  let text = '';
  for (const { name } of tables) {
    const rows = await sql.unsafe<{ row: string }>(`select t::text as row from ${name} t`);
    text += rows.map(({ row }) => row).join('\n');
  }
  assert.ok(text.includes(gateway.demo.paycools.appId));
  for (const [what, secret] of secrets) assert.equal(text.includes(secret), false, `The directory holds a ${what}.`);
});

test('demo.json and the master key can be read by their owner alone', async () => {
  for (const file of ['demo.json', 'master.key']) {
    assert.equal((await stat(join(gateway.config.dataFolder, file))).mode & 0o777, 0o600, file);
  }
});

/** Every operation once, the failures too: unreadable, unsigned, refused, undelivered, and a fault inside. */
async function useEverything(): Promise<void> {
  const merchant = await addMerchant(gateway);
  keep('callback secret', merchant.callbackSecret);
  keepKey('private key', merchant.privateKeyPem);
  const made = await gateway.manage<{ merchantPrivateKey: string; callbackSecret: string }>('POST', '/apps', {
    merchantId: merchant.merchantId,
    dialect: 'paycools',
  });
  keepKey('private key made here', made.merchantPrivateKey);
  keep('callback secret made here', made.callbackSecret);
  const rotated = await gateway.manage<{ callbackSecret: string }>('PATCH', `/apps/${merchant.appId}`, {
    rotateCallbackSecret: true,
    publicKey: makeKeyPair().publicKeyPem,
  });
  keep('rotated callback secret', rotated.callbackSecret);

  await merchant.fund(1_000_000);
  const wallet = { payMethodCode: 'EWALLET', ewalletCode: 'GCASH', accountNo: walletNo, bankCode: null };
  for (const change of [{}, { amount: 19_005 }, { amount: 29_021 }, { amount: 29_022 }, wallet]) {
    await send('POST', '/api/v1/payout', merchant.aPayout({ accountNo, ...change }));
  }
  const { qrcodeId, mchOrderId } = await merchant.createQrcode();
  await gateway.act(qrcodeId, 'paid');
  await send('GET', `/api/v1/qrcode/${mchOrderId}`, {});
  await send('GET', '/api/v1/qrcode/%zz', {});
  merchant.receiver.answer = () => ({ status: 500 });
  await gateway.act(await merchant.createPayment(), 'paid');
  await gateway.advance(3_600);
  await merchant.receiver.close();
  await gateway.advance(3_600);
  const body = merchant.client.signedBody(merchant.aPayout({ accountNo }));
  keepSignature((JSON.parse(body) as { sign: string }).sign);
  for (const broken of [body.slice(1), body.replace('Maria', 'Mario'), `${body}${body}`, body.repeat(2_000)]) {
    await fetch(`${gateway.url}/api/v1/payout`, { method: 'POST', body: broken });
  }
  await gateway.sandbox('explain', { path: '/api/v1/payout', body: body.replace('Maria', 'Mario') });
  await fetch(`${gateway.url}/admin/merchants`, { headers: { authorization: 'Bearer nonsense' } });
  await fetch(`${gateway.url}/admin/apps`, {
    method: 'POST',
    headers: { authorization: `Bearer ${gateway.demo.adminToken}` },
    body: `{"merchantId":"${'x'.repeat(100)}"`,
  });
  await withoutPayoutTable(() => send('POST', '/api/v1/payout', merchant.aPayout({ accountNo })));

  async function send(method: 'GET' | 'POST', path: string, params: Params) {
    keepSignature((JSON.parse(merchant.client.signedBody(params)) as { sign: string }).sign);
    return merchant.client.call(method, path, params);
  }
}

/** A fault inside, with the request's data in hand: for a moment no payout can be written. */
async function withoutPayoutTable(use: () => Promise<unknown>): Promise<void> {
  const { sql } = gateway.database;
  const cells = ['cell_00', 'cell_01'];
  for (const cell of cells) {
    await sql.unsafe(`alter table ${cell}.payouts add constraint nothing_new check (amount_minor < 0) not valid`);
  }
  await use();
  for (const cell of cells) await sql.unsafe(`alter table ${cell}.payouts drop constraint nothing_new`);
  await eventually(async () => (await fetch(`${gateway.url}/readyz`)).status === 200);
}

function keep(what: string, secret: string): void {
  assert.ok(secret.length >= 16, what);
  secrets.set(`${what} ${secrets.size}`, secret);
}

/** Its longest part that looks the same in JSON and percent-encoded in a URL. */
function keepSignature(sign: string): void {
  const parts = sign.split(/[^A-Za-z0-9]/).sort((a, b) => b.length - a.length);
  keep('signature', parts[0] ?? '');
}

/** Two lines of a PEM text: they are found whatever became of the line breaks. */
function keepKey(what: string, pem: string): void {
  const lines = pem.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
  keep(what, lines[3] ?? '');
  keep(what, lines.at(-2) ?? '');
}

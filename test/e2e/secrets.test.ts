// What must never be written down: no secret, no beneficiary's account number and no code of a payer in the log of a full run at its
// most talkative level, and no secret in clear in the directory's tables.
import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { addMerchant, makeKeyPair } from '../support/merchant.ts';
import type { Params } from '../support/paycools-client.ts';
import { authorization, cashierSign, createUpayClient, type UpaySigner } from '../support/upay-client.ts';
import { openShop } from '../support/upay-shop.ts';

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
  keep('demo vendor key', gateway.demo.upay.vendorKey);
  keep('demo terminal key', gateway.demo.upay.terminalKey);
  keep('master key', (await readFile(join(gateway.config.dataFolder, 'master.key'), 'utf8')).trim());
  await useEverything();
  await useTills();
});
after(() => gateway.close());

test('the log of a full run with level trace holds no secret, no signature, no account number and no code of a payer', () => {
  const log = gateway.log();
  // It did see the run: what was asked, and what failed on purpose.
  for (const seen of ['"level":50', '"/api/v1/payout"', '"/upay/v2/pay"', '"/gateway"'])
    assert.ok(log.includes(seen), seen);
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
  await without('payouts', () => send('POST', '/api/v1/payout', merchant.aPayout({ accountNo })));

  async function send(method: 'GET' | 'POST', path: string, params: Params) {
    keepSignature((JSON.parse(merchant.client.signedBody(params)) as { sign: string }).sign);
    return merchant.client.call(method, path, params);
  }
}

/** The same for Upay: terminals with all their keys, payers' codes, the cashier, and callbacks that nobody takes. */
async function useTills(): Promise<void> {
  const shop = await openShop(gateway, { switches: { payHoldSeconds: 1 } });
  const { client, appId, activationCodes } = shop;
  keep('vendor key', client.vendor.key);
  keep('terminal key', client.terminal.key);
  const { platformPrivateKeys } = (await gateway.gateway.core.directory.findApp(appId)) ?? {};
  keepKey('platform private key', platformPrivateKeys?.[0] ?? '');
  const another = createUpayClient({ baseUrl: gateway.url, vendor: client.vendor, terminal: client.terminal });
  const device = { device_id: 'POS-9' };
  await another.activate({ app_id: appId, code: activationCodes[0], ...device });
  for (let times = 0; times < 3; times++) {
    keep('key of an activated terminal', another.terminal.key);
    await another.checkIn(device);
  }
  const rotated = await gateway.manage<{ vendorKey: string }>('PATCH', `/vendors/${client.vendor.sn}`, {
    rotateKey: true,
  });
  keep('rotated vendor key', rotated.vendorKey);

  await Promise.all(['1250', '19003', '19021', '19022', '19026', '19027'].map(pay));
  const unheard = { ...anOrder(), payway: '3', notify_url: 'http://127.0.0.1:9/closed' };
  await gateway.act((await send('precreate', unheard)) ?? '', 'paid');
  await client.call('/api/v1/pre-auth/freeze', {
    client_auth_sn: 'A1',
    client_trans_no: 'F1',
    amount: '1000',
    operator: 'op1',
    dynamic_id: newPayerCode(),
  });
  const body = JSON.stringify({ ...anOrder(), terminal_sn: client.terminal.sn, dynamic_id: newPayerCode() });
  const header = signed(client.terminal, body);
  for (const broken of [body.slice(1), body.replace('coffee', 'coffea'), `${body}${body}`, body.repeat(8_000)]) {
    const { status } = await fetch(`${gateway.url}/upay/v2/pay`, { method: 'POST', headers: header, body: broken });
    assert.ok(status < 500);
  }
  await client.send(
    '/upay/v2/pay',
    body.replace('coffee', '\u0000'),
    signed(client.terminal, body.replace('coffee', '\u0000')),
  );
  await gateway.sandbox('explain', { method: 'POST', path: '/upay/v2/pay', headers: header, body: `${body} ` });
  const page = {
    ...anOrder(),
    terminal_sn: client.terminal.sn,
    operator: 'op1',
    return_url: 'https://shop.example/done',
  };
  keep('signature of the cashier', cashierSign(page, client.terminal.key));
  for (const url of [
    client.cashierUrl(page),
    client.cashierUrl(page),
    client.cashierUrl(page).replace('coffee', 'tea'),
  ])
    await fetch(url, { redirect: 'manual' });
  await gateway.advance(3_600);
  await without('payments', () => pay('1250'));
  await without('authorisations', () =>
    client.call('/upay/v2/deposit/freeze', { ...anOrder(), operator: 'op1', dynamic_id: newPayerCode() }),
  );

  function signed(signer: UpaySigner, text: string) {
    const value = authorization(signer, text);
    keep('signature of a terminal', value.split(' ')[1] ?? '');
    return { authorization: value };
  }
  async function send(request: string, fields: object): Promise<string | undefined> {
    const text = JSON.stringify({ terminal_sn: client.terminal.sn, operator: 'op1', ...fields });
    return (await client.send(`/upay/v2/${request}`, text, signed(client.terminal, text))).data['sn'];
  }
  function pay(amount: string): Promise<string | undefined> {
    return send('pay', { ...anOrder(), total_amount: amount, dynamic_id: newPayerCode() });
  }
}

let made = 0;
const anOrder = () => ({ client_sn: `T${++made}`, total_amount: '1250', subject: 'coffee' });

/** Of Alipay, whose payers also keep money aside. */
function newPayerCode(): string {
  const code = `28${String(314_159_265_358_979 + ++made * 7_919)}0`;
  keep("payer's code", code);
  return code;
}

/** A fault inside, with the request's data in hand: for a moment nothing new can be written there. */
async function without(table: 'payouts' | 'payments' | 'authorisations', use: () => Promise<unknown>): Promise<void> {
  const { sql } = gateway.database;
  const cells = ['cell_00', 'cell_01'];
  for (const cell of cells) {
    await sql.unsafe(`alter table ${cell}.${table} add constraint nothing_new check (amount_minor < 0) not valid`);
  }
  await use();
  for (const cell of cells) await sql.unsafe(`alter table ${cell}.${table} drop constraint nothing_new`);
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

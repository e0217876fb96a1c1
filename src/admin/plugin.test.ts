// Guards the admin API's routes as an operator uses them: who may, what they do, and what is answered.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type Fields, openTestAdmin } from '../../test/support/admin.ts';
import { generateRsaKeyPair } from '../kernel/rsa.ts';

const admin = await openTestAdmin();
const { call, engine, server } = admin;
const keys = await generateRsaKeyPair(2048);

after(async () => {
  await admin.close();
  assert.deepEqual(admin.faults, []);
});

interface Page {
  readonly merchants: readonly { readonly merchantId: string }[];
  readonly next?: string;
}

async function newMerchant(body: object = {}): Promise<string> {
  const { status, body: made } = await call('POST', '/merchants', body);
  assert.equal(status, 200, JSON.stringify(made));
  return made['merchantId'] as string;
}

async function newApp(merchantId: string): Promise<string> {
  const made = await call('POST', '/apps', { merchantId, dialect: 'paycools', publicKey: keys.publicKeyPem });
  assert.equal(made.status, 200, made.text);
  return made.body['appId'] as string;
}

test('without the token of an operator every address answers 401', async () => {
  const { token } = admin;
  const wrong = token.replace(/^./, (first) => (first === '0' ? '1' : '0'));
  const headers = [
    undefined,
    '',
    'Bearer',
    `Basic ${token}`,
    token,
    `Bearer ${wrong}`,
    `Bearer ${token}x`,
    'Bearer \u0001',
  ];
  for (const url of ['/admin/merchants', '/admin/openapi.json', '/admin/none', '/admin/ledger/check']) {
    for (const authorization of headers) {
      const answer = await server.inject({ url, headers: authorization === undefined ? {} : { authorization } });
      assert.equal(answer.statusCode, 401, `${url} ${authorization}`);
      assert.match(answer.json<{ message: string }>().message, /Bearer/);
    }
  }
  const answer = await server.inject({ url: '/admin/merchants', headers: { authorization: `bearer ${token}` } });
  assert.equal(answer.statusCode, 200);
});

test('a merchant is made, read, changed and suspended', async () => {
  const merchantId = await newMerchant({
    name: 'Niño 店',
    fees: { payment: { fixed: 100, basisPoints: 150 } },
    limits: { payout: { max: 9_007_199_254_740_991 } },
  });
  const read = (await call('GET', `/merchants/${merchantId}`)).body;
  assert.deepEqual(
    { ...read, cell: 0 },
    {
      merchantId,
      name: 'Niño 店',
      city: 'Manila',
      cell: 0,
      status: 'active',
      fees: { payment: { fixed: 100, basisPoints: 150 } },
      limits: { payout: { max: 9_007_199_254_740_991 } },
      settlementDays: 0,
      balances: {},
      apps: [],
    },
  );
  const limits = { payout: null, payment: { min: 1, max: 2, dailyAmount: 9_007_199_254_740_991, dailyCount: 3 } };
  const change = { status: 'suspended', limits, settlementDays: 1 };
  const changed = (await call('PATCH', `/merchants/${merchantId}`, change)).body;
  assert.equal(changed['status'], 'suspended');
  assert.deepEqual(changed['limits'], { payment: limits.payment });
  const daily = { dailyAmount: 9_007_199_254_740_991n, dailyCount: 3 };
  const stored = (await admin.directory.findMerchant(merchantId))?.limits;
  assert.deepEqual(stored, { payment: { min: 1n, max: 2n, ...daily } });
  assert.deepEqual(changed['fees'], { payment: { fixed: 100, basisPoints: 150 } });
  assert.equal((await admin.directory.findMerchant(merchantId))?.status, 'suspended');
});

test('merchants are listed in pages until there are no more', async () => {
  for (let made = 0; made < 3; made++) await newMerchant();
  const seen: string[] = [];
  for (let after: string | undefined = ''; after !== undefined; ) {
    const { body }: { body: Page } = await call<Page>('GET', `/merchants?limit=2${after && `&after=${after}`}`);
    seen.push(...body.merchants.map(({ merchantId }) => merchantId));
    after = body.next;
  }
  assert.deepEqual(seen, [...new Set(seen)].sort());
  assert.ok(seen.length >= 3);
});

test('a merchant is read with the balances of its accounts, exact however large', async () => {
  const merchantId = await newMerchant();
  const { cell = 0 } = (await admin.directory.findMerchant(merchantId)) ?? {};
  const fund = (id: string, amountMinor: bigint) => ({ id, merchantId, currency: 'PHP', amountMinor });
  for (const id of ['B1', 'B2']) {
    assert.ok((await engine.execute(cell, 'fund', fund(`${merchantId}${id}`, 9_007_199_254_740_990n))).ok);
  }
  const { text } = await call('GET', `/merchants/${merchantId}`);
  assert.match(text, /"balances":\{"PHP":\{"available":18014398509481980,"funding":-18014398509481980\}\}/);
});

test('an app is made with credentials that are shown this once', async () => {
  const merchantId = await newMerchant();
  const { status, body } = await call('POST', '/apps', { merchantId, dialect: 'paycools' });
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body), ['appId', 'merchantPrivateKey', 'callbackSecret']);
  assert.match(body['appId'] as string, /^[0-9a-f]{32}$/);
  assert.match(body['callbackSecret'] as string, /^[0-9a-f]{32}$/);
  assert.match(body['merchantPrivateKey'] as string, /^-----BEGIN PRIVATE KEY-----\n/);
  for (const path of [`/apps/${body['appId'] as string}`, `/merchants/${merchantId}`, '/audit']) {
    const { text } = await call('GET', path);
    assert.ok(!text.includes(body['callbackSecret'] as string) && !text.includes('PRIVATE KEY'), path);
  }
});

test('the key that a merchant gives is taken as PEM and as bare base64, and no private one is made', async () => {
  const bare = keys.publicKeyPem.replace(/-----[A-Z ]+-----|\s/g, '');
  for (const publicKey of [keys.publicKeyPem, bare]) {
    const made = await call('POST', '/apps', { merchantId: await newMerchant(), dialect: 'paycools', publicKey });
    assert.deepEqual(Object.keys(made.body), ['appId', 'callbackSecret']);
    assert.deepEqual((await admin.directory.findApp(made.body['appId'] as string))?.publicKeys, [keys.publicKeyPem]);
  }
});

test('an app is changed member by member, and a rotated secret is shown this once', async () => {
  const appId = await newApp(await newMerchant());
  const allowed = ['10.0.0.0/8', '203.0.113.7', '2001:db8::/32', '::1'];
  const first = {
    ipAllowlist: allowed,
    rateLimit: { perSecond: 0.5, burst: 1 },
    callbackUrls: { merchant: 'https://shop.test/a', qr: 'http://shop.test/b' },
  };
  assert.equal((await call('PATCH', `/apps/${appId}`, first)).status, 200);
  const second = {
    callbackUrls: { qr: null, payout: 'https://shop.test/c' },
    countries: ['PH'],
    switches: { v3: true },
    enabled: false,
  };
  const { body } = await call('PATCH', `/apps/${appId}`, { ...second, rotateCallbackSecret: true });
  assert.match(body['callbackSecret'] as string, /^[0-9a-f]{32}$/);
  assert.equal(body['callbackSecrets'], 2);
  const app = await admin.directory.findApp(appId);
  assert.equal(app?.callbackSecrets[0], body['callbackSecret']);
  assert.deepEqual(app?.callbackUrls, { merchant: 'https://shop.test/a', payout: 'https://shop.test/c' });
  assert.deepEqual([app?.ipAllowlist, app?.rateLimit, app?.enabled], [allowed, { perSecond: 0.5, burst: 1 }, false]);
  assert.deepEqual([app?.countries, app?.switches], [['PH'], { v3: true }]);
  assert.equal((await call('PATCH', `/apps/${appId}`, { rateLimit: null })).body['rateLimit'], null);
});

test('a channel is switched and narrowed, and null gives back what the catalogue says', async () => {
  const { body: before } = await call<{ channels: Fields[] }>('GET', '/channels');
  assert.deepEqual(
    before.channels.map((channel) => channel['channelCode']),
    ['QR', 'WEB', 'BANK', 'DEBIT'],
  );
  const change = { enabled: false, minAmount: 500, maxAmount: 1000, multipleRefund: false, void: false };
  const { body } = await call('PATCH', '/channels/WEB', change);
  assert.deepEqual(body, { ...before.channels[1], ...change });
  const { body: after } = await call<{ channels: Fields[] }>('GET', '/channels');
  assert.deepEqual(after.channels, [before.channels[0], body, ...before.channels.slice(2)]);
  assert.equal(admin.directory.channel('WEB')?.maxAmount, 1000n);
  const supports = { fullRefund: true, partialRefund: true, multipleRefund: false, void: false };
  assert.deepEqual(admin.directory.channel('WEB')?.supports, supports);
  const back = { enabled: null, minAmount: null, maxAmount: null, multipleRefund: null, void: null };
  assert.deepEqual((await call('PATCH', '/channels/WEB', back)).body, before.channels[1]);
  assert.equal(admin.directory.channel('WEB')?.minAmount, 100n);
  assert.equal(admin.directory.channel('WEB')?.supports.void, true);
});

test('the books of all cells are checked, and a difference is named', async () => {
  const merchants = [await newMerchant(), await newMerchant()];
  for (const merchantId of merchants) {
    const { cell = 0 } = (await admin.directory.findMerchant(merchantId)) ?? {};
    await engine.execute(cell, 'fund', { id: `${merchantId}B`, merchantId, currency: 'PHP', amountMinor: 5n });
  }
  const { body } = await call('GET', '/ledger/check');
  assert.deepEqual(Object.keys(body), ['balanced', 'accounts', 'transfers']);
  assert.equal(body['balanced'], true);
  assert.ok(Number(body['accounts']) >= 4 && Number(body['transfers']) >= 2);
  const { sql } = admin.database;
  const accountId = `${merchants[0]}:PHP:available`;
  for (const table of ['cell_00.accounts', 'cell_01.accounts']) {
    await sql.unsafe(`update ${table} set credits = credits + 1 where id = $1`, [accountId]);
  }
  const found = (await call('GET', '/ledger/check')).body;
  assert.equal(found['balanced'], false);
  assert.deepEqual(found['differences'], [
    { accountId, debits: 0, credits: 6, debitsOfTransfers: 0, creditsOfTransfers: 5 },
  ]);
  for (const table of ['cell_00.accounts', 'cell_01.accounts']) {
    await sql.unsafe(`update ${table} set credits = credits - 1 where id = $1`, [accountId]);
  }
});

test('what operators did can be read, newest first, in pages', async () => {
  const merchantId = await newMerchant({ name: 'Seen' });
  await call('PATCH', `/merchants/${merchantId}`, { settlementDays: 3 });
  const { body } = await call<{ entries: Fields[] }>('GET', '/audit?limit=1');
  const [entry] = body.entries;
  assert.deepEqual(
    { ...entry, id: 0 },
    {
      id: 0,
      at: '2026-03-02T04:00:00.000Z',
      who: 'Ana',
      action: 'merchant.update',
      object: merchantId,
      details: { settlementDays: 3 },
    },
  );
  const { body: older } = await call<{ entries: Fields[] }>('GET', `/audit?limit=1&before=${String(entry?.['id'])}`);
  assert.deepEqual([older.entries[0]?.['action'], older.entries[0]?.['object']], ['merchant.create', merchantId]);
});

test('the API describes every route that it serves, and nothing that it does not', async () => {
  const { body } = await call<{ openapi: string; paths: Record<string, object> }>('GET', '/openapi.json');
  assert.equal(body.openapi, '3.1.0');
  const described = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  assert.deepEqual(described.sort(), [
    'GET /admin/activation-codes',
    'GET /admin/applications',
    'GET /admin/apps/{appId}',
    'GET /admin/audit',
    'GET /admin/channels',
    'GET /admin/files/{id}',
    'GET /admin/ledger/check',
    'GET /admin/merchants',
    'GET /admin/merchants/{merchantId}',
    'GET /admin/notifications',
    'GET /admin/openapi.json',
    'GET /admin/payouts/unsettled',
    'GET /admin/refunds/unsettled',
    'GET /admin/shares/unsettled',
    'GET /admin/stores',
    'GET /admin/stores/{storeId}',
    'GET /admin/terminals',
    'GET /admin/terminals/{terminalSn}',
    'GET /admin/vendors',
    'GET /admin/vendors/{vendorSn}',
    'PATCH /admin/applications/{merchantId}',
    'PATCH /admin/apps/{appId}',
    'PATCH /admin/channels/{channelCode}',
    'PATCH /admin/merchants/{merchantId}',
    'PATCH /admin/stores/{storeId}',
    'PATCH /admin/terminals/{terminalSn}',
    'PATCH /admin/vendors/{vendorSn}',
    'POST /admin/activation-codes',
    'POST /admin/apps',
    'POST /admin/mandates/{payToken}/cancel',
    'POST /admin/merchants',
    'POST /admin/notifications/{id}/redeliver',
    'POST /admin/stores',
    'POST /admin/vendors',
  ]);
});

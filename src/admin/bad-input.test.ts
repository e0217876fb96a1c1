// Guards that no input makes the admin API fail: everything has a defined answer with a sentence, and nothing is stored.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { openTestAdmin } from '../../test/support/admin.ts';

const admin = await openTestAdmin();
const { call, directory, server } = admin;

after(async () => {
  await admin.close();
  assert.deepEqual(admin.faults, []);
});

const made = await call('POST', '/merchants');
const merchantId = made.body['merchantId'] as string;
const app = await call('POST', '/apps', { merchantId, dialect: 'paycools' });
const appId = app.body['appId'] as string;
const upay = await call('POST', '/apps', { merchantId, dialect: 'upay' });
const { vendorSn, terminalSn } = upay.body as Record<'vendorSn' | 'terminalSn', string>;
const upayApp = upay.body['appId'] as string;
const store = (await call('POST', '/stores', { merchantId, name: 'Corner' })).body;
const storeId = store['storeId'] as string;
const stored = async () =>
  JSON.stringify(
    await Promise.all(
      [
        `/merchants/${merchantId}`,
        `/apps/${appId}`,
        `/stores?merchantId=${merchantId}`,
        `/activation-codes?storeId=${storeId}`,
        `/terminals/${terminalSn}`,
        '/vendors',
      ].map(async (path) => (await call('GET', path)).body),
    ),
  );

const merchant = `/merchants/${merchantId}`;
const ofApp = `/apps/${appId}`;
const refused: readonly (readonly ['POST' | 'PATCH', string, object | string, RegExp])[] = [
  ['POST', '/merchants', { name: 5 }, /^name must be string\.$/],
  ['POST', '/merchants', { name: '' }, /^name must not have fewer than 1 characters\.$/],
  ['POST', '/merchants', { name: 'a\u0007' }, /^name must match pattern/],
  ['POST', '/merchants', { nmae: 'a' }, /^nmae is not a known field\.$/],
  ['POST', '/merchants', { limits: { payment: { min: 2, max: 1 } } }, /^limits\.payment: min must not be above max\.$/],
  ['POST', '/merchants', [], /^The body is not a JSON object\.$/],
  ['POST', '/merchants', 'null', /^The body is not a JSON object\.$/],
  ['POST', '/merchants', '{"name":', /^The body is not JSON\.$/],
  ['POST', '/merchants', '{"name":"a","name":"b"}', /twice/],
  ['POST', '/merchants', '{"name":"\\u0000"}', /U\+0000/],
  ['POST', '/merchants', '{"name":"\\ud800"}', /surrogate/],
  ['POST', '/merchants', `${'{"a":'.repeat(100)}1${'}'.repeat(100)}`, /nested deeper/],
  ['PATCH', merchant, { status: 'closed' }, /^status must be one of active, suspended\.$/],
  ['PATCH', merchant, { settlementDays: 1.5 }, /^settlementDays must be integer\.$/],
  ['PATCH', merchant, { settlementDays: -1 }, /^settlementDays must be >= 0\.$/],
  ['PATCH', merchant, { settlementDays: 100_000 }, /^settlementDays must be <= 366\.$/],
  ['PATCH', merchant, { limits: { payment: { max: -1 } } }, /^limits\.payment\.max must be >= 0\.$/],
  ['PATCH', merchant, { limits: { payment: { max: '5' } } }, /^limits\.payment\.max must be integer\.$/],
  ['PATCH', merchant, '{"limits":{"payment":{"max":1e308}}}', /^limits\.payment\.max must be <= 9007199254740991\.$/],
  ['PATCH', merchant, '{"limits":{"payment":{"max":1e999}}}', /^limits\.payment\.max must be integer\.$/],
  ['PATCH', merchant, { limits: { refund: {} } }, /^limits\.refund is not a known field\.$/],
  ['PATCH', merchant, { limits: { payment: { maximum: 1 } } }, /^limits\.payment\.maximum is not a known field\.$/],
  ['PATCH', merchant, { limits: { payment: { dailyCount: 1.5 } } }, /^limits\.payment\.dailyCount must be integer\.$/],
  ['PATCH', merchant, { limits: { payment: { dailyCount: -1 } } }, /^limits\.payment\.dailyCount must be >= 0\.$/],
  [
    'PATCH',
    merchant,
    { limits: { payment: { dailyAmount: '5' } } },
    /^limits\.payment\.dailyAmount must be integer\.$/,
  ],
  [
    'PATCH',
    merchant,
    { limits: { payout: { dailyAmount: 5 } } },
    /^limits\.payout\.dailyAmount is not a known field\.$/,
  ],
  ['PATCH', merchant, { limits: { payment: { min: 2, max: 1 } } }, /min must not be above max/],
  [
    'PATCH',
    merchant,
    { fees: { payment: { basisPoints: 10_001 } } },
    /^fees\.payment\.basisPoints must be <= 10000\.$/,
  ],
  ['PATCH', merchant, { fees: 'none' }, /^fees must be object\.$/],
  ['PATCH', merchant, '{"__proto__":{"status":"suspended"}}', /is not a known field/],
  ['POST', '/apps', {}, /^merchantId is missing\.$/],
  [
    'POST',
    '/apps',
    { merchantId, dialect: 'telnet' },
    /^dialect must be one of paycools, bluepay-v1, bluepay-v2, upay\.$/,
  ],
  [
    'POST',
    '/apps',
    { merchantId, dialect: 'bluepay-v1' },
    /^dialect bluepay-v1 is not served by this version; paycools, upay can be used\.$/,
  ],
  ['POST', '/apps', { merchantId, dialect: 'paycools', vendorSn }, /^vendorSn has no meaning in paycools/],
  ['POST', '/apps', { merchantId, dialect: 'upay', vendorSn: 'x' }, /^vendorSn must match pattern/],
  ['POST', '/apps', { merchantId, dialect: 'upay', publicKey: 'x' }, /^publicKey has no meaning in upay/],
  ['POST', '/vendors', {}, /^name is missing\.$/],
  ['POST', '/vendors', { name: '' }, /^name must not have fewer than 1 characters\.$/],
  ['POST', '/vendors', { name: 'a', vendorKey: 'b' }, /^vendorKey is not a known field\.$/],
  ['PATCH', `/vendors/${vendorSn}`, { enabled: 'no' }, /^enabled must be boolean\.$/],
  ['PATCH', `/vendors/${vendorSn}`, { rotateKey: 1 }, /^rotateKey must be boolean\.$/],
  ['POST', '/stores', { merchantId }, /^name is missing\.$/],
  ['POST', '/stores', { merchantId: 'a b', name: 'a' }, /^merchantId must match pattern/],
  ['PATCH', `/stores/${storeId}`, { status: 'gone' }, /^status must be one of open, closed\.$/],
  ['PATCH', `/stores/${storeId}`, { merchantId }, /^merchantId is not a known field\.$/],
  ['POST', '/activation-codes', { storeId }, /^appId is missing\.$/],
  ['POST', '/activation-codes', { storeId: 5, appId: upayApp }, /^storeId must be string\.$/],
  ['POST', '/activation-codes', { storeId, appId: upayApp, uses: 0 }, /^uses must be >= 1\.$/],
  ['POST', '/activation-codes', { storeId, appId: upayApp, uses: 10_001 }, /^uses must be <= 10000\.$/],
  ['POST', '/activation-codes', { storeId, appId: upayApp, uses: '1' }, /^uses must be integer\.$/],
  ['POST', '/activation-codes', { storeId, appId: upayApp, validDays: 0 }, /^validDays must be >= 1\.$/],
  ['POST', '/activation-codes', { storeId, appId: upayApp, validDays: 3651 }, /^validDays must be <= 3650\.$/],
  ['PATCH', `/terminals/${terminalSn}`, {}, /^status is missing\.$/],
  ['PATCH', `/terminals/${terminalSn}`, { status: 'stolen' }, /^status must be one of active, disabled\.$/],
  ['PATCH', `/terminals/${terminalSn}`, { status: 'active', keys: [] }, /^keys is not a known field\.$/],
  ['PATCH', `/applications/${merchantId}`, {}, /^status is missing\.$/],
  ['PATCH', `/applications/${merchantId}`, { status: 'closed' }, /^status must be one of review, /],
  [
    'PATCH',
    `/applications/${merchantId}`,
    { status: 'passed', problem: 'a'.repeat(256) },
    /^problem must not have more/,
  ],
  ['POST', '/apps', { merchantId, dialect: 'paycools', publicKey: 'none' }, /^publicKey must be an RSA public key/],
  [
    'POST',
    '/apps',
    { merchantId, dialect: 'paycools', publicKey: 'A'.repeat(20_000) },
    /^publicKey must not have more/,
  ],
  ['PATCH', ofApp, { publicKey: app.body['merchantPrivateKey'] }, /^publicKey must be an RSA public key/],
  ['PATCH', ofApp, { enabled: 'yes' }, /^enabled must be boolean\.$/],
  ['PATCH', ofApp, { rateLimit: { perSecond: 0, burst: 1 } }, /^rateLimit\.perSecond must be > 0\.$/],
  ['PATCH', ofApp, { rateLimit: { perSecond: 1 } }, /^rateLimit\.burst is missing\.$/],
  ['PATCH', ofApp, { rateLimit: { perSecond: 1, burst: 1.5 } }, /^rateLimit\.burst must be integer\.$/],
  ['PATCH', ofApp, { callbackUrls: { merchant: 'shop.test' } }, /^callbackUrls\.merchant must be a whole URL/],
  ['PATCH', ofApp, { callbackUrls: { qr: 'file:///etc/passwd' } }, /^callbackUrls\.qr must be a whole URL/],
  ['PATCH', ofApp, { callbackUrls: { qr: 'https://a:b@shop.test/' } }, /without a password/],
  ['PATCH', ofApp, { callbackUrls: { other: 'https://shop.test/' } }, /^callbackUrls\.other is not a known field\.$/],
  ['PATCH', ofApp, { countries: ['Philippines'] }, /^countries\.0 must match pattern/],
  ['PATCH', ofApp, { switches: { 'a b': 1 } }, /^switches\.a\?b is not a known field\.$/],
  ['PATCH', ofApp, { switches: [] }, /^switches must be object\.$/],
  ['PATCH', '/channels/QR', { enabled: 1 }, /^enabled must be boolean\.$/],
  ['PATCH', '/channels/QR', { minAmount: 900_000_000_000 }, /^minAmount must not be above maxAmount/],
  ['PATCH', '/channels/QR', { refunds: true }, /^refunds is not a known field\.$/],
  ['PATCH', '/channels/QR', { flags: { void: true } }, /^flags is not a known field\.$/],
  ['PATCH', '/channels/QR', { void: 'yes' }, /^void must be/],
  ['PATCH', '/channels/QR', { partialRefund: 1 }, /^partialRefund must be/],
  ['POST', '/notifications/C1/redeliver', { now: true }, /^now is not a known field\.$/],
  ...[
    '1.2.3',
    '10.0.0.0/33',
    '10.0.0.0/',
    '0x7f.1',
    '01.2.3.4',
    '::1%eth0',
    'example.com',
    '',
    ' ::1',
    '::/129',
    '1',
  ].map(
    (entry) =>
      [
        'PATCH',
        ofApp,
        { ipAllowlist: ['::1', entry] },
        /^ipAllowlist\.1 must be an IP address or a CIDR block\.$/,
      ] as const,
  ),
];

test('each malformed request is refused with a sentence that names the field, and changes nothing', async () => {
  const before = await stored();
  const merchants = (await directory.listMerchants('', 1000)).length;
  for (const [method, path, body, sentence] of refused) {
    const answer = await call(method, path, body);
    assert.equal(answer.status, 400, `${JSON.stringify(body).slice(0, 200)}: ${answer.text}`);
    assert.deepEqual(Object.keys(answer.body), ['message']);
    assert.match(answer.body['message'] as string, sentence);
  }
  assert.equal(await stored(), before);
  assert.equal((await directory.listMerchants('', 1000)).length, merchants);
});

test('what is not there is not found, whatever its name', async () => {
  const names = [
    'M1',
    '%00',
    '%27',
    '%F0%9F%98%80',
    '..%2f..',
    'a'.repeat(90),
    '-',
    `M99${'0'.repeat(22)}`,
    '%ED%A0%80',
  ];
  for (const name of names) {
    for (const [method, path] of [
      ['GET', `/merchants/${name}`],
      ['PATCH', `/merchants/${name}`],
      ['GET', `/apps/${name}`],
      ['PATCH', `/apps/${name}`],
      ['PATCH', `/channels/${name}`],
      ['GET', `/vendors/${name}`],
      ['PATCH', `/vendors/${name}`],
      ['GET', `/stores/${name}`],
      ['PATCH', `/stores/${name}`],
      ['GET', `/terminals/${name}`],
      ['POST', `/notifications/${name}/redeliver`],
      ['GET', `/none/${name}`],
    ] as const) {
      const answer = await call(method, path, method === 'GET' ? undefined : {});
      assert.ok([404, 400, 414].includes(answer.status), `${method} ${path}: ${answer.status} ${answer.text}`);
      assert.equal(typeof answer.body['message'], 'string');
    }
  }
  const absent: readonly (readonly ['POST' | 'PATCH', string, object, string])[] = [
    ['POST', '/apps', { merchantId: 'M1', dialect: 'paycools' }, 'There is no merchant M1.'],
    ['POST', '/apps', { merchantId: 'M1', dialect: 'upay' }, 'There is no merchant M1.'],
    ['POST', '/apps', { merchantId, dialect: 'upay', vendorSn: '10' }, 'There is no vendor 10.'],
    ['POST', '/stores', { merchantId: 'M1', name: 'a' }, 'There is no merchant M1.'],
    ['POST', '/activation-codes', { storeId: '10', appId: upayApp }, 'There is no store 10.'],
    ['POST', '/activation-codes', { storeId, appId: 'none' }, 'There is no app none.'],
    ['POST', '/activation-codes', { storeId, appId }, `The app ${appId} is of a dialect without terminals.`],
    ['PATCH', '/terminals/10', { status: 'active' }, 'There is no terminal 10.'],
    ['PATCH', '/applications/M1', { status: 'passed' }, 'There is no application of a merchant M1.'],
  ];
  for (const [method, path, body, sentence] of absent) {
    const answer = await call(method, path, body);
    assert.deepEqual([answer.status, answer.body['message']], [404, sentence]);
  }
});

test('a malformed query is refused, and one that PostgreSQL could not take never reaches it', async () => {
  const queries = [
    'merchants?limit=0',
    'merchants?limit=1001',
    'merchants?limit=abc',
    'merchants?limit=1&limit=2',
    'merchants?after=%00',
    'merchants?other=1',
    'notifications',
    'notifications?reference=',
    'notifications?reference=%00',
    'notifications?reference=a&appId=%00',
    'audit?before=99999999999999999999',
    'audit?limit=-1',
    'payouts/unsettled?olderThanSeconds=1e9',
    'payouts/unsettled?olderThanSeconds=9999999999',
    'ledger/check?full=1',
    'refunds/unsettled?olderThanSeconds=-1',
    'shares/unsettled?olderThanSeconds=1.5',
    'vendors?limit=0',
    'stores',
    'stores?merchantId=%00',
    'activation-codes?storeId=x',
    'terminals?merchantId=M1',
    'applications?status=open',
  ];
  for (const query of queries) {
    const answer = await call('GET', `/${query}`);
    assert.equal(answer.status, 400, `${query}: ${answer.text}`);
  }
  for (const query of [
    'payouts/unsettled?olderThanSeconds=1000000000',
    'audit?before=9007199254740991',
    'merchants?after=%7A',
  ]) {
    assert.equal((await call('GET', `/${query.replace('9007199254740991', '900719925474099')}`)).status, 200, query);
  }
});

test('a body that is too long, not UTF-8 or of another type is refused or read as JSON', async () => {
  const headers = { authorization: `Bearer ${admin.token}`, 'content-type': 'text/plain' };
  const send = (payload: string | Buffer) =>
    server.inject({ method: 'POST', url: '/admin/merchants', headers, payload });
  assert.equal((await send(JSON.stringify({ name: 'a'.repeat(200_000) }))).statusCode, 413);
  assert.equal((await send(Buffer.from([0x7b, 0xff, 0x7d]))).statusCode, 400);
  assert.equal((await send('{"name":"a"}')).statusCode, 200);
});

test('no JSON at all makes it fail', async () => {
  const paths = [
    ['POST', '/merchants'],
    ['PATCH', merchant],
    ['POST', '/apps'],
    ['PATCH', ofApp],
    ['PATCH', '/channels/QR'],
    ['POST', '/vendors'],
    ['PATCH', `/vendors/${vendorSn}`],
    ['POST', '/stores'],
    ['PATCH', `/stores/${storeId}`],
    ['POST', '/activation-codes'],
    ['PATCH', `/terminals/${terminalSn}`],
    ['PATCH', `/applications/${merchantId}`],
  ] as const;
  const names = [
    'status',
    'storeId',
    'appId',
    'uses',
    'rotateKey',
    'name',
    'fees',
    'limits',
    'payment',
    'merchantId',
    'publicKey',
    'ipAllowlist',
    'switches',
    'rateLimit',
    'minAmount',
  ];
  const field = fc.oneof(fc.constantFrom(...names), fc.string());
  const body = fc.dictionary(field, fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), body, async ([method, path], sent) => {
      const { status } = await call(method, path, JSON.stringify(sent));
      assert.ok(status === 200 || (status >= 400 && status < 500), `${status}`);
    }),
    { numRuns: 300 },
  );
});

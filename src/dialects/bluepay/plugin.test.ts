// Guards what every BluePay request goes through: the envelope, the order of the checks, the two versions, and bad input.
import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { test } from 'node:test';
import { Type } from 'typebox';
import { signParam } from '../../../test/support/bluepay-client.ts';
import {
  bluepayAppId as appId,
  bluepayStartAt as now,
  createBluepayGateway,
  type BluepayGateway,
  type BluepayGatewayOptions,
  merchantKeys,
} from '../../../test/support/bluepay-gateway.ts';
import { accept } from '../../kernel/outcome.ts';
import { generateRsaKeyPair } from '../../kernel/rsa.ts';
import { defineOperation } from './operation.ts';
import { operations } from './operations.ts';
import { amount, remark } from './schemas.ts';

const key = createPrivateKey(merchantKeys.privateKeyPem);
const both = ['v1', 'v2'] as const;

const about = { summary: 'Answers.', answer: Type.Unknown() };
const echo = defineOperation({
  path: '/open-api/echo',
  versions: both,
  ...about,
  fields: Type.Object({ amount: Type.Optional(amount), remark: Type.Optional(remark) }),
  handle: async ({ fields, version, country }) => accept({ version, country, ...fields }),
});
const shared = both.map((version) =>
  defineOperation({
    path: '/open-api/shared',
    versions: [version],
    ...about,
    fields: Type.Object({}),
    handle: async () => accept([`only ${version}`]),
  }),
);
const newer = defineOperation({
  path: '/open-api/v1/newer',
  versions: ['v2'],
  ...about,
  longestBodyBytes: 2_000_000,
  fields: Type.Object({}),
  handle: async () => accept({}),
});
const broken = defineOperation({
  path: '/open-api/broken',
  versions: both,
  ...about,
  fields: Type.Object({}),
  handle: () => Promise.reject(new Error('secret inside')),
});

const create = (version: 'v1' | 'v2', options: BluepayGatewayOptions = {}) =>
  createBluepayGateway(version, { operations: [echo, ...shared, newer, broken], ...options });

async function post(gateway: BluepayGateway, body: string | Buffer, remoteAddress = '127.0.0.1') {
  const response = await gateway.server.inject({ method: 'POST', url: echo.path, payload: body, remoteAddress });
  assert.equal(response.statusCode, 200);
  return response.json<{ code: number }>().code;
}

test('success carries code, message and data as JSON, and no signature, with HTTP status 200', async () => {
  const gateway = await create('v1');
  const { client } = gateway;
  const body = client.bodyOf(client.paramOf({ amount: 5 }));
  const response = await gateway.server.inject({ method: 'POST', url: echo.path, payload: body });
  assert.equal(response.statusCode, 200);
  assert.equal(response.headers['content-type'], 'application/json; charset=utf-8');
  const data = '{"version":"v1","country":"TH","amount":5}';
  assert.equal(response.body, `{"code":10000,"message":"Success","data":${data}}`);
  assert.deepEqual(gateway.answers, [{ operation: 'POST /open-api/echo', code: 10000 }]);
});

test('an error has its published text and no data, whatever is wrong, in the words of the version', async () => {
  for (const version of both) {
    const { client } = await create(version);
    const { code, message } = await client.call(echo.path, { remark: 5 });
    assert.deepEqual([code, message], [21002, 'Request param error']);
    const expired = await client.call(echo.path, { timestamp: 1 });
    const text = { v1: 'Request timestamp expired error', v2: 'Request timestamp error' }[version];
    assert.deepEqual([expired.code, expired.message], [21009, text]);
  }
});

test('the first failing check answers: envelope, app, merchant, app state, address, frequency, signature, param, time, country, fields', async () => {
  const gateway = await create('v2');
  gateway.merchant = { ...gateway.merchant, status: 'suspended' };
  gateway.app = { ...gateway.app, enabled: false, ipAllowlist: ['10.0.0.1'], countries: ['PH'] };
  gateway.app = { ...gateway.app, rateLimit: { perSecond: 0, burst: 0 } };
  const ask = (param: string, sign = 'bad', id = appId) => post(gateway, JSON.stringify({ appId: id, sign, param }));
  const signed = (param: string) => ask(param, signParam(key, param));
  assert.equal(await post(gateway, JSON.stringify({ appId: 'nobody', sign: 'bad' })), 21002);
  assert.equal(await ask('no json', 'bad', 'nobody'), 21003);
  assert.equal(await ask('no json'), 21004);
  gateway.merchant = { ...gateway.merchant, status: 'active' };
  assert.equal(await ask('no json'), 21004);
  gateway.app = { ...gateway.app, enabled: true };
  assert.equal(await ask('no json'), 21016);
  gateway.app = { ...gateway.app, ipAllowlist: ['127.0.0.0/8'] };
  assert.equal(await ask('no json'), 21020);
  gateway.app = { ...gateway.app, rateLimit: null };
  assert.equal(await ask('no json'), 21001);
  assert.equal(await signed('no json'), 21002);
  assert.equal(await signed('{"countryCode":"XX","amount":0}'), 21008);
  assert.equal(await signed('{"timestamp":1,"countryCode":"XX","amount":0}'), 21009);
  assert.equal(await signed(`{"timestamp":${now},"countryCode":"XX","amount":0}`), 21002);
  assert.equal(await signed(`{"timestamp":${now},"countryCode":"TH","amount":0}`), 21017);
  assert.equal(await signed(`{"timestamp":${now},"countryCode":"PH","amount":0}`), 21021);
  assert.equal(await signed(`{"timestamp":${now},"countryCode":"PH","amount":1}`), 10000);
});

test('a request over its frequency is told so in version 2 alone; version 1 has no code for it', async () => {
  for (const [version, code] of [
    ['v1', 21000],
    ['v2', 21020],
  ] as const) {
    const gateway = await create(version);
    gateway.app = { ...gateway.app, rateLimit: { perSecond: 1, burst: 1 } };
    assert.equal((await gateway.client.call(echo.path)).code, 10000);
    assert.equal((await gateway.client.call(echo.path)).code, code);
  }
});

const envelopes: [title: string, body: string | Buffer][] = [
  ['nothing', ''],
  ['no JSON', '{'],
  ['an array', '[]'],
  ['null', 'null'],
  ['no appId', '{"sign":"s","param":"{}"}'],
  ['no sign', `{"appId":"${appId}","param":"{}"}`],
  ['no param', `{"appId":"${appId}","sign":"s"}`],
  ['a param that is an object', `{"appId":"${appId}","sign":"s","param":{}}`],
  ['a param that is null', `{"appId":"${appId}","sign":"s","param":null}`],
  ['a sign that is a number', `{"appId":"${appId}","sign":1,"param":"{}"}`],
  ['an appId that is a number', '{"appId":1,"sign":"s","param":"{}"}'],
  ['param twice', `{"appId":"${appId}","sign":"s","param":"{}","param":"{}"}`],
  ['flat fields', `{"appId":"${appId}","sign":"s","mchOrderId":"A1"}`],
  ['a byte order mark', `\uFEFF{"appId":"${appId}","sign":"s","param":"{}"}`],
  ['invalid UTF-8', Buffer.from(`{"appId":"${appId}","sign":"s","param":"\xff"}`, 'latin1')],
  ['deep nesting', `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`],
];
for (const [title, body] of envelopes) {
  test(`an envelope that is ${title} is answered 21002`, async () => {
    const gateway = await create('v1');
    assert.equal(await post(gateway, body), 21002);
    assert.deepEqual(gateway.errors, []);
  });
}

const params: [title: string, param: string][] = [
  ['empty', ''],
  ['no JSON', 'mchOrderId=A1'],
  ['an array', '[]'],
  ['a text', '"{}"'],
  ['null', 'null'],
  ['a name twice', `{"timestamp":${now},"timestamp":${now}}`],
  ['deep nesting', `{"a":${'['.repeat(40)}${']'.repeat(40)}}`],
];
for (const [title, param] of params) {
  test(`a param that is ${title} is answered 21002 when it is rightly signed, and 21001 otherwise`, async () => {
    const gateway = await create('v1');
    assert.equal(await post(gateway, gateway.client.bodyOf(param)), 21002);
    const sign = signParam(key, `${param} `);
    assert.equal(await post(gateway, JSON.stringify({ appId, sign, param })), 21001);
  });
}

const times: [timestamp: unknown, code: number][] = [
  [now, 10000],
  [String(now), 10000],
  [now / 1000, 10000],
  [String(now / 1000), 10000],
  [now + 300_000, 10000],
  [now - 300_000, 10000],
  [now + 300_001, 21009],
  [now - 300_001, 21009],
  [0, 21009],
  [-now, 21009],
  [now * 1000, 21009],
  ['9'.repeat(400), 21009],
  [undefined, 21008],
  [null, 21008],
  ['', 21008],
  ['2026-03-17 17:30:00', 21008],
  [` ${now}`, 21008],
  [`-${now}`, 21008],
  [now + 0.5, 21008],
  [true, 21008],
  [[now], 21008],
];
test('a timestamp is milliseconds or seconds, as a number or as digits, and at most five minutes away', async () => {
  const { client } = await create('v1');
  for (const [timestamp, code] of times) {
    assert.equal((await client.call(echo.path, { timestamp })).code, code, JSON.stringify(timestamp));
  }
});

test('an operator sets the window', async () => {
  const gateway = await create('v1');
  gateway.app = { ...gateway.app, switches: { timestampWindowSeconds: 10 } };
  assert.equal((await gateway.client.call(echo.path, { timestamp: now - 10_000 })).code, 10000);
  assert.equal((await gateway.client.call(echo.path, { timestamp: now - 10_001 })).code, 21009);
});

test('version 2 names its country, which has to be open to the app; version 1 is Thailand', async () => {
  const gateway = await create('v2');
  const ask = async (countryCode: unknown) => {
    const { code, data } = await gateway.client.call(echo.path, { countryCode });
    return data['country'] ?? code;
  };
  const codes = ['TH', 'PH', 'MY', 'ID', 'RU', 'US', 'th', '', null, 66, 'constructor'];
  const all = await Promise.all(codes.map(ask));
  assert.deepEqual(all, ['TH', 'PH', 'MY', 'ID', 'RU', 21002, 21002, 21002, 21002, 21002, 21002]);
  gateway.app = { ...gateway.app, countries: ['TH', 'PH'] };
  assert.deepEqual(await Promise.all(codes.slice(0, 3).map(ask)), ['TH', 'PH', 21017]);
  gateway.app = { ...gateway.app, dialect: 'bluepay-v1' };
  assert.deepEqual(await Promise.all([undefined, null, 'TH', 'PH', 'US'].map(ask)), ['TH', 'TH', 'TH', 21002, 21002]);
});

test('a shared path leads each version to its own operation, and one of the other version is 21002', async () => {
  const [one, two] = [await create('v1'), await create('v2')];
  assert.deepEqual((await one.client.send('/open-api/shared', one.client.bodyOf(one.client.paramOf({})))).code, 10000);
  for (const gateway of [one, two]) {
    const { client } = gateway;
    const response = await gateway.server.inject({
      method: 'POST',
      url: '/open-api/shared',
      payload: client.bodyOf(client.paramOf({})),
    });
    assert.deepEqual(response.json<{ data: unknown }>().data, [`only ${client.version}`]);
  }
  assert.equal((await two.client.call(newer.path)).code, 10000);
  assert.equal((await one.client.call(newer.path)).code, 21002);
});

test('an empty allowlist lets everyone in in sandbox mode and no one in live mode', async () => {
  for (const [mode, code] of [
    ['sandbox', 10000],
    ['live', 21016],
  ] as const) {
    const gateway = await create('v1', { mode });
    assert.equal((await gateway.client.call(echo.path)).code, code);
  }
  const gateway = await create('v1', { mode: 'live' });
  gateway.app = { ...gateway.app, ipAllowlist: ['203.0.113.7', '2001:db8::/32'] };
  const body = gateway.client.bodyOf(gateway.client.paramOf({}));
  for (const [address, code] of [
    ['203.0.113.7', 10000],
    ['::ffff:203.0.113.7', 10000],
    ['2001:db8::9', 10000],
    ['203.0.113.8', 21016],
  ] as const) {
    assert.equal(await post(gateway, body, address), code, address);
  }
});

test('two keys verify while one is phased out, an app without an acceptable key is refused, and so is an app of another API', async () => {
  const gateway = await create('v1');
  const newest = await generateRsaKeyPair(2048);
  const ask = async () => (await gateway.client.call(echo.path)).code;
  gateway.app = { ...gateway.app, publicKeys: [newest.publicKeyPem, merchantKeys.publicKeyPem] };
  assert.equal(await ask(), 10000);
  for (const publicKeys of [[newest.publicKeyPem], ['none'], []]) {
    gateway.app = { ...gateway.app, publicKeys };
    assert.equal(await ask(), 21001);
  }
  gateway.app = { ...gateway.app, dialect: 'paycools', publicKeys: [merchantKeys.publicKeyPem] };
  assert.equal(await ask(), 21003);
});

test('an appId that is too long to be one costs no question to the directory', async () => {
  const asked: string[] = [];
  const findApp = async (id: string) => {
    asked.push(id);
    return undefined;
  };
  const gateway = await create('v1', { directory: { findApp } });
  for (const id of ['a'.repeat(65), 'a'.repeat(64)]) {
    assert.equal(await post(gateway, JSON.stringify({ appId: id, sign: 's', param: '{}' })), 21003);
  }
  assert.deepEqual(asked, ['a'.repeat(64)]);
});

test('HTTP 404, 405 and 413 stand for an unknown path, another method and a body that is too long, in the same envelope', async () => {
  const gateway = await create('v1');
  const ask = async (method: 'GET' | 'POST' | 'PUT', url: string, payload = '') => {
    const { statusCode, headers, body } = await gateway.server.inject({ method, url, payload });
    assert.equal(body, '{"code":21002,"message":"Request param error"}');
    return [statusCode, headers['allow']];
  };
  assert.deepEqual(await ask('POST', '/open-api/nothing'), [404, undefined]);
  assert.deepEqual(await ask('GET', '/open-api/'), [404, undefined]);
  assert.deepEqual(await ask('GET', `${echo.path}?a=1`), [405, 'POST']);
  assert.deepEqual(await ask('PUT', echo.path), [405, 'POST']);
  assert.deepEqual(await ask('POST', echo.path, ' '.repeat(1_048_577)), [413, undefined]);
  assert.deepEqual(await ask('POST', newer.path, ' '.repeat(1_048_577)), [200, undefined]);
  assert.deepEqual(await ask('POST', newer.path, ' '.repeat(2_000_001)), [413, undefined]);
});

test('a fault is answered 21000 and its text goes to the log alone', async () => {
  const gateway = await create('v2');
  const { code, message } = await gateway.client.call(broken.path);
  assert.deepEqual([code, message], [21000, 'Server error, Please try again later.']);
  assert.deepEqual(gateway.errors, ['Error: secret inside']);
});

test('a body is read as JSON whatever content type it claims, or none', async () => {
  const gateway = await create('v1');
  const payload = gateway.client.bodyOf(gateway.client.paramOf({}));
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json;charset=GBK', undefined]) {
    const headers = type === undefined ? {} : { 'content-type': type };
    const response = await gateway.server.inject({ method: 'POST', url: echo.path, payload, headers });
    assert.equal(response.json<{ code: number }>().code, 10000, type ?? 'none');
  }
});

test('no path of the API has two operations for one version', () => {
  const slots = operations.flatMap(({ path, versions }) => versions.map((version) => `${version} ${path}`));
  assert.deepEqual(slots, [...new Set(slots)]);
  for (const { path } of operations) assert.match(path, /^\/open-api\/[A-Za-z0-9/-]+$/);
});

// Guards the explanations: each usual mistake in signing is made for real, and the sentence about it must be the answer.
import assert from 'node:assert/strict';
import { constants, createPrivateKey, type KeyObject, sign as signWith } from 'node:crypto';
import { test } from 'node:test';
import { signParam } from '../../../test/support/bluepay-client.ts';
import {
  bluepayAppId as appId,
  bluepayStartAt as now,
  merchantKeys,
  platformKeys,
} from '../../../test/support/bluepay-gateway.ts';
import { standingClock } from '../../../test/support/engine.ts';
import type { App } from '../../core/merchant/merchant.ts';
import { md5Hex, sha256Hex } from '../../kernel/digest.ts';
import { generateRsaKeyPair } from '../../kernel/rsa.ts';
import { createBluepay } from './dialect.ts';

const key = createPrivateKey(merchantKeys.privateKeyPem);
const app: App = {
  id: appId,
  merchantId: 'M1',
  dialect: 'bluepay-v2',
  enabled: true,
  publicKeys: [merchantKeys.publicKeyPem],
  callbackSecrets: [],
  platformPrivateKeys: [platformKeys.privateKeyPem],
  vendorId: null,
  callbackUrls: {},
  ipAllowlist: [],
  rateLimit: null,
  countries: ['TH', 'PH'],
  switches: {},
};
const balancePath = '/open-api/account/balance';
const members = {
  timestamp: now,
  mchOrderId: 'A1',
  countryCode: 'TH',
  remark: 'ชำระเงิน',
  notifyUrl: 'https://m.example/n',
  email: null,
};
const param = JSON.stringify(members);

const dialect = createBluepay({ clock: standingClock(now) });
const explain = (body: string, { path = balancePath, method = 'POST', found = app } = {}) =>
  dialect.explain({ method, path, headers: {}, body }, async (id) => (id === appId ? found : undefined));
const envelope = (sign: string, text = param) => JSON.stringify({ appId, sign, param: text });
const explainSigned = (text: string, of: KeyObject = key) => explain(envelope(signParam(of, text)));

test('a right request is valid, and the signed text is shown byte for byte', async () => {
  const explanation = await explain(envelope(signParam(key, param)));
  assert.deepEqual(explanation, { dialect: 'bluepay-v2', valid: true, signedText: param, causes: [] });
  const first = await explain(envelope(signParam(key, param)), { found: { ...app, dialect: 'bluepay-v1' } });
  assert.deepEqual([first?.dialect, first?.valid, first?.causes], ['bluepay-v1', true, []]);
});

const { email: _null, ...filled } = members;
const sorted = Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)));
const pairs = Object.entries(filled)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, value]) => `${name}=${value}`)
  .join('&');
const texts: [title: string, text: string, cause: RegExp][] = [
  ['param sorted by name', JSON.stringify(sorted), /written again/],
  ['param without its nulls', JSON.stringify(filled), /written again/],
  ['param indented', JSON.stringify(members, null, 2), /written again/],
  ['param with blanks after colons and commas', param.replaceAll('":', '": ').replaceAll(',"', ', "'), /Blanks/],
  ['a line feed after param', `${param}\n`, /line feed/],
  ['param as it is escaped in the body', JSON.stringify(param).slice(1, -1), /backslashes/],
  ['param in quotation marks', JSON.stringify(param), /backslashes/],
  ['slashes escaped', param.replaceAll('/', '\\/'), /Escapes/],
  ['another encoding than UTF-8', param.replace(/[^\0-\x7f]/g, '?'), /UTF-8/],
  ['sorted name=value pairs', pairs, /name=value/],
  ['sorted pairs and appId', `appId=${appId}&${pairs}`, /name=value/],
  ['appId and param as a pair', `appId=${appId}&param=${param}`, /appId or a name/],
  ['the whole body', JSON.stringify({ appId, param }), /body was signed/],
  ['param URL-encoded', encodeURIComponent(param), /URL-encoded/],
  ['param in base64', Buffer.from(param).toString('base64'), /base64-encoded before/],
  ['the SHA-256 digest', sha256Hex(param), /SHA-256 digest/],
  ['the MD5 digest', md5Hex(param), /MD5 digest/],
];
for (const [title, text, cause] of texts) {
  test(`who signed ${title} is told so`, async () => {
    const explanation = await explainSigned(text);
    assert.deepEqual([explanation?.valid, explanation?.signedText], [false, param]);
    assert.equal(explanation?.causes.length, 1, explanation?.causes.join(' | ') ?? '');
    assert.match(explanation.causes[0] ?? '', cause);
  });
}

const plain = signParam(key, param);
const padded = { key, padding: constants.RSA_PKCS1_PSS_PADDING };
const signs: [title: string, sign: string, cause: RegExp][] = [
  ['percent-encoding', encodeURIComponent(plain), /percent-encoded/],
  ['blanks for +', plain.replaceAll('+', ' '), /as spaces/],
  ['the URL-safe alphabet', Buffer.from(plain, 'base64').toString('base64url'), /URL-safe|padding/],
  ['line breaks', plain.replace(/.{76}/g, '$&\n'), /line breaks/],
  ['hex', Buffer.from(plain, 'base64').toString('hex'), /in hex/],
  ['SHA1withRSA', signWith('sha1', Buffer.from(param), key).toString('base64'), /SHA1withRSA/],
  ['PSS padding', signWith('sha256', Buffer.from(param), padded).toString('base64'), /PSS/],
];
for (const [title, sign, cause] of signs) {
  test(`a sign with ${title} is told so`, async () => {
    const explanation = await explain(envelope(sign));
    assert.equal(explanation?.causes.length, 1, explanation?.causes.join(' | ') ?? '');
    assert.match(explanation.causes[0] ?? '', cause);
  });
}

test('two mistakes at once are both told', async () => {
  const causes = (await explain(envelope(signWith('sha1', Buffer.from(pairs), key).toString('base64'))))?.causes;
  assert.match(causes?.join(' ') ?? '', /name=value.*SHA1withRSA/);
});

test('another key is named as the likely cause, one of another length as certain, and an old digest as what it is', async () => {
  const other = await generateRsaKeyPair(2048);
  const longer = await generateRsaKeyPair(4096);
  const wrongKey = await explainSigned(param, createPrivateKey(other.privateKeyPem));
  assert.match(wrongKey?.causes.join(' ') ?? '', /^None of \d+ usual mistakes .* private key/);
  const wrongLength = await explainSigned(param, createPrivateKey(longer.privateKeyPem));
  assert.match(wrongLength?.causes[0] ?? '', /a key of 4096 bits, but the app's public key has 2048/);
  const digest = await explain(envelope('45eebd745dcf0b5f6d6f9fcde28cd9fe8116a892'));
  assert.match(digest?.causes[0] ?? '', /SHA-1 digest, as old samples have/);
  const cut = await explain(envelope(plain.slice(0, -6)));
  assert.match(cut?.causes[0] ?? '', /cut/);
});

const refused: [title: string, change: object, cause: RegExp][] = [
  ['no timestamp', { timestamp: undefined }, /timestamp is missing/],
  ['a timestamp that is a date', { timestamp: '2026-03-17 17:30:00' }, /no whole number/],
  ['a timestamp of an hour ago', { timestamp: now - 3_600_000 }, /3600 seconds behind/],
  ['a timestamp in seconds of tomorrow', { timestamp: now / 1000 + 86_400 }, /86400 seconds ahead/],
  ['a timestamp in microseconds', { timestamp: now * 1000 }, /micro- or nanoseconds/],
  ['no country', { countryCode: undefined }, /countryCode is not known/],
  ['a country that is not open', { countryCode: 'MY' }, /not open/],
];
for (const [title, change, cause] of refused) {
  test(`${title} is told although the signature is right`, async () => {
    const text = JSON.stringify({ ...members, ...change });
    const explanation = await explain(envelope(signParam(key, text), text));
    assert.deepEqual([explanation?.valid, explanation?.signedText], [true, text]);
    assert.equal(explanation?.causes.length, 1, explanation?.causes.join(' | ') ?? '');
    assert.match(explanation.causes[0] ?? '', cause);
  });
}

test('another method, a path of no operation and a param that is no JSON are told although the signature is right', async () => {
  const signed = envelope(signParam(key, param));
  assert.match((await explain(signed, { method: 'GET' }))?.causes[0] ?? '', /POST alone/);
  assert.match((await explain(signed, { path: '/open-api/nothing?a=1' }))?.causes[0] ?? '', /v2 has no operation at/);
  assert.match((await explain(envelope(signParam(key, 'a=1'), 'a=1')))?.causes[0] ?? '', /param cannot be read/);
});

test('requests of other generations are told what they are', async () => {
  const object = await explain(`{"appId":"${appId}","sign":"s","param":{"a": 1}}`);
  assert.match(object?.causes[0] ?? '', /param is a JSON object/);
  assert.equal(object?.signedText, '{"a":1}');
  const flat = await explain(`{"appId":"${appId}","sign":"s","mchOrderId":"A1"}`);
  assert.match(flat?.causes[0] ?? '', /There is no param/);
});

test('what cannot be read, an unknown app and an app without keys are told; other paths are not of this dialect', async () => {
  assert.match((await explain('{'))?.causes[0] ?? '', /cannot be read/);
  assert.match((await explain('{"appId":"x"}'))?.causes[0] ?? '', /cannot be read/);
  assert.match((await explain('{"appId":"x","sign":"x","param":"x"}'))?.causes[0] ?? '', /not one of a BluePay app/);
  const keyless = { ...app, publicKeys: ['none'] };
  assert.match((await explain(envelope(plain), { found: keyless }))?.causes[0] ?? '', /no RSA public key/);
  assert.equal(await explain('{}', { path: '/api/v1/payment' }), undefined);
});

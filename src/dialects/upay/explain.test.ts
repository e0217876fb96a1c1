// Guards the explanations: each usual mistake in signing is made for real, and the sentence about it must be the answer.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { cashierSign } from '../../../test/support/upay-client.ts';
import { createUpayGateway } from '../../../test/support/upay-gateway.ts';
import { md5Hex, sha1Hex, sha256Hex } from '../../kernel/digest.ts';

const gateway = await createUpayGateway();
const { dialect, client, terminals } = gateway;
const { terminal, vendor } = client;
const { sn, key } = terminal;
const other = '100000330000002';
const otherKey = md5Hex('of the other');
const row = terminals.rows.get(sn);
if (row) terminals.rows.set(other, { ...row, id: other, keys: [otherKey] });

const body = `{"terminal_sn":"${sn}","client_sn":"C1","total_amount":"1","subject":"拿铁 a/b","operator":"op"}`;
const explain = (path: string, authorization: string | undefined, sent = body) => {
  const headers = authorization === undefined ? {} : { authorization };
  return dialect.explain({ method: 'POST', path, headers, body: sent }, async () => undefined);
};
const explainSigned = (sign: string, sent = body) => explain('/upay/v2/pay', `${sn} ${sign}`, sent);
const right = md5Hex(body + key);

test('a right signature is valid in either letter case; the signed text is shown, the key is not', async () => {
  for (const sign of [right, right.toUpperCase()]) {
    const explanation = await explainSigned(sign);
    assert.deepEqual(explanation, { dialect: 'upay', valid: true, signedText: `${body}<terminal_key>`, causes: [] });
  }
});

const object = JSON.parse(body) as Readonly<Record<string, string>>;
const spaced = body.replaceAll('":"', '": "').replaceAll('","', '", "');
const escaped = body.replace('拿铁', '\\u62ff\\u94c1');
const sorted = JSON.stringify(Object.fromEntries(Object.entries(object).toSorted(([a], [b]) => (a < b ? -1 : 1))));
const pairs = Object.keys(object)
  .toSorted()
  .map((name) => `${name}=${object[name]}`)
  .join('&');
const mistakes: readonly [title: string, sign: string, cause: RegExp][] = [
  ['the JSON with blanks', md5Hex(spaced + key), /written again/],
  ['the JSON with escapes', md5Hex(escaped + key), /written again/],
  [
    'the JSON with escapes and blanks, as Python writes it',
    md5Hex(escaped.replaceAll('":"', '": "').replaceAll('","', '", "') + key),
    /written again/,
  ],
  ['the JSON with escaped slashes, as PHP writes it', md5Hex(escaped.replace('a/b', 'a\\/b') + key), /written again/],
  ['the JSON indented', md5Hex(JSON.stringify(object, undefined, 2) + key), /written again/],
  ['the JSON sorted', md5Hex(sorted + key), /written again/],
  ['sorted pairs', md5Hex(pairs + key), /Sorted name=value pairs/],
  ['no body', md5Hex(key), /body was not signed/],
  ['a line feed after the body', md5Hex(`${body}\n${key}`), /line feed/i],
  ['&key= between', md5Hex(`${body}&key=${key}`), /"&key="/],
  ['the key first', md5Hex(key + body), /before the body/],
  ['no key', md5Hex(body), /key was left out/],
  ['the digest of the body', md5Hex(md5Hex(body) + key), /digest of the body/],
  ['another encoding', md5Hex(Buffer.from(body + key, 'latin1')), /UTF-8/],
  ['SHA-1', sha1Hex(body + key), /SHA-1/],
  ['SHA-256', sha256Hex(body + key), /SHA-256/],
  ['HMAC-MD5', createHmac('md5', key).update(body).digest('hex'), /HMAC-MD5/],
  ['HMAC-SHA256', createHmac('sha256', key).update(body).digest('hex'), /HMAC-SHA256/],
  ['base64 of the digest', Buffer.from(right, 'hex').toString('base64'), /in base64/],
  ['base64 of the hex digits', Buffer.from(right).toString('base64'), /base64 once more/],
  ['quotation marks', `"${right}"`, /quotation marks/],
  ["the vendor's key", md5Hex(body + vendor.key), /vendor's key/],
  ['the key of another terminal', md5Hex(body + otherKey), /key of the terminal 100000330000002/],
  ['the key in upper case', md5Hex(body + key.toUpperCase()), /upper case/],
];
for (const [title, sign, cause] of mistakes) {
  test(`a request signed with ${title} is told so`, async () => {
    const explanation = await explainSigned(sign);
    assert.equal(explanation?.valid, false);
    assert.equal(explanation.signedText, `${body}<terminal_key>`);
    assert.equal(explanation.causes.length, 1, explanation.causes.join(' | '));
    assert.match(explanation.causes[0] ?? '', cause);
  });
}

test('two mistakes at once are both told', async () => {
  const causes = (await explainSigned(sha1Hex(`${spaced}${key}`)))?.causes.join(' ') ?? '';
  assert.match(causes, /written again/);
  assert.match(causes, /SHA-1/);
});

const headers: readonly [title: string, header: string | undefined, cause: RegExp][] = [
  ['nothing in the header', ' ', /missing/],
  ['no header', undefined, /missing/],
  ['a scheme word', `MD5 ${sn} ${right}`, /"MD5" stands before the number/],
  ['a colon', `${sn}:${right}`, /separated by one blank/],
  ['the sign alone', right, /one part only/],
  ['sign and number swapped', `${right} ${sn}`, /swapped/],
  ['too much', `a ${sn} ${right} b`, /not two parts/],
  ['a terminal that nobody knows', `100000330000009 ${right}`, /no terminal "100000330000009"/],
  ["a vendor's number", `${vendor.sn} ${right}`, /is a vendor/],
];
for (const [title, header, cause] of headers) {
  test(`a request with ${title} is told so`, async () => {
    const explanation = await explain('/upay/v2/pay', header);
    assert.equal(explanation?.valid, false);
    assert.equal(explanation.causes.length, 1, explanation.causes.join(' | '));
    assert.match(explanation.causes[0] ?? '', cause);
  });
}

test("vendors' paths are explained with the vendor's key", async () => {
  const activation = '{"app_id":"2026010100000007"}';
  const signed = await explain('/terminal/activate', `${vendor.sn} ${md5Hex(activation + vendor.key)}`, activation);
  assert.deepEqual([signed?.valid, signed?.signedText], [true, `${activation}<vendor_key>`]);
  const terminals = await explain('/v2/merchant/info', `${sn} ${md5Hex(activation + key)}`, activation);
  assert.match(terminals?.causes[0] ?? '', /is a terminal/);
  const nobody = await explain('/v2/merchant/info', `91800130 ${md5Hex('')}`, activation);
  assert.match(nobody?.causes[0] ?? '', /no vendor "91800130"/);
});

test('a right signature over a body that names another terminal is told, and so is the key of the one that it names', async () => {
  const named = body.replace(sn, other);
  const valid = await explainSigned(md5Hex(named + key), named);
  assert.deepEqual([valid?.valid, valid?.causes.length], [true, 1]);
  assert.match(
    (await explainSigned(md5Hex(named + otherKey), named))?.causes[0] ?? '',
    /terminal 100000330000002 was used/,
  );
});

test('a sign that nothing explains is told to be of an older key or a changed text; a cut one is no digest', async () => {
  assert.match((await explainSigned(md5Hex('x')))?.causes[0] ?? '', /older one/);
  const cut = await explainSigned(right.slice(1));
  assert.match(cut?.causes[0] ?? '', /not the 32 hex digits/);
});

const query = {
  client_sn: 'W1',
  operator: '小王',
  return_url: 'https://m.example/done?a=1',
  subject: 'a b',
  terminal_sn: sn,
  total_amount: '1',
};
const encode = (parameters: object) =>
  Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
    .join('&');
const textOf = (change: (value: string) => string, names: readonly string[] = Object.keys(query)) =>
  names.map((name) => `${name}=${change(query[name as keyof typeof query])}`).join('&');
const explainQuery = (sign: string, more: object = {}) =>
  explain(`/gateway?${encode({ ...query, ...more, sign })}`, undefined, '');
const asIs = (value: string) => value;
const upper = (text: string) => md5Hex(text).toUpperCase();

test('a right query is valid, with its empty parameters signed or not', async () => {
  const signed = await explainQuery(cashierSign(query, key));
  assert.deepEqual(signed, {
    dialect: 'upay',
    valid: true,
    signedText: `${textOf(asIs)}&key=<terminal_key>`,
    causes: [],
  });
  const text = textOf(asIs).replace('operator', 'notify_url=&operator');
  const empty = await explainQuery(upper(`${text}&key=${key}`), { notify_url: '' });
  assert.deepEqual([empty?.valid, empty?.signedText], [true, `${text}&key=<terminal_key>`]);
});

const queryMistakes: readonly [title: string, sign: string, cause: RegExp][] = [
  ['lower case', cashierSign(query, key).toLowerCase(), /upper case/],
  ['the values URL-encoded', upper(`${textOf(encodeURIComponent)}&key=${key}`), /URL-encoded/],
  [
    'the parameters in reverse order',
    upper(`${textOf(asIs, Object.keys(query).toReversed())}&key=${key}`),
    /reverse order/,
  ],
  ['the key bare', upper(`${textOf(asIs)}${key}`), /appended bare/],
  ['no key', upper(textOf(asIs)), /left out/],
  ['SHA-256', sha256Hex(`${textOf(asIs)}&key=${key}`).toUpperCase(), /SHA-256/],
  ["the vendor's key", upper(`${textOf(asIs)}&key=${vendor.key}`), /vendor's key/],
  ['something else', upper('x'), /older one/],
];
for (const [title, sign, cause] of queryMistakes) {
  test(`a query signed with ${title} is told so`, async () => {
    const explanation = await explainQuery(sign);
    assert.deepEqual([explanation?.valid, explanation?.causes.length], [false, 1]);
    assert.match(explanation?.causes[0] ?? '', cause);
  });
}

test('a query in the order of its URL, without a sign, twice the same name, or of nobody is told so', async () => {
  const names = Object.keys(query).toSorted((a, b) => b.length - a.length);
  const shuffled = Object.fromEntries(names.map((name) => [name, query[name as keyof typeof query]]));
  const sign = upper(`${textOf(asIs, names)}&key=${key}`);
  const ordered = await explain(`/qr/gateway?${encode({ ...shuffled, sign })}`, undefined, '');
  assert.match(ordered?.causes[0] ?? '', /order of the URL/);
  assert.match((await explainQuery(''))?.causes[0] ?? '', /sign is missing/);
  assert.match((await explain('/gateway?a=1&a=2', undefined, ''))?.causes[0] ?? '', /twice/);
  assert.match((await explain('/gateway?sign=A', undefined, ''))?.causes[0] ?? '', /no terminal/);
});

test('other paths are not of this dialect', async () => {
  for (const path of ['/api/v1/payment', '/upay', '/gatewayx', '/terminals/x']) {
    assert.equal(await explain(path, `${sn} ${right}`), undefined);
  }
});

// Guards the explanations: each usual mistake in signing is made for real, and the sentence about it must be the answer.
import assert from 'node:assert/strict';
import { constants, createPrivateKey, sign as signWith } from 'node:crypto';
import { test } from 'node:test';
import { createPaycoolsClient, signText, textToSign } from '../../../test/support/paycools-client.ts';
import { appId, callbackSecret, keyPair, privateKey } from '../../../test/support/paycools-gateway.ts';
import type { App } from '../../core/merchant/merchant.ts';
import { md5Hex, sha256Hex } from '../../kernel/digest.ts';
import { generateRsaKeyPair } from '../../kernel/rsa.ts';
import { createPaycools } from './dialect.ts';

const app: App = {
  id: appId,
  merchantId: 'M1',
  dialect: 'paycools',
  enabled: true,
  publicKeys: [keyPair.publicKeyPem],
  callbackSecrets: [callbackSecret],
  platformPrivateKeys: [],
  vendorId: null,
  callbackUrls: {},
  ipAllowlist: [],
  rateLimit: null,
  switches: {},
};
const members =
  '"mchOrderId":"ORD0001","appName":"Demo Shop","amount":100.00,"email":"","callbackUrl":"https://m.example/cb?a=1"';
const unsigned = `{"appId":"${appId}",${members}}`;
const right = `amount=100.00&appId=${appId}&appName=Demo Shop&callbackUrl=https://m.example/cb?a=1&mchOrderId=ORD0001`;

const explain = (path: string, body: string, method = 'POST', found: App | undefined = app) =>
  createPaycools().explain({ method, path, headers: {}, body }, async (id) => (id === appId ? found : undefined));
const explainSigned = (sign: string) =>
  explain('/api/v1/payment', `${unsigned.slice(0, -1)},"sign":${JSON.stringify(sign)}}`);

test('a right signature is valid, and the signed text is shown byte for byte', async () => {
  const explanation = await explainSigned(signText(privateKey, right));
  assert.deepEqual(explanation, { dialect: 'paycools', valid: true, signedText: right, causes: [] });
});

const digestOf = (algorithm: string) => signWith(algorithm, Buffer.from(right), privateKey).toString('base64');
const plain = signText(privateKey, right);
const inOrder = `appId=${appId}&mchOrderId=ORD0001&appName=Demo Shop&amount=100.00&callbackUrl=https://m.example/cb?a=1`;
const mistakes: [title: string, sign: string, cause: RegExp][] = [
  ['fields in the order of the request', signText(privateKey, inOrder), /order of the request/],
  ['empty values included', signText(privateKey, right.replace('&mchOrderId', '&email=&mchOrderId')), /Empty fields/],
  [
    'values URL-encoded',
    signText(
      privateKey,
      right
        .replace('Demo Shop', 'Demo%20Shop')
        .replace('https://m.example/cb?a=1', encodeURIComponent('https://m.example/cb?a=1')),
    ),
    /URL-encoded/,
  ],
  [
    'values form-encoded',
    signText(
      privateKey,
      right
        .replace('Demo Shop', 'Demo+Shop')
        .replace('https://m.example/cb?a=1', encodeURIComponent('https://m.example/cb?a=1')),
    ),
    /form-encoded/,
  ],
  ['100 instead of 100.00', signText(privateKey, right.replace('100.00', '100')), /another form/],
  ['upper-cased text', signText(privateKey, right.toUpperCase()), /upper case/],
  ['the secret appended', signText(privateKey, `${right}&secret=${callbackSecret}`), /secret was appended/],
  ['only values', signText(privateKey, `100.00${appId}Demo Shophttps://m.example/cb?a=1ORD0001`), /Only the values/],
  ['the JSON of the request', signText(privateKey, JSON.stringify(JSON.parse(unsigned))), /JSON of the request/],
  ['appId left out', signText(privateKey, right.replace(`&appId=${appId}`, '')), /appId was left out/],
  ['a SHA-256 digest of the text', signText(privateKey, sha256Hex(right)), /SHA-256 digest/],
  ['an MD5 digest of the text', signText(privateKey, md5Hex(right)), /MD5 digest/],
  ['SHA1withRSA', digestOf('sha1'), /SHA1withRSA/],
  ['SHA512withRSA', digestOf('sha512'), /SHA512withRSA/],
  [
    'PSS padding',
    signWith('sha256', Buffer.from(right), { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING }).toString(
      'base64',
    ),
    /PSS/,
  ],
  ['hex', Buffer.from(plain, 'base64').toString('hex'), /in hex/],
  ['the URL-safe alphabet', Buffer.from(plain, 'base64').toString('base64url'), /URL-safe|padding/],
  ['percent-encoding', encodeURIComponent(plain), /percent-encoded/],
  ['base64 twice', Buffer.from(plain).toString('base64'), /twice/],
  ['line breaks', plain.replace(/.{76}/g, '$&\n'), /line breaks/],
];
for (const [title, sign, cause] of mistakes) {
  test(`a request signed with ${title} is told so`, async () => {
    const explanation = await explainSigned(sign);
    assert.equal(explanation?.valid, false);
    assert.equal(explanation.signedText, right);
    assert.equal(explanation.causes.length, 1, explanation.causes.join(' | '));
    assert.match(explanation.causes[0] ?? '', cause);
  });
}

test('two mistakes at once are both told', async () => {
  const sign = signWith('sha1', Buffer.from(inOrder), privateKey).toString('base64');
  const causes = (await explainSigned(sign))?.causes.join(' ') ?? '';
  assert.match(causes, /order of the request/);
  assert.match(causes, /SHA1withRSA/);
});

test('the global v2 form, over param alone, is told', async () => {
  const param = '{"amount":50010}';
  const sign = signText(privateKey, param);
  const explanation = await explain('/api/v2/checkout/generate', JSON.stringify({ appId, param, sign }));
  assert.match(explanation?.causes[0] ?? '', /Only param was signed/);
  assert.equal(explanation?.signedText, `appId=${appId}&param=${param}`);
});

test('another private key is named as the likely cause, and a callback digest as what it is', async () => {
  const other = await generateRsaKeyPair(2048);
  const wrongKey = await explainSigned(signText(createPrivateKey(other.privateKeyPem), right));
  assert.match(wrongKey?.causes.at(-1) ?? '', /private key/);
  const digest = await explainSigned('45eebd745dcf0b5f6d6f9fcde28cd9fe8116a892');
  assert.match(digest?.causes[0] ?? '', /SHA-1 digest, as callbacks have/);
  const cut = await explainSigned(plain.slice(0, -6));
  assert.match(cut?.causes[0] ?? '', /cut/);
});

test('a query, and a path variable that was signed, are explained as they are verified', async () => {
  const client = createPaycoolsClient({ baseUrl: '', appId, privateKeyPem: keyPair.privateKeyPem, callbackSecret });
  const query = await explain(`/api/v1/payout/check?${client.signedQuery({ mchOrderId: 'ORD1' })}`, '', 'GET');
  assert.deepEqual([query?.valid, query?.signedText], [true, `appId=${appId}&mchOrderId=ORD1`]);
  const sign = encodeURIComponent(signText(privateKey, textToSign({ appId, transactionId: 'C1' })));
  const variable = await explain(`/api/v1/payment/C1?appId=${appId}&sign=${sign}`, '', 'GET');
  assert.deepEqual([variable?.valid, variable?.signedText], [true, `appId=${appId}&transactionId=C1`]);
});

test('what cannot be read, an unknown app and an app without keys are told; other paths are not of this dialect', async () => {
  assert.match((await explain('/api/v1/payment', '{'))?.causes[0] ?? '', /cannot be read/);
  assert.match(
    (await explain('/api/v1/payment', '{"appId":"x","sign":"x"}'))?.causes[0] ?? '',
    /not one of a PayCools app/,
  );
  const keyless = { ...app, publicKeys: ['none'] };
  assert.match(
    (await explain('/api/v1/payment', `{"appId":"${appId}","sign":"x"}`, 'POST', keyless))?.causes[0] ?? '',
    /no RSA public key/,
  );
  assert.equal(await explain('/upay/v2/pay', '{}'), undefined);
});

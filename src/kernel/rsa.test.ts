// Guards which keys are accepted and which signatures verify.
import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { generateRsaKeyPair, readPrivateKey, readPublicKey, signSha256Rsa, verifySha256Rsa } from './rsa.ts';

const pair = await generateRsaKeyPair(2048);
const privateKey = present(readPrivateKey(pair.privateKeyPem));
const publicKey = present(readPublicKey(pair.publicKeyPem));

function present<T>(value: T | undefined): T {
  assert.ok(value !== undefined);
  return value;
}

function bare(pem: string): string {
  return pem.replace(/-----[^-]+-----/g, '').replace(/\s/g, '');
}

test('a key is read from PEM, from bare base64 on one line, and from base64 with line breaks', () => {
  const oneLine = bare(pair.publicKeyPem);
  const spellings = [
    pair.publicKeyPem,
    pair.publicKeyPem.replaceAll('\n', '\r\n'),
    `  ${pair.publicKeyPem}\n\n`,
    oneLine,
    oneLine.replace(/.{64}/g, '$&\n'),
    oneLine.replace(/.{76}/g, '$&\r\n '),
  ];
  for (const text of spellings) assert.ok(present(readPublicKey(text)).equals(publicKey), text);
  for (const text of [pair.privateKeyPem, bare(pair.privateKeyPem)]) {
    assert.ok(present(readPrivateKey(text)).equals(privateKey));
  }
});

test('only RSA keys of 2048 to 4096 bits with an ordinary exponent are accepted', () => {
  const spki = { type: 'spki', format: 'pem' } as const;
  const pkcs8 = { type: 'pkcs8', format: 'pem' } as const;
  const encoding = { publicKeyEncoding: spki, privateKeyEncoding: pkcs8 };
  const short = generateKeyPairSync('rsa', { modulusLength: 1024, ...encoding });
  const padded = generateKeyPairSync('rsa-pss', { modulusLength: 2048, ...encoding });
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-256', ...encoding });
  for (const other of [short, padded, curve]) {
    assert.equal(readPublicKey(other.publicKey), undefined);
    assert.equal(readPrivateKey(other.privateKey), undefined);
  }
  const rows: [bits: number, exponent: string, accepted: boolean][] = [
    [2048, '010001', true],
    [3072, '03', true],
    [4096, '010001', true],
    [2048, '01', false],
    [2048, '0100000001', false],
    [2040, '010001', false],
    [4104, '010001', false],
  ];
  for (const [bits, exponent, accepted] of rows) {
    const modulus = Buffer.alloc(bits / 8, 0xff).toString('base64url');
    const jwk = { kty: 'RSA', n: modulus, e: Buffer.from(exponent, 'hex').toString('base64url') };
    const pem = createPublicKey({ key: jwk, format: 'jwk' }).export(spki).toString();
    assert.equal(readPublicKey(pem) !== undefined, accepted, `${bits} bits, exponent ${exponent}`);
  }
});

test('what is not a key of that kind is undefined, never an exception', () => {
  const oneLine = bare(pair.publicKeyPem);
  const refused = ['', ' ', 'not a key', oneLine.slice(4), oneLine.slice(0, -8), `${oneLine}!`, 'A'.repeat(100_000)];
  for (const text of [...refused, pair.privateKeyPem, bare(pair.privateKeyPem)]) {
    assert.equal(readPublicKey(text), undefined, text.slice(0, 40));
  }
  for (const text of [...refused, pair.publicKeyPem, oneLine]) assert.equal(readPrivateKey(text), undefined);
});

test('a signature verifies over the same text and key, and over nothing else', async () => {
  const text = 'amount=100.00&name=Niño 中 😀';
  const signature = await signSha256Rsa(privateKey, text);
  assert.equal(signature.length, 344);
  assert.equal(verifySha256Rsa(publicKey, text, signature), true);
  assert.equal(verifySha256Rsa(publicKey, Buffer.from(text, 'utf8'), signature), true);
  assert.equal(verifySha256Rsa(publicKey, `${text} `, signature), false);
  const other = present(readPublicKey((await generateRsaKeyPair(2048)).publicKeyPem));
  assert.equal(verifySha256Rsa(other, text, signature), false);
});

test('only standard padded base64 is a signature', async () => {
  const text = 'a=1';
  const signature = await signSha256Rsa(privateKey, text);
  const spellings = [
    '',
    '=',
    signature.slice(0, -1),
    signature.slice(0, -2),
    signature.slice(0, -4),
    signature.slice(4),
    `${signature}=`,
    `${signature}AAAA`,
    ` ${signature}`,
    `${signature}\n`,
    signature.replace(/.{64}/g, '$&\n'),
    encodeURIComponent(signature),
    Buffer.from(signature, 'base64').toString('base64url'),
    Buffer.from(signature, 'base64').toString('hex'),
    signature.toLowerCase(),
    signature.toUpperCase(),
    'A'.repeat(344),
    'A'.repeat(1_000_000),
  ];
  for (const spelling of spellings)
    assert.equal(verifySha256Rsa(publicKey, text, spelling), false, spelling.slice(0, 60));
});

test('no text passes for a signature, and none makes verification throw', () => {
  fc.assert(fc.property(fc.string(), (text) => !verifySha256Rsa(publicKey, text, text)));
  const bytes = fc.uint8Array({ minLength: 256, maxLength: 256 });
  fc.assert(fc.property(bytes, (random) => !verifySha256Rsa(publicKey, 'a', Buffer.from(random).toString('base64'))));
});

test('a key that cannot verify answers false', async () => {
  const curve = generateKeyPairSync('ed25519').publicKey;
  assert.equal(verifySha256Rsa(curve, 'a', await signSha256Rsa(privateKey, 'a')), false);
});

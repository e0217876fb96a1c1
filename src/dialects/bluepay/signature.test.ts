// Guards BluePay's signatures with the vectors of bluepay.md 2.5, byte for byte.
import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { test } from 'node:test';
import { signParam } from '../../../test/support/bluepay-client.ts';
import { merchantKeys, platformKeys } from '../../../test/support/bluepay-gateway.ts';
import { readPublicKey } from '../../kernel/rsa.ts';
import { readEnvelope } from './envelope.ts';
import { signedBody, verifyParam } from './signature.ts';

const publicKeyBase64 =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAreB2ayZx1WwoDSfJbzRV2DP0vplB9bieeyfi1MOGFvLZDIHGEsHdfCZ2otSmEoiTVUV6gyvkSelrgBUlrKQLzea1dfG57xkmeFKDhixYFGuylX3PacwDF+ptftFy1CSMlxJMIyqRmsVmZPTlQaVnz6+LHtDgY51BDOoWZUMtt7G1vSLsTNV/LkKTHEf0nd6TPMsi1OnM9d/UwLMTqlafxXY0qhX+t4sAqPAkF9ZU9+Z+PS0h+gbumO4AAhOlC+bCaXDDta0l8WseAcCuMqTc3iIt0tTMEnH/A1CE9Oq2zBCsdIiR0GD5YodLMtlCdpp6gi2zoX5eL2eS/rqOh9l9nwIDAQAB';
const first = {
  param: '{"timestamp":1676017834369,"mchOrderId":"PC880001"}',
  sign: 'nGMVe/wN45Ng0BaNb0zmR+J7Th2PDwWPfOY6oEpBgnHHVF+ObxdQRlmUWSsI4FnwK3hCiafxz1OcWrBQdOKU+D58bVF/Bvbg12DTG3oQZ1+wgKyOu+wDNRjgguVGzgu1MLMDlozkkJMALiM3i+tKuImJjbRWCa5cnoQvfEbinqli3h+F686ud8+9hLmwwnGQfrFGAYqIfo6JY5LaUXsObHTy4xEY2XWCZjrrJ0DaV4iFnE0vXkR/qvJsGWEsS78AVjbCQuRJ5rVcrtvLJ74VwFJ1bYMMsdXJpiwFaAFf7a9cKqI0yf9sVFcaewxgJa4p8O3GPSSMMEpZlZ/zIRUghw==',
};
const second = {
  param: '{"amount":2300,"remark":"ชำระเงิน","timestamp":1676017834369}',
  sign: 'b+rxVSo7oSmFaWZQ6AD8DBkToaUnQsGI2UY6UhiXbOw02jvHDXN3tXI+sFuhYddlkJrieEenfff0AmXEvZrVkP0osJl2E+cXQnj81y6jKS/SBpq99IMWiTi20vl/WMIFg+L86pphAexOylSFXBqaYi/zZuhKA1WU8ym3RPcuzsD+Z4+VgBsRk9/hgtzo6EP85zL6fdEQuB5YcP1q0me1rlCoa2WL/i/yliZS76SwHa3zYWMZwhdH9GSlSqV5NtWodK1QyJTh4S5sQf52ASMD5v1gWDkJqZNRYT33gYoOoLH1QpOlKjv/jXVMLUeiRhGTSHHFLz/qqe+TIPOc4eEGcg==',
};

const key = readPublicKey(publicKeyBase64) as KeyObject;

test('both vectors hold, the second in three bytes a character', () => {
  assert.equal(Buffer.byteLength(first.param), 51);
  assert.equal(Buffer.byteLength(second.param), 77);
  for (const { param, sign } of [first, second]) assert.ok(verifyParam([key], param, sign));
});

const wrong: [title: string, param: string, sign: string][] = [
  ['a blank after the first colon', first.param.replace(':', ': '), first.sign],
  ['the sign of another param', second.param, first.sign],
  ['the same members in another order', '{"mchOrderId":"PC880001","timestamp":1676017834369}', first.sign],
  ['a line feed after it', `${first.param}\n`, first.sign],
  ['no sign', first.param, ''],
  ['a sign that was cut', first.param, first.sign.slice(0, -4)],
  ['a sign without padding', first.param, first.sign.replace(/=+$/, '')],
  ['a sign in the URL-safe alphabet', first.param, first.sign.replaceAll('+', '-').replaceAll('/', '_')],
  ['a percent-encoded sign', first.param, encodeURIComponent(first.sign)],
  ['a sign with a line break', first.param, first.sign.replace(/.{76}/, '$&\n')],
  ['a digest in place of a sign', first.param, '45eebd745dcf0b5f6d6f9fcde28cd9fe8116a892'],
];
for (const [title, param, sign] of wrong) {
  test(`${title} does not verify`, () => assert.equal(verifyParam([key], param, sign), false));
}

test('another key does not verify; any of two does, and none verifies nothing', () => {
  const other = createPublicKey(merchantKeys.publicKeyPem);
  assert.equal(verifyParam([other], first.param, first.sign), false);
  assert.equal(verifyParam([other, key], first.param, first.sign), true);
  assert.equal(verifyParam([], first.param, first.sign), false);
});

test('however the body escapes param, the same text was signed', () => {
  const param = '{"redirectUrl":"https://m.example/a","remark":"ชำระเงิน"}';
  const plain = JSON.stringify({ appId: 'a', sign: 's', param });
  const escaped = plain
    .replaceAll('/', '\\/')
    .replace(/[^\0-\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  assert.notEqual(escaped, plain);
  for (const body of [plain, escaped]) {
    const envelope = readEnvelope(Buffer.from(body));
    assert.equal(envelope.ok && envelope.value.param, param);
  }
});

test('keys of 2048, 3072 and 4096 bits verify, and 1024 bits are no key', () => {
  for (const bits of [1024, 2048, 3072, 4096]) {
    const pair = generateKeyPairSync('rsa', { modulusLength: bits });
    const pem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const read = readPublicKey(pem);
    const keys = read ? [read] : [];
    assert.equal(verifyParam(keys, first.param, signParam(pair.privateKey, first.param)), bits >= 2048, `${bits}`);
  }
});

test('a notification body has the two documented members, and is the same each time', async () => {
  const platformKey = createPrivateKey(platformKeys.privateKeyPem);
  const body = await signedBody(platformKey, second.param);
  assert.equal(body, JSON.stringify({ sign: signParam(platformKey, second.param), param: second.param }));
  assert.equal(await signedBody(platformKey, second.param), body);
});

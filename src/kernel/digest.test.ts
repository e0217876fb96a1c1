// Guards the digests against their published check values.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { equalsConstantTime, md5Hex, sha1Hex, sha256Hex } from './digest.ts';

test('digests are lower-case hex of the UTF-8 bytes', () => {
  assert.equal(md5Hex('abc'), '900150983cd24fb0d6963f7d28e17f72');
  assert.equal(sha1Hex('abc'), 'a9993e364706816aba3e25717850c26c9cd0d89d');
  assert.equal(sha256Hex('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  assert.equal(md5Hex('中é'), md5Hex(Buffer.from('中é', 'utf8')));
});

test('texts are equal only when every byte is', () => {
  const rows: [a: string, b: string, equal: boolean][] = [
    ['', '', true],
    ['abc', 'abc', true],
    ['abc', 'abd', false],
    ['abc', 'ABC', false],
    ['abc', 'abcd', false],
    ['é', 'e\u0301', false],
    ['é', 'ab', false],
  ];
  for (const [a, b, equal] of rows) assert.equal(equalsConstantTime(a, b), equal, `${a} ${b}`);
});

// Guards that sealed secrets open only where, and only as, they were sealed.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { createSealer, readMasterKey } from './seal.ts';

const masterKey = randomBytes(32);
const sealer = createSealer(masterKey);

test('any text opens in its own context and in no other', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.string(), (plain, context, other) => {
      const sealed = sealer.seal(plain, context);
      assert.match(sealed, /^v1\.[A-Za-z0-9_-]+$/);
      assert.equal(sealer.open(sealed, context), plain);
      if (other !== context) assert.throws(() => sealer.open(sealed, other), /changed, moved/);
    }),
  );
});

test('the same text never seals to the same bytes', () => {
  const sealed = new Set(Array.from({ length: 100 }, () => sealer.seal('secret', 'c')));
  assert.equal(sealed.size, 100);
});

test('a change of any one character is noticed', () => {
  const sealed = sealer.seal('secret', 'c');
  for (let index = 0; index < sealed.length; index++) {
    const changed = sealed.slice(0, index) + (sealed[index] === 'A' ? 'B' : 'A') + sealed.slice(index + 1);
    assert.throws(() => sealer.open(changed, 'c'), /^Error: A sealed secret /);
  }
});

test('a cut, padded, renamed or foreign text is refused with a sentence', () => {
  const sealed = sealer.seal('secret', 'c');
  for (const text of [
    '',
    'v1.',
    'secret',
    sealed.slice(0, -4),
    sealed.slice(3),
    `${sealed}=`,
    sealed.replace('v1', 'v2'),
  ]) {
    assert.throws(() => sealer.open(text, 'c'), /^Error: A sealed secret /, text);
  }
  assert.throws(() => createSealer(randomBytes(32)).open(sealed, 'c'), /another master key/);
});

test('a master key is read from hex and from base64', () => {
  const spellings = [masterKey.toString('hex'), masterKey.toString('hex').toUpperCase(), masterKey.toString('base64')];
  for (const text of [...spellings, `${spellings[2]}\n`]) assert.deepEqual(Buffer.from(readMasterKey(text)), masterKey);
});

test('any other master key is refused without being repeated', () => {
  for (const bytes of [0, 16, 31, 33, 64]) {
    const key = randomBytes(bytes);
    for (const text of [key.toString('hex'), key.toString('base64'), `${key.toString('base64')}!`]) {
      assert.throws(
        () => readMasterKey(text),
        (error: Error) => /must be 32 bytes/.test(error.message) && (text === '' || !error.message.includes(text)),
      );
    }
  }
  assert.throws(() => createSealer(randomBytes(16)), /must be 32 bytes/);
});

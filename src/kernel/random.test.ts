// Guards the shape of random texts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomDigits, randomHex } from './random.ts';

test('random hex has two lower-case characters a byte and does not repeat', () => {
  const texts = Array.from({ length: 1_000 }, () => randomHex(16));
  for (const text of texts) assert.match(text, /^[0-9a-f]{32}$/);
  assert.equal(new Set(texts).size, texts.length);
  assert.equal(randomHex(0), '');
});

test('random digits have the length asked for, and every digit occurs', () => {
  assert.equal(randomDigits(0), '');
  const digits = randomDigits(10_000);
  assert.match(digits, /^[0-9]{10000}$/);
  assert.equal(new Set(digits).size, 10);
});

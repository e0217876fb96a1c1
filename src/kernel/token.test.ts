// Guards that a public page's token cannot be made without the master key.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { createTokenSigner } from './token.ts';

const masterKey = randomBytes(32);
const tokens = createTokenSigner(masterKey);

test('a token leads back to its id, also one with dashes in it', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9-]{1,40}$/), (id) => {
      const token = tokens.tokenFor(id);
      assert.equal(token.length, id.length + 23);
      assert.match(token, /^[A-Za-z0-9_-]+$/);
      assert.equal(tokens.idOf(token), id);
    }),
  );
});

test('a token is the same each time and in each process that has the master key', () => {
  assert.equal(createTokenSigner(masterKey).tokenFor('C1'), tokens.tokenFor('C1'));
});

test('a token with any one character changed leads nowhere', () => {
  const token = tokens.tokenFor('CH1000000000000000001');
  for (let index = 0; index < token.length; index++) {
    const changed = token.slice(0, index) + (token[index] === 'A' ? 'B' : 'A') + token.slice(index + 1);
    assert.equal(tokens.idOf(changed), undefined);
  }
});

test('whatever is not a token leads nowhere', () => {
  const token = tokens.tokenFor('C1');
  const foreign = createTokenSigner(randomBytes(32)).tokenFor('C1');
  for (const text of ['', '-', 'C1', 'C1-', token.slice(1), token.slice(0, -1), `${token}=`, ` ${token}`, foreign]) {
    assert.equal(tokens.idOf(text), undefined, text);
  }
  fc.assert(fc.property(fc.string({ maxLength: 60 }), (text) => tokens.idOf(text) === undefined));
});

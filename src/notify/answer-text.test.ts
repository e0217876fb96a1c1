// Guards that whatever an endpoint answers can be stored and shown.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerText, failureText } from './answer-text.ts';

test('an answer is kept as its first 500 bytes, without control characters or halves of characters', () => {
  assert.equal(answerText(Buffer.from('success')), 'success');
  assert.equal(answerText(Buffer.from('a\u0000b\u001b[31m\r\nc\u0085d')), 'a b [31m  c d');
  assert.equal(answerText(Buffer.alloc(70_000, 'x')), 'x'.repeat(500));
  assert.equal(answerText(Buffer.from(`${'x'.repeat(499)}中`)), 'x'.repeat(499));
  assert.equal(answerText(Buffer.from([0xff, 0xfe])), '\uFFFD\uFFFD');
});

test('a failure is a sentence that names no inner error', () => {
  const rows: [code: string, text: RegExp][] = [
    ['ECONNREFUSED', /refused/],
    ['ENOTFOUND', /not found/],
    ['NOTIFY_TIMEOUT', /within 10 s/],
    ['UND_ERR_SOCKET', /closed/],
  ];
  for (const [code, text] of rows) assert.match(failureText(Object.assign(new Error('inner'), { code }), 10_000), text);
  assert.equal(failureText(new Error(`a\u0000${'b'.repeat(999)}`), 1).length, 500);
  assert.equal(failureText('thrown', 1), 'The request failed: thrown');
});

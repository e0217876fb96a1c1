// Guards that the number of an operation and its id say the same.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { orderNumber } from '../../../kernel/id.ts';
import { readRequestNo, requestNoOf, requestTypes, type TransKind } from './request-no.ts';

test('a number of an operation leads to its kind and id, and back', () => {
  const rows: [kind: TransKind, cell: number, serial: number, requestNo: string][] = [
    ['freeze', 0, 0, '05000000000000000000'],
    ['unfreeze', 7, 12_345, '16070000000000012345'],
    ['pay', 42, 99_999_999_999, '07420000099999999999'],
    ['refund', 99, 1, '18990000000000000001'],
  ];
  for (const [kind, cell, serial, requestNo] of rows) {
    const id = orderNumber(cell, serial);
    assert.equal(requestNoOf(kind, id), requestNo);
    assert.deepEqual(readRequestNo(requestNo), { kind, id });
  }
  assert.deepEqual(
    Object.keys(requestTypes),
    rows.map(([kind]) => kind),
  );
});

test('what is no such number leads nowhere', () => {
  const texts = [
    '',
    '06000000000000000000',
    '0500000000000000000',
    '050000000000000000000',
    '05001000000000000000',
    '0500000000000000000x',
    '7890000000000001',
  ];
  for (const text of texts) assert.equal(readRequestNo(text), undefined, text);
  assert.throws(() => requestNoOf('unfreeze', 'R00123456789012345678901234'));
});

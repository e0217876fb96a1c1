// Guards that ids fit where they must, lead to their cell, grow with time and do not repeat.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cellOfId, createIdSource, derivedId, maxCells, prefixOfId, type IdPrefix } from './id.ts';

const prefixes: IdPrefix[] = ['C', 'D', 'R', 'QR', 'CH', 'TK', 'M', 'B'];
const from2020to2050 = fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2050-12-31') });
const anyCell = fc.integer({ min: 0, max: maxCells - 1 });

test('any id says its prefix and its cell, in at most 26 characters', () => {
  const source = createIdSource();
  fc.assert(
    fc.property(fc.constantFrom(...prefixes), anyCell, from2020to2050, fc.string(), (prefix, cell, at, reference) => {
      for (const id of [source.next(prefix, cell, at), derivedId(prefix, cell, at, reference)]) {
        assert.match(id, /^[A-Z]{1,2}\d{24}$/);
        assert.ok(id.length <= 26);
        assert.equal(prefixOfId(id), prefix);
        assert.equal(cellOfId(id), cell);
      }
    }),
  );
});

test('a later id of a kind and cell sorts after an earlier one', () => {
  const source = createIdSource();
  fc.assert(
    fc.property(anyCell, from2020to2050, fc.integer({ min: 1, max: 1e9 }), (cell, at, later) => {
      assert.ok(source.next('C', cell, at) < source.next('C', cell, at + later));
      assert.ok(derivedId('C', cell, at, 'x') < source.next('C', cell, at + later));
    }),
  );
});

test('100,000 ids of one millisecond are all different', () => {
  const source = createIdSource();
  const at = Date.parse('2026-03-02');
  const ids = new Set(Array.from({ length: 100_000 }, () => source.next('C', 0, at)));
  assert.equal(ids.size, 100_000);
});

test('the same foreign reference and time give the same id, another reference another one', () => {
  const at = Date.parse('2026-03-02T04:00:00Z');
  assert.equal(derivedId('C', 7, at, 'bank-1'), derivedId('C', 7, at, 'bank-1'));
  // Written out, because ids that were derived before an upgrade must be derived again after it.
  assert.equal(derivedId('C', 7, at, 'bank-1'), 'C071945872000004790238929');
  const ids = new Set(Array.from({ length: 1000 }, (_, index) => derivedId('C', 7, at, `bank-${index}`)));
  assert.equal(ids.size, 1000);
});

const hostile: [text: string, prefix: string | undefined, cell: number | undefined][] = [
  ['C07' + '1'.repeat(22), 'C', 7],
  ['QR99' + '1'.repeat(22), 'QR', 99],
  // What follows an id after a separator, as in names of tasks and notifications, still leads to its cell.
  ['C07' + '1'.repeat(22) + '.completed', undefined, 7],
  ['C07' + '1'.repeat(22) + '#1', undefined, 7],
  ['C07' + '1'.repeat(23), undefined, undefined],
  ['C07' + '1'.repeat(21), undefined, undefined],
  ['c07' + '1'.repeat(22), undefined, undefined],
  ['QRX07' + '1'.repeat(22), undefined, undefined],
  ['07' + '1'.repeat(22), undefined, undefined],
  [' C07' + '1'.repeat(22), undefined, undefined],
  ['C07' + '1'.repeat(22) + '\n', undefined, 7],
  ['C07' + '٣'.repeat(22), undefined, undefined],
  ["C07' or 1=1 --", undefined, undefined],
  ['', undefined, undefined],
  ['\u0000', undefined, undefined],
];

test('only a whole id has a prefix, and only what begins with one a cell', () => {
  for (const [text, prefix, cell] of hostile) {
    assert.equal(prefixOfId(text), prefix, JSON.stringify(text));
    assert.equal(cellOfId(text), cell, JSON.stringify(text));
  }
});

test('no text throws, and a cell is always one there could be', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[A-Z]{0,3}\d{0,30}.?$/)), (text) => {
      const cell = cellOfId(text);
      assert.ok(cell === undefined || (cell >= 0 && cell < maxCells));
      if (prefixOfId(text) !== undefined) assert.notEqual(cell, undefined);
    }),
  );
  assert.equal(cellOfId('C'.repeat(1_000_000)), undefined);
});

// Guards that no statement is asked to do two things to one row, and that the order of arrival stands.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inRounds } from './rounds.ts';

const table: [group: string[], rounds: string[][]][] = [
  [[], []],
  [['a', 'b'], [['a', 'b']]],
  [
    ['a', 'a', 'b', 'a'],
    [['a', 'b'], ['a'], ['a']],
  ],
  // A refund of `a` comes after `a` itself, whichever of the two is named first.
  [
    ['a', 'r-a', 'b'],
    [['a', 'b'], ['r-a']],
  ],
  [
    ['r-a', 'a', 's-a'],
    [['r-a'], ['a'], ['s-a']],
  ],
  [
    ['r-a', 's-b', 'b', 'a'],
    [
      ['r-a', 's-b'],
      ['b', 'a'],
    ],
  ],
];

test('each round names a row once, and what shares a row keeps its order', () => {
  for (const [group, rounds] of table)
    assert.deepEqual(
      inRounds(group, (item) => item.split('-')),
      rounds,
    );
});

// Guards that a batch asks for each row once, under every name that its commands have for it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Keys } from './state.ts';
import { mergeKeys } from './keys.ts';

const rows: [all: (Keys | undefined)[], merged: Keys][] = [
  [[], {}],
  [[undefined, {}], {}],
  [[{ payments: [] }], {}],
  [[{ payments: [['C1']] }, { payments: [['C2'], ['C1']] }], { payments: [['C1'], ['C2']] }],
  [[{ payments: [['C1']] }, { tasks: [['C1']] }], { payments: [['C1']], tasks: [['C1']] }],
  [
    [
      { paymentsByReference: [['app', 'one']] },
      undefined,
      {
        paymentsByReference: [
          ['app', 'one'],
          ['app', 'two'],
        ],
      },
    ],
    {
      paymentsByReference: [
        ['app', 'one'],
        ['app', 'two'],
      ],
    },
  ],
  // Parts that only look alike once they are joined are different names.
  [
    [{ paymentsByReference: [['a', 'bc']] }, { paymentsByReference: [['ab', 'c']] }],
    {
      paymentsByReference: [
        ['a', 'bc'],
        ['ab', 'c'],
      ],
    },
  ],
  [[{ payments: [['__proto__']] }], { payments: [['__proto__']] }],
];

test('names are joined without repeats, in the order in which they came', () => {
  for (const [all, merged] of rows) assert.deepEqual(mergeKeys(all), merged);
});

// Checks the table of scenarios against the amounts that people use.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrivingAmount, failureOfCode, scenarioOf } from './scenarios.ts';

const table: [bigint, string][] = [
  [9_000n, 'fails'],
  [1_239_010n, 'fails'],
  [19_011n, 'ordinary'],
  [19_020n, 'stays_pending'],
  [19_021n, 'answer_lost'],
  [19_022n, 'channel_unavailable'],
  [19_023n, 'confirmed_twice'],
  [19_024n, 'confirmed_late'],
  [19_025n, 'other_amount'],
  [90_000n, 'ordinary'],
  [190_210n, 'ordinary'],
];

test('the last four digits tell the scenario', () => {
  for (const [amountMinor, kind] of table) assert.equal(scenarioOf(amountMinor).kind, kind, String(amountMinor));
});

test('only amounts ending in 9025 arrive changed', () => {
  for (const [amountMinor, kind] of table) {
    assert.equal(arrivingAmount(amountMinor), kind === 'other_amount' ? amountMinor - 100n : amountMinor);
  }
});

test('the eleven codes name the eleven failures, and no other code names one', () => {
  assert.equal(failureOfCode(-10_000), 'service_error');
  assert.equal(failureOfCode(-10_010), 'refund_failed');
  for (const code of [-9_999, -10_011, 10_000, 0]) assert.equal(failureOfCode(code), undefined);
});

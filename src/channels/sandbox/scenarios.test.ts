// Checks the table of scenarios against the amounts that people use, and the table that people read against the data.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { arrivingAmount, courseOf, failureOf, failureOfCode, scenarios } from './scenarios.ts';

type Kinds = readonly [page: string, charge: string, order: string, refund: string, reversal: string];

const fails: Kinds = ['fails', 'fails', 'fails', 'fails', 'ordinary'];
const ordinary: Kinds = ['ordinary', 'ordinary', 'ordinary', 'ordinary', 'ordinary'];

const table: readonly [amountMinor: bigint, kinds: Kinds][] = [
  [9_000n, fails],
  [1_239_010n, fails],
  [19_011n, ['ordinary', 'fails', 'fails', 'fails', 'ordinary']],
  [19_019n, ['ordinary', 'fails', 'fails', 'fails', 'ordinary']],
  [19_020n, ['stays_pending', 'stays_pending', 'stays_pending', 'stays_pending', 'ordinary']],
  [19_021n, ['answer_lost', 'answer_lost', 'answer_lost', 'answer_lost', 'ordinary']],
  [19_022n, ['channel_unavailable', 'channel_unavailable', 'channel_unavailable', 'channel_unavailable', 'ordinary']],
  [19_023n, ['confirmed_twice', 'confirmed_twice', 'confirmed_twice', 'confirmed_twice', 'ordinary']],
  [19_024n, ['confirmed_late', 'confirmed_late', 'confirmed_late', 'confirmed_late', 'ordinary']],
  [19_025n, ['other_amount', 'other_amount', 'other_amount', 'ordinary', 'ordinary']],
  [19_026n, ['ordinary', 'stays_pending', 'stays_pending', 'stays_pending', 'stays_pending']],
  [19_028n, ['creation_failed', 'ordinary', 'ordinary', 'ordinary', 'ordinary']],
  [19_029n, ordinary],
  [19_030n, ['ordinary', 'ordinary', 'ordinary', 'ordinary', 'stays_pending']],
  [19_032n, ['ordinary', 'ordinary', 'ordinary', 'ordinary', 'fails']],
  [19_035n, ['ordinary', 'stays_pending', 'stays_pending', 'ordinary', 'stays_pending']],
  [19_038n, ['ordinary', 'stays_pending', 'stays_pending', 'ordinary', 'fails']],
  [19_040n, ['ordinary', 'stays_pending', 'stays_pending', 'ordinary', 'stays_pending']],
  [19_044n, ['ordinary', 'stays_pending', 'never_taken', 'ordinary', 'ordinary']],
  [90_000n, ordinary],
  [190_210n, ordinary],
];

const columns = ['page', 'charge', 'order', 'refund', 'reversal'] as const;

test('the last four digits tell what becomes of each kind', () => {
  for (const [amountMinor, kinds] of table) {
    assert.deepEqual(
      columns.map((column) => courseOf(column, amountMinor).kind),
      kinds,
      String(amountMinor),
    );
  }
});

test('payouts go as pages do, captures and authorisations as charges, releases as refunds', () => {
  for (const { digits } of scenarios) {
    const amountMinor = BigInt(digits);
    assert.equal(courseOf('payout', amountMinor), courseOf('page', amountMinor));
    assert.equal(courseOf('capture', amountMinor), courseOf('charge', amountMinor));
    assert.equal(courseOf('authorisation', amountMinor), courseOf('charge', amountMinor));
    assert.equal(courseOf('release', amountMinor), courseOf('refund', amountMinor));
  }
});

test('9011 to 9019 name the failures of channels that charge a payer directly', () => {
  assert.deepEqual(
    Array.from({ length: 9 }, (_, index) => failureOf(courseOf('charge', BigInt(19_011 + index)))),
    [
      'payer_code_invalid',
      'payer_code_expired',
      'payer_code_used',
      'payer_balance_insufficient',
      'payer_daily_limit',
      'payer_single_limit',
      'payee_daily_limit',
      'payee_balance_insufficient',
      'refund_amount_invalid',
    ],
  );
});

test('only amounts ending in 9025 arrive changed', () => {
  for (const [amountMinor] of table) {
    const arrives = arrivingAmount(courseOf('page', amountMinor), amountMinor);
    assert.equal(arrives, amountMinor === 19_025n ? 18_925n : amountMinor);
  }
});

test('the eleven codes name the eleven failures, and no other code names one', () => {
  assert.equal(failureOfCode(-10_000), 'service_error');
  assert.equal(failureOfCode(-10_010), 'refund_failed');
  for (const code of [-9_999, -10_011, 10_000, 0]) assert.equal(failureOfCode(code), undefined);
});

test('the documents say of every scenario what it does, and of no other', async () => {
  const text = await readFile(new URL('../../../docs/sandbox.md', import.meta.url), 'utf8');
  const documented = new Set<number>();
  for (const [, from, to = from] of text.matchAll(/^\| (90\d\d)(?: … (90\d\d))? \|/gm)) {
    for (let digits = Number(from); digits <= Number(to); digits++) documented.add(digits);
  }
  assert.deepEqual(
    [...documented].sort((a, b) => a - b),
    scenarios.map(({ digits }) => digits),
  );
});

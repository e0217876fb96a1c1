// Guards what of a payment is split, with whom, and that its money is there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Payment } from '../payment/payment.ts';
import { decide } from '../../../test/support/decide.ts';
import { appId, merchantId } from '../../../test/support/engine.ts';
import { accountRow, paymentRow } from '../../../test/support/rows.ts';
import { legRow, receiverRow, receivingMerchantId as supplier, shareRow } from '../../../test/support/split-rows.ts';
import { type CreateSplit, createSplit } from './create-split.ts';

const partner = 'M000000000000000000000008';
const rows = {
  receivers: [receiverRow(), receiverRow({ account: partner })],
  accounts: [accountRow('available', 60_000n)],
};

/** 500.00 with a fee of 7.50. */
const paid = (change: Partial<Payment> = {}) => paymentRow({ status: 'completed', feeMinor: 750n, ...change });

const split = (shares: readonly [account: string, amountMinor: bigint][], change: Partial<CreateSplit> = {}) => ({
  splitId: 'S2',
  paymentId: 'C1',
  merchantId,
  appId,
  referenceScope: appId,
  reference: 'split-2',
  shares: shares.map(([account, amountMinor], index) => ({ id: `SH2${index}`, account, amountMinor, details: {} })),
  endsSplitting: false,
  ...change,
});

test('a split holds each of its shares and owes their calls', () => {
  const command = split([
    [supplier, 20_000n],
    [partner, 5000n],
  ]);
  const { answer, transfers, changes } = decide(createSplit, command, { ...rows, payments: [paid()] });
  assert.equal(answer, 'ok');
  assert.deepEqual(transfers, ['available > held: 20000 share_hold', 'available > held: 5000 share_hold']);
  assert.deepEqual(
    changes.shares?.inserted.map(({ id, position, account, status }) => [id, position, account, status]),
    [
      ['SH20', 0, supplier, 'pending'],
      ['SH21', 1, partner, 'pending'],
    ],
  );
  assert.deepEqual(
    changes.tasks?.inserted.map(({ id }) => id),
    ['send-share:SH20', 'send-share:SH21'],
  );
  assert.deepEqual(changes.payments?.updated, [paid({ splitMinor: 25_000n })]);
});

const refunded = { refundedMinor: 10_000n, refundingMinor: 5000n, feeReturnedMinor: 225n };
const table: [
  what: string,
  payment: Payment,
  shares: [string, bigint][],
  change: Partial<CreateSplit>,
  answer: string,
][] = [
  ['all that is left after the fee', paid(), [[supplier, 49_250n]], {}, 'ok'],
  ['a cent of the fee as well', paid(), [[supplier, 49_251n]], {}, 'split_exceeds_rest'],
  [
    'two shares that are too much together',
    paid(),
    [
      [supplier, 40_000n],
      [partner, 9251n],
    ],
    {},
    'split_exceeds_rest',
  ],
  ['what former splits left', paid({ splitMinor: 40_000n }), [[supplier, 9250n]], {}, 'ok'],
  ['more than former splits left', paid({ splitMinor: 40_000n }), [[supplier, 9251n]], {}, 'split_exceeds_rest'],
  ['what refunds left', paid(refunded), [[supplier, 34_475n]], {}, 'ok'],
  ['more than refunds left', paid(refunded), [[supplier, 34_476n]], {}, 'split_exceeds_rest'],
  [
    'something of what was split and then refunded',
    paid({ splitMinor: 40_000n, refundedMinor: 50_000n }),
    [[supplier, 1n]],
    {},
    'split_exceeds_rest',
  ],
  ['after the last split', paid({ splitEnded: true }), [[supplier, 1n]], {}, 'split_exceeds_rest'],
  ['another merchant’s payment', paid({ merchantId: partner }), [[supplier, 1n]], {}, 'payment_not_found'],
  ['an unknown payment', paid(), [[supplier, 1n]], { paymentId: 'C2' }, 'payment_not_found'],
  ['a number used before', paid(), [[supplier, 1n]], { reference: 'split-1' }, 'reference_repeated'],
  ['a payment that waits', paymentRow(), [[supplier, 1n]], {}, 'payment_not_completed'],
  ['a payment that failed', paymentRow({ status: 'failed' }), [[supplier, 1n]], {}, 'payment_not_completed'],
  ['a receiver who was never added', paid(), [['M000000000000000000000007', 1n]], {}, 'receiver_not_found'],
  [
    'a receiver twice',
    paid(),
    [
      [supplier, 1n],
      [supplier, 2n],
    ],
    {},
    'request_malformed',
  ],
  ['more than is available', paid({ amountMinor: 90_000n }), [[supplier, 60_001n]], {}, 'balance_insufficient'],
];

for (const [what, payment, shares, change, answer] of table) {
  test(`${what}: ${answer}`, () => {
    const existing = { ...rows, payments: [payment], shares: [shareRow()], legs: [legRow()] };
    assert.equal(decide(createSplit, split(shares, change), existing).answer, answer);
  });
}

test('the last split says so on the payment, and a deleted receiver is found out when his share is to be paid', () => {
  const command = split([[supplier, 1n]], { endsSplitting: true });
  const receivers = [receiverRow({ status: 'deleted' })];
  const { changes } = decide(createSplit, command, { ...rows, receivers, payments: [paid()] });
  assert.deepEqual(changes.payments?.updated, [paid({ splitMinor: 1n, splitEnded: true })]);
});

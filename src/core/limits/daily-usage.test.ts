// Guards that a merchant with a daily limit is asked for no more than that on one local day, and that what was never paid
// leaves room for others.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cancelInstrument } from '../instrument/close-instrument.ts';
import { createInstrument } from '../instrument/create-instrument.ts';
import type { Merchant } from '../merchant/merchant.ts';
import { createPayment } from '../payment/create-payment.ts';
import { confirmCredit } from '../payment/confirm-credit.ts';
import { expirePayment } from '../payment/expire-payment.ts';
import { failPayment } from '../payment/fail-payment.ts';
import type { Payment } from '../payment/payment.ts';
import type { AmountLimit } from './amount-limits.ts';
import type { Usage } from './daily-usage.ts';
import { type Decided, decide, type Facts } from '../../../test/support/decide.ts';
import { appId, channelOf, merchantId } from '../../../test/support/engine.ts';
import { instrumentRow, now, paymentRow, usageRow } from '../../../test/support/rows.ts';

function limitedTo(payment: AmountLimit): { merchant: Partial<Merchant> } {
  return { merchant: { limits: { payment } } };
}

function create(amountMinor: bigint, usages: readonly Usage[], facts: Facts): Decided<Payment> {
  const owner = { merchantId, appId, referenceScope: appId };
  const asked = { id: 'C9', reference: 'order-9', channel: 'WEB', amountMinor };
  return decide(
    createPayment,
    { ...owner, ...asked, notifyUrl: null, returnUrl: null, details: {} },
    { usages },
    facts,
  );
}

const [amount, count] = ['daily_amount_exceeded', 'daily_count_exceeded'];

// The limits, what was taken on the day (null: nothing yet), the next amount.
const limits: [limit: AmountLimit, taken: [bigint, number] | null, amountMinor: bigint, answer: string][] = [
  [{ dailyAmount: 1000n }, null, 1000n, 'ok'],
  [{ dailyAmount: 1000n }, null, 1001n, amount],
  [{ dailyAmount: 1000n }, [900n, 1], 100n, 'ok'],
  [{ dailyAmount: 1000n }, [900n, 1], 101n, amount],
  [{ dailyAmount: 1000n }, [0n, 999], 1000n, 'ok'],
  [{ dailyCount: 2 }, null, 100n, 'ok'],
  [{ dailyCount: 2 }, [100n, 1], 500_000n, 'ok'],
  [{ dailyCount: 2 }, [100n, 2], 100n, count],
  [{ dailyCount: 0 }, null, 100n, count],
  [{ dailyAmount: 1000n, dailyCount: 2 }, [950n, 2], 100n, amount],
  [{ dailyAmount: 1000n, dailyCount: 2 }, [800n, 2], 100n, count],
  [{ dailyAmount: 1000n, dailyCount: 2 }, [800n, 1], 100n, 'ok'],
];

test('a payment that would pass the day’s limit is refused, and every other one counts', () => {
  for (const [limit, taken, amountMinor, answer] of limits) {
    const before = taken ? usageRow({ amountMinor: taken[0], count: taken[1] }) : undefined;
    const result = create(amountMinor, before ? [before] : [], limitedTo(limit));
    assert.equal(result.answer, answer);
    if (answer !== 'ok') {
      assert.deepEqual(result.changes, {});
      continue;
    }
    const after = usageRow({ amountMinor: (taken?.[0] ?? 0n) + amountMinor, count: (taken?.[1] ?? 0) + 1 });
    const { inserted = [], updated = [] } = result.changes.usages ?? {};
    assert.deepEqual([inserted, updated], before ? [[], [after]] : [[after], []]);
  }
});

test('where there is no daily limit nothing is counted', () => {
  for (const limit of [{}, { min: 1n, max: 1_000_000n }]) {
    assert.equal(create(1000n, [], limitedTo(limit)).changes.usages, undefined);
  }
});

test('a day begins at midnight in the country of the currency', () => {
  const days: [at: string, day: string][] = [
    ['2026-03-02T15:59:59.999Z', '2026-03-02'],
    ['2026-03-02T16:00:00Z', '2026-03-03'],
  ];
  for (const [at, day] of days) {
    const full = usageRow({ amountMinor: 1000n });
    const result = create(1000n, [full], { ...limitedTo({ dailyAmount: 1000n }), now: Date.parse(at) });
    const isFull = day === '2026-03-02';
    assert.equal(result.answer, isFull ? amount : 'ok');
    assert.equal(result.changes.usages?.inserted[0]?.id, isFull ? undefined : `${merchantId}:PHP:${day}`);
  }
});

/** Every way in which a payment of 500.00 ends without having been paid as it was asked for. */
const ends = {
  fails: (payment: Payment, usages: readonly Usage[], facts: Facts) =>
    decide(failPayment, { paymentId: 'C1', failure: 'channel_rejected' }, rowsOf(payment, usages), facts),
  expires: (payment: Payment, usages: readonly Usage[], facts: Facts) =>
    decide(expirePayment, { paymentId: 'C1' }, rowsOf({ ...payment, expiresAt: now }, usages), facts),
  'gets another amount': (payment: Payment, usages: readonly Usage[], facts: Facts) =>
    decide(confirmCredit, { paymentId: 'C1', bankReference: 'B', amountMinor: 1n }, rowsOf(payment, usages), facts),
};

function rowsOf(payment: Payment, usages: readonly Usage[]) {
  return { payments: [payment], usages, instruments: [instrumentRow()] };
}

// What was counted on the day the payment was asked for; what is after it.
const returns: [before: [bigint, number] | null, after: [bigint, number] | null][] = [
  [
    [80_000n, 3],
    [30_000n, 2],
  ],
  [
    [50_000n, 1],
    [0n, 0],
  ],
  // The limit is younger than the payment.
  [null, null],
  [[49_999n, 3], null],
  [[80_000n, 0], null],
];

describe('what it counted is given back on the day it was asked for, when a payment', () => {
  for (const [title, end] of Object.entries(ends)) {
    test(title, () => {
      const yesterday = { createdAt: now - 86_400_000 };
      const id = `${merchantId}:PHP:2026-03-01`;
      for (const [before, after] of returns) {
        const usage = before ? [usageRow({ id, amountMinor: before[0], count: before[1] })] : [];
        const today = usageRow({ amountMinor: 90_000n, count: 9 });
        const { changes } = end(paymentRow(yesterday), [...usage, today], limitedTo({ dailyCount: 9 }));
        assert.deepEqual(
          changes.usages?.updated,
          after ? [usageRow({ id, amountMinor: after[0], count: after[1] })] : undefined,
        );
      }
    });
  }
});

test('what was paid stays counted, and what is paid on a code for many payments never was', () => {
  const usages = [usageRow({ amountMinor: 80_000n, count: 3 })];
  const facts = limitedTo({ dailyCount: 9 });
  const credit = { paymentId: 'C1', bankReference: 'bank-1', amountMinor: 50_000n };
  const paid = decide(confirmCredit, credit, { payments: [paymentRow()], usages }, facts);
  assert.equal(paid.changes.usages, undefined);
  for (const end of [ends.fails, ends['gets another amount']]) {
    const { changes } = end(paymentRow({ instrumentId: 'QR1', channel: 'QR' }), usages, facts);
    assert.deepEqual([changes.payments?.updated[0]?.status, changes.usages], ['failed', undefined]);
  }
});

const byChannel = `${merchantId}:PHP:2026-03-02:WEB`;

// The merchant's limit, the channel's, what was taken in all and by the channel, the next amount.
const both: [own: AmountLimit, channel: AmountLimit, taken: bigint, takenByChannel: bigint, answer: string][] = [
  [{}, { dailyAmount: 1000n }, 0n, 500n, 'ok'],
  [{}, { dailyAmount: 1000n }, 0n, 501n, amount],
  [{}, { dailyCount: 1 }, 0n, 1n, count],
  [{ dailyAmount: 5000n }, { dailyAmount: 1000n }, 4500n, 500n, 'ok'],
  [{ dailyAmount: 5000n }, { dailyAmount: 1000n }, 4501n, 0n, amount],
  [{ dailyAmount: 5000n }, { dailyAmount: 1000n }, 0n, 501n, amount],
];

test('a channel has a day of its own for each merchant, and a refusal of either counts nowhere', () => {
  for (const [own, channel, taken, takenByChannel, answer] of both) {
    const usages = [
      usageRow({ amountMinor: taken, count: 1 }),
      usageRow({ id: byChannel, amountMinor: takenByChannel, count: 1 }),
    ];
    const facts = { ...limitedTo(own), channels: [channelOf('WEB', 'web', channel)] };
    const result = create(500n, usages, facts);
    assert.equal(result.answer, answer);
    const expected = [
      ...(own.dailyAmount === undefined ? [] : [usageRow({ amountMinor: taken + 500n, count: 2 })]),
      usageRow({ id: byChannel, amountMinor: takenByChannel + 500n, count: 2 }),
    ];
    assert.deepEqual(result.changes.usages?.updated, answer === 'ok' ? expected : undefined);
  }
});

test('a code for one payment counts when it is made, and gives back what it counted when it is cancelled', () => {
  const facts = limitedTo({ dailyAmount: 2000n });
  const asked = {
    id: 'QR9',
    paymentId: 'C9',
    merchantId,
    appId,
    referenceScope: appId,
    reference: 'one',
    slot: 'qr',
    channel: 'QR',
    amountMinor: 2000n,
    presentation: 'code',
    notifyUrl: null,
    details: {},
    expirySeconds: 60,
    repeat: 'refuse',
  } as const;
  const made = decide(createInstrument, asked, {}, facts);
  assert.deepEqual(made.changes.usages?.inserted, [usageRow({ amountMinor: 2000n, count: 1 })]);
  const full = { usages: [usageRow({ amountMinor: 1n, count: 1 })] };
  assert.equal(decide(createInstrument, asked, full, facts).answer, amount);
  assert.equal(decide(createInstrument, { ...asked, paymentId: null }, full, facts).answer, 'ok');

  const single = { paymentId: 'C1', amountMinor: 2000n, createdAt: now };
  const rows = {
    instruments: [instrumentRow(single)],
    payments: [paymentRow({ instrumentId: 'QR1', channel: 'QR', amountMinor: 2000n, createdAt: now })],
    usages: [usageRow({ amountMinor: 2000n, count: 1 })],
  };
  const named = { referenceScope: appId, reference: 'counter-1', slot: 'qr' };
  const cancelled = decide(cancelInstrument, named, rows, facts);
  assert.deepEqual(cancelled.changes.usages?.updated, [usageRow({ amountMinor: 0n, count: 0 })]);
  const failed = decide(failPayment, { paymentId: 'C1', failure: 'channel_rejected' }, rows, facts);
  assert.deepEqual(failed.changes.usages?.updated, [usageRow({ amountMinor: 0n, count: 0 })]);
});

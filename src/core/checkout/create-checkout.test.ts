// Guards which checkouts are taken, in which order a request is refused, and that each counts once for its day.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide, valueOf } from '../../../test/support/decide.ts';
import { appId, channelOf, merchantId } from '../../../test/support/engine.ts';
import { checkoutRow, now, usageRow } from '../../../test/support/rows.ts';
import { type CreateCheckout, createCheckout } from './create-checkout.ts';

const command: CreateCheckout = {
  id: 'CH9',
  merchantId,
  appId,
  referenceScope: appId,
  reference: 'order-9',
  currency: 'PHP',
  amountMinor: 50_000n,
  channels: ['WEB', 'QR'],
  expirySeconds: 86_400,
  notifyUrl: 'http://merchant.test/notify',
  returnUrl: 'http://merchant.test/back',
  language: 'th',
  logoUrl: 'https://merchant.test/logo.png',
  details: { remark: 'two coffees' },
};

const repeated = 'order-1'; // the reference of the checkout that is there
const small = channelOf('SMALL', 'web', { maxAmount: 1_000n });
const large = channelOf('LARGE', 'qr', { minAmount: 10_000_000n });
const baht = channelOf('BAHT', 'qr', { currency: 'THB' });

// Every wrong thing together with those checked after it: the first one in the rule's order is the answer.
const rows: [change: Partial<CreateCheckout>, answer: string][] = [
  [{}, 'ok'],
  [{ channels: [], amountMinor: 1n, reference: repeated }, 'channel_unavailable'],
  [{ channels: ['WEB', 'NONE'], amountMinor: 1n, reference: repeated }, 'channel_unavailable'],
  [{ channels: ['OFF'], amountMinor: 1n, reference: repeated }, 'channel_unavailable'],
  [{ channels: ['WEB', 'BAHT'] }, 'channel_unavailable'],
  [{ channels: ['BAHT'], currency: 'THB' }, 'ok'],
  [{ channels: ['BANK'] }, 'channel_unavailable'],
  [{ channels: ['WALLET'] }, 'channel_unavailable'],
  [{ amountMinor: 99n, reference: repeated }, 'amount_under_limit'],
  [{ amountMinor: 500_000_001n, reference: repeated }, 'amount_over_limit'],
  [{ channels: ['SMALL', 'LARGE'], reference: repeated }, 'amount_over_limit'],
  [{ channels: ['LARGE', 'SMALL'], reference: repeated }, 'amount_under_limit'],
  [{ channels: ['SMALL', 'LARGE', 'WEB'] }, 'ok'],
  [{ reference: repeated }, 'reference_repeated'],
  [{ reference: repeated, referenceScope: 'another-app' }, 'ok'],
];

test('a checkout is refused for the first of its faults, and then nothing is written', () => {
  for (const [change, answer] of rows) {
    const facts = { channels: [small, large, baht] };
    const result = decide(createCheckout, { ...command, ...change }, { checkouts: [checkoutRow()] }, facts);
    assert.equal(
      result.answer,
      answer,
      JSON.stringify(change, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
    );
    assert.equal(result.changes.checkouts?.inserted.length, answer === 'ok' ? 1 : undefined);
    assert.deepEqual([result.events, result.transfers, result.changes.payments], [[], [], undefined]);
  }
});

test('a reference is used up whatever became of its checkout', () => {
  for (const status of ['open', 'completed', 'closed'] as const) {
    const checkouts = [checkoutRow({ status, paymentId: status === 'completed' ? 'C1' : null })];
    assert.equal(
      decide(createCheckout, { ...command, reference: repeated }, { checkouts }).answer,
      'reference_repeated',
    );
  }
});

test('a created checkout is the command, open until its time is up, without a try', () => {
  const { expirySeconds, ...asked } = command;
  assert.deepEqual(valueOf(decide(createCheckout, command)), {
    ...asked,
    status: 'open',
    paymentId: null,
    tries: 0,
    createdAt: now,
    finalAt: null,
    expiresAt: now + expirySeconds * 1000,
  });
});

const limits: [limit: object, taken: [bigint, number], answer: string][] = [
  [{ dailyAmount: 60_000n }, [10_000n, 1], 'ok'],
  [{ dailyAmount: 60_000n }, [10_001n, 1], 'daily_amount_exceeded'],
  [{ dailyCount: 2 }, [1n, 1], 'ok'],
  [{ dailyCount: 2 }, [1n, 2], 'daily_count_exceeded'],
];

test('a checkout counts for the day on which it is asked for, and a full day refuses it', () => {
  for (const [payment, [amountMinor, count], answer] of limits) {
    const facts = { merchant: { limits: { payment } } };
    const result = decide(createCheckout, command, { usages: [usageRow({ amountMinor, count })] }, facts);
    assert.equal(result.answer, answer);
    const after = usageRow({ amountMinor: amountMinor + 50_000n, count: count + 1 });
    assert.deepEqual(result.changes.usages?.updated, answer === 'ok' ? [after] : undefined);
  }
});

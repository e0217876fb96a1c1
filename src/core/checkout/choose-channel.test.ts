// Guards that the payer of a checkout can pay it in one way at a time: each pick closes the try before, a repeated one changes nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Instrument } from '../instrument/instrument.ts';
import { type Payment, untouched } from '../payment/payment.ts';
import { decide, valueOf } from '../../../test/support/decide.ts';
import { appId, channelOf, merchantId } from '../../../test/support/engine.ts';
import { checkoutRow, codeOfTry, instrumentRow, now, tryRow } from '../../../test/support/rows.ts';
import type { Checkout } from './checkout.ts';
import { type ChooseChannel, chooseChannel, mostTries } from './choose-channel.ts';

const page: ChooseChannel = { checkoutId: 'CH1', channel: 'WEB', paymentId: 'C9', code: null };
const code: ChooseChannel = { ...page, channel: 'QR', code: { instrumentId: 'QR9', presentation: 'scan me' } };

// Every wrong thing together with those checked after it.
const refusals: [change: Partial<Checkout>, command: Partial<ChooseChannel>, answer: string][] = [
  [{}, {}, 'ok'],
  [{}, { checkoutId: 'CH2' }, 'checkout_not_found'],
  [{ status: 'completed', paymentId: 'C1' }, { channel: 'NONE' }, 'payment_paid_or_closed'],
  [{ status: 'closed' }, { channel: 'NONE' }, 'payment_paid_or_closed'],
  [{ expiresAt: now }, { channel: 'NONE' }, 'payment_paid_or_closed'],
  [{ expiresAt: now + 1 }, {}, 'ok'],
  [{ amountMinor: 1n }, { channel: 'NONE' }, 'channel_unavailable'],
  [{ amountMinor: 1n, channels: ['QR'] }, {}, 'channel_unavailable'],
  [{ amountMinor: 1n, channels: ['OFF'] }, { channel: 'OFF' }, 'channel_unavailable'],
  [{ amountMinor: 1n, channels: ['WALLET'] }, { channel: 'WALLET' }, 'channel_unavailable'],
  [{ currency: 'THB' }, {}, 'channel_unavailable'],
  [{ amountMinor: 99n, tries: mostTries }, {}, 'amount_under_limit'],
  [{ amountMinor: 500_000_001n }, {}, 'amount_over_limit'],
  [{ paymentId: 'C1', tries: mostTries }, { channel: 'QR' }, 'rate_exceeded'],
  [{ paymentId: 'C1', tries: mostTries }, {}, 'ok'],
];

test('a pick is refused for the first of its faults, and then nothing is written', () => {
  for (const [change, asked, answer] of refusals) {
    const rows = { checkouts: [checkoutRow(change)], payments: [tryRow()] };
    const result = decide(chooseChannel, { ...page, ...asked }, rows);
    assert.equal(
      result.answer,
      answer,
      JSON.stringify([change, asked], (_, value) => (typeof value === 'bigint' ? String(value) : value)),
    );
    if (answer !== 'ok') assert.deepEqual(result.changes, {});
  }
});

const details = { remark: 'two coffees' };
const common = {
  merchantId,
  appId,
  referenceScope: 'C9.try',
  reference: 'order-1',
  currency: 'PHP',
  amountMinor: 50_000n,
  notifyUrl: 'http://merchant.test/notify',
  details: { ...details, channelType: null },
  createdAt: now,
} as const;

test('the try of a web page is a payment of the checkout, which ends with the channel’s time or the checkout’s', () => {
  const times: [expiresAt: number, ends: number][] = [
    [now + 9_000_000, now + 3_600_000],
    [now + 60_000, now + 60_000],
  ];
  for (const [expiresAt, ends] of times) {
    const result = decide(chooseChannel, page, { checkouts: [checkoutRow({ details, expiresAt })] });
    const payment: Payment = {
      ...untouched,
      ...common,
      id: 'C9',
      checkoutId: 'CH1',
      instrumentId: null,
      entry: 'page',
      channel: 'WEB',
      expiresAt: ends,
      returnUrl: 'http://merchant.test/back',
    };
    assert.deepEqual(valueOf(result).payment, payment);
    assert.deepEqual(result.changes.payments?.inserted, [payment]);
    assert.deepEqual(valueOf(result).checkout, checkoutRow({ details, expiresAt, paymentId: 'C9', tries: 1 }));
    assert.deepEqual([result.changes.instruments, result.events], [undefined, []]);
  }
});

test('the try of a code is a code for one payment, which ends as the try of a page does', () => {
  const channels = [channelOf('QR', 'qr', { expirySeconds: 60 })];
  const times: [channels: typeof channels, ends: number][] = [
    [channels, now + 60_000],
    [[], now + 3_600_000],
  ];
  for (const [known, ends] of times) {
    const result = decide(chooseChannel, code, { checkouts: [checkoutRow({ details })] }, { channels: known });
    const instrument: Instrument = {
      ...common,
      id: 'QR9',
      paymentId: 'C9',
      slot: 'qr',
      generation: 0,
      channel: 'QR',
      minAmountMinor: null,
      maxAmountMinor: null,
      status: 'active',
      presentation: 'scan me',
      updatedAt: now,
      expiresAt: ends,
    };
    assert.deepEqual(result.changes.instruments?.inserted, [instrument]);
    const { instrumentId, checkoutId, expiresAt, returnUrl } = valueOf(result).payment;
    assert.deepEqual(
      [instrumentId, checkoutId, expiresAt, returnUrl],
      ['QR9', 'CH1', null, 'http://merchant.test/back'],
    );
  }
});

// The try before, by page or by code, and whether another pick closes it.
const before: [status: Payment['status'], by: 'WEB' | 'QR', closes: boolean][] = [
  ['pending', 'WEB', true],
  ['pending', 'QR', true],
  ['failed', 'WEB', false],
  ['failed', 'QR', false],
  ['closed', 'WEB', false],
  ['closed', 'QR', false],
];

test('a pick closes the try that waits with its code, leaves an ended one as it is, and tells nobody', () => {
  for (const [status, by, closes] of before) {
    const instrumentId = by === 'QR' ? 'QR1' : null;
    const result = decide(chooseChannel, by === 'WEB' ? code : page, {
      checkouts: [checkoutRow({ paymentId: 'C1' })],
      payments: [tryRow({ status, channel: by, instrumentId, expiresAt: by === 'QR' ? null : now + 60_000 })],
      instruments: by === 'QR' ? [codeOfTry({ status: status === 'pending' ? 'active' : 'used' })] : [],
    });
    const { paymentId, tries } = valueOf(result).checkout;
    assert.deepEqual([paymentId, tries], ['C9', 2]);
    const { payments, instruments } = result.changes;
    const closed = payments?.updated.map((row) => [row.id, row.status, row.finalAt, row.failure]);
    assert.deepEqual(closed, closes ? [['C1', 'closed', now, null]] : [], `${status} ${by}`);
    const cancelled = (instruments?.updated ?? []).map((row) => [row.id, row.status, row.updatedAt]);
    assert.deepEqual(cancelled, closes && by === 'QR' ? [['QR1', 'cancelled', now]] : [], `${status} ${by}`);
    assert.deepEqual([result.events, result.transfers], [[], []]);
  }
});

// The channel of the try that is there again.
const again: [status: Payment['status'], by: 'WEB' | 'QR', expiresAt: number, answered: string][] = [
  ['pending', 'WEB', now + 1, 'C1'],
  ['pending', 'QR', now + 1, 'C1'],
  ['pending', 'WEB', now, 'C9'],
  ['pending', 'QR', now, 'C9'],
  ['failed', 'WEB', now + 1, 'C9'],
  ['closed', 'QR', now + 1, 'C9'],
];

test('the same pick again is the same try, as long as that can be paid', () => {
  for (const [status, by, expiresAt, answered] of again) {
    const byCode = by === 'QR';
    const result = decide(chooseChannel, byCode ? code : page, {
      checkouts: [checkoutRow({ paymentId: 'C1' })],
      payments: [
        tryRow({ status, channel: by, ...(byCode ? { instrumentId: 'QR1', expiresAt: null } : { expiresAt }) }),
      ],
      instruments: byCode ? [codeOfTry({ status: status === 'pending' ? 'active' : 'used', expiresAt })] : [],
    });
    assert.equal(valueOf(result).payment.id, answered, `${status} ${by}`);
    if (answered === 'C1') assert.deepEqual(result.changes, {});
  }
});

test('a try says of which type its channel is, beside what its checkout says', () => {
  const channels = [channelOf('WEB', 'web', { type: 'ewallet' })];
  const result = decide(chooseChannel, page, { checkouts: [checkoutRow({ details })] }, { channels });
  assert.deepEqual(valueOf(result).payment.details, { remark: 'two coffees', channelType: 'ewallet' });
});

test('a code of another order with the same reference is left alone', () => {
  const result = decide(chooseChannel, page, {
    checkouts: [checkoutRow()],
    instruments: [instrumentRow({ reference: 'order-1' })],
  });
  assert.deepEqual([result.answer, result.changes.instruments], ['ok', undefined]);
});

// Guards when a reference holds an instrument, and what a repeat of it answers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CreateInstrument, createInstrument } from './create-instrument.ts';
import type { InstrumentStatus } from './instrument.ts';
import { type PaymentStatus, untouched } from '../payment/payment.ts';
import { decide, valueOf } from '../../../test/support/decide.ts';
import { appId, channelOf, merchantId } from '../../../test/support/engine.ts';
import { instrumentRow, now, paymentRow } from '../../../test/support/rows.ts';

const command: CreateInstrument = {
  id: 'QR9',
  paymentId: null,
  merchantId,
  appId,
  referenceScope: appId,
  reference: 'counter-9',
  slot: 'qr',
  channel: 'QR',
  amountMinor: null,
  expirySeconds: null,
  presentation: 'code',
  notifyUrl: 'http://merchant.test/notify',
  details: { table: 4 },
  repeat: 'refuse',
};

const held = 'counter-1'; // the reference of the instrument that is there

const refusals: [change: Partial<CreateInstrument>, answer: string][] = [
  [{}, 'ok'],
  [{ channel: 'NONE', amountMinor: 1n, reference: held }, 'channel_unavailable'],
  [{ channel: 'OFF', amountMinor: 1n, reference: held }, 'channel_unavailable'],
  [{ amountMinor: 1_000_000_000n, reference: held }, 'amount_over_limit'],
  [{ amountMinor: 1n, reference: held }, 'amount_under_limit'],
  [{ reference: held }, 'reference_repeated'],
  [{ reference: held, slot: 'BDO' }, 'ok'],
  [{ reference: held, referenceScope: 'another-app' }, 'ok'],
];

test('an instrument is refused for the first of its faults, and then nothing is written', () => {
  for (const [change, answer] of refusals) {
    const result = decide(createInstrument, { ...command, ...change }, { instruments: [instrumentRow()] });
    assert.equal(
      result.answer,
      answer,
      JSON.stringify(change, (_, value) => String(value)),
    );
    if (answer === 'ok') assert.equal(result.changes.instruments?.inserted.length, 1);
    else assert.deepEqual(result.changes, {});
  }
});

type RepeatCase = [
  status: InstrumentStatus,
  payment: PaymentStatus | null,
  repeat: 'return' | 'refuse' | 'never',
  channel: string,
  answer: 'same' | 'next' | 'reference_repeated',
];

const repeats: RepeatCase[] = [
  ['active', null, 'return', 'QR', 'same'],
  ['active', null, 'return', 'QR2', 'reference_repeated'],
  ['active', null, 'refuse', 'QR', 'reference_repeated'],
  ['active', 'pending', 'return', 'QR', 'same'],
  ['active', 'pending', 'refuse', 'QR', 'reference_repeated'],
  ['used', 'completed', 'return', 'QR', 'reference_repeated'],
  ['used', 'completed', 'refuse', 'QR', 'reference_repeated'],
  ['used', 'failed', 'return', 'QR', 'next'],
  ['used', 'failed', 'refuse', 'QR', 'next'],
  ['expired', null, 'return', 'QR', 'next'],
  ['expired', null, 'refuse', 'QR', 'next'],
  ['expired', 'closed', 'refuse', 'QR', 'next'],
  ['cancelled', null, 'return', 'QR', 'next'],
  ['cancelled', null, 'refuse', 'QR2', 'next'],
  ['cancelled', 'closed', 'refuse', 'QR', 'next'],
  ['cancelled', 'completed', 'refuse', 'QR', 'reference_repeated'],
  ['active', null, 'never', 'QR', 'reference_repeated'],
  ['used', 'failed', 'never', 'QR', 'reference_repeated'],
  ['expired', 'closed', 'never', 'QR', 'reference_repeated'],
  ['cancelled', null, 'never', 'QR2', 'reference_repeated'],
];

test('a reference holds one instrument until it is closed unpaid, then the next generation, or none where it is used up', () => {
  for (const [status, payment, repeat, channel, answer] of repeats) {
    const before = instrumentRow({ status, generation: 3, paymentId: payment === null ? null : 'C1' });
    const result = decide(
      createInstrument,
      { ...command, reference: held, repeat, channel },
      { instruments: [before], payments: payment === null ? [] : [paymentRow({ status: payment })] },
      { channels: [channelOf('QR2', 'qr')] },
    );
    const title = `${status} ${payment} ${repeat} ${channel}`;
    const given = result.outcome.ok ? (result.outcome.value.id === before.id ? 'same' : 'next') : result.answer;
    assert.equal(given, answer, title);
    if (answer === 'next') assert.equal(valueOf(result).generation, 4, title);
    else assert.deepEqual(result.changes, {}, title);
  }
});

test('of several generations the newest decides', () => {
  const rows: [statuses: InstrumentStatus[], answer: string][] = [
    [['cancelled', 'active'], 'reference_repeated'],
    [['cancelled', 'expired'], 'ok'],
  ];
  for (const [statuses, answer] of rows) {
    const instruments = statuses.map((status, generation) =>
      instrumentRow({ id: `QR${generation}`, status, generation }),
    );
    const result = decide(createInstrument, { ...command, reference: held }, { instruments });
    assert.equal(result.answer, answer);
    if (result.outcome.ok) assert.equal(result.outcome.value.generation, 2);
  }
});

// seconds from now, a time of its own -> until when
const ends: [expirySeconds: number | null, given: number | undefined, expiresAt: number | null][] = [
  [null, undefined, null],
  [0, undefined, now],
  [900, undefined, now + 900_000],
  [null, now + 1, now + 1],
];

test('a created instrument is the command, open, until its time is up: counted from now, or named', () => {
  for (const [expirySeconds, given, expiresAt] of ends) {
    const result = decide(createInstrument, { ...command, expirySeconds, expiresAt: given });
    const { repeat: _, expirySeconds: __, ...kept } = command;
    assert.deepEqual(valueOf(result), {
      ...kept,
      minAmountMinor: null,
      maxAmountMinor: null,
      generation: 0,
      currency: 'PHP',
      status: 'active',
      createdAt: now,
      updatedAt: now,
      expiresAt,
    });
    assert.deepEqual(result.changes.instruments?.inserted, [valueOf(result)]);
    assert.equal(result.changes.payments, undefined);
  }
});

test('what its merchant lets payers enter stays with the instrument, and a repeat does not change it', () => {
  const bounded = { ...command, minAmountMinor: 20_000n, maxAmountMinor: 50_000n, repeat: 'return' } as const;
  const created = valueOf(decide(createInstrument, bounded));
  assert.deepEqual([created.minAmountMinor, created.maxAmountMinor], [20_000n, 50_000n]);
  const repeated = decide(createInstrument, { ...bounded, id: 'QR10', maxAmountMinor: 1n }, { instruments: [created] });
  assert.deepEqual(valueOf(repeated), created);
});

test('an instrument for one payment comes with that payment, which waits', () => {
  const single = { ...command, paymentId: 'C9', amountMinor: 2000n, expirySeconds: 900 };
  const result = decide(createInstrument, single);
  const { paymentId, expirySeconds: _, repeat: __, id, slot: ___, presentation: ____, ...shared } = single;
  assert.deepEqual(result.changes.payments?.inserted, [
    {
      ...untouched,
      ...shared,
      id: paymentId,
      instrumentId: id,
      entry: 'page',
      currency: 'PHP',
      createdAt: now,
      expiresAt: null,
      returnUrl: null,
    },
  ]);
  assert.deepEqual(result.events, []);
});

test('an instrument for one payment without an amount is a bug, not a payment of nothing', () => {
  assert.throws(() => decide(createInstrument, { ...command, paymentId: 'C9' }), /needs its amount/);
});

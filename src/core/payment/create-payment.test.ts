// Guards which payments are taken, and in which order a request is refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CreatePayment, createPayment } from './create-payment.ts';
import { untouched } from './payment.ts';
import { decide, valueOf } from '../../../test/support/decide.ts';
import { appId, channelOf, merchantId } from '../../../test/support/engine.ts';
import { authorisationRow, now, paymentRow } from '../../../test/support/rows.ts';

const command: CreatePayment = {
  id: 'C9',
  merchantId,
  appId,
  referenceScope: appId,
  reference: 'order-9',
  channel: 'WEB',
  amountMinor: 50_000n,
  notifyUrl: 'http://merchant.test/notify',
  returnUrl: 'http://merchant.test/back',
  details: { remark: 'two coffees' },
};

const repeated = 'order-1'; // the reference of the payment that is there

// Every wrong thing together with those checked after it: the first one in the rule's order is the answer.
const rows: [change: Partial<CreatePayment>, answer: string][] = [
  [{}, 'ok'],
  [{ channel: 'NONE', amountMinor: 1n, reference: repeated }, 'channel_unavailable'],
  [{ channel: 'OFF', amountMinor: 1n, reference: repeated }, 'channel_unavailable'],
  [{ amountMinor: 1_000_000_000n, reference: repeated }, 'amount_over_limit'],
  [{ amountMinor: 1n, reference: repeated }, 'amount_under_limit'],
  [{ reference: repeated }, 'reference_repeated'],
  [{ reference: repeated, referenceScope: 'another-app' }, 'ok'],
  [{ amountMinor: 100n }, 'ok'],
  [{ amountMinor: 99n }, 'amount_under_limit'],
  [{ amountMinor: 500_000_000n }, 'ok'],
  [{ amountMinor: 500_000_001n }, 'amount_over_limit'],
];

test('a payment is refused for the first of its faults, and then nothing is written', () => {
  for (const [change, answer] of rows) {
    const result = decide(createPayment, { ...command, ...change }, { payments: [paymentRow()] });
    assert.equal(
      result.answer,
      answer,
      JSON.stringify(change, (_, value) => String(value)),
    );
    if (answer === 'ok') assert.equal(result.changes.payments?.inserted.length, 1);
    else assert.deepEqual(result.changes, {});
    assert.deepEqual([result.events, result.transfers], [[], []]);
  }
});

test('a reference is used up whatever became of its payment', () => {
  for (const status of ['pending', 'completed', 'failed', 'closed'] as const) {
    const result = decide(createPayment, { ...command, reference: repeated }, { payments: [paymentRow({ status })] });
    assert.equal(result.answer, 'reference_repeated', status);
  }
});

test('a payment on an instrument does not use up its reference for others', () => {
  const result = decide(
    createPayment,
    { ...command, reference: repeated },
    { payments: [paymentRow({ instrumentId: 'QR1' })] },
  );
  assert.equal(result.answer, 'ok');
});

test('a created payment is the command, waiting, in its channel’s currency and with its channel’s time', () => {
  const baht = channelOf('THAI', 'web', { currency: 'THB' });
  const byChannel: [channel: string, currency: string, expiresAt: number | null][] = [
    ['WEB', 'PHP', now + 3_600_000],
    ['THAI', 'THB', null],
  ];
  for (const [channel, currency, expiresAt] of byChannel) {
    const result = decide(createPayment, { ...command, channel }, {}, { channels: [baht] });
    assert.deepEqual(valueOf(result), {
      ...untouched,
      ...command,
      entry: 'page',
      channel,
      currency,
      expiresAt,
      instrumentId: null,
      createdAt: now,
    });
    assert.deepEqual(result.changes, { payments: { inserted: [valueOf(result)], updated: [], removed: [] } });
  }
});

// How it is asked for, what the payer showed, the time that the merchant gives.
const entries: [entry: 'order' | 'code', payerCode: string | undefined, expirySeconds: number | undefined][] = [
  ['order', undefined, undefined],
  ['order', undefined, 90],
  ['code', '281234567890123456', undefined],
  ['code', '281234567890123456', 45],
];

test('a payment that its channel must know of is handed over at once, with the time that it has', () => {
  for (const [entry, payerCode, expirySeconds] of entries) {
    const given = {
      entry,
      ...(payerCode === undefined ? {} : { payerCode }),
      ...(expirySeconds === undefined ? {} : { expirySeconds }),
    };
    const result = decide(createPayment, { ...command, ...given, channel: 'WALLET' });
    const payment = valueOf(result);
    assert.deepEqual([payment.entry, payment.payerCode], [entry, payerCode ?? null]);
    assert.equal(payment.expiresAt, now + (expirySeconds ?? 240) * 1000);
    assert.deepEqual(result.changes.tasks?.inserted, [
      { id: 'send-payment:C9', kind: 'send-payment', subjectId: 'C9', dueAt: now, attempt: 0 },
    ]);
  }
});

test('a reference that an authorisation has is used up for payments at its channel', () => {
  const rows = { authorisations: [authorisationRow({ reference: 'order-9' })] };
  for (const [entry, payerCode] of entries) {
    const given = { entry, ...(payerCode === undefined ? {} : { payerCode }), channel: 'WALLET' };
    assert.equal(decide(createPayment, { ...command, ...given }, rows).answer, 'reference_repeated');
  }
});

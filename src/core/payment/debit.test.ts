// Guards that money is taken by a mandate only while it stands, by the app and channel that it was given to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide, valueOf } from '../../../test/support/decide.ts';
import { appId, channelOf, merchantId } from '../../../test/support/engine.ts';
import { mandateRow, now, paymentRow } from '../../../test/support/rows.ts';
import type { Mandate } from '../mandate/mandate.ts';
import { type CreatePayment, createPayment } from './create-payment.ts';

const command: CreatePayment = {
  id: 'C9',
  merchantId,
  appId,
  referenceScope: appId,
  reference: 'order-9',
  channel: 'DEBIT',
  entry: 'debit',
  payerCode: 'TK1',
  amountMinor: 50_000n,
  notifyUrl: 'http://merchant.test/notify',
  returnUrl: null,
  details: {},
};

const repeated = 'order-1'; // the reference of the payment that is there
const other = channelOf('OTHER', 'wallet', { type: 'direct_debit' });

// Every wrong thing together with those checked after it: the first one in the rule's order is the answer.
const rows: [change: Partial<CreatePayment>, mandate: Partial<Mandate>, answer: string][] = [
  [{}, {}, 'ok'],
  [{ channel: 'DEBIT_OFF', payerCode: 'TK2', amountMinor: 1n, reference: repeated }, {}, 'channel_unavailable'],
  [{ payerCode: 'TK2', amountMinor: 1n, reference: repeated }, {}, 'mandate_not_found'],
  [{ channel: 'OTHER', amountMinor: 1n, reference: repeated }, {}, 'mandate_not_found'],
  [{}, { appId: 'another-app' }, 'mandate_not_found'],
  [{}, { status: 'requested' }, 'mandate_not_found'],
  [{}, { status: 'declined' }, 'mandate_not_found'],
  [{}, { status: 'cancelled' }, 'mandate_not_found'],
  [{}, { status: 'expired' }, 'mandate_not_found'],
  // Its time is up, and no sweep has come by yet.
  [{}, { expiresAt: now }, 'mandate_not_found'],
  [{}, { expiresAt: now + 1 }, 'ok'],
  [{ amountMinor: 1n, reference: repeated }, {}, 'amount_under_limit'],
  [{ reference: repeated }, {}, 'reference_repeated'],
];

test('a debit is refused for the first of its faults, and then nothing is written', () => {
  for (const [change, mandate, answer] of rows) {
    const tables = { mandates: [mandateRow(mandate)], payments: [paymentRow()] };
    const result = decide(createPayment, { ...command, ...change }, tables, { channels: [other] });
    assert.equal(result.answer, answer, JSON.stringify([change.reference, change.channel, mandate]));
    if (answer !== 'ok') assert.deepEqual(result.changes, {});
  }
});

test('a debit is owed to its channel at once, names its mandate, and waits as long as its channel says', () => {
  const result = decide(createPayment, command, { mandates: [mandateRow()] });
  const payment = valueOf(result);
  assert.deepEqual([payment.entry, payment.payerCode, payment.expiresAt], ['debit', 'TK1', now + 3_600_000]);
  assert.deepEqual(
    result.changes.tasks?.inserted.map(({ id }) => id),
    ['send-payment:C9'],
  );
  assert.equal(result.changes.mandates, undefined);
});

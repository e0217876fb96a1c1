// Guards the rows of a batch: each command sees what those before it did, a refused one leaves no trace, and what is
// saved is the difference to what was loaded.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Instrument } from '../core/instrument/instrument.ts';
import type { Keys } from '../core/state.ts';
import { createBatchState } from './state.ts';
import type { Directory } from './directory.ts';
import type { Loaded } from './store.ts';
import { appId, merchantId } from '../../test/support/engine.ts';
import { accountRow, instrumentRow, paymentRow } from '../../test/support/rows.ts';

const directory: Directory = {
  findApp: async () => undefined,
  findMerchant: async () => undefined,
  ensure: () => undefined,
  merchant: () => assert.fail('no merchant is asked for'),
  app: () => assert.fail('no app is asked for'),
  channel: () => undefined,
};

const named: Keys = {
  payments: [['C1'], ['C2']],
  paymentsByReference: [[appId, 'order-1']],
  instrumentsByReference: [[appId, 'counter-1', 'qr']],
};

function stateWith(loaded: Loaded, keys: Keys = named) {
  const state = createBatchState(directory);
  state.add(loaded, keys);
  return state;
}

test('a row that is there is found by id and by reference, one that was named and is not there is absent', () => {
  const payment = paymentRow();
  const state = stateWith({ payments: [payment] });
  assert.equal(state.payments.get('C1'), payment);
  assert.equal(state.payments.find('paymentsByReference', appId, 'order-1'), payment);
  assert.equal(state.payments.get('C2'), undefined);
  assert.equal(state.instruments.find('instrumentsByReference', appId, 'counter-1', 'qr'), undefined);
  assert.equal(state.look('payments', ['C1']), payment);
  assert.equal(state.look('paymentsByReference', [appId, 'order-1']), payment);
});

test('a row that nobody named cannot be read', () => {
  const state = stateWith({});
  assert.throws(() => state.payments.get('C3'), /payments C3 without naming it/);
  assert.throws(() => state.payments.find('paymentsByReference', appId, 'order-2'), /without naming it/);
  assert.throws(() => state.accounts.get('C1'), /without naming it/);
});

test('of rows with one reference the last loaded or inserted is found', () => {
  const [old, young] = [instrumentRow({ id: 'QR1' }), instrumentRow({ id: 'QR2', generation: 1 })];
  const state = stateWith({ instruments: [old, young] });
  const find = () => state.instruments.find('instrumentsByReference', appId, 'counter-1', 'qr')?.id;
  assert.equal(find(), 'QR2');
  state.instruments.insert(instrumentRow({ id: 'QR3', generation: 2 }));
  assert.equal(find(), 'QR3');
  state.keep();
  assert.equal(find(), 'QR3');
});

test('of rows with one reference the newest generation is found, in whatever order they were loaded', () => {
  const rows = [0, 1, 2].map((generation) => instrumentRow({ id: `QR${9 - generation}`, generation }));
  const [old, middle, young] = rows as [Instrument, Instrument, Instrument];
  for (const loads of [[[young], [middle, old]], [[middle, young, old]], [[old], [young], [middle]]]) {
    const state = stateWith({});
    for (const instruments of loads) state.add({ instruments }, named);
    assert.equal(state.instruments.find('instrumentsByReference', appId, 'counter-1', 'qr')?.id, 'QR7');
  }
});

test('a payment on an instrument is not found by the reference, which names the instrument', () => {
  const state = stateWith({ payments: [paymentRow({ instrumentId: 'QR1' })] });
  assert.equal(state.payments.find('paymentsByReference', appId, 'order-1'), undefined);
  state.payments.insert(paymentRow({ id: 'C2' }));
  state.payments.insert(paymentRow({ id: 'C3', instrumentId: 'QR1' }));
  assert.equal(state.payments.find('paymentsByReference', appId, 'order-1')?.id, 'C2');
});

test('what is inserted twice, or updated without being there, is a bug', () => {
  const state = stateWith({ payments: [paymentRow()] });
  assert.throws(() => state.payments.insert(paymentRow()), /inserted twice/);
  assert.throws(() => state.payments.update(paymentRow({ id: 'C2' })), /is not there/);
});

test('a discarded command leaves no trace, the kept ones before it stay', () => {
  const state = stateWith({ payments: [paymentRow()] });
  state.payments.update(paymentRow({ amountMinor: 1n }));
  state.announce({ kind: 'payment.completed', payment: paymentRow() });
  assert.equal(state.announced().length, 1);
  state.keep();
  assert.deepEqual(state.announced(), []);

  state.payments.update(paymentRow({ amountMinor: 2n }));
  state.payments.update(paymentRow({ amountMinor: 3n }));
  state.payments.insert(paymentRow({ id: 'C2', reference: 'order-2' }));
  state.payments.remove('C1');
  state.announce({ kind: 'payment.closed', payment: paymentRow() });
  state.discard();

  assert.equal(state.payments.get('C1')?.amountMinor, 1n);
  assert.equal(state.payments.find('paymentsByReference', appId, 'order-1')?.amountMinor, 1n);
  assert.equal(state.payments.get('C2'), undefined);
  assert.deepEqual(state.announced(), []);
  assert.deepEqual(state.changes(), {
    payments: { inserted: [], updated: [paymentRow({ amountMinor: 1n })], removed: [] },
  });
});

test('after a discarded insert the row that had its reference is found again', () => {
  const state = stateWith({ instruments: [instrumentRow({ status: 'cancelled' })] });
  state.instruments.insert(instrumentRow({ id: 'QR2', generation: 1 }));
  state.discard();
  assert.equal(state.instruments.find('instrumentsByReference', appId, 'counter-1', 'qr')?.id, 'QR1');
});

test('what is saved is the difference to what was loaded', () => {
  const [first, second] = [accountRow('available', 5n), accountRow('held', 5n)];
  const state = stateWith({ accounts: [first, second], payments: [paymentRow()] });
  assert.deepEqual(state.changes(), {});
  state.accounts.update({ ...first, debits: 1n });
  state.accounts.update({ ...first, debits: 2n });
  state.accounts.remove(second.id);
  state.payments.update(paymentRow());
  state.payments.insert(paymentRow({ id: 'C5', reference: 'order-5' }));
  state.payments.update(paymentRow({ id: 'C5', reference: 'order-5', amountMinor: 9n }));
  state.payments.insert(paymentRow({ id: 'C6', reference: 'order-6' }));
  state.payments.remove('C6');
  state.keep();
  const { accounts, payments, ...others } = state.changes();
  assert.deepEqual(accounts, { inserted: [], updated: [{ ...first, debits: 2n }], removed: [second.id] });
  assert.deepEqual(
    payments?.inserted.map(({ id, amountMinor }) => [id, amountMinor]),
    [['C5', 9n]],
  );
  assert.deepEqual(payments?.removed, []);
  assert.deepEqual(others, {});
});

test('a row that is loaded again is the one that the batch has already', () => {
  const state = stateWith({ payments: [paymentRow()] });
  state.payments.update(paymentRow({ amountMinor: 1n }));
  state.keep();
  state.add({ payments: [paymentRow()] }, named);
  assert.equal(state.payments.get('C1')?.amountMinor, 1n);
});

test('the owners are those of the commands and of the loaded rows', () => {
  const state = stateWith({ payments: [paymentRow()] });
  const { merchantIds, appIds } = state.owners([{ merchantId: 'M2', appId: 'app-2' }, {}, { merchantId: 7 }]);
  assert.deepEqual([...merchantIds], ['M2', merchantId]);
  assert.deepEqual([...appIds], ['app-2', appId]);
});

// Checks the catalogue as a whole, and that every channel in it finds its connector.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCurrency } from '../kernel/money.ts';
import { catalogue } from './catalogue.ts';
import { createConnectors } from './connectors.ts';

test('every code is there once, with limits that leave room and a currency that is known', () => {
  assert.equal(new Set(catalogue.map(({ code }) => code)).size, catalogue.length);
  for (const { minAmount, maxAmount, currency } of catalogue) {
    assert.ok(minAmount > 0n && minAmount < maxAmount);
    assert.ok(findCurrency(currency));
  }
});

test('Upay has a wallet for each of its providers, in yuan', () => {
  const wallets = catalogue.filter(({ kind }) => kind === 'wallet');
  assert.equal(wallets.length, 18);
  for (const { currency, country, minAmount, maxAmount } of wallets) {
    assert.deepEqual([currency, country, minAmount, maxAmount], ['CNY', 'CN', 1n, 9_999_999_999n]);
  }
});

test('only what stands on a counter, and payouts, never expire', () => {
  const lasting = catalogue.filter(({ expirySeconds }) => expirySeconds === undefined).map(({ code }) => code);
  assert.deepEqual(lasting, ['QRPH_STATIC_QR', 'PH_BANK_PAYOUT', 'PH_EWALLET_PAYOUT', 'PH_SCANQR_PAYOUT']);
});

test('a channel finds its connector, and one without is a mistake that shows at once', () => {
  const connectors = createConnectors([{ code: 'sandbox' }]);
  for (const channel of catalogue) assert.equal(connectors.of(channel).code, 'sandbox');
  assert.throws(
    () => createConnectors([]).of(catalogue[0] as (typeof catalogue)[number]),
    /needs the connector sandbox/,
  );
  assert.throws(() => createConnectors([{ code: 'sandbox' }, { code: 'sandbox' }]), /same code/);
});

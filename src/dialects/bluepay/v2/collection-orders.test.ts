// Guards what a query and a close of version 2 say of an order, and whose orders they find (bluepay.md 3b.9, 3b.10).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bluepayAppId } from '../../../../test/support/bluepay-gateway.ts';
import type { BluepayFields } from '../../../../test/support/bluepay-client.ts';
import { numberedFailures } from '../../../core/failure.ts';
import {
  query,
  close,
  qr,
  ewallet,
  gatewayOfV2,
  codeOf,
  createdId,
  pay,
  checkout,
} from '../../../../test/support/bluepay-collections.ts';

test('a query says how a payment ended, and why it failed', async () => {
  const gateway = await gatewayOfV2();
  const paid = await createdId(gateway);
  await gateway.advance(60_000);
  await pay(gateway, paid, 10_000n);
  const found = await gateway.client.call(query, { countryCode: 'PH', transactionId: paid });
  assert.deepEqual([found.data['transactionStatus'], found.data['returnTime']], ['COMPLETED', '2026-03-17 18:31:00']);
  assert.equal('failedCode' in found.data, false);
  for (const [index, failure] of numberedFailures.entries()) {
    const paymentId = await createdId(gateway, { ...ewallet, mchOrderId: `FAILED${index}` });
    await gateway.engine.execute(0, 'fail-payment', { paymentId, failure });
    const { data } = await gateway.client.call(query, { countryCode: 'PH', transactionId: paymentId });
    assert.deepEqual([data['transactionStatus'], data['failedCode']], ['FAILED', -10_000 - index]);
  }
});

test('an order whose time is up has failed, and its merchant is told', async () => {
  const gateway = await gatewayOfV2();
  const id = await createdId(gateway);
  await gateway.advance(3_600_000);
  const { data } = await gateway.client.call(query, { countryCode: 'PH', transactionId: id });
  assert.deepEqual(
    [data['transactionStatus'], data['returnTime'], data['failedCode'], data['failedMessage']],
    ['FAILED', '2026-03-17 19:30:00', null, null],
  );
  assert.deepEqual((await gateway.lastTold())?.['eventName'], 'payment.failed');
  assert.equal(gateway.notifications.at(-1)?.url, 'https://merchant.example/notify');
});

test('21006: an order that is unknown, of another app or country, or named two ways that differ is not found', async () => {
  const gateway = await gatewayOfV2();
  const id = await createdId(gateway);
  const other = await createdId(gateway, { ...qr, mchOrderId: 'ORDER0002' });
  const rows: BluepayFields[] = [
    { mchOrderId: 'NOBODY' },
    { transactionId: 'C000000000000000000000000' },
    { transactionId: 'x' },
    { mchOrderId: 'ORDER0001', transactionId: other },
    { mchOrderId: 'NOBODY', transactionId: id },
    { transactionId: id, countryCode: 'TH' },
    { mchOrderId: 'ORDER0001', countryCode: 'TH' },
  ];
  for (const path of [query, close]) {
    for (const row of rows) {
      assert.equal(await codeOf(gateway, path, { countryCode: 'PH', ...row }), 21006, JSON.stringify(row));
    }
  }
  gateway.app = { ...gateway.app, id: 'another' };
  assert.equal(await codeOf(gateway, query, { countryCode: 'PH', transactionId: id }), 21003);
});

test("21006: another app of the same merchant does not see this one's orders", async () => {
  const gateway = await gatewayOfV2();
  const row = await gateway.engine.execute(0, 'create-payment', {
    id: 'C000000000000000000000099',
    merchantId: gateway.merchant.id,
    appId: 'another',
    referenceScope: 'another',
    reference: 'THEIRS',
    channel: 'PH_GCASH_URL',
    amountMinor: 10_000n,
    notifyUrl: null,
    returnUrl: null,
    details: {},
  });
  assert.equal(row.ok, true);
  for (const path of [query, close]) {
    assert.equal(await codeOf(gateway, path, { countryCode: 'PH', transactionId: 'C000000000000000000000099' }), 21006);
  }
});

test('21002: a query and a close need one name of the right form', async () => {
  const gateway = await gatewayOfV2();
  const rows = [
    {},
    { mchOrderId: '' },
    { mchOrderId: 'A-1' },
    { mchOrderId: 1 },
    { transactionId: 'x'.repeat(33) },
    { transactionId: 5 },
  ];
  for (const path of [query, close]) {
    for (const row of rows) {
      assert.equal(await codeOf(gateway, path, { countryCode: 'PH', ...row }), 21002, JSON.stringify(row));
    }
  }
});

test('a close fails the order: nobody can pay it any more, and its merchant is told', async () => {
  const gateway = await gatewayOfV2();
  const id = await createdId(gateway);
  const closed = await gateway.client.call(close, { countryCode: 'PH', mchOrderId: 'ORDER0001' });
  assert.deepEqual(closed.data, { mchOrderId: 'ORDER0001', transactionId: id, transactionStatus: 'FAILED' });
  const found = await gateway.client.call(query, { countryCode: 'PH', transactionId: id });
  assert.equal(found.data['transactionStatus'], 'FAILED');
  assert.equal((await gateway.lastTold())?.['transactionStatus'], 'FAILED');
  await pay(gateway, id, 10_000n);
  const after = await gateway.client.call(query, { countryCode: 'PH', transactionId: id });
  assert.equal(after.data['transactionStatus'], 'FAILED');
  assert.equal((await gateway.client.call('/open-api/account/balance', { countryCode: 'PH' })).data['balance'], '0.00');
});

test('21028: what is paid, failed or closed cannot be closed', async () => {
  const gateway = await gatewayOfV2();
  const paid = await createdId(gateway);
  await pay(gateway, paid, 10_000n);
  const shut = await createdId(gateway, { ...ewallet, mchOrderId: 'SHUT' });
  assert.equal(await codeOf(gateway, close, { countryCode: 'PH', transactionId: shut }), 10000);
  const failed = await createdId(gateway, { ...ewallet, mchOrderId: 'FAILED' });
  await gateway.engine.execute(0, 'fail-payment', { paymentId: failed, failure: 'channel_rejected' });
  for (const transactionId of [paid, shut, failed]) {
    const answer = await gateway.client.call(close, { countryCode: 'PH', transactionId });
    assert.deepEqual([answer.code, answer.message], [21028, 'Transaction already paid or closed']);
  }
});

test('21025: what its channel has in hand, and a try at a cashier, cannot be closed here', async () => {
  const gateway = await gatewayOfV2();
  gateway.connector = { ...gateway.connector, sendPayment: async () => ({ kind: 'in_progress' }) };
  await gateway.engine.execute(0, 'create-payment', {
    id: 'C000000000000000000000099',
    merchantId: gateway.merchant.id,
    appId: bluepayAppId,
    referenceScope: bluepayAppId,
    reference: 'CHARGE',
    channel: 'PH_GCASH_DIRECT_DEBIT',
    amountMinor: 10_000n,
    entry: 'code',
    payerCode: 'TK1',
    notifyUrl: null,
    returnUrl: null,
    details: {},
  });
  const charge = await gateway.client.call(close, { countryCode: 'PH', mchOrderId: 'CHARGE' });
  assert.deepEqual([charge.code, charge.message], [21025, 'Not allowed to cancel']);
  await checkout(gateway);
  for (const name of [{ mchOrderId: 'CASH1' }, { transactionId: 'C000000000000000000000077' }]) {
    assert.equal(await codeOf(gateway, close, { countryCode: 'PH', ...name }), 21025);
  }
});

test("a cashier's order is found by its number, as the payment that its payer tries", async () => {
  const gateway = await gatewayOfV2();
  await checkout(gateway);
  const { data } = await gateway.client.call(query, { countryCode: 'PH', mchOrderId: 'CASH1' });
  assert.deepEqual(
    [data['transactionId'], data['mchOrderId'], data['channelCode'], data['payData'], data['transactionStatus']],
    ['C000000000000000000000077', 'CASH1', 'PH_GCASH_URL', null, 'PENDING'],
  );
  const other = await createdId(gateway);
  for (const transactionId of [other, 'C000000000000000000000000']) {
    assert.equal(await codeOf(gateway, query, { countryCode: 'PH', mchOrderId: 'CASH1', transactionId }), 21006);
  }
});

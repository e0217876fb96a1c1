// Guards voids of version 1 (bluepay.md 3.12): all of a payment, on its day, before it is settled; which situation has which code.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createBluepayGateway, type BluepayGateway } from '../../../../test/support/bluepay-gateway.ts';

const path = '/open-api/payment/void';

/** The id of a payment of ORDER1, paid at once unless it is to wait. */
async function payment(
  gateway: BluepayGateway,
  { mchOrderId = 'ORDER1', channelCode = 'TRUEMONEY_URL', isPaid = true } = {},
) {
  const isQr = channelCode === 'THAI_DYNAMIC_QR';
  const { code, data } = await gateway.client.call(`/open-api/${isQr ? 'qr' : 'webpay'}/generate`, {
    channelCode,
    mchOrderId,
    amount: 10_000,
    notifyUrl: 'https://example.com/told',
    redirectUrl: 'https://example.com/back',
    customerName: 'Jason',
    email: 'a@example.com',
    mobile: '0812345678',
  });
  assert.equal(code, 10000);
  const paymentId = String(data['transactionId']);
  const credit = { paymentId, bankReference: `b${mchOrderId}`, amountMinor: 10_000n };
  if (isPaid) assert.ok((await gateway.engine.execute(0, 'confirm-credit', credit)).ok);
  return paymentId;
}

test('a void is over when it is answered: all of it goes back, its fee too, and nobody is told of it', async () => {
  const gateway = await createBluepayGateway('v1');
  gateway.merchant = { ...gateway.merchant, fees: { payment: { fixedMinor: 100n, basisPoints: 0 } } };
  const original = await payment(gateway);
  const told = gateway.notifications.length;
  const asked = { mchVoidOrderId: 'V1', originalTransactionId: original, remark: 'wrong till' };
  const { code, data } = await gateway.client.call(path, asked);
  const { voidTransactionId } = data;
  assert.equal(code, 10000);
  assert.match(String(voidTransactionId), /^R[0-9]+$/);
  assert.deepEqual(data, {
    mchVoidOrderId: 'V1',
    voidTransactionId,
    originalTransactionId: original,
    mchOrderId: 'ORDER1',
    amount: 10_000,
    transactionStatus: 'COMPLETED',
    createTime: '2026-03-17 17:30:00',
    returnTime: '2026-03-17 17:30:00',
  });
  assert.equal((await gateway.client.call('/open-api/account/balance')).data['balance'], '0.00');
  assert.equal(gateway.notifications.length, told);
  // Version 1 has no word for a payment that was taken back.
  const { data: page } = await gateway.client.call('/open-api/webpay/detail', { mchOrderId: 'ORDER1' });
  assert.equal(page['transactionStatus'], 'COMPLETED');
});

test('a payment is named by its order as well; two names must mean the same', async () => {
  const gateway = await createBluepayGateway('v1');
  await payment(gateway);
  const other = await payment(gateway, { mchOrderId: 'ORDER2' });
  const both = { mchVoidOrderId: 'V1', mchOrderId: 'ORDER1', originalTransactionId: other };
  assert.equal((await gateway.client.call(path, both)).code, 21006);
  assert.equal((await gateway.client.call(path, { mchVoidOrderId: 'V1', mchOrderId: 'ORDER1' })).code, 10000);
  const agreeing = { mchVoidOrderId: 'V2', mchOrderId: 'ORDER2', originalTransactionId: other };
  assert.equal((await gateway.client.call(path, agreeing)).code, 10000);
});

test('the answer waits for a channel that takes its time', async () => {
  const gateway = await createBluepayGateway('v1');
  await payment(gateway);
  let answer: (value: { kind: 'succeeded'; bankReference: string }) => void = () => {};
  const handed = new Promise<void>((resolve) => {
    gateway.connector = {
      ...gateway.connector,
      sendRefund: () => {
        resolve();
        return new Promise((settle) => (answer = settle));
      },
    };
  });
  const asked = gateway.client.call(path, { mchVoidOrderId: 'V1', mchOrderId: 'ORDER1' });
  await handed;
  // Another one has nothing left to void.
  assert.equal((await gateway.client.call(path, { mchVoidOrderId: 'V2', mchOrderId: 'ORDER1' })).code, 21504);
  answer({ kind: 'succeeded', bankReference: 'r1' });
  assert.equal((await asked).data['transactionStatus'], 'COMPLETED');
});

test('what the channel does not decide in time is answered as PENDING', async () => {
  const gateway = await createBluepayGateway('v1');
  gateway.connector = { ...gateway.connector, sendRefund: async () => ({ kind: 'in_progress' }) };
  await payment(gateway);
  // Whoever stops the gateway ends its waits; so does eight seconds.
  gateway.engine.endWaits();
  const asked = { mchVoidOrderId: 'V1', mchOrderId: 'ORDER1' };
  const { code, data } = await gateway.client.call(path, asked);
  assert.deepEqual([code, data['transactionStatus'], data['returnTime']], [10000, 'PENDING', null]);
  // To ask again is how the merchant learns what became of it.
  assert.deepEqual((await gateway.client.call(path, asked)).data, data);
});

test('21006: an original that does not exist', async () => {
  const gateway = await createBluepayGateway('v1');
  await payment(gateway);
  for (const names of [{ mchOrderId: 'NOBODY' }, { originalTransactionId: 'C000000000000000000000000' }]) {
    assert.equal((await gateway.client.call(path, { mchVoidOrderId: 'V1', ...names })).code, 21006);
  }
  // A static code has many payments: its number names none.
  const code = { channelCode: 'THAI_STATIC_QR', mchOrderId: 'COUNTER1', notifyUrl: 'https://example.com/' };
  assert.equal((await gateway.client.call('/open-api/qr/generate', code)).code, 10000);
  assert.equal((await gateway.client.call(path, { mchVoidOrderId: 'V1', mchOrderId: 'COUNTER1' })).code, 21006);
});

test('21500: what was not paid cannot be voided', async () => {
  const gateway = await createBluepayGateway('v1');
  await payment(gateway, { isPaid: false });
  const asked = { mchVoidOrderId: 'V1', mchOrderId: 'ORDER1' };
  const waiting = await gateway.client.call(path, asked);
  assert.deepEqual([waiting.code, waiting.message], [21500, 'Original transaction status is not success']);
  await gateway.advance(3_600_000);
  assert.equal((await gateway.client.call(path, asked)).code, 21500);
});

test('21501: a channel that cannot, or refuses, and a payment of which something was refunded', async () => {
  const gateway = await createBluepayGateway('v1');
  await payment(gateway, { mchOrderId: 'QR1', channelCode: 'THAI_DYNAMIC_QR' });
  const cannot = await gateway.client.call(path, { mchVoidOrderId: 'V1', mchOrderId: 'QR1' });
  assert.deepEqual([cannot.code, cannot.message], [21501, 'Cannot reverse']);

  await payment(gateway);
  const { connector } = gateway;
  gateway.connector = { ...connector, sendRefund: async () => ({ kind: 'refused', failure: 'channel_rejected' }) };
  assert.equal((await gateway.client.call(path, { mchVoidOrderId: 'V1', mchOrderId: 'ORDER1' })).code, 21501);
  gateway.connector = connector;
  assert.equal((await gateway.client.call(path, { mchVoidOrderId: 'V1', mchOrderId: 'ORDER1' })).code, 10000);

  const partly = await payment(gateway, { mchOrderId: 'ORDER2' });
  const refund = { mchRefundOrderId: 'R1', originalTransactionId: partly, refundAmount: 1 };
  assert.equal((await gateway.client.call('/open-api/payment/refund', refund)).code, 10000);
  await gateway.settled();
  assert.equal((await gateway.client.call(path, { mchVoidOrderId: 'V2', mchOrderId: 'ORDER2' })).code, 21501);
});

test('21502: a payment whose day is settled', async () => {
  const gateway = await createBluepayGateway('v1');
  gateway.merchant = { ...gateway.merchant, settlementDays: 1 };
  await payment(gateway);
  await gateway.advance(2 * 86_400_000);
  assert.equal((await gateway.client.call('/open-api/account/balance')).data['balance'], '100.00');
  const answer = await gateway.client.call(path, { mchVoidOrderId: 'V1', mchOrderId: 'ORDER1' });
  assert.deepEqual([answer.code, answer.message], [21502, 'Original transaction has been settled']);
});

test('21503: a payment of the day before, as Bangkok counts days', async () => {
  const gateway = await createBluepayGateway('v1');
  await payment(gateway);
  await payment(gateway, { mchOrderId: 'ORDER2' });
  // 23:59:59.999, and midnight.
  await gateway.advance(6.5 * 3_600_000 - 1);
  assert.equal((await gateway.client.call(path, { mchVoidOrderId: 'V1', mchOrderId: 'ORDER1' })).code, 10000);
  await gateway.advance(1);
  const late = await gateway.client.call(path, { mchVoidOrderId: 'V2', mchOrderId: 'ORDER2' });
  assert.deepEqual([late.code, late.message], [21503, 'Cannot void over the day']);
});

test('21504, 21505: a payment is voided once, and a number is used once', async () => {
  const gateway = await createBluepayGateway('v1');
  await payment(gateway);
  await payment(gateway, { mchOrderId: 'ORDER2' });
  assert.equal((await gateway.client.call(path, { mchVoidOrderId: 'V1', mchOrderId: 'ORDER1' })).code, 10000);
  const voided = await gateway.client.call(path, { mchVoidOrderId: 'V2', mchOrderId: 'ORDER1' });
  assert.deepEqual([voided.code, voided.message], [21504, 'Original transaction has been already voided']);
  for (const mchOrderId of ['ORDER1', 'ORDER2']) {
    const repeated = await gateway.client.call(path, { mchVoidOrderId: 'V1', mchOrderId });
    assert.deepEqual(
      [repeated.code, repeated.message],
      [21505, 'Duplicate mchVoidOrderID detected. Please provide a unique mchvoidOrderID and retry.'],
    );
  }
  // Numbers of voids and of refunds are counted apart.
  const original = await payment(gateway, { mchOrderId: 'ORDER3' });
  const refund = { mchRefundOrderId: 'V1', originalTransactionId: original, refundAmount: 1 };
  assert.equal((await gateway.client.call('/open-api/payment/refund', refund)).code, 10000);
});

test('21014: the merchant has paid the money out', async () => {
  const gateway = await createBluepayGateway('v1');
  await payment(gateway);
  const payout = {
    mchOrderId: 'PAYOUT0000001',
    idempotencyId: 'PAYOUT0000001',
    amount: 100,
    payMethodCode: 'PROMPTPAY',
    promptpayAccountType: 'MSISDN',
    accountNo: '0812345678',
  };
  assert.equal((await gateway.client.call('/open-api/disbursement/transfer', payout)).code, 10000);
  assert.equal((await gateway.client.call(path, { mchVoidOrderId: 'V1', mchOrderId: 'ORDER1' })).code, 21014);
});

test('21002: whatever a field may not hold is refused', async () => {
  const gateway = await createBluepayGateway('v1');
  await payment(gateway);
  const wrong: Readonly<Record<string, readonly unknown[]>> = {
    mchVoidOrderId: [undefined, null, '', 'x'.repeat(33), 'a-b', 7],
    originalTransactionId: ['x'.repeat(33), 7],
    mchOrderId: [undefined, '', 'x'.repeat(33), 'a b', 7],
    remark: ['x'.repeat(257), 7],
  };
  const asked = { mchVoidOrderId: 'V1', mchOrderId: 'ORDER1' };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      const { code } = await gateway.client.call(path, { ...asked, [name]: value });
      assert.equal(code, 21002, `${name}: ${JSON.stringify(value)}`);
    }
  }
  assert.deepEqual(gateway.errors, []);
});

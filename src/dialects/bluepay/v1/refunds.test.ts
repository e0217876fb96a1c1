// Guards refunds of version 1 (bluepay.md 3.10, 3.11): which situation has which code, what a query answers, and what is told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChannelSupport } from '../../../core/channel/channel.ts';
import { createBluepayGateway, type BluepayGateway } from '../../../../test/support/bluepay-gateway.ts';
import type { BluepayFields } from '../../../../test/support/bluepay-client.ts';

const path = '/open-api/payment/refund';
const queryPath = '/open-api/payment/refund/query';

let orders = 0;

/** The id of a payment, paid at once unless it is to wait. */
async function payment(gateway: BluepayGateway, { channelCode = 'TRUEMONEY_URL', isPaid = true } = {}) {
  orders += 1;
  const isQr = channelCode === 'THAI_DYNAMIC_QR';
  const { code, data } = await gateway.client.call(`/open-api/${isQr ? 'qr' : 'webpay'}/generate`, {
    channelCode,
    mchOrderId: `ORDER${orders}`,
    amount: 10_000,
    notifyUrl: 'https://example.com/told',
    redirectUrl: 'https://example.com/back',
    customerName: 'Jason',
    email: 'a@example.com',
    mobile: '0812345678',
  });
  assert.equal(code, 10000);
  const paymentId = String(data['transactionId']);
  const credit = { paymentId, bankReference: `b${orders}`, amountMinor: 10_000n };
  if (isPaid) assert.ok((await gateway.engine.execute(0, 'confirm-credit', credit)).ok);
  return paymentId;
}

function ask(originalTransactionId: string, change: BluepayFields = {}): BluepayFields {
  return { mchRefundOrderId: 'REFUND1', originalTransactionId, refundAmount: 4000, ...change };
}

/** Its channel has taken every refund and not decided. */
function slow(gateway: BluepayGateway): void {
  gateway.connector = { ...gateway.connector, sendRefund: async () => ({ kind: 'in_progress' }) };
}

function supporting(gateway: BluepayGateway, code: string, change: Partial<ChannelSupport>): void {
  const channel = gateway.channels.get(code);
  assert.ok(channel);
  gateway.channels.set(code, { ...channel, supports: { ...channel.supports, ...change } });
}

test('a refund is PENDING at first, then told and answered as COMPLETE', async () => {
  const gateway = await createBluepayGateway('v1');
  const original = await payment(gateway);
  const asked = ask(original, { refundReason: 'too small', refundCallbackUrl: 'https://example.com/back-again' });
  const { code, data } = await gateway.client.call(path, asked);
  const { refundTransactionId } = data;
  assert.equal(code, 10000);
  assert.match(String(refundTransactionId), /^R[0-9]+$/);
  assert.deepEqual(data, {
    mchRefundOrderId: 'REFUND1',
    refundTransactionId,
    refundAmount: 4000,
    refundCreateTime: '2026-03-17 17:30:00',
    refundStatus: 'PENDING',
  });
  await gateway.settled();
  const told = {
    mchRefundOrderId: 'REFUND1',
    refundTransactionId,
    originalTransactionId: original,
    refundAmount: 4000,
    feeRefunded: 0,
    refundStatus: 'COMPLETE',
    refundCreateTime: '2026-03-17 17:30:00',
    refundReturnTime: '2026-03-17 17:30:00',
    refundReason: 'too small',
  };
  assert.deepEqual(await gateway.lastTold(), { eventName: 'payment.refund.success', ...told });
  assert.equal(gateway.notifications.at(-1)?.url, 'https://example.com/back-again');
  const failed = { failedCode: null, failedMessage: null };
  assert.deepEqual((await gateway.client.call(queryPath, { mchRefundOrderId: 'REFUND1' })).list, [
    { ...told, ...failed },
  ]);
  // The payment stays what it was.
  const { data: page } = await gateway.client.call('/open-api/webpay/detail', { mchOrderId: `ORDER${orders}` });
  assert.equal(page['transactionStatus'], 'COMPLETED');
});

test('a refund that its channel refuses is told as FAILED, with why, and its money comes back', async () => {
  const gateway = await createBluepayGateway('v1');
  gateway.connector = { ...gateway.connector, sendRefund: async () => ({ kind: 'refused', failure: 'refund_failed' }) };
  const original = await payment(gateway);
  await gateway.client.call(path, ask(original, { notifyUrl: 'https://example.com/other' }));
  await gateway.settled();
  const told = await gateway.lastTold();
  assert.deepEqual(
    [told?.['eventName'], told?.['refundStatus'], told?.['failedCode'], told?.['failedMessage']],
    ['payment.refund.failed', 'FAILED', -10010, 'Channel Refund Failed'],
  );
  assert.equal(gateway.notifications.at(-1)?.url, 'https://example.com/other');
  assert.equal((await gateway.client.call('/open-api/account/balance')).data['balance'], '100.00');
  // The number is used up, the money is not.
  assert.equal((await gateway.client.call(path, ask(original))).code, 21407);
  assert.equal((await gateway.client.call(path, ask(original, { mchRefundOrderId: 'REFUND2' }))).code, 10000);
});

test('the fee goes back in proportion where the app is set so', async () => {
  const gateway = await createBluepayGateway('v1');
  gateway.merchant = { ...gateway.merchant, fees: { payment: { fixedMinor: 0n, basisPoints: 1000 } } };
  gateway.app = { ...gateway.app, switches: { refundFeeReturn: 'in_proportion' } };
  await gateway.fund(100_000n);
  const original = await payment(gateway);
  await gateway.client.call(path, ask(original));
  await gateway.settled();
  assert.equal((await gateway.lastTold())?.['feeRefunded'], 400);
});

test('parts add up to the whole, one after the other, by either path', async () => {
  const gateway = await createBluepayGateway('v1');
  const original = await payment(gateway);
  const parts: [change: BluepayFields, code: number][] = [
    [{ mchRefundOrderId: 'A', refundAmount: 10_001 }, 21406],
    [{ mchRefundOrderId: 'A', refundAmount: 4000 }, 10000],
    [{ mchRefundOrderId: 'B', refundAmount: 6001 }, 21406],
    [{ mchRefundOrderId: 'B', refundAmount: 6000 }, 10000],
    [{ mchRefundOrderId: 'C', refundAmount: 1 }, 21406],
  ];
  for (const [index, [change, code]] of parts.entries()) {
    const used = index % 2 === 0 ? path : '/open-api/refund';
    assert.equal((await gateway.client.call(used, ask(original, change))).code, code, JSON.stringify(change));
    await gateway.settled();
  }
  assert.equal((await gateway.client.call('/open-api/account/balance')).data['balance'], '0.00');
});

test('21006: an original that does not exist, or is another app’s', async () => {
  const gateway = await createBluepayGateway('v1');
  const original = await payment(gateway);
  assert.equal((await gateway.client.call(path, ask('C000000000000000000000000'))).code, 21006);
  gateway.app = { ...gateway.app, id: 'd9b002aef1d7496c9df078d937896605' };
  const bodyOfOther = gateway.client.bodyOf(gateway.client.paramOf(ask(original)));
  const renamed = bodyOfOther.replace(/"appId":"[^"]+"/, `"appId":"${gateway.app.id}"`);
  assert.equal((await gateway.client.send(path, renamed)).code, 21006);
});

test('21409, then 21401: a refund waits for its channel, then its channel works on it', async () => {
  const gateway = await createBluepayGateway('v1');
  const original = await payment(gateway);
  let answer: (value: { kind: 'in_progress' }) => void = () => {};
  const waiting = new Promise<{ kind: 'in_progress' }>((resolve) => (answer = resolve));
  gateway.connector = { ...gateway.connector, sendRefund: () => waiting };
  assert.equal((await gateway.client.call(path, ask(original))).code, 10000);
  const another = ask(original, { mchRefundOrderId: 'REFUND2', refundAmount: 1 });
  const pending = await gateway.client.call(path, another);
  assert.deepEqual([pending.code, pending.message], [21409, 'The original transaction already exist pending refund']);
  answer({ kind: 'in_progress' });
  await gateway.settled();
  const processing = await gateway.client.call(path, another);
  assert.deepEqual([processing.code, processing.message], [21401, 'Refund is processing']);
});

test('21402: refunds are off for the app, or the channel gives nothing back, or nothing more', async () => {
  const gateway = await createBluepayGateway('v1');
  const original = await payment(gateway);
  gateway.app = { ...gateway.app, switches: { refundsEnabled: false } };
  assert.equal((await gateway.client.call(path, ask(original))).code, 21402);
  gateway.app = { ...gateway.app, switches: {} };
  supporting(gateway, 'TRUEMONEY_URL', { fullRefund: false, partialRefund: false });
  assert.equal((await gateway.client.call(path, ask(original))).code, 21402);
  supporting(gateway, 'TRUEMONEY_URL', { fullRefund: true, partialRefund: true, multipleRefund: false });
  assert.equal((await gateway.client.call(path, ask(original))).code, 10000);
  await gateway.settled();
  const second = await gateway.client.call(path, ask(original, { mchRefundOrderId: 'REFUND2' }));
  assert.deepEqual([second.code, second.message], [21402, 'Not allowed to refund']);
});

test('21403: sixty days after it was paid a payment is too old', async () => {
  const gateway = await createBluepayGateway('v1');
  const original = await payment(gateway);
  await gateway.advance(60 * 86_400_000);
  const last = ask(original, { refundAmount: 1 });
  assert.equal((await gateway.client.call(path, last)).code, 10000);
  await gateway.settled();
  await gateway.advance(1);
  const late = await gateway.client.call(path, ask(original, { mchRefundOrderId: 'REFUND2' }));
  assert.deepEqual([late.code, late.message], [21403, 'Transactions 60 days ago cannot initiate refunds']);
});

test('21404, 21405: a channel that gives back no whole, or no part', async () => {
  const gateway = await createBluepayGateway('v1');
  supporting(gateway, 'TRUEMONEY_URL', { fullRefund: false, partialRefund: true });
  const original = await payment(gateway);
  const whole = await gateway.client.call(path, ask(original, { refundAmount: 10_000 }));
  assert.deepEqual([whole.code, whole.message], [21404, 'The original transaction channel not support full refund']);
  const code = await payment(gateway, { channelCode: 'THAI_DYNAMIC_QR' });
  const part = await gateway.client.call(path, ask(code));
  assert.deepEqual([part.code, part.message], [21405, 'The original transaction channel not support partial refund']);
  assert.equal((await gateway.client.call(path, ask(code, { refundAmount: 10_000 }))).code, 10000);
});

test('21406: an amount of nothing, or less', async () => {
  const gateway = await createBluepayGateway('v1');
  const original = await payment(gateway);
  for (const refundAmount of [0, -1]) {
    const answer = await gateway.client.call(path, ask(original, { refundAmount }));
    assert.deepEqual([answer.code, answer.message], [21406, 'Refund amount invalid']);
  }
});

test('21407: a number is used once, whether its refund is under way or over, and for whichever payment', async () => {
  const gateway = await createBluepayGateway('v1');
  slow(gateway);
  const original = await payment(gateway);
  const other = await payment(gateway);
  assert.equal((await gateway.client.call(path, ask(original))).code, 10000);
  const again = await gateway.client.call(path, ask(original));
  assert.deepEqual([again.code, again.message], [21407, 'MchRefundOrderId is repeat']);
  assert.equal((await gateway.client.call(path, ask(other))).code, 21407);
  gateway.connector = { ...gateway.connector, queryRefund: async () => ({ kind: 'succeeded', bankReference: 'r1' }) };
  await gateway.advance(1000);
  await gateway.settled();
  assert.equal((await gateway.client.call(path, ask(original))).code, 21407);
});

test('of the same number sent many times at once, one refund is made', async () => {
  const gateway = await createBluepayGateway('v1');
  slow(gateway);
  const original = await payment(gateway);
  const answers = await Promise.all(Array.from({ length: 8 }, () => gateway.client.call(path, ask(original))));
  const codes = answers.map(({ code }) => code);
  assert.deepEqual(
    [codes.filter((code) => code === 10000).length, codes.filter((code) => code === 21407).length],
    [1, 7],
  );
});

test('21408: what was not paid, or was voided, is not refunded', async () => {
  const gateway = await createBluepayGateway('v1');
  const waiting = await payment(gateway, { isPaid: false });
  const answer = await gateway.client.call(path, ask(waiting));
  assert.deepEqual([answer.code, answer.message], [21408, 'The original transaction is not completed']);
  const voided = await payment(gateway);
  const asked = { mchVoidOrderId: 'V1', originalTransactionId: voided };
  assert.equal((await gateway.client.call('/open-api/payment/void', asked)).code, 10000);
  assert.equal((await gateway.client.call(path, ask(voided))).code, 21408);
});

test('21014: the merchant has paid the money out', async () => {
  const gateway = await createBluepayGateway('v1');
  const original = await payment(gateway);
  const payout = {
    mchOrderId: 'PAYOUT0000001',
    idempotencyId: 'PAYOUT0000001',
    amount: 9000,
    payMethodCode: 'PROMPTPAY',
    promptpayAccountType: 'MSISDN',
    accountNo: '0812345678',
  };
  assert.equal((await gateway.client.call('/open-api/disbursement/transfer', payout)).code, 10000);
  assert.equal((await gateway.client.call(path, ask(original))).code, 21014);
});

test('refunds are found by either number, and all of a payment by its id, oldest first', async () => {
  const gateway = await createBluepayGateway('v1');
  const original = await payment(gateway);
  const other = await payment(gateway);
  const made: unknown[] = [];
  for (const mchRefundOrderId of ['A', 'B']) {
    const { data } = await gateway.client.call(path, ask(original, { mchRefundOrderId, refundAmount: 100 }));
    made.push(data['refundTransactionId']);
    await gateway.settled();
    await gateway.advance(1000);
  }
  const rows: [names: BluepayFields, found: unknown[]][] = [
    [{ mchRefundOrderId: 'A' }, [made[0]]],
    [{ refundTransactionId: made[1] }, [made[1]]],
    [{ originalTransactionId: original }, made],
    [{ mchRefundOrderId: 'A', refundTransactionId: made[0], originalTransactionId: original }, [made[0]]],
  ];
  for (const [names, found] of rows) {
    const { code, list } = await gateway.client.call(queryPath, names);
    assert.deepEqual([code, list.map((row) => row['refundTransactionId'])], [10000, found], JSON.stringify(names));
  }
  const unknown: BluepayFields[] = [
    { mchRefundOrderId: 'C' },
    { refundTransactionId: 'R000000000000000000000000' },
    { originalTransactionId: other },
    { mchRefundOrderId: 'A', refundTransactionId: made[1] },
    { mchRefundOrderId: 'A', originalTransactionId: other },
  ];
  for (const names of unknown) {
    assert.equal((await gateway.client.call(queryPath, names)).code, 21006, JSON.stringify(names));
  }
});

test('a void is no refund', async () => {
  const gateway = await createBluepayGateway('v1');
  const original = await payment(gateway);
  const { data } = await gateway.client.call('/open-api/payment/void', {
    mchVoidOrderId: 'V1',
    originalTransactionId: original,
  });
  for (const names of [{ refundTransactionId: data['voidTransactionId'] }, { originalTransactionId: original }]) {
    assert.equal((await gateway.client.call(queryPath, names)).code, 21006);
  }
});

test('21002: whatever a field may not hold is refused', async () => {
  const gateway = await createBluepayGateway('v1');
  const original = await payment(gateway);
  const wrong: Readonly<Record<string, readonly unknown[]>> = {
    mchRefundOrderId: [undefined, null, '', 'x'.repeat(33), 'a-b', 7],
    originalTransactionId: [undefined, '', 'x'.repeat(33), 7],
    refundAmount: [undefined, null, '4000', 40.5, true],
    refundReason: ['x'.repeat(257), 7],
    refundCallbackUrl: ['example.com', `https://example.com/${'x'.repeat(240)}`, 7],
    notifyUrl: ['ftp://example.com/', 7],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      const { code } = await gateway.client.call(path, ask(original, { [name]: value }));
      assert.equal(code, 21002, `${name}: ${JSON.stringify(value)}`);
    }
  }
  for (const names of [{}, { mchRefundOrderId: '' }, { refundTransactionId: 7 }]) {
    assert.equal((await gateway.client.call(queryPath, names)).code, 21002);
  }
  assert.deepEqual(gateway.errors, []);
});

// Guards refunds (paycools.md 3.7, 4.2, 6.2): which situation has which code, in one order, what a query answers, and what is told.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appId, gatewayWithCatalogue, type PaycoolsGateway } from '../../../test/support/paycools-gateway.ts';
import type { Params } from '../../../test/support/paycools-client.ts';
import type { ChannelSupport } from '../../core/channel/channel.ts';
import type { RefundResult } from '../../core/refund/settle-refund.ts';
import { dayMs } from '../../kernel/clock.ts';

const path = '/api/payment/refund';
const queryPath = '/api/payment/refund/query';

let orders = 0;

interface Paid {
  readonly channel?: string;
  /** Absent: the client's own. */
  readonly app?: string;
  readonly merchantId?: string;
  readonly isPaid?: boolean;
}

/** The id of a payment of ₱100.00, paid at once unless it is to wait. */
async function payment({ engine, merchant }: PaycoolsGateway, given: Paid = {}): Promise<string> {
  const { channel = 'GCASH_URL', app = appId, merchantId = merchant.id, isPaid = true } = given;
  orders += 1;
  const id = `C00${String(orders).padStart(21, '0')}`;
  const asked = await engine.execute(0, 'create-payment', {
    id,
    merchantId,
    appId: app,
    referenceScope: app,
    reference: `ORDER${orders}`,
    channel,
    amountMinor: 10_000n,
    notifyUrl: null,
    returnUrl: null,
    details: {},
  });
  assert.equal(asked.ok, true);
  const credit = { paymentId: id, bankReference: `b${orders}`, amountMinor: 10_000n };
  if (isPaid) assert.ok((await engine.execute(0, 'confirm-credit', credit)).ok);
  return id;
}

function ask(originalTransactionId: string, change: Params = {}): Params {
  return {
    mchRefundOrderId: 'REFUND1',
    originalTransactionId,
    refundAmount: 4000,
    refundCallbackUrl: 'https://merchant.example/refunded',
    ...change,
  };
}

async function refund(gateway: PaycoolsGateway, original: string, change: Params = {}) {
  const { code, message, data } = await gateway.client.call('POST', path, ask(original, change));
  return { code, message, data: data as Readonly<Record<string, unknown>> };
}

/** Its channel's definite answer to the newest refund of a payment. */
async function settle({ engine }: PaycoolsGateway, paymentId: string, result: RefundResult = succeeded): Promise<void> {
  const refundId = (await engine.find(0, 'payments', paymentId))?.lastRefundId ?? '';
  assert.equal((await engine.execute(0, 'settle-refund', { refundId, paymentId, result })).ok, true);
}

const succeeded: RefundResult = { kind: 'succeeded', bankReference: 'R1' };
const refused: RefundResult = { kind: 'refused', failure: 'refund_failed' };

function support(gateway: PaycoolsGateway, code: string, change: Partial<ChannelSupport>): void {
  const channel = gateway.channels.get(code);
  assert.ok(channel);
  gateway.channels.set(code, { ...channel, supports: { ...channel.supports, ...change } });
}

type Told = Readonly<Record<string, unknown>>;

function told({ notifications }: PaycoolsGateway): readonly Told[] {
  return notifications.map(({ body, url }) => ({ url, ...(JSON.parse(body) as Told) }));
}

test('a refund is PENDING at first, then told and answered as COMPLETE', async () => {
  const gateway = await gatewayWithCatalogue();
  const original = await payment(gateway);
  const { code, data } = await refund(gateway, original, { refundReason: 'too small' });
  const refundTransactionId = String(data['refundTransactionId']);
  assert.equal(code, 1000);
  assert.match(refundTransactionId, /^R[0-9]+$/);
  const created = {
    mchRefundOrderId: 'REFUND1',
    refundTransactionId,
    refundAmount: 4000,
    refundCreateTime: '2026-03-17 10:18:07',
    refundStatus: 'PENDING',
  };
  assert.deepEqual(data, created);
  gateway.advanceMs(60_000);
  await settle(gateway, original);
  const said = {
    ...created,
    originalTransactionId: original,
    feeRefunded: 0,
    refundStatus: 'COMPLETE',
    refundReturnTime: '2026-03-17 10:19:07',
    refundReason: 'too small',
  };
  const { sign, ...event } = told(gateway).at(-1) ?? {};
  assert.deepEqual(event, {
    url: 'https://merchant.example/refunded',
    eventName: 'payment.refund.success',
    ...said,
  });
  assert.match(String(sign), /^[0-9a-f]{40}$/);
  const answer = await gateway.client.call('GET', queryPath, { mchRefundOrderId: 'REFUND1' });
  assert.deepEqual(answer.data, { ...said, failedCode: null, failedMessage: null });
  // The payment stays what it was.
  const { data: paid } = await gateway.client.call('GET', `/api/v1/payment/${original}`);
  assert.equal((paid as { transactionStatus: string }).transactionStatus, 'COMPLETE');
});

test('a refund that its channel refuses is told as FAILED, with why, and its money can go back in another', async () => {
  const gateway = await gatewayWithCatalogue();
  const original = await payment(gateway);
  await refund(gateway, original, { refundAmount: 10_000 });
  await settle(gateway, original, refused);
  const event = told(gateway).at(-1);
  assert.deepEqual(
    [event?.['eventName'], event?.['refundStatus'], event?.['failedCode'], event?.['failedMessage']],
    ['payment.refund.failed', 'FAILED', -10010, 'Channel Refund Failed'],
  );
  // The number is used up, the money is not.
  assert.equal((await refund(gateway, original)).code, 1515);
  assert.equal((await refund(gateway, original, { mchRefundOrderId: 'REFUND2', refundAmount: 10_000 })).code, 1000);
});

test('the fee stays, unless the app is set so that it goes back in proportion', async () => {
  for (const [refundFeeReturn, feeRefunded] of [
    ['none', 0],
    ['in_proportion', 400],
  ] as const) {
    const gateway = await gatewayWithCatalogue();
    gateway.merchant = { ...gateway.merchant, fees: { payment: { fixedMinor: 0n, basisPoints: 1000 } } };
    gateway.app = { ...gateway.app, switches: { refundFeeReturn } };
    await gateway.fund(10_000n);
    const original = await payment(gateway);
    await refund(gateway, original);
    await settle(gateway, original);
    assert.equal(told(gateway).at(-1)?.['feeRefunded'], feeRefunded, refundFeeReturn);
  }
});

test('parts add up to the whole, one after the other', async () => {
  const gateway = await gatewayWithCatalogue();
  const original = await payment(gateway);
  const parts: [number: string, refundAmount: number, code: number][] = [
    ['A', 10_001, 1506],
    ['A', 4000, 1000],
    ['B', 6001, 1506],
    ['B', 6000, 1000],
    ['C', 1, 1506],
  ];
  for (const [mchRefundOrderId, refundAmount, code] of parts) {
    assert.equal((await refund(gateway, original, { mchRefundOrderId, refundAmount })).code, code, mchRefundOrderId);
    if (code === 1000) await settle(gateway, original);
  }
});

test('a code that is refunded once and wholly says which of the two a request missed', async () => {
  const gateway = await gatewayWithCatalogue();
  support(gateway, 'GCASH_URL', { partialRefund: false, multipleRefund: false });
  const original = await payment(gateway);
  assert.equal((await refund(gateway, original, { refundAmount: 9999 })).code, 1511);
  assert.equal((await refund(gateway, original, { refundAmount: 10_001 })).code, 1512);
  assert.equal((await refund(gateway, original, { refundAmount: 10_000 })).code, 1000);
  assert.equal((await refund(gateway, original, { mchRefundOrderId: 'REFUND2' })).code, 1502);
  await settle(gateway, original);
  for (const refundAmount of [1, 10_000, 10_001]) {
    assert.equal((await refund(gateway, original, { mchRefundOrderId: 'REFUND2', refundAmount })).code, 1508);
  }
});

test('1508: one refund in parts, and no second, whatever is left', async () => {
  const gateway = await gatewayWithCatalogue();
  support(gateway, 'GCASH_URL', { multipleRefund: false });
  const original = await payment(gateway);
  assert.equal((await refund(gateway, original)).code, 1000);
  await settle(gateway, original);
  for (const refundAmount of [6000, 6001]) {
    assert.equal((await refund(gateway, original, { mchRefundOrderId: 'REFUND2', refundAmount })).code, 1508);
  }
});

test('1507 and 1510: what can never go back by its channel, and what an operator does not let go back', async () => {
  const gateway = await gatewayWithCatalogue();
  for (const channel of ['BPIA_URL', '7ELEVEN_VA']) {
    const original = await payment(gateway, { channel });
    // More than was paid makes no difference to it.
    for (const refundAmount of [1, 10_000, 10_001]) {
      assert.equal((await refund(gateway, original, { refundAmount })).code, 1507, channel);
    }
  }
  for (const channel of ['GCASH_URL', 'CARD_URL']) {
    const original = await payment(gateway, { channel });
    support(gateway, channel, { fullRefund: false, partialRefund: false });
    for (const refundAmount of [1, 10_000, 10_001]) {
      assert.equal((await refund(gateway, original, { refundAmount })).code, 1510, channel);
    }
  }
  // A number that stays the same gives nothing back, though its payers pay by a wallet.
  const account = gateway.channels.get('GCASH_STATIC_VA');
  const collected = await payment(gateway, { channel: 'PAYMAYA_URL' });
  assert.ok(account);
  gateway.channels.set('PAYMAYA_URL', { ...account, code: 'PAYMAYA_URL' });
  assert.equal((await refund(gateway, collected)).code, 1507);
  // An operator knows better what his bank can do.
  support(gateway, 'BPIA_URL', { fullRefund: true });
  assert.equal((await refund(gateway, await payment(gateway, { channel: 'BPIA_URL' }))).code, 1511);
});

test('1509: 60 days after it was paid, to the millisecond', async () => {
  const gateway = await gatewayWithCatalogue();
  const original = await payment(gateway);
  gateway.advanceMs(60 * dayMs);
  assert.equal((await refund(gateway, original, { refundAmount: 1 })).code, 1000);
  await settle(gateway, original);
  gateway.advanceMs(1);
  assert.equal((await refund(gateway, original, { mchRefundOrderId: 'REFUND2' })).code, 1509);
});

test('1501 and 1504: nobody’s, another merchant’s and another app’s transaction', async () => {
  const gateway = await gatewayWithCatalogue();
  const own = gateway.merchant;
  for (const original of ['C000000000000000000000000', 'constructor', "' or 1=1"]) {
    assert.equal((await refund(gateway, original)).code, 1501, original);
  }
  const sisters = await payment(gateway, { app: 'another' });
  assert.equal((await refund(gateway, sisters)).code, 1504);
  gateway.merchant = { ...own, id: 'M00000000000000000000002' };
  const strangers = await payment(gateway, { merchantId: 'M00000000000000000000002' });
  gateway.merchant = own;
  assert.equal((await refund(gateway, strangers)).code, 1501);
});

test('1505: refunds are off for the app, or the transaction was taken back', async () => {
  const gateway = await gatewayWithCatalogue();
  const original = await payment(gateway);
  gateway.app = { ...gateway.app, switches: { refundsEnabled: false } };
  assert.equal((await refund(gateway, original)).code, 1505);
  gateway.app = { ...gateway.app, switches: {} };
  const reversal = { paymentId: original, merchantId: gateway.merchant.id, sameDay: false, details: {} };
  assert.equal((await gateway.engine.execute(0, 'reverse-payment', reversal)).ok, true);
  assert.equal((await refund(gateway, original)).code, 1505);
  await settle(gateway, original);
  assert.equal((await refund(gateway, original)).code, 1505);
  assert.equal((await gateway.client.call('GET', queryPath, { originalTransactionId: original })).code, 1000);
});

test('1516: what was not paid is not refunded', async () => {
  const gateway = await gatewayWithCatalogue();
  const waiting = await payment(gateway, { isPaid: false });
  assert.equal((await refund(gateway, waiting)).code, 1516);
  await gateway.engine.execute(0, 'fail-payment', { paymentId: waiting, failure: 'channel_rejected' });
  assert.equal((await refund(gateway, waiting)).code, 1516);
  // Even where nothing could go back.
  assert.equal((await refund(gateway, await payment(gateway, { channel: 'BPIA_URL', isPaid: false }))).code, 1516);
});

test('1502: while one is under way no other begins, and 1515: of the same number sent many times one is made', async () => {
  const gateway = await gatewayWithCatalogue();
  const original = await payment(gateway);
  const answers = await Promise.all(Array.from({ length: 8 }, () => refund(gateway, original, { refundAmount: 1 })));
  const codes = answers.map(({ code }) => code);
  assert.deepEqual(
    [codes.filter((code) => code === 1000).length, codes.filter((code) => code === 1515).length],
    [1, 7],
  );
  assert.equal((await refund(gateway, original, { mchRefundOrderId: 'REFUND2' })).code, 1502);
  assert.equal((await refund(gateway, await payment(gateway))).code, 1515);
});

test('1006: the merchant has paid the money out', async () => {
  const gateway = await gatewayWithCatalogue();
  const original = await payment(gateway);
  const payout = {
    appName: 'Demo Shop',
    mchOrderId: 'PAYOUT1',
    idempotencyId: 'PAYOUT0000001',
    amount: 9000,
    accountNo: '001234567890',
    accountName: 'Maria Clara',
    payMethodCode: 'BANK',
    bankCode: 'BDO',
  };
  assert.equal((await gateway.client.call('POST', '/api/v1/payout', payout)).code, 1000);
  assert.equal((await refund(gateway, original)).code, 1006);
});

test('1513: an amount that is none, and 1009: whatever another field may not hold', async () => {
  const gateway = await gatewayWithCatalogue();
  const original = await payment(gateway);
  for (const refundAmount of [0, -1, 40.5, '4000', 'all', true, 1e21]) {
    const { code, message } = await refund(gateway, original, { refundAmount });
    assert.deepEqual([code, message], [1513, 'Refund amount invalid'], String(refundAmount));
  }
  const wrong: Readonly<Record<string, readonly (string | number | null)[]>> = {
    refundAmount: [null, ''],
    mchRefundOrderId: [null, '', 'x'.repeat(33), 'a-b', 7],
    originalTransactionId: [null, '', 'x'.repeat(51), 7],
    refundReason: ['x'.repeat(257), 7],
    refundCallbackUrl: [null, '', 'example.com', `https://example.com/${'x'.repeat(256)}`, 7],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      const { code, message } = await refund(gateway, original, { [name]: value });
      assert.equal(code, 1009, `${name}: ${value}`);
      assert.match(message, new RegExp(name));
    }
  }
  for (const names of [{}, { mchRefundOrderId: 'a-b' }, { originalTransactionId: 'x'.repeat(51) }]) {
    assert.equal((await gateway.client.call('GET', queryPath, names)).code, 1009);
  }
  assert.deepEqual(gateway.errors, []);
});

test('1503: a gateway that cannot decide says so, for a refund alone', async () => {
  const gateway = await gatewayWithCatalogue();
  const original = await payment(gateway);
  Object.assign(gateway.engine, { execute: () => Promise.reject(new Error('The database is gone.')) });
  const { code, message } = await refund(gateway, original);
  assert.deepEqual([code, message], [1503, 'System error, please contract Paycools']);
  assert.deepEqual(gateway.errors, ['Error: The database is gone.']);
});

test('refunds are found by their number, and all of a transaction by its id, oldest first', async () => {
  const gateway = await gatewayWithCatalogue();
  const original = await payment(gateway);
  const other = await payment(gateway);
  const made: unknown[] = [];
  for (const mchRefundOrderId of ['A', 'B']) {
    made.push((await refund(gateway, original, { mchRefundOrderId, refundAmount: 100 })).data['refundTransactionId']);
    await settle(gateway, original);
    gateway.advanceMs(1000);
  }
  const query = (names: Params) => gateway.client.call('GET', queryPath, names);
  const idOf = (data: unknown) => (data as { refundTransactionId: string }).refundTransactionId;
  assert.equal(idOf((await query({ mchRefundOrderId: 'A' })).data), made[0]);
  assert.equal(idOf((await query({ mchRefundOrderId: 'B', originalTransactionId: original })).data), made[1]);
  const all = (await query({ originalTransactionId: original })).data as unknown[];
  assert.deepEqual(all.map(idOf), made);
  assert.deepEqual((await query({ originalTransactionId: other })).data, []);
  const sisters = await payment(gateway, { app: 'another' });
  for (const names of [
    { mchRefundOrderId: 'C' },
    { mchRefundOrderId: 'A', originalTransactionId: other },
    { originalTransactionId: 'C000000000000000000000000' },
    { originalTransactionId: sisters },
  ]) {
    assert.equal((await query(names)).code, 1008, JSON.stringify(names));
  }
});

// Guards what becomes of a checkout's order (paycools.md 3.8, 4.2; 7, row 26): it is paid once and told once, or ends without money, and a
// query says so.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  askCheckout,
  choose,
  type Fields,
  openCheckout,
  payTry,
  toldOf,
} from '../../../test/support/paycools-checkout.ts';
import { type PaycoolsGateway, gatewayWithCatalogue } from '../../../test/support/paycools-gateway.ts';

const minuteMs = 60_000;

const fail = (gateway: PaycoolsGateway, paymentId: string) =>
  gateway.engine.execute(0, 'fail-payment', { paymentId, failure: 'channel_rejected' });

const firstTry = 'C000000000000000000000901';
const secondTry = 'C000000000000000000000902';

test('a query tells an order by either name, from its first moment to its refund', async () => {
  const gateway = await gatewayWithCatalogue();
  const checkoutId = await openCheckout(gateway, { remark: 'two coffees' });
  const query = async () => {
    const names = [{ mchOrderId: 'ORD0001' }, { checkoutId }, { mchOrderId: 'ORD0001', checkoutId }];
    const [first, ...others] = await Promise.all(
      names.map(async (named) => (await askCheckout(gateway, 'query', named)).data),
    );
    for (const other of others) assert.deepEqual(other, first);
    return first;
  };
  const before = {
    mchOrderId: 'ORD0001',
    checkoutId,
    transactionId: null,
    channelCode: null,
    amount: 50_010,
    currency: 'PHP',
    transactionStatus: 'PENDING',
    status: 'PENDING',
    createTime: '2026-03-17 10:18:07',
    returnTime: null,
    expiresTime: '2026-03-17T03:18:07.000+00:00',
    remark: 'two coffees',
  };
  assert.deepEqual(await query(), before);
  await choose(gateway, checkoutId, 'GCASH_URL', firstTry);
  await fail(gateway, firstTry);
  // Its payer can still pay in another way.
  assert.deepEqual(await query(), { ...before, transactionId: firstTry, channelCode: 'GCASH_URL' });
  await choose(gateway, checkoutId, 'CARD_URL', secondTry);
  gateway.advanceMs(minuteMs);
  await payTry(gateway, secondTry);
  const paid = {
    ...before,
    transactionId: secondTry,
    channelCode: 'CARD_URL',
    transactionStatus: 'COMPLETE',
    status: 'COMPLETE',
    returnTime: '2026-03-17 10:19:07',
  };
  assert.deepEqual(await query(), paid);
  const refund = {
    mchRefundOrderId: 'REFUND1',
    originalTransactionId: secondTry,
    refundAmount: 50_010,
    refundCallbackUrl: 'https://merchant.example/refunded',
  };
  const refunded = (await gateway.client.call('POST', '/api/payment/refund', refund)).data as Fields;
  const settled = { paymentId: secondTry, refundId: String(refunded['refundTransactionId']) };
  const result = { kind: 'succeeded', bankReference: 'R1' } as const;
  assert.equal((await gateway.engine.execute(0, 'settle-refund', { ...settled, result })).ok, true);
  assert.deepEqual(await query(), paid);
});

test('1008: an order of another app or of none is not found, nor one by two names that do not mean the same', async () => {
  const gateway = await gatewayWithCatalogue();
  const checkoutId = await openCheckout(gateway);
  const { app } = gateway;
  const names: [fields: Fields, code: number][] = [
    [{ mchOrderId: 'ORD0002' }, 1008],
    [{ checkoutId: 'CH000000000000000000009999' }, 1008],
    [{ checkoutId: 'constructor' }, 1008],
    [{ checkoutId, mchOrderId: 'ORD0002' }, 1008],
    [{}, 1009],
    [{ checkoutId: 1 }, 1009],
    [{ checkoutId: 'C'.repeat(51) }, 1009],
  ];
  for (const operation of ['query', 'close'] as const) {
    for (const [fields, code] of names)
      assert.equal((await askCheckout(gateway, operation, fields)).code, code, JSON.stringify(fields));
  }
  // The row stays another app's, while the request is signed by this one.
  const others = { merchantId: gateway.merchant.id, appId: 'another', referenceScope: 'another', reference: 'X1' };
  const rest = { currency: 'PHP', amountMinor: 10_000n, channels: ['CARD_URL'], expirySeconds: 60 };
  const nothing = { notifyUrl: null, returnUrl: null, language: null, logoUrl: null, details: {} };
  const id = 'CH000000000000000000008888';
  gateway.app = { ...app, id: 'another' };
  assert.ok((await gateway.engine.execute(0, 'create-checkout', { id, ...others, ...rest, ...nothing })).ok);
  gateway.app = app;
  for (const operation of ['query', 'close'] as const) {
    assert.equal((await askCheckout(gateway, operation, { checkoutId: id })).code, 1008);
  }
});

test('an order is paid once, and its merchant is told once, of the try that paid it', async () => {
  const gateway = await gatewayWithCatalogue();
  const checkoutId = await openCheckout(gateway, { remark: 'two coffees' });
  await choose(gateway, checkoutId, 'BPIA_URL', firstTry);
  await choose(gateway, checkoutId, 'GCASH_URL', secondTry);
  await payTry(gateway, secondTry);
  await payTry(gateway, firstTry);
  const [event, ...more] = toldOf(gateway);
  const { sign, ...said } = event ?? {};
  assert.deepEqual(said, {
    eventName: 'checkout.payment.success',
    mchOrderId: 'ORD0001',
    transactionId: secondTry,
    channelCode: 'GCASH_URL',
    checkoutId,
    currency: 'PHP',
    channelType: 'EWALLET',
    amount: 50_010,
    transactionStatus: 'COMPLETE',
    createTime: '2026-03-17 10:18:07',
    returnTime: '2026-03-17 10:18:07',
    remark: 'two coffees',
  });
  assert.equal(gateway.client.verifyCallback(gateway.notifications[0]?.body ?? '{}'), true);
  assert.equal(gateway.notifications[0]?.url, 'https://merchant.example/checkout');
  assert.match(String(sign), /^[0-9a-f]{40}$/);
  assert.deepEqual(more, []);
  const closed = await askCheckout(gateway, 'close', { checkoutId });
  assert.deepEqual([closed.code, closed.message], [1009, 'request params invalid: the order is paid']);
});

const ends: [tried: 'no' | 'waits' | 'failed', status: string, events: readonly string[]][] = [
  ['no', 'CLOSED', []],
  ['waits', 'CLOSED', []],
  ['failed', 'FAILED', ['checkout.payment.failed']],
];

for (const [tried, status, events] of ends) {
  test(`an order whose payer's last try ${{ no: 'is none', waits: 'waits', failed: 'failed' }[tried]} ends as ${status}`, async () => {
    for (const end of ['close', 'expire'] as const) {
      const gateway = await gatewayWithCatalogue();
      const checkoutId = await openCheckout(gateway);
      if (tried !== 'no') await choose(gateway, checkoutId, 'GCASH_URL', firstTry);
      if (tried === 'failed') await fail(gateway, firstTry);
      gateway.advanceMs(end === 'expire' ? 3_600_000 : 1000);
      if (end === 'expire') await gateway.engine.execute(0, 'expire-checkout', { checkoutId });
      // Closing what is closed changes nothing.
      for (const named of [{ checkoutId }, { mchOrderId: 'ORD0001' }]) {
        const closed = await askCheckout(gateway, 'close', named);
        assert.deepEqual([closed.code, closed.data], [1000, { mchOrderId: 'ORD0001', checkoutId, status: 'CLOSED' }]);
      }
      const { data } = await askCheckout(gateway, 'query', { checkoutId });
      const returnTime = end === 'expire' ? '2026-03-17 11:18:07' : '2026-03-17 10:18:08';
      assert.deepEqual([data['transactionStatus'], data['status'], data['returnTime']], [status, status, returnTime]);
      assert.deepEqual(
        toldOf(gateway).map(({ eventName }) => eventName),
        events,
      );
    }
  });
}

test('an order whose try is being taken back cannot be closed before that is over', async () => {
  const gateway = await gatewayWithCatalogue();
  const checkoutId = await openCheckout(gateway);
  await choose(gateway, checkoutId, 'GCASH_URL', firstTry);
  const reversal = { paymentId: firstTry, merchantId: gateway.merchant.id, sameDay: false, details: {} };
  assert.equal((await gateway.engine.execute(0, 'reverse-payment', reversal)).ok, true);
  assert.equal((await askCheckout(gateway, 'close', { checkoutId })).code, 1009);
});

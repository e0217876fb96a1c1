// Refunds over HTTP, as a merchant asks for them, his bank decides and his receiver hears of them; and every code of paycools.md 6.2
// with its published message.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { anOrderId, type TestMerchant } from '../support/merchant.ts';
import { createPaycoolsClient, type Params, type PaycoolsAnswer } from '../support/paycools-client.ts';
import { takeDatabaseAway } from '../support/take-database-away.ts';

let gateway: TestGateway;
let merchant: TestMerchant;

before(async () => {
  gateway = await startTestGateway();
  merchant = await gateway.merchant();
});
after(() => gateway.close());

const path = '/api/payment/refund';
const queryPath = '/api/payment/refund/query';

type Fields = Readonly<Record<string, unknown>>;

/** The id of a payment that its payer has made. */
async function paid(change: Params = {}, of = merchant): Promise<string> {
  const id = await of.createPayment(change);
  await gateway.act(id, 'paid');
  return id;
}

/** The id of a paid code, which goes back wholly, and once. */
async function paidCode(): Promise<string> {
  const { mchOrderId, qrcodeId } = await merchant.createQrcode();
  await gateway.act(qrcodeId, 'paid');
  const today = new Date(gateway.gateway.core.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const dates = { startDate: today, endDate: today };
  const { data } = await merchant.client.call('GET', `/api/v1/qrcode/${mchOrderId}/payments`, dates);
  return String((data as readonly Fields[])[0]?.['transactionId']);
}

function refund(originalTransactionId: string, change: Params = {}, of = merchant): Promise<PaycoolsAnswer> {
  return of.client.call('POST', path, {
    mchRefundOrderId: anOrderId(),
    originalTransactionId,
    refundAmount: 10_000,
    refundCallbackUrl: `${of.receiver.url}/refund`,
    ...change,
  });
}

const idOf = ({ data }: PaycoolsAnswer) => String((data as Fields | undefined)?.['refundTransactionId']);

/** What the receiver got about a refund, as soon as it did. */
async function toldOf(refundTransactionId: string, of = merchant): Promise<Fields> {
  const received = await eventually(() =>
    of.receiver.received.find(({ fields }) => fields['refundTransactionId'] === refundTransactionId),
  );
  assert.equal(of.client.verifyCallback(received.body), true);
  assert.equal(received.path, '/refund');
  return received.fields;
}

/** Once its outcome is known. */
async function settled(answer: PaycoolsAnswer): Promise<PaycoolsAnswer> {
  assert.equal(answer.code, 1000, answer.message);
  await toldOf(idOf(answer));
  return answer;
}

const codes: Readonly<Record<number, readonly [message: string, way: () => Promise<PaycoolsAnswer>]>> = {
  1000: ['success', async () => refund(await paid())],
  1006: [
    'merchant balance insufficient',
    async () => {
      const poor = await gateway.merchant();
      const original = await paid({}, poor);
      await poor.createPayout({ amount: 45_000 });
      return refund(original, {}, poor);
    },
  ],
  1501: ['The original transaction Id not exist', () => refund('C000000000000000000000000')],
  1502: [
    'Refund is processing',
    async () => {
      const original = await paid();
      // It waits at its bank (a sandbox scenario).
      assert.equal((await refund(original, { refundAmount: 19_020 })).code, 1000);
      return refund(original);
    },
  ],
  1504: [
    'AppId is not match',
    async () => refund(await paid({}, await gateway.merchant({ merchantId: merchant.merchantId }))),
  ],
  1505: [
    'Refund is not allow',
    async () => {
      const careful = await gateway.merchant();
      await gateway.manage('PATCH', `/apps/${careful.appId}`, { switches: { refundsEnabled: false } });
      return refund(await paid({}, careful), {}, careful);
    },
  ],
  1506: [
    'The refund amount is greater than the amount that can be refunded',
    async () => {
      const original = await paid();
      await settled(await refund(original));
      return refund(original, { refundAmount: 40_011 });
    },
  ],
  1507: [
    'The original transaction channel does not support refunds',
    async () => refund(await paid({ channelCode: 'BPIA_URL' })),
  ],
  1508: [
    'The original transaction channel only allows one refund to be initiated',
    async () => {
      const original = await paidCode();
      await settled(await refund(original, { refundAmount: 50_010 }));
      return refund(original, { refundAmount: 50_010 });
    },
  ],
  1510: [
    'The original transaction channel not support refund',
    async () => {
      const original = await paid({ channelCode: 'COINS_URL' });
      await gateway.manage('PATCH', '/channels/COINS_URL', { fullRefund: false, partialRefund: false });
      return refund(original);
    },
  ],
  1511: ['The original transaction channel not support partial refund', async () => refund(await paidCode())],
  1512: [
    'The full refund transaction amount must be the same as the original transaction',
    async () => refund(await paidCode(), { refundAmount: 50_011 }),
  ],
  1513: ['Refund amount invalid', async () => refund(await paid(), { refundAmount: 0 })],
  1515: [
    'Merchant refund order id is repeat',
    async () => {
      const mchRefundOrderId = anOrderId();
      assert.equal((await refund(await paid(), { mchRefundOrderId })).code, 1000);
      return refund(await paid(), { mchRefundOrderId });
    },
  ],
  1516: ['The original transaction is not completed', async () => refund(await merchant.createPayment())],
  // The last two harm those that run beside them.
  1509: [
    'Transactions 60 days ago cannot initiate refunds',
    async () => {
      const original = await paid();
      await gateway.advance(60 * 86_400 + 1);
      return refund(original);
    },
  ],
  1503: [
    'System error, please contract Paycools',
    async () => {
      const original = await paid();
      const giveBack = await takeDatabaseAway(gateway.database);
      try {
        return await refund(original);
      } finally {
        await giveBack();
        await eventually(async () => (await merchant.client.call('GET', '/api/v1/account/checkBalance')).code === 1000);
      }
    },
  ],
};

test('a refund goes back, is told, and is found by its number and by its transaction', async () => {
  const original = await paid();
  const before = await merchant.balance();
  const mchRefundOrderId = anOrderId();
  const answer = await refund(original, { mchRefundOrderId, refundReason: 'too small' });
  const created = answer.data as Fields;
  assert.equal(answer.code, 1000, answer.message);
  assert.deepEqual(Object.keys(created), [
    'mchRefundOrderId',
    'refundTransactionId',
    'refundAmount',
    'refundCreateTime',
    'refundStatus',
  ]);
  assert.equal(created['refundStatus'], 'PENDING');
  // It has left the balance by then (paycools.md 7, row 29).
  assert.equal(await merchant.balance(), before - 10_000);
  const { sign: _, eventName, ...told } = await toldOf(idOf(answer));
  assert.equal(eventName, 'payment.refund.success');
  assert.deepEqual(told, {
    ...created,
    originalTransactionId: original,
    feeRefunded: 0,
    refundStatus: 'COMPLETE',
    refundReturnTime: told['refundReturnTime'],
    refundReason: 'too small',
  });
  const found = await merchant.client.call('GET', queryPath, { mchRefundOrderId });
  assert.deepEqual(found.data, { ...told, failedCode: null, failedMessage: null });
  const ofPayment = await merchant.client.call('GET', queryPath, { originalTransactionId: original });
  assert.deepEqual(ofPayment.data, [found.data]);
  assert.equal(await merchant.balance(), before - 10_000);
});

test('a refund that the bank refuses comes back to the balance, and says why', async () => {
  const original = await paid();
  const before = await merchant.balance();
  // A sandbox scenario.
  const answer = await refund(original, { refundAmount: 19_010 });
  assert.equal(answer.code, 1000, answer.message);
  const told = await toldOf(idOf(answer));
  assert.deepEqual(
    [told['eventName'], told['refundStatus'], told['failedCode'], told['failedMessage'], told['feeRefunded']],
    ['payment.refund.failed', 'FAILED', -10010, 'Channel Refund Failed', 0],
  );
  assert.equal(await merchant.balance(), before);
});

test('a refund that waits at the bank is PENDING until it decides', async () => {
  const original = await paid();
  const answer = await refund(original, { refundAmount: 19_020 });
  const query = async () => {
    const { data } = await merchant.client.call('GET', queryPath, { originalTransactionId: original });
    return (data as readonly Fields[])[0]?.['refundStatus'];
  };
  assert.equal(await query(), 'PENDING');
  await eventually(async () => (await gateway.sandbox('act', { reference: original, outcome: 'paid' })).status === 200);
  assert.equal((await toldOf(idOf(answer)))['refundStatus'], 'COMPLETE');
  assert.equal(await query(), 'COMPLETE');
});

test('the fee goes back in proportion where an operator set the app so', async () => {
  const charged = await gateway.merchant({ settings: { fees: { payment: { basisPoints: 1000 } } } });
  await gateway.manage('PATCH', `/apps/${charged.appId}`, { switches: { refundFeeReturn: 'in_proportion' } });
  const original = await paid({ amount: 100_000 }, charged);
  assert.equal(await charged.balance(), 90_000);
  const told = await toldOf(idOf(await refund(original, { refundAmount: 40_000 }, charged)), charged);
  assert.equal(told['feeRefunded'], 4000);
  assert.equal(await charged.balance(), 90_000 - 36_000);
});

for (const [code, [message, way]] of Object.entries(codes).sort(([a], [b]) => orderOf(a) - orderOf(b))) {
  test(`${code} ${message}`, async () => {
    const answer = await way();
    assert.deepEqual([answer.httpStatus, answer.code, answer.message], [200, Number(code), message]);
  });
}

/** The two that harm what follows come last. */
function orderOf(code: string): number {
  return ['1509', '1503'].indexOf(code);
}

test('what a foreign client may not see is not there for him', async () => {
  const original = await paid();
  const mchRefundOrderId = anOrderId();
  assert.equal((await refund(original, { mchRefundOrderId })).code, 1000);
  const { appId, callbackSecret, privateKeyPem } = await gateway.merchant();
  const stranger = createPaycoolsClient({ baseUrl: gateway.url, appId, callbackSecret, privateKeyPem });
  for (const names of [{ mchRefundOrderId }, { originalTransactionId: original }]) {
    const { code, message } = await stranger.call('GET', queryPath, names);
    assert.deepEqual([code, message], [1008, 'transaction not found']);
  }
  const asked = { mchRefundOrderId: anOrderId(), refundAmount: 1, refundCallbackUrl: 'https://merchant.example/r' };
  assert.equal((await stranger.call('POST', path, { ...asked, originalTransactionId: original })).code, 1501);
});

// Refunds over HTTP, as a merchant asks for them, his bank decides and his receiver hears of them. Their codes: paycools-codes.test.ts.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { anOrderId, type TestMerchant } from '../support/merchant.ts';
import { createPaycoolsClient, type Params, type PaycoolsAnswer } from '../support/paycools-client.ts';

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

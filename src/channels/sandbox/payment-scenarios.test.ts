// Every scenario of charges and orders, over the real engine, and compares the two sides' books to the cent.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { failures } from '../../core/failure.ts';
import type { Payment } from '../../core/payment/payment.ts';
import { createTestSandbox, eventually, type TestSandbox } from '../../../test/support/sandbox.ts';
import { createTestWallet, type TestWallet } from '../../../test/support/wallet.ts';

const inProgress = { kind: 'in_progress' };
const silence = { kind: 'unknown', trouble: 'io' };
const garbled = { kind: 'unknown', trouble: 'protocol' };

let world: TestSandbox;
let wallet: TestWallet;
before(async () => {
  world = await createTestSandbox();
  wallet = createTestWallet(world);
});
after(() => world?.close());

async function charged(amountMinor: bigint, answer: object = inProgress, payerCode?: string): Promise<Payment> {
  const payment = await wallet.charge(amountMinor, payerCode);
  assert.deepEqual(await wallet.send('payment', payment), answer);
  return payment;
}

async function ordered(amountMinor: bigint, answer: object = inProgress): Promise<Payment> {
  const payment = await wallet.order(amountMinor);
  assert.deepEqual(await wallet.send('payment', payment), answer);
  return payment;
}

const act = ({ id }: Payment, outcome: 'paid' | 'failed', amountMinor?: bigint) =>
  world.sandbox.act({ reference: id, outcome, amountMinor });
const acted = async (...request: Parameters<typeof act>) => assert.deepEqual((await act(...request)).ok, true);

test('amounts ending in 9000 to 9010 and 9011 to 9019 are refused: charges a moment later, orders at once', async () => {
  const expected = failures.slice(0, 20);
  const amounts = expected.map((_, index) => BigInt(19_000 + index));
  const orders = await Promise.all(
    amounts.map((amount, index) => ordered(amount, { kind: 'refused', failure: expected[index] })),
  );
  const charges = await Promise.all(amounts.map((amount) => charged(amount)));
  for (const payments of [orders, charges]) {
    const finals = await Promise.all(payments.map(wallet.final));
    assert.deepEqual(
      finals.map(({ failure }) => failure),
      expected,
    );
  }
  assert.deepEqual(await world.sandbox.connector.queryPayment(charges[12] as Payment), {
    kind: 'refused',
    failure: 'payer_code_expired',
  });
});

test('a charge ending in 9020 is in progress until somebody decides', async () => {
  const [paid, failed] = [await charged(19_020n), await charged(29_020n)];
  world.clock.advance(86_400_000);
  await world.sandbox.sweep();
  assert.deepEqual(await wallet.query('payment', paid), inProgress);
  await acted(paid, 'paid');
  await acted(failed, 'failed');
  assert.equal((await world.payment(paid.id))?.status, 'completed');
  assert.equal((await world.payment(failed.id))?.failure, 'channel_rejected');
});

test('a charge ending in 9021 is done, never told, and found by asking', async () => {
  const payment = await charged(19_021n, silence);
  const answer = await eventually(
    () => world.sandbox.connector.queryPayment(payment),
    ({ kind }) => kind !== 'in_progress',
  );
  assert.equal(answer.kind, 'succeeded');
  world.clock.advance(10_000);
  await world.sandbox.sweep();
  assert.equal((await world.payment(payment.id))?.status, 'pending');
  assert.equal((await wallet.query('payment', payment)).kind, 'succeeded');
  assert.equal((await world.payment(payment.id))?.status, 'completed');
});

test('an order ending in 9021 is there when it is asked for, and its money is told a second later', async () => {
  const payment = await ordered(19_021n, silence);
  assert.deepEqual(await wallet.query('payment', payment), inProgress);
  await acted(payment, 'paid');
  assert.equal((await world.payment(payment.id))?.status, 'pending');
  world.clock.advance(1_000);
  await world.sandbox.sweep();
  assert.equal((await world.payment(payment.id))?.status, 'completed');
});

test('amounts ending in 9023 are told twice and booked once, paid or refused', async () => {
  const before = world.said.length;
  await wallet.final(await charged(19_023n));
  const order = await ordered(29_023n);
  await acted(order, 'failed');
  assert.equal((await world.payment(order.id))?.status, 'failed');
  assert.deepEqual(world.said.slice(before), ['confirm-credit', 'confirm-credit', 'fail-payment', 'fail-payment']);
});

test('a charge ending in 9024 is done some seconds late', async () => {
  const payment = await charged(19_024n);
  world.clock.advance(2_999);
  await world.sandbox.sweep();
  assert.equal((await world.payment(payment.id))?.status, 'pending');
  world.clock.advance(1);
  await world.sandbox.sweep();
  assert.equal((await world.payment(payment.id))?.status, 'completed');
});

test('an order ending in 9024 is told after its time, when the reversal that began then has brought the money back', async () => {
  const payment = await ordered(19_024n);
  await acted(payment, 'paid');
  world.clock.advance(240_000);
  await world.sandbox.sweep();
  assert.equal((await world.payment(payment.id))?.status, 'pending');
  const reversing = await world.engine.execute(0, 'expire-payment', { paymentId: payment.id });
  assert.ok(reversing.ok && reversing.value.lastRefundId !== null);
  const answer = await wallet.send('refund', { id: reversing.value.lastRefundId });
  assert.equal(answer.kind, 'succeeded');
  await world.sandbox.sweep();
  const { status, refundedMinor } = (await world.payment(payment.id)) as Payment;
  assert.deepEqual({ status, refundedMinor }, { status: 'completed', refundedMinor: 19_024n });
});

test('amounts ending in 9025 arrive with 100 less: the payment fails, the money is kept', async () => {
  const before = await world.bank('WALLET');
  const charge = await wallet.final(await charged(19_025n));
  const order = await ordered(29_025n);
  await acted(order, 'paid');
  assert.equal(charge.failure, 'params_error');
  assert.equal((await world.payment(order.id))?.failure, 'params_error');
  assert.equal((await world.bank('WALLET')).paidInMinor - before.paidInMinor, 18_925n + 28_925n);
  // An answer names no amount, so the money is never told by one.
  assert.deepEqual(await world.sandbox.connector.queryPayment(charge), inProgress);
});

const troubles: readonly [digits: bigint, sent: object, asked: object][] = [
  [9026n, silence, silence],
  [9027n, garbled, garbled],
  [9035n, inProgress, inProgress],
  [9036n, inProgress, inProgress],
  [9037n, inProgress, inProgress],
  [9038n, inProgress, inProgress],
  [9040n, silence, inProgress],
  [9041n, garbled, inProgress],
  [9042n, inProgress, silence],
  [9043n, inProgress, garbled],
];

for (const [digits, sent, asked] of troubles) {
  test(`amounts ending in ${digits} are what the table says until an act, and definite after it`, async () => {
    for (const take of [charged, ordered]) {
      const [paid, failed] = [await take(10_000n + digits, sent), await take(20_000n + digits, sent)];
      world.clock.advance(10_000);
      await world.sandbox.sweep();
      assert.deepEqual(await world.sandbox.connector.queryPayment(paid), asked);
      assert.deepEqual(await world.sandbox.connector.sendPayment(paid), sent);
      await acted(paid, 'paid');
      await acted(failed, 'failed');
      assert.equal((await world.sandbox.connector.queryPayment(paid)).kind, 'succeeded');
      assert.equal((await world.sandbox.connector.sendPayment(failed)).kind, 'refused');
      assert.equal((await world.payment(paid.id))?.status, 'completed');
      assert.equal((await world.payment(failed.id))?.status, 'failed');
    }
  });
}

test('amounts ending in 9030 to 9034 are paid as ordinary ones', async () => {
  const charges = await Promise.all([9030n, 9031n, 9032n, 9033n, 9034n].map((digits) => charged(10_000n + digits)));
  for (const payment of charges) assert.equal((await wallet.final(payment)).status, 'completed');
});

test('an order ending in 9044 is never taken, a charge waits for an act', async () => {
  const order = await ordered(19_044n, silence);
  assert.deepEqual(await wallet.query('payment', order), { kind: 'not_found' });
  const charge = await charged(19_044n);
  await acted(charge, 'paid');
  assert.equal((await world.payment(charge.id))?.status, 'completed');
});

test('in the end the bank took in what the ledger says, to the cent', async () => {
  world.clock.advance(10_000);
  await world.sandbox.sweep();
  assert.deepEqual(await world.bank('WALLET'), await world.ledger('WALLET'));
  assert.deepEqual(world.bugs, []);
});

// Charges payers' codes and lets payers pay orders, over the real engine, and compares the two sides' books to the cent.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { orderNumber } from '../../kernel/id.ts';
import type { Payment } from '../../core/payment/payment.ts';
import { createTestSandbox, type TestSandbox } from '../../../test/support/sandbox.ts';
import { createTestWallet, type TestWallet } from '../../../test/support/wallet.ts';

const inProgress = { kind: 'in_progress' };
const silence = { kind: 'unknown', trouble: 'io' };

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

test('a charge is taken at once and completes by itself, with a receipt of its payer', async () => {
  const payment = await charged(50_000n);
  assert.deepEqual(await wallet.query('payment', payment), inProgress);
  const { status, bankReference, receipt } = await wallet.final(payment);
  assert.equal(status, 'completed');
  assert.match(bankReference ?? '', /^42\d{24}$/);
  assert.equal((receipt?.at ?? 1) % 1000, 0);
  assert.match(receipt?.payerId ?? '', /^2088\d{12}$/);
  assert.match(receipt?.payerAccount ?? '', /^1\d\d\*{4}\d{4}$/);
  assert.equal(receipt?.source, 'wallet');
  const asked = await world.sandbox.connector.queryPayment(payment);
  assert.deepEqual(asked, { kind: 'succeeded', bankReference, receipt });
});

test('a charge handed over again, also at the same time, takes the money once', async () => {
  const payment = await wallet.charge(50_000n);
  const answers = await Promise.all(Array.from({ length: 5 }, () => world.sandbox.connector.sendPayment(payment)));
  assert.deepEqual(new Set(answers.map(({ kind }) => kind)), new Set(['in_progress']));
  const { bankReference, receipt } = await wallet.final(payment);
  const again = await world.start().connector.sendPayment(payment);
  assert.deepEqual(again, { kind: 'succeeded', bankReference, receipt });
});

test('what the bank never took is not found', async () => {
  for (const payment of [await wallet.charge(50_000n), await wallet.order(50_000n)]) {
    assert.deepEqual(await wallet.query('payment', payment), { kind: 'not_found' });
  }
});

test('a code that was charged is used, also when it is charged twice at once; one whose charge failed is not', async () => {
  const code = wallet.newPayerCode();
  assert.equal((await wallet.final(await charged(19_012n, inProgress, code))).failure, 'payer_code_expired');
  const finals = await Promise.all(
    (await Promise.all([1, 2, 3].map(() => charged(50_000n, inProgress, code)))).map(wallet.final),
  );
  assert.equal(finals.filter(({ status }) => status === 'completed').length, 1);
  assert.equal(finals.filter(({ failure }) => failure === 'payer_code_used').length, 2);
  assert.equal((await wallet.final(await charged(60_000n, inProgress, code))).failure, 'payer_code_used');
});

test('an order waits for its payer, who pays it or fails to', async () => {
  const paid = await wallet.order(50_000n, { id: orderNumber(0, 1) });
  assert.deepEqual(await wallet.send('payment', paid), inProgress);
  const failed = await ordered(50_000n);
  world.clock.advance(60_000);
  await world.sandbox.sweep();
  assert.deepEqual(await wallet.query('payment', paid), inProgress);
  await acted(paid, 'paid');
  assert.equal((await world.payment(paid.id))?.status, 'completed');
  assert.equal((await world.payment(paid.id))?.receipt?.source, 'wallet');
  assert.equal((await world.sandbox.act({ reference: failed.id, outcome: 'failed', failedCode: -10003 })).ok, true);
  assert.equal((await world.payment(failed.id))?.failure, 'balance_insufficient');
  for (const payment of [paid, failed]) assert.equal((await act(payment, 'paid')).ok, false);
});

test('of many who pay one order at the same time exactly one does', async () => {
  const payment = await ordered(50_000n);
  const results = await Promise.all(Array.from({ length: 20 }, () => act(payment, 'paid')));
  assert.equal(results.filter(({ ok }) => ok).length, 1);
});

test('an act waits for an order that is on its way to the bank', async () => {
  const payment = await wallet.order(50_000n);
  const late = act(payment, 'paid');
  await wallet.send('payment', payment);
  assert.equal((await late).ok, true);
});

test('a payer who chooses another amount pays that', async () => {
  const payment = await ordered(50_000n);
  await acted(payment, 'paid', 40_000n);
  assert.equal((await world.payment(payment.id))?.failure, 'params_error');
});

test('what a dead process left behind is finished and told by the sweep', async () => {
  const dying = world.start();
  const unfinished = await wallet.charge(50_000n);
  await wallet.send('payment', unfinished, dying);
  const refused = await wallet.charge(19_012n);
  await wallet.send('payment', refused, dying);
  await dying.stop();
  const untold = await ordered(60_000n);
  world.line.cut = true;
  await acted(untold, 'paid');
  world.line.cut = false;
  assert.equal((await world.payment(untold.id))?.status, 'pending');
  world.clock.advance(1_000);
  await Promise.all([world.start().sweep(), world.sandbox.sweep()]);
  assert.equal((await world.payment(unfinished.id))?.status, 'completed');
  assert.equal((await world.payment(refused.id))?.failure, 'payer_code_expired');
  const told = await world.payment(untold.id);
  assert.equal(told?.status, 'completed');
  // Told from the book of credits, with the same receipt as from the order.
  const asked = await world.sandbox.connector.queryPayment(untold);
  assert.deepEqual(asked.kind === 'succeeded' && asked.receipt, told?.receipt);
});

test('a bank whose database does not answer is unknown, to whoever sends and to whoever asks', async () => {
  const sandbox = world.start({ unsafe: () => Promise.reject(new Error('gone')) });
  const payment = await wallet.charge(50_000n);
  assert.deepEqual(await sandbox.connector.sendPayment(payment), silence);
  assert.deepEqual(await sandbox.connector.queryPayment(payment), silence);
});

test('in the end the bank took in what the ledger says, to the cent', async () => {
  world.clock.advance(10_000);
  await world.sandbox.sweep();
  assert.deepEqual(await world.bank('WALLET'), await world.ledger('WALLET'));
  assert.deepEqual(world.bugs, []);
});

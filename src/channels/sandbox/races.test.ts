// Many who want the same money from two banks over one set of books at the same time: exactly one gets it, and the books agree.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Payment } from '../../core/payment/payment.ts';
import { createBank } from './bank/bank.ts';
import type { Sandbox } from './sandbox.ts';
import { createTestSandbox, eventually, type TestSandbox } from '../../../test/support/sandbox.ts';
import { createTestWallet, type TestWallet } from '../../../test/support/wallet.ts';

const rounds = 60;
const paying = { targetId: null, failure: null, movedMinor: null, acted: true, awaitsExpiry: false } as const;

let world: TestSandbox;
let wallet: TestWallet;
let other: Sandbox;
before(async () => {
  world = await createTestSandbox();
  wallet = createTestWallet(world);
  other = world.start();
});
after(async () => {
  await other?.stop();
  await world?.close();
});

const each = <Value>(work: (index: number) => Promise<Value>) =>
  Promise.all(Array.from({ length: rounds }, (_, index) => work(index)));

/** What the bank is asked until it has decided. */
const definite = <Answer extends { kind: string }>(ask: () => Promise<Answer>) =>
  eventually(ask, ({ kind }) => kind !== 'in_progress' && kind !== 'not_found');

async function sameBooks(): Promise<void> {
  world.clock.advance(10_000);
  await Promise.all([world.sandbox.sweep(), other.sweep()]);
  assert.deepEqual(await world.bank('WALLET'), await world.ledger('WALLET'));
  assert.deepEqual([world.bugs, world.warnings], [[], []]);
}

test('of a payer who pays and a merchant who takes back, the bank decides who was first', async () => {
  const orders = await each(async () => {
    const payment = await wallet.order(50_000n);
    await wallet.send('payment', payment);
    return { payment, reversal: await wallet.reversal(payment) };
  });
  // The payer pays at a bank of his own, whatever the gateway thinks of the payment meanwhile.
  const bank = createBank(world.sql);
  const results = await Promise.all(
    orders.map(async ({ payment, reversal }) => {
      const [paid, answer] = await Promise.all([
        bank.orders.finish({ id: payment.id, ...paying, at: world.clock.now(), dueAt: world.clock.now() }),
        wallet.send('refund', reversal),
      ]);
      return { payment, isPaid: paid !== undefined, answer };
    }),
  );
  for (const { payment, isPaid, answer } of results) {
    assert.equal(answer.kind, isPaid ? 'succeeded' : 'stopped');
    const { status, refundedMinor } = (await world.payment(payment.id)) as Payment;
    const expected = isPaid ? { status: 'completed', refundedMinor: 50_000n } : { status: 'closed', refundedMinor: 0n };
    assert.deepEqual({ status, refundedMinor }, expected);
  }
  await sameBooks();
});

test('a payer who pays while his order is taken back is told the truth', async () => {
  const orders = await each(async () => {
    const payment = await wallet.order(50_000n);
    await wallet.send('payment', payment);
    return payment;
  });
  const results = await Promise.all(
    orders.map(async (payment) => {
      const takenBack = wallet.reversal(payment).then((reversal) => wallet.send('refund', reversal));
      const { ok } = await other.act({ reference: payment.id, outcome: 'paid' });
      return { ok, answer: await takenBack };
    }),
  );
  for (const { ok, answer } of results) assert.equal(answer.kind, ok ? 'succeeded' : 'stopped');
  await sameBooks();
});

test('of a charge and its reversal that reach the bank at once, no money stays anywhere', async () => {
  const charges = await each(async () => {
    const payment = await wallet.charge(50_000n);
    return { payment, reversal: await wallet.reversal(payment) };
  });
  await Promise.all(
    charges.flatMap(({ payment, reversal }) => [
      other.connector.sendPayment(payment),
      wallet.send('refund', reversal, world.sandbox),
    ]),
  );
  await sameBooks();
  for (const { payment } of charges) assert.equal((await world.payment(payment.id))?.status, 'closed');
});

test('of two charges of one code exactly one is paid', async () => {
  const charges = await each(async (index) => wallet.charge(50_000n, `29${1_000_000_000_000_000 + (index >> 1)}`));
  await Promise.all(
    charges.map((payment, index) => wallet.send('payment', payment, index % 2 ? world.sandbox : other)),
  );
  const finals = await Promise.all(
    charges.map(({ id }) =>
      eventually(
        () => world.payment(id),
        (row) => row?.status !== 'pending',
      ),
    ),
  );
  assert.equal(finals.filter((row) => row?.status === 'completed').length, rounds / 2);
  assert.equal(finals.filter((row) => row?.failure === 'payer_code_used').length, rounds / 2);
  await sameBooks();
});

test('of many captures and releases of one authorisation as many succeed as there is money', async () => {
  const authorisation = await wallet.authorisation(10_000n);
  await wallet.send('authorisation', authorisation);
  await eventually(
    () => world.authorisation(authorisation.id),
    (row) => row?.status === 'authorised',
  );
  const [payment, release] = [await wallet.capture(authorisation, 1_000n), await wallet.release(authorisation, 1_000n)];
  const answers = await each(async (index) => {
    const { connector } = index % 2 ? world.sandbox : other;
    if (index % 3 === 0) {
      const stray = { ...release, id: world.newId('R') };
      await connector.sendRelease(stray);
      return definite(() => connector.queryRelease(stray));
    }
    const stray = { ...payment, id: world.newId('C') };
    await connector.sendPayment(stray);
    return definite(() => connector.queryPayment(stray));
  });
  assert.equal(answers.filter(({ kind }) => kind === 'succeeded').length, 10);
  assert.equal(answers.filter(({ kind }) => kind === 'refused').length, rounds - 10);
});

test('of many refunds of one payment as many succeed as there is money, and a reversal takes the rest', async () => {
  const payment = await wallet.order(10_500n);
  await wallet.send('payment', payment);
  await world.sandbox.act({ reference: payment.id, outcome: 'paid' });
  const paid = (await world.payment(payment.id)) as Payment;
  const refund = await wallet.refund(paid, 1_000n);
  const answers = await each(async (index) => {
    const { connector } = index % 2 ? world.sandbox : other;
    const stray = { ...refund, id: world.newId('R') };
    await connector.sendRefund(stray, paid);
    return definite(() => connector.queryRefund(stray, paid));
  });
  assert.equal(answers.filter(({ kind }) => kind === 'succeeded').length, 10);
  const rest = await world.sandbox.connector.sendRefund({ ...refund, id: world.newId('R'), kind: 'reversal' }, paid);
  assert.equal(rest.kind === 'succeeded' && rest.amountMinor, 500n);
});

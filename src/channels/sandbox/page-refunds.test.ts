// Refunds and voids what was paid on pages and by codes, of which the bank took no order, over the real engine and the bank's real
// tables, and compares the two sides' books to the cent.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Payment } from '../../core/payment/payment.ts';
import type { Refund } from '../../core/refund/refund.ts';
import type { Sandbox } from './sandbox.ts';
import { aPayment, aRefund, anInstrument, funding } from '../../../test/support/commands.ts';
import { createTestEngine, merchantId } from '../../../test/support/engine.ts';
import { createTestSandbox, eventually, type TestSandbox } from '../../../test/support/sandbox.ts';
import { createTestWallet, type TestWallet } from '../../../test/support/wallet.ts';

let world: TestSandbox;
let wallet: TestWallet;
let other: Sandbox;
before(async () => {
  world = await createTestSandbox();
  wallet = createTestWallet(world);
  other = world.start();
  // What goes back is more than what came where the fee stays.
  await world.engine.execute(0, 'fund', funding(world, 10_000_000n));
});
after(async () => {
  await other?.stop();
  await world?.close();
});

const latest = async ({ id }: Pick<Payment, 'id'>) => (await world.payment(id)) as Payment;
const act = (reference: string, outcome: 'paid' | 'failed', amountMinor?: bigint) =>
  world.sandbox.act({ reference, outcome, amountMinor });

async function paidPage(amountMinor: bigint): Promise<Payment> {
  const { id } = aPayment(world);
  assert.ok((await world.engine.execute(0, 'create-payment', aPayment(world, { id, amountMinor }))).ok);
  assert.deepEqual(await act(id, 'paid'), { ok: true, value: undefined });
  return latest({ id });
}

/** By a code for one payment. */
async function paidCode(amountMinor: bigint): Promise<Payment> {
  const paymentId = world.newId('C');
  const code = anInstrument(world, { paymentId, amountMinor, expirySeconds: 3600 });
  assert.ok((await world.engine.execute(0, 'create-instrument', code)).ok);
  assert.ok((await act(code.id, 'paid')).ok);
  return latest({ id: paymentId });
}

/** By a code on a counter that is paid many times. */
async function paidCounter(amountMinor: bigint): Promise<Payment> {
  const code = anInstrument(world);
  assert.ok((await world.engine.execute(0, 'create-instrument', code)).ok);
  const before = world.said.length;
  assert.ok((await act(code.id, 'paid', amountMinor)).ok);
  assert.equal(world.said[before], 'confirm-credit');
  const [payment] = await world.engine
    .store(0)
    .listPaymentsOfReference(code.appId, code.reference, [code.slot], 0, world.clock.now() + 1, 2);
  assert.ok(payment);
  return payment;
}

async function voided(payment: Payment, reference: string): Promise<Refund> {
  const asVoid = { referenceScope: 'voids', reference };
  const asked = { paymentId: payment.id, merchantId, sameDay: true, asVoid, details: {} };
  const outcome = await world.engine.execute(0, 'reverse-payment', asked);
  assert.ok(outcome.ok);
  return outcome.value.refund;
}

async function final({ id }: Refund): Promise<Refund> {
  const row = await eventually(
    () => world.refund(id),
    (found) => found?.status !== 'pending',
  );
  return row as Refund;
}

async function sameBooks(): Promise<void> {
  world.clock.advance(10_000);
  await Promise.all([world.sandbox.sweep(), other.sweep()]);
  for (const channel of ['WEB', 'QR']) assert.deepEqual(await world.bank(channel), await world.ledger(channel));
  assert.deepEqual([world.bugs, world.warnings], [[], []]);
}

const ways: readonly [title: string, pay: (amountMinor: bigint) => Promise<Payment>][] = [
  ['on a page', paidPage],
  ['by a code for one payment', paidCode],
  ['by a code that is paid many times', paidCounter],
];

for (const [title, pay] of ways) {
  test(`what was paid ${title} goes back in parts, and never more of it than came`, async () => {
    const payment = await pay(50_000n);
    const before = await world.bank(payment.channel);
    for (const part of [20_000n, 30_000n]) {
      const refund = await wallet.refund(payment, part);
      assert.deepEqual(await wallet.send('refund', refund), { kind: 'in_progress' });
      assert.equal((await final(refund)).status, 'completed');
    }
    const { refundedMinor, feeMinor, feeReturnedMinor } = await latest(payment);
    assert.deepEqual([refundedMinor, feeReturnedMinor], [50_000n, feeMinor]);
    const after = await world.bank(payment.channel);
    assert.equal(after.paidOutMinor - before.paidOutMinor, 50_000n);
    const refund = await wallet.refund(await pay(50_000n), 1n);
    const stray = { ...refund, id: world.newId('R'), paymentId: payment.id };
    await world.sandbox.connector.sendRefund(stray, payment);
    const answer = await eventually(
      () => world.sandbox.connector.queryRefund(stray, payment),
      ({ kind }) => kind !== 'in_progress',
    );
    assert.deepEqual(answer, { kind: 'refused', failure: 'refund_amount_invalid' });
    await sameBooks();
  });

  test(`a void gives all back that was paid ${title}, the fee as well, as often as it is handed over`, async () => {
    const payment = await pay(50_000n);
    const { reference } = payment;
    const refund = await voided(payment, `${title} ${reference}`);
    const answer = await wallet.send('refund', refund);
    const { status, bankReference } = await final(refund);
    assert.equal(status, 'completed');
    const given = { bankReference, creditReference: payment.bankReference, amountMinor: 50_000n };
    assert.deepEqual(answer, { kind: 'succeeded', ...given });
    assert.deepEqual(await other.connector.sendRefund(refund, payment), answer);
    const after = await latest(payment);
    assert.deepEqual(
      [after.status, after.refundedMinor, after.refundingMinor, after.feeReturnedMinor],
      ['completed', 50_000n, 0n, payment.feeMinor],
    );
    await sameBooks();
  });

  test(`a void that the bank refuses gives nothing back of what was paid ${title}, and can be tried again`, async () => {
    const payment = await pay(19_032n);
    const refund = await voided(payment, payment.id);
    assert.deepEqual(await wallet.send('refund', refund), { kind: 'refused', failure: 'refund_forbidden' });
    const { refundedMinor, refundingMinor, feeReturnedMinor } = await latest(payment);
    assert.deepEqual([refundedMinor, refundingMinor, feeReturnedMinor], [0n, 0n, 0n]);
    const again = await voided(payment, payment.id);
    assert.deepEqual([again.reference, again.generation], [payment.id, 1]);
    assert.equal((await wallet.send('refund', again)).kind, 'refused');
    // A refund goes its own way.
    const whole = await wallet.refund(await latest(payment), 19_000n);
    await wallet.send('refund', whole);
    assert.equal((await final(whole)).failure, 'service_error');
    await sameBooks();
  });
}

const open: readonly [digits: bigint, answer: object][] = [
  [9030n, { kind: 'in_progress' }],
  [9031n, { kind: 'unknown', trouble: 'io' }],
  [9034n, { kind: 'unknown', trouble: 'protocol' }],
];

for (const [digits, answer] of open) {
  test(`the void of a page’s amount ending in ${digits} holds its money until an act decides`, async () => {
    const [one, two] = [await paidPage(10_000n + digits), await paidPage(20_000n + digits)];
    const [done, refused] = [await voided(one, `a${digits}`), await voided(two, `b${digits}`)];
    for (const refund of [done, refused]) assert.deepEqual(await wallet.send('refund', refund), answer);
    assert.equal((await voided(one, `a${digits}`)).id, done.id);
    assert.ok((await act(one.id, 'paid')).ok);
    assert.ok((await act(two.id, 'failed')).ok);
    assert.equal((await final(done)).status, 'completed');
    assert.equal((await final(refused)).failure, 'channel_rejected');
    assert.equal((await latest(one)).refundedMinor, 10_000n + digits);
    assert.equal((await latest(two)).refundingMinor, 0n);
    await sameBooks();
  });
}

test('money of which the gateway heard late can be voided once it has', async () => {
  const { id } = aPayment(world);
  await world.engine.execute(0, 'create-payment', aPayment(world, { id, amountMinor: 19_021n }));
  assert.ok((await act(id, 'paid')).ok);
  const asVoid = { referenceScope: 'voids', reference: id };
  const asked = { paymentId: id, merchantId, sameDay: true, asVoid, details: {} };
  const early = await world.engine.execute(0, 'reverse-payment', asked);
  assert.equal(early.ok ? 'ok' : early.reason, 'payment_not_completed');
  world.clock.advance(1_000);
  await world.sandbox.sweep();
  const refund = await voided(await latest({ id }), id);
  assert.equal((await wallet.send('refund', refund)).kind, 'succeeded');
  await sameBooks();
});

test('a void whose answer was lost is told by the sweep', async () => {
  const payment = await paidPage(50_000n);
  const refund = await voided(payment, payment.id);
  await world.sandbox.connector.sendRefund(refund, payment);
  assert.equal((await world.refund(refund.id))?.status, 'pending');
  world.clock.advance(1_000);
  await other.sweep();
  assert.equal((await world.refund(refund.id))?.status, 'completed');
  await sameBooks();
});

test('of many refunds of one page’s payment at two banks as many succeed as there is money', async () => {
  const payment = await paidPage(10_500n);
  const refund = await wallet.refund(payment, 1_000n);
  const answers = await Promise.all(
    Array.from({ length: 60 }, async (_, index) => {
      const { connector } = index % 2 ? world.sandbox : other;
      const stray = { ...refund, id: world.newId('R') };
      await connector.sendRefund(stray, payment);
      return eventually(
        () => connector.queryRefund(stray, payment),
        ({ kind }) => kind !== 'in_progress' && kind !== 'not_found',
      );
    }),
  );
  assert.equal(answers.filter(({ kind }) => kind === 'succeeded').length, 10);
  const rest = await other.connector.sendRefund({ ...refund, id: world.newId('R'), kind: 'reversal' }, payment);
  assert.equal(rest.kind === 'succeeded' && rest.amountMinor, 500n);
});

test('of a refund and a void of one payment at two gateways exactly one is taken', async () => {
  const engines = [world, createTestEngine([world.engine.store(0)], { clock: world.clock })];
  const before = await world.bank('QR');
  const rounds = await Promise.all(Array.from({ length: 20 }, () => paidCode(50_000n)));
  const outcomes = await Promise.all(
    rounds.map(async (payment, index) => {
      const [here, there] = index % 2 ? engines : engines.toReversed();
      const asVoid = { referenceScope: 'voids', reference: payment.id };
      const asked = { paymentId: payment.id, merchantId, sameDay: true, asVoid, details: {} };
      const both = await Promise.all([
        here?.engine.execute(0, 'create-refund', aRefund(payment, { id: world.newId('R') })),
        there?.engine.execute(0, 'reverse-payment', asked),
      ]);
      return both.map((outcome) => (outcome?.ok ? 'taken' : outcome?.reason));
    }),
  );
  for (const [refund, reversal] of outcomes) {
    if (refund === 'taken') assert.equal(reversal, 'payment_not_reversible');
    else assert.deepEqual([refund, reversal], ['payment_not_refundable', 'taken']);
  }
  for (const payment of rounds) {
    const { lastRefundId } = await latest(payment);
    const refund = (await world.refund(lastRefundId ?? '')) as Refund;
    await wallet.send('refund', refund);
    assert.equal((await final(refund)).status, 'completed');
    assert.equal((await latest(payment)).refundedMinor, 50_000n);
  }
  assert.equal((await world.bank('QR')).paidOutMinor - before.paidOutMinor, 20n * 50_000n);
});

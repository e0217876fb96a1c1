// Plays payers over the real engine and the bank's real tables, and compares the two sides' books to the cent.
import assert from 'node:assert/strict';
import { qrSlot } from '../../core/instrument/instrument.ts';
import { appId } from '../../../test/support/engine.ts';
import { after, before, test } from 'node:test';
import { numberedFailures } from '../../core/failure.ts';
import { aCheckout, aChoice, aPayment, anInstrument } from '../../../test/support/commands.ts';
import { createTestSandbox, eventually, type TestSandbox } from '../../../test/support/sandbox.ts';

let world: TestSandbox;
before(async () => {
  world = await createTestSandbox();
});
after(() => world?.close());

async function waiting(amountMinor: bigint): Promise<string> {
  const command = aPayment(world, { amountMinor });
  assert.equal((await world.engine.execute(0, 'create-payment', command)).ok, true);
  return command.id;
}

async function shown(change: Parameters<typeof anInstrument>[1]): Promise<string> {
  const command = anInstrument(world, change);
  assert.equal((await world.engine.execute(0, 'create-instrument', command)).ok, true);
  return command.id;
}

const pay = (reference: string, amountMinor?: bigint) => world.sandbox.act({ reference, outcome: 'paid', amountMinor });

/** Both sides of a channel at once. */
async function sameBooks(channel: string): Promise<void> {
  assert.deepEqual(await world.bank(channel), await world.ledger(channel));
}

async function refusalOf(result: ReturnType<typeof pay>): Promise<string> {
  const { ok, ...rest } = await result;
  assert.equal(ok, false);
  assert.match('detail' in rest ? (rest.detail ?? '') : '', /^.+[.]$/);
  return 'reason' in rest ? rest.reason : '';
}

test('a payment that is paid is completed when the act answers', async () => {
  const id = await waiting(50_000n);
  assert.deepEqual(await pay(id), { ok: true, value: undefined });
  const payment = await world.payment(id);
  assert.equal(payment?.status, 'completed');
  assert.match(payment?.bankReference ?? '', /^42\d{24}$/);
  await sameBooks('WEB');
});

test('of many who pay one payment at the same time exactly one does', async () => {
  const id = await waiting(50_000n);
  const results = await Promise.all(Array.from({ length: 20 }, () => pay(id)));
  assert.equal(results.filter(({ ok }) => ok).length, 1);
  await sameBooks('WEB');
});

test('a payment that fails says why, and is final', async () => {
  const id = await waiting(50_000n);
  assert.equal((await world.sandbox.act({ reference: id, outcome: 'failed', failedCode: -10003 })).ok, true);
  assert.equal((await world.payment(id))?.failure, 'balance_insufficient');
  assert.equal(await refusalOf(pay(id)), 'not_possible');
  const plain = await waiting(50_000n);
  await world.sandbox.act({ reference: plain, outcome: 'failed' });
  assert.equal((await world.payment(plain))?.failure, 'channel_rejected');
});

test('amounts ending in 9000 to 9010 fail with their code, however often they are paid', async () => {
  for (const [index, failure] of numberedFailures.entries()) {
    const id = await waiting(BigInt(19_000 + index));
    assert.equal((await pay(id)).ok, true);
    assert.equal((await pay(id)).ok, true);
    assert.equal((await world.payment(id))?.failure, failure);
  }
});

test('a watched payment with a failing amount fails by itself', async () => {
  const id = await waiting(19_004n);
  world.sandbox.watch({ id, amountMinor: 19_004n });
  const payment = await eventually(
    () => world.payment(id),
    (row) => row?.status !== 'pending',
  );
  assert.equal(payment?.failure, 'channel_rejected');
  assert.equal((await pay(id)).ok, true);
});

test('an amount ending in 9021 is booked, and told a second later', async () => {
  const id = await waiting(19_021n);
  assert.equal((await pay(id)).ok, true);
  await world.sandbox.sweep();
  assert.equal((await world.payment(id))?.status, 'pending');
  assert.equal(await refusalOf(pay(id)), 'not_possible');
  assert.equal(await refusalOf(world.sandbox.act({ reference: id, outcome: 'failed' })), 'not_possible');
  world.clock.advance(1_000);
  await world.sandbox.sweep();
  assert.equal((await world.payment(id))?.status, 'completed');
  await sameBooks('WEB');
});

test('an amount ending in 9023 is told twice and booked once', async () => {
  const id = await waiting(19_023n);
  const before = world.said.length;
  await pay(id);
  assert.deepEqual(world.said.slice(before), ['confirm-credit', 'confirm-credit']);
  assert.equal((await world.payment(id))?.status, 'completed');
  await sameBooks('WEB');
});

test('an amount ending in 9024 is told only when its payment has expired, and goes to suspense', async () => {
  const id = await waiting(19_024n);
  await pay(id);
  world.clock.advance(3_599_000);
  await world.sandbox.sweep();
  assert.equal((await world.payment(id))?.status, 'pending');
  world.clock.advance(2_000);
  // The bank's sweep is first: it waits until the gateway has closed the payment.
  await world.sandbox.sweep();
  assert.equal((await world.payment(id))?.status, 'pending');
  assert.equal((await world.engine.execute(0, 'expire-payment', { paymentId: id })).ok, true);
  await world.sandbox.sweep();
  assert.equal((await world.payment(id))?.status, 'closed');
  await sameBooks('WEB');
});

test('an amount ending in 9025 arrives with 100 less: the payment fails, the money is kept', async () => {
  const id = await waiting(19_025n);
  const before = await world.bank('WEB');
  assert.equal((await pay(id)).ok, true);
  assert.equal((await world.payment(id))?.failure, 'params_error');
  assert.equal((await world.bank('WEB')).paidInMinor - before.paidInMinor, 18_925n);
  await sameBooks('WEB');
});

test('a payment whose time is up cannot be paid, though nobody has closed it yet', async () => {
  const id = await waiting(50_000n);
  world.clock.advance(3_600_000);
  assert.equal(await refusalOf(pay(id)), 'not_possible');
});

test('a code with many payments makes one of each credit, with the amount paid', async () => {
  const id = await shown({});
  assert.equal(await refusalOf(pay(id)), 'malformed');
  await Promise.all([pay(id, 25_000n), pay(id, 25_000n), pay(id, 30_000n)]);
  const payments = await world.engine
    .store(0)
    .listPaymentsOfReference(appId, id, [qrSlot], 0, world.clock.now() + 1, 10);
  assert.deepEqual(
    payments.map(({ amountMinor }) => Number(amountMinor)).sort((a, b) => a - b),
    [25_000, 25_000, 30_000],
  );
  for (const payment of payments) {
    assert.equal(payment.status, 'completed');
    assert.match(payment.id, /^C\d{24}$/);
    assert.equal(await refusalOf(pay(payment.id)), 'not_possible');
  }
  assert.equal(await refusalOf(pay(id, 19_001n)), 'not_possible');
  assert.equal(await refusalOf(world.sandbox.act({ reference: id, outcome: 'failed' })), 'not_possible');
  await sameBooks('QR');
});

test('a code for one payment is paid by its own id as by its payment’s, once', async () => {
  const paymentId = world.newId('C');
  const id = await shown({ paymentId, amountMinor: 50_000n, expirySeconds: 3600 });
  assert.equal((await pay(id)).ok, true);
  assert.equal((await world.payment(paymentId))?.status, 'completed');
  assert.equal(await refusalOf(pay(id)), 'not_possible');
  const lateId = world.newId('C');
  const late = await shown({ paymentId: lateId, amountMinor: 50_000n, expirySeconds: 60 });
  world.clock.advance(60_000);
  assert.equal(await refusalOf(pay(late)), 'not_possible');
  assert.equal(await refusalOf(pay(lateId)), 'not_possible');
});

test('a cancelled code cannot be paid', async () => {
  const command = anInstrument(world);
  await world.engine.execute(0, 'create-instrument', command);
  await world.engine.execute(0, 'cancel-instrument', command);
  assert.equal(await refusalOf(pay(command.id, 25_000n)), 'not_possible');
});

test('what is not there is not found, what does not fit is refused', async () => {
  for (const reference of [
    '',
    'C',
    'my-own-order',
    world.newId('C'),
    world.newId('QR'),
    world.newId('D'),
    `C99${'0'.repeat(22)}`,
    `X${'0'.repeat(24)}`,
  ]) {
    assert.equal(await refusalOf(pay(reference)), 'not_found');
  }
  const id = await waiting(50_000n);
  assert.equal(await refusalOf(world.sandbox.act({ reference: id, outcome: 'authorised' })), 'not_possible');
  assert.equal(await refusalOf(pay(id, 0n)), 'malformed');
  assert.equal(await refusalOf(pay(id, 10n ** 12n)), 'malformed');
  assert.equal(
    await refusalOf(world.sandbox.act({ reference: id, outcome: 'failed', failedCode: -10011 })),
    'malformed',
  );
  assert.equal(await refusalOf(world.sandbox.act({ reference: id, outcome: 'paid', failedCode: -10001 })), 'malformed');
});

test('money that the gateway could not be told of is told by the sweep, after a restart as well', async () => {
  const code = await shown({});
  const ids = await Promise.all([waiting(50_000n), waiting(60_000n)]);
  world.line.cut = true;
  assert.equal((await pay(ids[0])).ok, true);
  assert.equal((await pay(ids[1])).ok, true);
  assert.equal((await pay(code, 70_000n)).ok, true);
  world.line.cut = false;
  const restarted = world.start();
  world.clock.advance(1_000);
  await Promise.all([restarted.sweep(), world.sandbox.sweep(), world.sandbox.sweep()]);
  for (const id of ids) assert.equal((await world.payment(id))?.status, 'completed');
  await sameBooks('WEB');
  await sameBooks('QR');
  await eventually(
    () => world.sandbox.totals(),
    (totals) => totals.every(({ unconfirmed }) => unconfirmed === 0),
  );
});

test('no rule broke on the way', () => {
  assert.deepEqual(world.bugs, []);
});

test('a checkout is paid in the way that its payer chose, and not before he did', async () => {
  const { id } = aCheckout(world);
  assert.equal((await world.engine.execute(0, 'create-checkout', aCheckout(world, { id, reference: id }))).ok, true);
  assert.equal(await refusalOf(pay(id)), 'not_possible');
  for (const channel of ['WEB', 'QR'] as const) {
    assert.equal((await world.engine.execute(0, 'choose-channel', aChoice(world, id, channel))).ok, true);
  }
  assert.deepEqual(await pay(id), { ok: true, value: undefined });
  const checkout = await world.engine.find(0, 'checkouts', id);
  const payment = await world.payment(checkout?.paymentId ?? '');
  assert.deepEqual([checkout?.status, payment?.status, payment?.channel], ['completed', 'completed', 'QR']);
  assert.equal(await refusalOf(pay(id)), 'not_possible');
  assert.equal(await refusalOf(pay(aCheckout(world).id)), 'not_found');
  await sameBooks('QR');
});

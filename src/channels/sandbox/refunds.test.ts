// Refunds payments over the real engine and the bank's real tables, and compares the two sides' books to the cent.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { failures } from '../../core/failure.ts';
import type { Payment } from '../../core/payment/payment.ts';
import type { Refund } from '../../core/refund/refund.ts';
import { aPayment, funding } from '../../../test/support/commands.ts';
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
  // What goes back is more than what came where the fee stays.
  await world.engine.execute(0, 'fund', funding(world, 10_000_000n));
});
after(() => world?.close());

const act = ({ id }: Payment, outcome: 'paid' | 'failed') => world.sandbox.act({ reference: id, outcome });
const acted = async (...request: Parameters<typeof act>) => assert.equal((await act(...request)).ok, true);
const latest = async ({ id }: Payment) => (await world.payment(id)) as Payment;

async function refunded(amountMinor: bigint, answer: object = inProgress): Promise<[Payment, Refund]> {
  const payment = await wallet.paid(50_000n);
  const refund = await wallet.refund(payment, amountMinor);
  assert.deepEqual(await wallet.send('refund', refund), answer);
  return [payment, refund];
}

async function final({ id }: Refund): Promise<Refund> {
  const row = await eventually(
    () => world.refund(id),
    (found) => found?.status !== 'pending',
  );
  assert.ok(row);
  return row;
}

/** What the bank answers in the end to a refund of which the gateway does not know. */
async function decided(refund: Refund, payment: Payment): Promise<object> {
  await world.sandbox.connector.sendRefund(refund, payment);
  return eventually(
    () => world.sandbox.connector.queryRefund(refund, payment),
    ({ kind }) => kind !== 'in_progress',
  );
}

test('a refund is taken at once and done by itself, as often as it is handed over', async () => {
  const [payment, refund] = await refunded(20_000n);
  assert.deepEqual(await wallet.query('refund', refund), inProgress);
  await wallet.send('refund', refund);
  const { status, bankReference } = await final(refund);
  assert.equal(status, 'completed');
  assert.equal((await latest(payment)).refundedMinor, 20_000n);
  const asked = await world.sandbox.connector.queryRefund(refund, payment);
  assert.deepEqual(asked, { kind: 'succeeded', bankReference });
});

test('a refund that the bank never took is not found', async () => {
  const refund = await wallet.refund(await wallet.paid(50_000n), 1_000n);
  assert.deepEqual(await wallet.query('refund', refund), { kind: 'not_found' });
});

test('what was paid on a page is refunded as well', async () => {
  const command = aPayment(world, { amountMinor: 50_000n });
  await world.engine.execute(0, 'create-payment', command);
  await world.sandbox.act({ reference: command.id, outcome: 'paid' });
  const payment = (await world.payment(command.id)) as Payment;
  const refunds = await Promise.all([20_000n, 30_000n].map((amount) => wallet.refund(payment, amount)));
  for (const refund of refunds) await wallet.send('refund', refund);
  for (const refund of refunds) assert.equal((await final(refund)).status, 'completed');
  assert.deepEqual(await world.bank('WEB'), await world.ledger('WEB'));
});

test('never more goes back than came, whatever the bank is asked for', async () => {
  const payment = await wallet.paid(50_000n);
  const refund = await wallet.refund(payment, 30_000n);
  await wallet.send('refund', refund);
  await final(refund);
  const answer = await decided({ ...refund, id: world.newId('R') }, payment);
  assert.deepEqual(answer, { kind: 'refused', failure: 'refund_amount_invalid' });
});

test('a refund of what was never paid is refused', async () => {
  const payment = await wallet.ordered(50_000n);
  const refund = {
    ...(await wallet.refund(await wallet.paid(50_000n), 1_000n)),
    id: world.newId('R'),
    paymentId: payment.id,
  };
  assert.deepEqual(await decided(refund, payment), { kind: 'refused', failure: 'unknown_at_channel' });
});

test('refunds ending in 9000 to 9019 are refused with their failure, 9022 because the channel is closed', async () => {
  const expected = [...failures.slice(0, 20), 'channel_closed'];
  const digits = [...Array.from({ length: 20 }, (_, index) => 9000 + index), 9022];
  const all = await Promise.all(digits.map((amount) => refunded(BigInt(10_000 + amount))));
  const finals = await Promise.all(all.map(([, refund]) => final(refund)));
  assert.deepEqual(
    finals.map(({ failure }) => failure),
    expected,
  );
});

const openRefunds: readonly [digits: bigint, sent: object, asked: object][] = [
  [9020n, inProgress, inProgress],
  [9026n, silence, silence],
  [9027n, garbled, garbled],
];

for (const [digits, sent, asked] of openRefunds) {
  test(`a refund ending in ${digits} is open until an act on its payment, and definite after it`, async () => {
    const [one, done] = await refunded(10_000n + digits, sent);
    const [other, refused] = await refunded(20_000n + digits, sent);
    world.clock.advance(10_000);
    await world.sandbox.sweep();
    assert.deepEqual(await world.sandbox.connector.queryRefund(done, one), asked);
    await acted(one, 'paid');
    await acted(other, 'failed');
    assert.equal((await world.refund(done.id))?.status, 'completed');
    assert.equal((await world.refund(refused.id))?.failure, 'channel_rejected');
    assert.equal((await world.sandbox.connector.queryRefund(done, one)).kind, 'succeeded');
    assert.equal((await act(one, 'failed')).ok, false);
  });
}

test('an act waits for a refund that is on its way to the bank', async () => {
  const payment = await wallet.paid(50_000n);
  const refund = await wallet.refund(payment, 19_020n);
  const late = act(payment, 'paid');
  await wallet.send('refund', refund);
  assert.equal((await late).ok, true);
  assert.equal((await world.refund(refund.id))?.status, 'completed');
});

test('a refund ending in 9021 is done, never told, and found by asking', async () => {
  const [payment, refund] = await refunded(19_021n, silence);
  await eventually(
    () => world.sandbox.connector.queryRefund(refund, payment),
    ({ kind }) => kind === 'succeeded',
  );
  world.clock.advance(10_000);
  await world.sandbox.sweep();
  assert.equal((await world.refund(refund.id))?.status, 'pending');
  await wallet.query('refund', refund);
  assert.equal((await world.refund(refund.id))?.status, 'completed');
});

test('a refund ending in 9023 is told twice, one in 9024 done some seconds late, one in 9025 paid whole', async () => {
  const before = world.said.filter((name) => name === 'settle-refund').length;
  await final((await refunded(19_023n))[1]);
  assert.equal(world.said.filter((name) => name === 'settle-refund').length - before, 2);
  const [, late] = await refunded(19_024n);
  world.clock.advance(3_000);
  await world.sandbox.sweep();
  assert.equal((await world.refund(late.id))?.status, 'completed');
  const [payment, whole] = await refunded(19_025n);
  await final(whole);
  assert.equal((await latest(payment)).refundedMinor, 19_025n);
});

test('refunds that a dead process left behind are finished and told by the sweep', async () => {
  const dying = world.start();
  const refund = await wallet.refund(await wallet.paid(50_000n), 20_000n);
  await wallet.send('refund', refund, dying);
  await dying.stop();
  world.clock.advance(1_000);
  await world.start().sweep();
  assert.equal((await world.refund(refund.id))?.status, 'completed');
});

test('in the end both sides have the same books, and the gateway has confirmed everything that it was told', async () => {
  world.clock.advance(10_000);
  await world.sandbox.sweep();
  assert.deepEqual(await world.bank('WALLET'), await world.ledger('WALLET'));
  const totals = await world.sandbox.totals();
  assert.deepEqual(
    totals.map(({ channel, unconfirmed }) => [channel, unconfirmed]),
    [
      ['WALLET', 1],
      ['WEB', 0],
    ],
    'What ended in 9021 stays among them.',
  );
  assert.deepEqual(world.bugs, []);
});

// Takes payments back over the real engine and the bank's real tables, and compares the two sides' books to the cent.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Payment } from '../../core/payment/payment.ts';
import type { Refund } from '../../core/refund/refund.ts';
import { funding } from '../../../test/support/commands.ts';
import { createTestSandbox, type TestSandbox } from '../../../test/support/sandbox.ts';
import { createTestWallet, type TestWallet } from '../../../test/support/wallet.ts';

const inProgress = { kind: 'in_progress' };
const silence = { kind: 'unknown', trouble: 'io' };
const garbled = { kind: 'unknown', trouble: 'protocol' };
const stopped = { kind: 'stopped' };

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

test('a reversal of what was not paid stops it for ever', async () => {
  const payment = await wallet.ordered(50_000n);
  const refund = await wallet.reversal(payment);
  const waiting = world.sandbox.connector.queryPayment(payment);
  assert.deepEqual(await waiting, inProgress);
  assert.deepEqual(await wallet.send('refund', refund), stopped);
  assert.equal((await latest(payment)).status, 'closed');
  assert.equal((await act(payment, 'paid')).ok, false);
  // The reversal tells what became of it, and nothing else does.
  assert.deepEqual(await world.sandbox.connector.queryPayment(payment), inProgress);
  assert.deepEqual(await world.sandbox.connector.sendPayment(payment), inProgress);
  assert.deepEqual(await world.sandbox.connector.queryRefund(refund, payment), stopped);
});

test('a reversal of what was paid gives all of it back, and says by which credit it had come', async () => {
  const payment = await wallet.paid(50_000n);
  const refund = await wallet.reversal(payment);
  const answer = await wallet.send('refund', refund);
  const { bankReference } = (await world.refund(refund.id)) as Refund;
  const given = { bankReference, creditReference: payment.bankReference, amountMinor: 50_000n };
  assert.deepEqual(answer, { kind: 'succeeded', ...given });
  assert.deepEqual(await world.sandbox.connector.sendRefund(refund, payment), answer);
  assert.equal((await latest(payment)).refundedMinor, 50_000n);
});

test('a reversal gives back money of which the gateway had not heard', async () => {
  const payment = await wallet.ordered(50_000n);
  world.line.cut = true;
  await acted(payment, 'paid');
  world.line.cut = false;
  const refund = await wallet.reversal(payment);
  assert.equal((await wallet.send('refund', refund)).kind, 'succeeded');
  const { status, refundedMinor } = await latest(payment);
  assert.deepEqual({ status, refundedMinor }, { status: 'completed', refundedMinor: 50_000n });
  world.clock.advance(1_000);
  await world.sandbox.sweep();
  assert.deepEqual(await world.bank('WALLET'), await world.ledger('WALLET'));
});

test('a charge that arrives after its reversal takes no money', async () => {
  const payment = await wallet.charge(50_000n);
  const refund = await wallet.reversal(payment);
  assert.deepEqual(await wallet.send('refund', refund), stopped);
  assert.deepEqual(await world.sandbox.connector.sendPayment(payment), inProgress);
  world.clock.advance(10_000);
  await world.sandbox.sweep();
  assert.equal((await latest(payment)).status, 'closed');
  assert.deepEqual(await world.bank('WALLET'), await world.ledger('WALLET'));
});

test('a reversal of what the bank had refused finds nothing to stop, and is done', async () => {
  const payment = await wallet.order(19_012n);
  assert.equal((await world.sandbox.connector.sendPayment(payment)).kind, 'refused');
  const refund = await wallet.reversal(payment);
  assert.deepEqual(await wallet.send('refund', refund), stopped);
  assert.equal((await latest(payment)).status, 'closed');
});

test('what a reversal has not given back because the bank gave it back before is refused', async () => {
  const payment = await wallet.paid(50_000n);
  const refund = await wallet.reversal(payment);
  await wallet.send('refund', refund);
  const answer = await world.sandbox.connector.sendRefund({ ...refund, id: world.newId('R') }, payment);
  assert.deepEqual(answer, { kind: 'refused', failure: 'refund_amount_invalid' });
});

const ofPaid: readonly [digits: bigint, answer: object][] = [
  [9030n, inProgress],
  [9031n, silence],
  [9034n, garbled],
];

for (const [digits, answer] of ofPaid) {
  test(`the reversal of a paid amount ending in ${digits} is open until an act on the payment`, async () => {
    const [one, other] = [await wallet.paid(10_000n + digits), await wallet.paid(20_000n + digits)];
    const [done, refused] = [await wallet.reversal(one), await wallet.reversal(other)];
    for (const refund of [done, refused]) assert.deepEqual(await wallet.send('refund', refund), answer);
    assert.deepEqual(await wallet.query('refund', done), answer);
    await acted(one, 'paid');
    await acted(other, 'failed');
    assert.equal((await latest(one)).refundedMinor, 10_000n + digits);
    assert.equal((await world.refund(refused.id))?.failure, 'channel_rejected');
    assert.equal((await world.sandbox.connector.queryRefund(done, one)).kind, 'succeeded');
    assert.equal((await world.sandbox.connector.queryRefund(refused, other)).kind, 'refused');
    assert.equal((await latest(other)).refundedMinor, 0n);
  });
}

const ofOpen: readonly [digits: bigint, answer: object][] = [
  [9026n, silence],
  [9027n, garbled],
  [9035n, inProgress],
  [9036n, silence],
  [9037n, garbled],
  [9040n, silence],
  [9041n, silence],
  [9042n, silence],
  [9043n, silence],
];

for (const [digits, answer] of ofOpen) {
  test(`the reversal of an open amount ending in ${digits} is open until an act on the payment`, async () => {
    const [one, other] = [await wallet.ordered(10_000n + digits), await wallet.ordered(20_000n + digits)];
    const [done, refused] = [await wallet.reversal(one), await wallet.reversal(other)];
    for (const refund of [done, refused]) assert.deepEqual(await wallet.send('refund', refund), answer);
    assert.deepEqual(await wallet.query('refund', done), answer);
    await acted(one, 'paid');
    await acted(other, 'failed');
    assert.equal((await latest(one)).status, 'closed');
    assert.deepEqual(await world.sandbox.connector.queryRefund(done, one), stopped);
    assert.equal((await world.refund(refused.id))?.failure, 'channel_rejected');
    // The payment goes on: the next act is its payer's.
    await acted(other, 'paid');
    assert.equal((await latest(other)).status, 'completed');
  });
}

test('reversals of 9032, 9033 and 9038 are refused, each with its failure', async () => {
  const refusals: [Payment, string][] = [
    [await wallet.paid(19_032n), 'refund_forbidden'],
    [await wallet.paid(19_033n), 'unknown_at_channel'],
    [await wallet.ordered(19_038n), 'channel_rejected'],
  ];
  for (const [payment, failure] of refusals) {
    const refund = await wallet.reversal(payment);
    assert.deepEqual(await wallet.send('refund', refund), { kind: 'refused', failure });
    assert.equal((await latest(payment)).refundedMinor, 0n);
  }
});

test('reversals whose answer nobody could commit are told by the sweep', async () => {
  const undone = await wallet.ordered(50_000n);
  const reversal = await wallet.reversal(undone);
  assert.deepEqual(await world.sandbox.connector.sendRefund(reversal, undone), stopped);
  world.clock.advance(1_000);
  await world.start().sweep();
  assert.equal((await latest(undone)).status, 'closed');
});

test('in the end both sides have the same books, and the gateway has confirmed everything that it was told', async () => {
  world.clock.advance(10_000);
  await world.sandbox.sweep();
  assert.deepEqual(await world.bank('WALLET'), await world.ledger('WALLET'));
  for (const { unconfirmed } of await world.sandbox.totals()) assert.equal(unconfirmed, 0);
  assert.deepEqual(world.bugs, []);
});

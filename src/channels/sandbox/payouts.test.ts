// Sends payouts to the sandbox's bank over the real engine, and compares the two sides' books to the cent.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { numberedFailures } from '../../core/failure.ts';
import type { Payout } from '../../core/payout/payout.ts';
import { aPayout, funding } from '../../../test/support/commands.ts';
import { createTestSandbox, eventually, type TestSandbox } from '../../../test/support/sandbox.ts';

let world: TestSandbox;
before(async () => {
  world = await createTestSandbox();
  await world.engine.execute(0, 'fund', funding(world, 100_000_000n));
});
after(() => world?.close());

async function accepted(amountMinor: bigint): Promise<Payout> {
  const outcome = await world.engine.execute(0, 'create-payout', aPayout(world, { amountMinor }));
  assert.ok(outcome.ok);
  return outcome.value;
}

async function sent(amountMinor: bigint, answer: object = { kind: 'in_progress' }): Promise<Payout> {
  const payout = await accepted(amountMinor);
  assert.deepEqual(await world.sandbox.connector.sendPayout(payout), answer);
  return payout;
}

const final = ({ id }: Payout) =>
  eventually(
    () => world.payout(id),
    (row) => row?.status !== 'pending',
  );
const query = (payout: Payout) => world.sandbox.connector.queryPayout(payout);

test('a payout is taken at once and completes by itself', async () => {
  const payout = await sent(10_000n);
  assert.deepEqual(await query(payout), { kind: 'in_progress' });
  const completed = await final(payout);
  assert.equal(completed?.status, 'completed');
  assert.deepEqual(await query(payout), { kind: 'succeeded', bankReference: completed?.bankReference });
});

test('a payout sent again, also at the same time, is paid once and counted as a replay', async () => {
  const payout = await accepted(11_000n);
  await Promise.all(Array.from({ length: 5 }, () => world.sandbox.connector.sendPayout(payout)));
  await final(payout);
  await world.start().connector.sendPayout(payout);
  const [count] = await world.sql`
    select count(*) filter (where replay)::int as replays, count(*)::int as requests
    from sandbox_bank.requests where order_id = ${payout.id} and kind = 'send-payout'`;
  assert.deepEqual({ ...count }, { replays: 5, requests: 6 });
  assert.equal((await world.payout(payout.id))?.status, 'completed');
});

test('a payout the bank never took is not found', async () => {
  assert.deepEqual(await query(await accepted(10_000n)), { kind: 'not_found' });
});

test('amounts ending in 9000 to 9010 are refused with their failure, and the money comes back', async () => {
  const payouts = await Promise.all(numberedFailures.map((_, index) => sent(BigInt(19_000 + index))));
  const finals = await Promise.all(payouts.map(final));
  assert.deepEqual(
    finals.map((payout) => payout?.failure),
    [...numberedFailures],
  );
  assert.deepEqual(await query(payouts[3] as Payout), { kind: 'refused', failure: 'balance_insufficient' });
});

test('an amount ending in 9020 waits until somebody decides', async () => {
  const [paid, failed] = await Promise.all([sent(19_020n), sent(29_020n)]);
  world.clock.advance(86_400_000);
  await world.sandbox.sweep();
  assert.deepEqual(await query(paid), { kind: 'in_progress' });
  assert.equal((await world.sandbox.act({ reference: paid.id, outcome: 'paid' })).ok, true);
  assert.equal((await world.payout(paid.id))?.status, 'completed');
  assert.equal((await world.sandbox.act({ reference: paid.id, outcome: 'paid' })).ok, false);
  assert.equal((await world.sandbox.act({ reference: failed.id, outcome: 'failed', failedCode: -10009 })).ok, true);
  assert.equal((await world.payout(failed.id))?.failure, 'recipient_blocked');
});

test('an amount ending in 9021 is paid, never told, and found by asking', async () => {
  const payout = await sent(19_021n, { kind: 'unknown', trouble: 'io' });
  const answer = await eventually(
    () => query(payout),
    ({ kind }) => kind !== 'in_progress',
  );
  assert.equal(answer.kind, 'succeeded');
  world.clock.advance(10_000);
  await world.sandbox.sweep();
  assert.equal((await world.payout(payout.id))?.status, 'pending');
  assert.ok(answer.kind === 'succeeded');
  await world.engine.execute(0, 'settle-payout', { payoutId: payout.id, result: answer });
});

test('an amount ending in 9022 is not taken', () => {
  const channel = { code: 'BANK' } as Parameters<typeof world.sandbox.connector.admit>[0];
  const refused = world.sandbox.connector.admit(channel, 19_022n);
  assert.equal(refused?.reason, 'channel_unavailable');
  assert.equal(world.sandbox.connector.admit(channel, 19_023n), undefined);
  assert.equal(world.sandbox.connector.admit(channel, null), undefined);
});

test('an amount ending in 9023 is told twice and settled once', async () => {
  const before = world.said.length;
  const payout = await sent(19_023n);
  await final(payout);
  assert.deepEqual(world.said.slice(before), ['settle-payout', 'settle-payout']);
});

test('what somebody asks for and the bank has done by itself is accepted, anything else is not', async () => {
  const payout = await sent(10_000n);
  await final(payout);
  assert.equal((await world.sandbox.act({ reference: payout.id, outcome: 'paid' })).ok, true);
  assert.equal((await world.sandbox.act({ reference: payout.id, outcome: 'failed' })).ok, false);
  assert.equal((await world.sandbox.act({ reference: payout.id, outcome: 'paid', amountMinor: 1n })).ok, false);
});

test('an act waits for a payout that is on its way to the bank', async () => {
  const payout = await accepted(19_020n);
  const act = world.sandbox.act({ reference: payout.id, outcome: 'paid' });
  await world.sandbox.connector.sendPayout(payout);
  assert.equal((await act).ok, true);
  assert.equal((await world.payout(payout.id))?.status, 'completed');
});

test('payouts that a dead process left behind finish and are told by the sweep', async () => {
  const dying = world.start();
  const unfinished = await accepted(12_000n);
  await dying.connector.sendPayout(unfinished);
  await dying.stop();
  const untold = await accepted(19_020n);
  await world.sandbox.connector.sendPayout(untold);
  world.line.cut = true;
  assert.equal((await world.sandbox.act({ reference: untold.id, outcome: 'paid' })).ok, true);
  world.line.cut = false;
  assert.equal((await world.payout(untold.id))?.status, 'pending');
  world.clock.advance(1_000);
  await world.sandbox.sweep();
  for (const { id } of [unfinished, untold]) assert.equal((await world.payout(id))?.status, 'completed');
});

test('in the end the bank has paid out what the ledger says, to the cent', async () => {
  await world.sandbox.sweep();
  assert.deepEqual(await world.bank('BANK'), await world.ledger('BANK'));
  assert.deepEqual(world.bugs, []);
});

// Keeps payers' money aside, captures it and gives it free, over the real engine and the bank's real tables.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Authorisation } from '../../core/authorisation/authorisation.ts';
import { createTestSandbox, eventually, type TestSandbox } from '../../../test/support/sandbox.ts';
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

const act = ({ id }: Authorisation, outcome: 'paid' | 'failed' | 'authorised' | 'revoked') =>
  world.sandbox.act({ reference: id, outcome });

/** Resolves when it is decided; answers how it stands then. */
async function decided({ id }: Authorisation): Promise<Authorisation> {
  const row = await eventually(
    () => world.authorisation(id),
    (found) => found?.status !== 'pending',
  );
  assert.ok(row);
  return row;
}

async function sent(amountMinor: bigint, answer: object = inProgress): Promise<Authorisation> {
  const authorisation = await wallet.authorisation(amountMinor);
  assert.deepEqual(await wallet.send('authorisation', authorisation), answer);
  return authorisation;
}

async function captured(authorisation: Authorisation, amountMinor: bigint, id?: string) {
  const payment = await wallet.capture(authorisation, amountMinor, id);
  assert.deepEqual(await wallet.send('payment', payment), inProgress);
  return eventually(
    () => world.payment(payment.id),
    (row) => row?.status !== 'pending',
  );
}

async function released(authorisation: Authorisation, amountMinor: bigint) {
  const release = await wallet.release(authorisation, amountMinor);
  assert.deepEqual(await wallet.send('release', release), inProgress);
  return eventually(
    () => world.release(release.id),
    (row) => row?.status !== 'pending',
  );
}

test('money is kept aside by itself, captured in parts and given free; only what is captured comes in', async () => {
  const authorisation = await sent(50_000n);
  assert.deepEqual(await wallet.query('authorisation', authorisation), inProgress);
  const { status, bankReference, receipt } = await decided(authorisation);
  assert.equal(status, 'authorised');
  const asked = await world.sandbox.connector.queryAuthorisation(authorisation);
  assert.deepEqual(asked, { kind: 'succeeded', bankReference, receipt });
  assert.deepEqual(await world.bank('WALLET'), { paidInMinor: 0n, paidOutMinor: 0n });
  const first = await captured(authorisation, 20_000n);
  assert.equal(first?.status, 'completed');
  // The payer of a capture is whoever let the money be kept aside.
  assert.equal(first?.receipt?.payerId, receipt?.payerId);
  assert.equal((await released(authorisation, 10_000n))?.status, 'completed');
  assert.equal((await captured(authorisation, 20_000n))?.status, 'completed');
  assert.equal((await world.authorisation(authorisation.id))?.status, 'closed');
  assert.equal((await world.bank('WALLET')).paidInMinor, 40_000n);
});

test('never more is taken than is kept, whatever the bank is asked for', async () => {
  const authorisation = await decided(await sent(50_000n));
  await captured(authorisation, 30_000n);
  const payment = await wallet.capture(authorisation, 20_000n);
  for (const amountMinor of [20_001n, 50_000n]) {
    const more = { ...payment, id: world.newId('C'), amountMinor };
    await world.sandbox.connector.sendPayment(more);
    const answer = await eventually(
      () => world.sandbox.connector.queryPayment(more),
      ({ kind }) => kind !== 'in_progress',
    );
    assert.deepEqual(answer, { kind: 'refused', failure: 'channel_rejected' });
  }
});

test('what the bank never took is not found, and nothing can be taken out of it', async () => {
  const unsent = await wallet.authorisation(50_000n);
  assert.deepEqual(await wallet.query('authorisation', unsent), { kind: 'not_found' });
  const authorisation = await decided(await sent(50_000n));
  const release = await wallet.release(authorisation, 1_000n);
  assert.deepEqual(await wallet.query('release', release), { kind: 'not_found' });
  const stray = { ...release, id: world.newId('R'), authorisationId: unsent.id };
  await world.sandbox.connector.sendRelease(stray);
  const answer = await eventually(
    () => world.sandbox.connector.queryRelease(stray),
    ({ kind }) => kind !== 'in_progress',
  );
  assert.deepEqual(answer, { kind: 'refused', failure: 'unknown_at_channel' });
});

test('a capture may take over the id of its authorisation', async () => {
  const authorisation = await decided(await sent(50_000n));
  const payment = await captured(authorisation, 30_000n, authorisation.id);
  assert.equal(payment?.status, 'completed');
  assert.equal((await world.sandbox.connector.queryAuthorisation(authorisation)).kind, 'succeeded');
  assert.equal((await released(authorisation, 20_000n))?.status, 'completed');
});

test('a code that was charged keeps nothing aside', async () => {
  const code = wallet.newPayerCode();
  const charge = await wallet.charge(50_000n, code);
  await wallet.send('payment', charge);
  await eventually(
    () => world.payment(charge.id),
    (row) => row?.status === 'completed',
  );
  const authorisation = await wallet.authorisation(50_000n, code);
  await wallet.send('authorisation', authorisation);
  assert.equal((await decided(authorisation)).failure, 'payer_code_used');
});

test('amounts ending in 9000 to 9019 are refused', async () => {
  const [limit, code] = await Promise.all([sent(19_001n), sent(19_012n)]);
  assert.equal((await decided(limit)).failure, 'limit_exceeded');
  assert.equal((await decided(code)).failure, 'payer_code_expired');
});

test('amounts ending in 9020 and 9026 wait for an act', async () => {
  const [kept, refused, unknown] = [await sent(19_020n), await sent(29_020n), await sent(19_026n, silence)];
  assert.deepEqual(await wallet.query('authorisation', unknown), silence);
  assert.equal((await act(kept, 'revoked')).ok, false);
  assert.equal((await act(kept, 'authorised')).ok, true);
  assert.equal((await act(refused, 'failed')).ok, true);
  assert.equal((await act(unknown, 'paid')).ok, true);
  assert.equal((await world.authorisation(kept.id))?.status, 'authorised');
  assert.equal((await world.authorisation(refused.id))?.failure, 'channel_rejected');
  assert.equal((await world.sandbox.connector.queryAuthorisation(unknown)).kind, 'succeeded');
  assert.equal((await act(kept, 'failed')).ok, false);
});

test('a release ending in 9020 is decided by an act on its authorisation', async () => {
  const authorisation = await decided(await sent(90_000n));
  const [done, refused] = [await wallet.release(authorisation, 19_020n), await wallet.release(authorisation, 29_020n)];
  for (const release of [done, refused]) assert.deepEqual(await wallet.send('release', release), inProgress);
  assert.equal((await act(authorisation, 'paid')).ok, true);
  assert.equal((await act(authorisation, 'failed')).ok, true);
  assert.equal((await world.release(done.id))?.status, 'completed');
  assert.equal((await world.release(refused.id))?.failure, 'channel_rejected');
});

test('a capture ending in 9020 is decided by an act, and its reversal frees nothing that was not captured', async () => {
  const authorisation = await decided(await sent(90_000n));
  const payment = await wallet.capture(authorisation, 19_020n);
  await wallet.send('payment', payment);
  const reversal = await wallet.reversal(payment);
  assert.deepEqual(await wallet.send('refund', reversal), { kind: 'stopped' });
  assert.equal((await captured(authorisation, 90_000n))?.status, 'completed');
});

test('what a dead process left behind is finished and told by the sweep', async () => {
  const dying = world.start();
  const authorisation = await wallet.authorisation(50_000n);
  await wallet.send('authorisation', authorisation, dying);
  await dying.stop();
  world.clock.advance(1_000);
  await world.sandbox.sweep();
  assert.equal((await world.authorisation(authorisation.id))?.status, 'authorised');
});

test('in the end the bank took in what the ledger says, to the cent', async () => {
  world.clock.advance(10_000);
  await world.sandbox.sweep();
  assert.deepEqual(await world.bank('WALLET'), await world.ledger('WALLET'));
  assert.deepEqual(world.bugs, []);
});

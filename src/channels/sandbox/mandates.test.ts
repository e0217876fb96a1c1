// Plays payers who give mandates and are debited by them, over the real engine, and compares the two sides' books to the cent.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { aMandate } from '../../../test/support/commands.ts';
import { createTestSandbox, type TestSandbox } from '../../../test/support/sandbox.ts';
import { createTestWallet, type TestWallet } from '../../../test/support/wallet.ts';

let world: TestSandbox;
let wallet: TestWallet;
before(async () => {
  world = await createTestSandbox();
  wallet = createTestWallet(world);
});
after(() => world?.close());

async function requested(change: Parameters<typeof aMandate>[1] = {}) {
  const command = aMandate(world, change);
  assert.ok((await world.engine.execute(0, 'create-mandate', command)).ok);
  return command;
}

type Outcome = Parameters<TestSandbox['sandbox']['act']>[0]['outcome'];

const act = (reference: string, outcome: Outcome) => world.sandbox.act({ reference, outcome });
const mandate = async (id: string) => world.engine.find(0, 'mandates', id);

async function refused(reason: string, reference: string, outcome: Outcome) {
  const { ok, ...rest } = await act(reference, outcome);
  assert.deepEqual([ok, 'reason' in rest && rest.reason], [false, reason]);
  assert.match('detail' in rest ? (rest.detail ?? '') : '', /^.+[.]$/);
}

test('a payer gives, declines and takes back, by the token or by the number of the request', async () => {
  for (const name of ['id', 'reference'] as const) {
    const [given, declined] = [
      await requested({ reference: `${name}-1` }),
      await requested({ reference: `${name}-2` }),
    ];
    assert.ok((await act(declined[name], 'failed')).ok);
    assert.equal((await mandate(declined.id))?.status, 'declined');
    assert.ok((await act(given[name], 'authorised')).ok);
    assert.equal((await mandate(given.id))?.status, 'active');
    await refused('not_possible', given[name], 'authorised');
    await refused('not_possible', declined[name], 'revoked');
    await refused('not_possible', given[name], 'paid');
    assert.ok((await act(given[name], 'revoked')).ok);
    const { status, cancelledBy } = (await mandate(given.id)) ?? {};
    assert.deepEqual([status, cancelledBy], ['cancelled', 'payer']);
  }
  await refused('not_found', 'TK000000000000000000000000', 'authorised');
  await refused('not_found', 'no-such-request', 'authorised');
});

test('of two apps with one number the newest is meant for which the outcome means something', async () => {
  const reference = 'shared';
  const first = await requested({ reference });
  world.clock.advance(1);
  const second = await requested({ reference, referenceScope: 'another-app' });
  for (const id of [second.id, first.id]) {
    assert.ok((await act(reference, 'authorised')).ok);
    assert.equal((await mandate(id))?.status, 'active');
  }
  await refused('not_possible', reference, 'failed');
});

test('one mandate is debited many times; each debit goes as its amount says', async () => {
  const { id } = await requested();
  await act(id, 'authorised');
  const rows: [amountMinor: bigint, status: string, failure: string | null][] = [
    [50_000n, 'completed', null],
    [50_000n, 'completed', null],
    [19_014n, 'failed', 'payer_balance_insufficient'],
    [19_003n, 'failed', 'balance_insufficient'],
    [19_023n, 'completed', null],
  ];
  for (const [amountMinor, status, failure] of rows) {
    const payment = await wallet.debit(id, amountMinor);
    assert.deepEqual(await wallet.send('payment', payment), { kind: 'in_progress' });
    const final = await wallet.final(payment);
    assert.deepEqual([final.status, final.failure], [status, failure], String(amountMinor));
  }
  assert.deepEqual(await world.bank('DEBIT'), { paidInMinor: 119_023n, paidOutMinor: 0n });
  assert.deepEqual(await world.ledger('DEBIT'), { paidInMinor: 119_023n, paidOutMinor: 0n });
});

test('a debit handed over again takes the money once', async () => {
  const { id } = await requested();
  await act(id, 'authorised');
  const before = await world.bank('DEBIT');
  const payment = await wallet.debit(id, 50_000n);
  await Promise.all(Array.from({ length: 5 }, () => world.sandbox.connector.sendPayment(payment)));
  await wallet.final(payment);
  assert.equal((await world.bank('DEBIT')).paidInMinor, before.paidInMinor + 50_000n);
});

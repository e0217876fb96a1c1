// Guards, over any sequence of commands, that no more of an authorisation is taken than there is, that its books agree with its
// operations, and that nothing which waits is forgotten.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scope } from '../../../test/support/authorisation-rows.ts';
import { decide, type Decided } from '../../../test/support/decide.ts';
import { appId, merchantId } from '../../../test/support/engine.ts';
import { createRandom, type Random, seedFrom } from '../../../test/support/random.ts';
import { confirmCredit } from '../payment/confirm-credit.ts';
import { failPayment } from '../payment/fail-payment.ts';
import type { Payment } from '../payment/payment.ts';
import type { Decider } from '../state.ts';
import { type Authorisation, type Release, uncommittedOf } from './authorisation.ts';
import { capture } from './capture.ts';
import { createAuthorisation } from './create-authorisation.ts';
import { createRelease } from './create-release.ts';
import { settleAuthorisation } from './settle-authorisation.ts';
import { settleRelease } from './settle-release.ts';

type Row = { readonly id: string };

/** The rows as they are after each command. */
function createWorld() {
  const tables = new Map<string, Map<string, Row>>();
  const rowsOf = <R extends Row>(name: string) => [...(tables.get(name)?.values() ?? [])] as R[];
  const apply = (changes: Decided<unknown>['changes']) => {
    for (const [name, { inserted, updated, removed }] of Object.entries(changes)) {
      const table = tables.get(name) ?? new Map<string, Row>();
      tables.set(name, table);
      for (const id of removed) table.delete(id);
      for (const row of [...inserted, ...updated]) table.set(row.id, row);
    }
  };
  return {
    rowsOf,
    run<Command>(decider: Decider<Command, unknown>, command: Command): string {
      const rows = Object.fromEntries([...tables].map(([name, table]) => [name, [...table.values()]])) as Parameters<
        typeof decide
      >[2];
      const { answer, changes } = decide(decider, command, rows);
      apply(changes);
      return answer;
    },
  };
}

type World = ReturnType<typeof createWorld>;

const owner = { merchantId, appId, details: {} };
const amountMinor = 10_000n;

function act(world: World, random: Random, step: number): void {
  const number = `n${random.below(40)}`;
  const part = BigInt(random.between(1, 6000));
  const result = random.chance(0.6)
    ? ({ kind: 'succeeded', bankReference: `bank-${step}` } as const)
    : ({ kind: 'refused', failure: 'channel_rejected' } as const);
  const asked = { ...owner, authorisationId: 'A1' };
  const release = random.pickIfAny(world.rowsOf<Release>('releases').filter(({ id }) => owed(world, 'release', id)));
  const payment = random.pickIfAny(world.rowsOf<Payment>('payments'));
  random.pick([
    () => world.run(settleAuthorisation, { authorisationId: 'A1', result }),
    () => world.run(createRelease, { ...asked, id: `L${step}`, amountMinor: null }),
    () =>
      world.run(createRelease, {
        ...asked,
        id: `L${step}`,
        referenceScope: scope,
        reference: number,
        amountMinor: part,
      }),
    () =>
      world.run(capture, {
        ...asked,
        id: `C${step}`,
        referenceScope: scope,
        reference: number,
        amountMinor: part,
        notifyUrl: null,
        releaseRest: random.chance(0.3),
      }),
    () => release && world.run(settleRelease, { releaseId: release.id, authorisationId: 'A1', result }),
    () =>
      payment &&
      (result.kind === 'succeeded'
        ? world.run(confirmCredit, {
            paymentId: payment.id,
            bankReference: result.bankReference,
            amountMinor: payment.amountMinor,
          })
        : world.run(failPayment, { paymentId: payment.id, failure: result.failure })),
  ])();
}

function owed(world: World, subject: string, id: string): boolean {
  return world.rowsOf('tasks').some((task) => task.id === `send-${subject}:${id}`);
}

function check(world: World): Authorisation {
  const [authorisation] = world.rowsOf<Authorisation>('authorisations');
  if (!authorisation) throw new Error('There is no authorisation.');
  const releases = world.rowsOf<Release>('releases');
  const payments = world.rowsOf<Payment>('payments');
  const sum = (rows: { amountMinor: bigint; status: string }[], status: string) =>
    rows.filter((row) => row.status === status).reduce((total, row) => total + row.amountMinor, 0n);

  const { capturedMinor, capturingMinor, releasedMinor, releasingMinor, status } = authorisation;
  assert.ok(uncommittedOf(authorisation) >= 0n);
  assert.equal(capturedMinor, sum(payments, 'completed'));
  assert.equal(capturingMinor, sum(payments, 'pending'));
  assert.equal(releasingMinor, sum(releases, 'pending'));
  if (status !== 'failed') assert.equal(releasedMinor, sum(releases, 'completed'));
  const isUsed = uncommittedOf(authorisation) === 0n && capturingMinor + releasingMinor === 0n;
  if (status === 'authorised' || status === 'closed') assert.equal(status === 'closed', isUsed);

  // What is pending is owed to the channel, or waits for something that is.
  assert.equal(owed(world, 'authorisation', 'A1'), status === 'pending');
  for (const payment of payments) assert.equal(owed(world, 'payment', payment.id), payment.status === 'pending');
  for (const { id, referenceScope } of releases.filter((row) => row.status === 'pending')) {
    const waitsForPayment = payments.some((row) => row.status === 'pending' && referenceScope === `${row.id}.rest`);
    const waitsForDecision = status === 'pending' && referenceScope === 'A1.cancel';
    assert.ok(owed(world, 'release', id) !== (waitsForPayment || waitsForDecision), id);
  }
  return authorisation;
}

test('after any sequence of commands the parts of an authorisation add up and nothing is forgotten', () => {
  const seed = seedFrom('AUTHORISATIONS_SEED');
  const seen = new Set<string>();
  for (let round = 0; round < 150; round++) {
    const random = createRandom(seed + round);
    const world = createWorld();
    const names = { referenceScope: scope, reference: 'auth-1', operationReference: 'n0' };
    const asked = { ...owner, ...names, id: 'A1', channel: 'WALLET', amountMinor, payerCode: '28' };
    assert.equal(world.run(createAuthorisation, asked), 'ok');
    try {
      for (let step = 0; step < 30; step++) {
        act(world, random, step);
        seen.add(check(world).status);
      }
    } catch (error) {
      throw new Error(`AUTHORISATIONS_SEED=${seed + round}`, { cause: error });
    }
  }
  assert.deepEqual([...seen].sort(), ['authorised', 'closed', 'failed', 'pending'], `AUTHORISATIONS_SEED=${seed}`);
});

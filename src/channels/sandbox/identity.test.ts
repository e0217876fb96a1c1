// Plays users whose identity is checked, over the real engine: by the check's id or by the number of its request.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { aMandate, anIdentityCheck } from '../../../test/support/commands.ts';
import { createTestSandbox, type TestSandbox } from '../../../test/support/sandbox.ts';
import type { ActRequest } from './act-request.ts';

let world: TestSandbox;
before(async () => {
  world = await createTestSandbox();
});
after(() => world?.close());

async function requested(change: Parameters<typeof anIdentityCheck>[1] = {}) {
  const command = anIdentityCheck(world, change);
  assert.ok((await world.engine.execute(0, 'create-identity-check', command)).ok);
  return command;
}

const act = (reference: string, outcome: ActRequest['outcome'], failedCode?: number) =>
  world.sandbox.act({ reference, outcome, failedCode });
const check = async (id: string) => world.engine.find(0, 'identityChecks', id);

async function refused(reason: string, ...asked: Parameters<typeof act>) {
  const { ok, ...rest } = await act(...asked);
  assert.deepEqual([ok, 'reason' in rest && rest.reason], [false, reason]);
  assert.match('detail' in rest ? (rest.detail ?? '') : '', /^.+[.]$/);
}

test('a user passes or is rejected, by the id of the check or the number of the request, once', async () => {
  for (const name of ['id', 'reference'] as const) {
    const [passed, rejected] = [
      await requested({ reference: `${name}-1`, details: { customerName: 'Maria Clara' } }),
      await requested({ reference: `${name}-2` }),
    ];
    assert.ok((await act(passed[name], 'passed')).ok);
    const { status, person } = (await check(passed.id)) ?? {};
    assert.deepEqual([status, person?.fullName, person?.idNumberMasked], ['passed', 'Maria Clara', '********1234']);
    assert.ok((await act(rejected[name], 'rejected', -10009)).ok);
    const row = await check(rejected.id);
    assert.deepEqual([row?.status, row?.failure, row?.person], ['rejected', 'recipient_blocked', null]);
    for (const outcome of ['passed', 'rejected'] as const) {
      await refused('not_possible', passed[name], outcome);
      await refused('not_possible', rejected[name], outcome);
    }
  }
});

test('without a name somebody passes, without a code the channel rejects; what fits nothing is refused', async () => {
  const [passed, rejected, open] = [await requested(), await requested(), await requested()];
  await act(passed.id, 'passed');
  assert.equal((await check(passed.id))?.person?.fullName, 'Juan Dela Cruz');
  await act(rejected.id, 'rejected');
  assert.equal((await check(rejected.id))?.failure, 'channel_rejected');
  for (const outcome of ['paid', 'failed', 'authorised', 'revoked'] as const)
    await refused('not_possible', open.id, outcome);
  await refused('malformed', open.id, 'passed', -10004);
  await refused('malformed', open.id, 'rejected', -1);
  await refused('not_found', 'EK000000000000000000000000', 'passed');
  world.clock.advance(3_600_000);
  await refused('not_possible', open.id, 'passed');
});

test('where one number names a mandate and a check, verdicts are for the check and all else is for the mandate', async () => {
  const reference = 'shared';
  const { id: checkId } = await requested({ reference });
  const mandate = aMandate(world, { reference });
  assert.ok((await world.engine.execute(0, 'create-mandate', mandate)).ok);
  assert.ok((await act(reference, 'passed')).ok);
  assert.ok((await act(reference, 'authorised')).ok);
  assert.equal((await check(checkId))?.status, 'passed');
  assert.equal((await world.engine.find(0, 'mandates', mandate.id))?.status, 'active');
});

test('of checks of several apps with one number the newest open one is meant', async () => {
  const reference = 'namesakes';
  const first = await requested({ reference });
  world.clock.advance(1);
  const second = await requested({ reference, referenceScope: 'another-app' });
  for (const id of [second.id, first.id]) {
    assert.ok((await act(reference, 'rejected')).ok);
    assert.equal((await check(id))?.status, 'rejected');
  }
  await refused('not_possible', reference, 'rejected');
});

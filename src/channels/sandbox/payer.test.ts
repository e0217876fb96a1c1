// The sandbox as the payer of the hosted pages answers in the core's words.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { anIdentityCheck, aPayment } from '../../../test/support/commands.ts';
import { createTestSandbox, type TestSandbox } from '../../../test/support/sandbox.ts';

let world: TestSandbox;
before(async () => {
  world = await createTestSandbox();
});
after(() => world?.close());

const reasonOf = (outcome: { ok: boolean; reason?: string }) => (outcome.ok ? undefined : outcome.reason);
const juan = { fullName: 'Juan Luna', birthDate: '1990-02-28', idType: 'Passport', idNumberMasked: '*****567A' };

test('a user is the person whom his papers show, and is decided on once', async () => {
  const check = anIdentityCheck(world);
  assert.ok((await world.engine.execute(0, 'create-identity-check', check)).ok);
  const { payer } = world.sandbox;
  assert.equal((await payer.identify(check.id, 'passed', juan)).ok, true);
  assert.deepEqual((await world.engine.find(0, 'identityChecks', check.id))?.person, juan);
  assert.equal(reasonOf(await payer.identify(check.id, 'rejected')), 'already_final');
});

test('what is not there, over, or no act is refused as the core would', async () => {
  const { payer } = world.sandbox;
  assert.equal(reasonOf(await payer.identify(world.newId('EK'), 'passed')), 'identity_check_not_found');
  assert.equal(reasonOf(await payer.act(world.newId('C'), 'paid')), 'payment_not_found');
  const payment = aPayment(world);
  assert.ok((await world.engine.execute(0, 'create-payment', payment)).ok);
  assert.equal(reasonOf(await payer.act(payment.id, 'paid', 0n)), 'request_malformed');
  assert.equal((await payer.act(payment.id, 'paid')).ok, true);
  assert.equal(reasonOf(await payer.act(payment.id, 'paid')), 'already_final');
});

// Guards account numbers: one leads to its payment and no other, and whoever plays the payer can pay by it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { aPayment } from '../../../test/support/commands.ts';
import { channelOf, merchantId } from '../../../test/support/engine.ts';
import { createTestSandbox, type TestSandbox } from '../../../test/support/sandbox.ts';
import { merchantOfTests } from '../../../test/support/rows.ts';
import { accountNumberOf, collectedBy } from './account-numbers.ts';

let world: TestSandbox;
before(async () => {
  world = await createTestSandbox();
});
after(() => world?.close());

test('an account number leads to its payment; nothing else does', () => {
  const id = 'C00123456789012345678901';
  assert.equal(collectedBy(accountNumberOf(`${id}2`)), `${id}2`);
  for (const text of ['', '88', `88${'1'.repeat(23)}`, `88${'1'.repeat(25)}`, `77${'1'.repeat(24)}`, `${id}2`]) {
    assert.equal(collectedBy(text), undefined, text);
  }
});

test('whoever transfers to the account of a payment pays it', async () => {
  const command = aPayment(world, { amountMinor: 50_000n });
  assert.equal((await world.engine.execute(0, 'create-payment', command)).ok, true);
  const account = { paymentId: command.id, merchant: { ...merchantOfTests, id: merchantId }, amountMinor: 50_000n };
  const number = world.sandbox.connector.presentAccount(channelOf('WEB', 'web'), account);
  assert.match(number, /^[0-9]{26}$/);
  assert.equal((await world.sandbox.act({ reference: number, outcome: 'paid' })).ok, true);
  assert.equal((await world.payment(command.id))?.status, 'completed');
  const again = await world.sandbox.act({ reference: number, outcome: 'paid' });
  assert.equal(again.ok ? '' : again.reason, 'not_possible');
  const nobody = await world.sandbox.act({ reference: `88${'0'.repeat(24)}`, outcome: 'paid' });
  assert.equal(nobody.ok ? '' : nobody.reason, 'not_found');
});

// Guards account numbers: one leads to its payment and no other, and whoever plays the payer can pay by it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { aPayment } from '../../../test/support/commands.ts';
import { channelOf, merchantId } from '../../../test/support/engine.ts';
import { createTestSandbox, type TestSandbox } from '../../../test/support/sandbox.ts';
import { merchantOfTests } from '../../../test/support/rows.ts';
import { serialId } from '../../kernel/id.ts';
import { accountNumberOf, collectedBy, standingNumberOf } from './account-numbers.ts';

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

test('the number of an account that stays leads to it, at a biller and at the bank', () => {
  for (const [cell, serial] of [
    [0, 1],
    [7, 10_024],
    [99, 99_999_999_999],
  ] as const) {
    const id = serialId('VA', cell, serial);
    for (const where of ['biller', 'bank'] as const) assert.equal(collectedBy(standingNumberOf(id, where)), id);
  }
  for (const text of ['PC', `PC${'1'.repeat(12)}`, `PC${'1'.repeat(14)}`, `99${'1'.repeat(12)}`, `pc${'1'.repeat(13)}`])
    assert.equal(collectedBy(text), undefined, text);
  assert.throws(() => standingNumberOf(`VA00${'1'.repeat(21)}`, 'bank'), /has no serial/);
});

test('whoever transfers to the account of a payment, or pays its number at a counter, pays it', async () => {
  for (const type of ['bank_transfer', 'otc'] as const) {
    const command = aPayment(world, { amountMinor: 50_000n });
    assert.equal((await world.engine.execute(0, 'create-payment', command)).ok, true);
    const account = { paymentId: command.id, merchant: { ...merchantOfTests, id: merchantId }, amountMinor: 50_000n };
    const number = world.sandbox.connector.presentAccount(channelOf('WEB', 'web', { type }), account);
    assert.match(number, /^88[0-9]{24}$/);
    assert.equal((await world.sandbox.act({ reference: number, outcome: 'paid' })).ok, true);
    assert.equal((await world.payment(command.id))?.status, 'completed');
    const again = await world.sandbox.act({ reference: number, outcome: 'paid' });
    assert.equal(again.ok ? '' : again.reason, 'not_possible');
  }
  const nobody = await world.sandbox.act({ reference: `88${'0'.repeat(24)}`, outcome: 'paid' });
  assert.equal(nobody.ok ? '' : nobody.reason, 'not_found');
});

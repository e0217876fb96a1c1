// Pays under numbers that stay, at billers and at the bank: the bank asks before it collects, and keeps nothing that was refused.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { refuse } from '../../core/reasons.ts';
import { serialId } from '../../kernel/id.ts';
import { anInstrument } from '../../../test/support/commands.ts';
import { channelOf, merchantId } from '../../../test/support/engine.ts';
import { merchantOfTests } from '../../../test/support/rows.ts';
import { createTestSandbox, type TestSandbox } from '../../../test/support/sandbox.ts';
import type { ActRequest } from './act-request.ts';

let world: TestSandbox;
let permit: TestSandbox['merchant']['answer'];
before(async () => {
  world = await createTestSandbox();
  permit = world.merchant.answer;
});
after(() => world?.close());

const bills = channelOf('BILLS', 'account', { type: 'otc' });
const transfer = channelOf('TRANSFER', 'account', { type: 'bank_transfer' });
let serial = 0;

/** An account without end, and its number. */
async function opened(change: Parameters<typeof anInstrument>[1] = {}, channel = bills) {
  serial += 1;
  const id = serialId('VA', 0, serial);
  const merchant = { ...merchantOfTests, id: merchantId };
  const { number } = world.sandbox.connector.issueAccount(channel, { instrumentId: id, merchant });
  const command = anInstrument(world, { id, slot: channel.code, presentation: number, ...change });
  assert.equal((await world.engine.execute(0, 'create-instrument', command)).ok, true);
  world.asked.length = 0;
  world.said.length = 0;
  return { id, number };
}

const pay = (reference: string, amountMinor?: bigint, more: Partial<ActRequest> = {}) =>
  world.sandbox.act({ reference, outcome: 'paid', amountMinor, ...more });

async function sameBooks(): Promise<void> {
  assert.deepEqual(await world.bank('QR'), await world.ledger('QR'));
}

test('whoever pays under a number pays its account, by number or by id, as often as he likes; the bank asks each time', async () => {
  for (const [channel, form] of [
    [bills, /^PC\d{13}$/],
    [transfer, /^99\d{13}$/],
  ] as const) {
    const { id, number } = await opened({}, channel);
    assert.match(number, form);
    const before = await world.bank('QR');
    assert.deepEqual(await pay(number, 50_000n, { mobile: '09171234567' }), { ok: true, value: undefined });
    assert.deepEqual(await pay(id, 20_000n), { ok: true, value: undefined });
    assert.deepEqual(world.asked, [
      { instrumentId: id, amountMinor: 50_000n, mobile: '09171234567' },
      { instrumentId: id, amountMinor: 20_000n, mobile: '' },
    ]);
    assert.equal((await world.bank('QR')).paidInMinor, before.paidInMinor + 70_000n);
    await sameBooks();
  }
});

test('what is refused is not collected: the payer hears why, and nothing is booked', async (t) => {
  t.after(() => {
    world.merchant.answer = permit;
  });
  const { id, number } = await opened();
  const before = await world.bank('QR');
  const rows: [refusal: ReturnType<typeof refuse>, sentence: RegExp][] = [
    [refuse('instrument_not_found'), /can no longer be paid/],
    [refuse('channel_unavailable'), /channel is switched off/],
    [refuse('amount_over_limit', 'amount must not be above 100'), /amount must not be above 100\.$/],
    [refuse('amount_under_limit', 'amount must not be below 100'), /amount must not be below 100\.$/],
    [refuse('payment_declined', 'He says no.'), /merchant of VA\d+ did not permit the payment: He says no\.$/],
  ];
  for (const [refusal, sentence] of rows) {
    world.merchant.answer = async () => refusal;
    const result = await pay(number, 50_000n);
    assert.deepEqual([result.ok, !result.ok && result.reason], [false, 'declined']);
    assert.match(result.ok ? '' : (result.detail ?? ''), sentence);
  }
  const byPage = await world.sandbox.payer.act(id, 'paid', 50_000n);
  assert.equal(byPage.ok ? '' : byPage.reason, 'payment_declined');
  assert.deepEqual(world.said, []);
  assert.deepEqual(await world.bank('QR'), before);
});

test('an attempt that fails leaves nothing, and nobody is asked', async () => {
  const { number } = await opened();
  for (let digits = 9_000n; digits <= 9_010n; digits++) {
    const result = await pay(number, 10_000n + digits);
    assert.match(result.ok ? '' : (result.detail ?? ''), /leaves no payment behind/);
  }
  const failed = await pay(number, 50_000n, { outcome: 'failed' });
  assert.equal(failed.ok ? '' : failed.reason, 'not_possible');
  const without = await pay(number);
  assert.equal(without.ok ? '' : without.reason, 'malformed');
  assert.deepEqual([world.asked, world.said], [[], []]);
});

test('an account that is closed, or whose time is up, is refused at the bank', async () => {
  const cancelled = await opened();
  const { referenceScope } = anInstrument(world);
  const instrument = await world.engine.find(0, 'instruments', cancelled.id);
  const names = { referenceScope, reference: instrument?.reference ?? '', slot: bills.code };
  assert.equal((await world.engine.execute(0, 'cancel-instrument', names)).ok, true);
  const late = await opened({ expirySeconds: 60 });
  world.clock.advance(61_000);
  for (const { number } of [cancelled, late]) {
    const result = await pay(number, 50_000n);
    assert.equal(result.ok ? '' : result.reason, 'not_possible');
  }
  assert.deepEqual(world.asked, []);
});

test('9023 is asked once, told twice and booked once', async () => {
  const { number } = await opened();
  assert.equal((await pay(number, 19_023n)).ok, true);
  assert.equal(world.asked.length, 1);
  assert.deepEqual(world.said, ['confirm-credit', 'confirm-credit']);
  await sameBooks();
});

test('9024 is told some seconds late, 9021 at the second try', async () => {
  for (const [amountMinor, delayMs] of [
    [19_024n, 3_000],
    [19_021n, 1_000],
  ] as const) {
    const { number } = await opened();
    assert.equal((await pay(number, amountMinor)).ok, true);
    await world.sandbox.sweep();
    assert.deepEqual(world.said, []);
    world.clock.advance(delayMs);
    await world.sandbox.sweep();
    assert.deepEqual(world.said, ['confirm-credit']);
    await sameBooks();
  }
});

test('9025 brings 100 less than the merchant was asked about', async () => {
  const { number } = await opened();
  const before = await world.bank('QR');
  assert.equal((await pay(number, 19_025n)).ok, true);
  assert.equal(world.asked[0]?.amountMinor, 19_025n);
  assert.equal((await world.bank('QR')).paidInMinor, before.paidInMinor + 18_925n);
  await sameBooks();
});

test('a QR code is paid without a question', async () => {
  const code = anInstrument(world);
  assert.equal((await world.engine.execute(0, 'create-instrument', code)).ok, true);
  world.asked.length = 0;
  assert.equal((await pay(code.id, 50_000n)).ok, true);
  assert.deepEqual(world.asked, []);
});

test('a number that stands for no account, and a mobile number that is none, are refused', async () => {
  for (const reference of ['PC0009999999999', '990009999999999', 'PC0100000000001', serialId('VA', 0, 99_999)]) {
    const result = await pay(reference, 50_000n);
    assert.equal(result.ok ? '' : result.reason, 'not_found', reference);
  }
  const { number } = await opened();
  for (const mobile of ['', '0917123456', '091712345678901', '0917-1234567', '+639171234567']) {
    const result = await pay(number, 50_000n, { mobile });
    assert.equal(result.ok ? '' : result.reason, 'malformed', mobile);
  }
  assert.deepEqual(world.asked, []);
});

// The lines of a merchant's statements add up to what the ledger says of his channels and fees, on a random day in a random order of
// events, on PostgreSQL as in memory.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Transfer, TransferCode } from '../../src/core/ledger/ledger.ts';
import type { CellStore } from '../../src/engine/store.ts';
import { dayMs, formatLocalDay, startOfLocalDay } from '../../src/kernel/clock.ts';
import { type Line, linesOf } from '../../src/statements/lines.ts';
import { aPayment, aPayout, aRefund, funding } from '../support/commands.ts';
import { createTestEngine, merchantId, type TestEngine } from '../support/engine.ts';
import { createRandom, type Random, seedFrom } from '../support/random.ts';
import { memory, postgresql } from '../support/stores.ts';

/** East of UTC in Manila. */
const zoneMinutes = 480;
const other = 'M00000000000000000000000002';
const seed = seedFrom('STATEMENTS_SEED');

for (const kind of [memory, postgresql]) {
  describe(`statements on ${kind.name}`, () => {
    test(`a day's lines are the day's movements in the ledger, each once (STATEMENTS_SEED=${seed})`, async () => {
      const { store, close } = await kind.open();
      try {
        const random = createRandom(seed);
        const t = createTestEngine([store], { merchants: [{}, { id: other, settlementDays: 1 }] });
        const startedAt = t.clock.now();
        await t.engine.execute(0, 'fund', funding(t, 100_000_000n));
        for (let step = 0; step < 60; step++) {
          await act(t, random);
          t.clock.advance(random.below(dayMs / 20));
        }
        assert.deepEqual(t.bugs, []);
        const transfers = await store.listTransfers('', 10_000);
        const days: string[] = [];
        for (let at = startedAt; at < t.clock.now() + dayMs; at += dayMs) days.push(formatLocalDay(at, zoneMinutes));
        let count = 0;
        for (const owner of [merchantId, other])
          for (const day of days) count += await compareDay(store, transfers, owner, day);
        assert.equal(count, transfers.filter(({ code }) => moving.includes(code)).length, 'no movement is left out');
        assert.ok(count > 30, 'next to nothing happened');
      } finally {
        await close();
      }
    });
  });
}

/** What goes through a channel for a transaction of the merchant. */
const moving: readonly TransferCode[] = ['payment', 'refund', 'payout'];

async function compareDay(store: CellStore, all: readonly Transfer[], owner: string, day: string): Promise<number> {
  const from = startOfLocalDay(day, zoneMinutes) ?? 0;
  const transfers = all.filter(({ merchantId: id, at }) => id === owner && at >= from && at < from + dayMs);
  const linesOfKind = async (kind: 'payments' | 'payouts') =>
    Array.fromAsync(linesOf(store, { merchantId: owner, currency: 'PHP', day, kind }, 3));
  const [payments, payouts] = [await linesOfKind('payments'), await linesOfKind('payouts')];
  const booked = (...codes: TransferCode[]) =>
    sum(transfers.filter(({ code }) => codes.includes(code)).map(({ amountMinor }) => amountMinor));

  const came = payments.filter(({ type }) => type === 'PAYMENT');
  const went = payments.filter(({ type }) => type !== 'PAYMENT');
  assert.equal(sum(came.map(amountOf)), booked('payment'));
  assert.equal(sum(came.map(({ feeMinor }) => feeMinor)), booked('payment_fee'));
  assert.equal(-sum(went.map(amountOf)), booked('refund'));
  assert.equal(
    sum(payments.map(amountOf)),
    throughChannels(transfers, ({ code }) => code !== 'payout'),
  );
  assert.equal(
    -sum(payouts.map(amountOf)),
    throughChannels(transfers, ({ code }) => code === 'payout'),
  );
  assert.equal(sum(payouts.map(({ feeMinor }) => feeMinor)), booked('payout_fee'));
  // What of the fee goes back was booked when the refund was accepted, maybe on an earlier day.
  const returned = all.filter(
    ({ code, causeId }) => code === 'refund_fee_hold' && went.some(({ id }) => id === causeId),
  );
  assert.equal(-sum(went.map(({ feeMinor }) => feeMinor)), sum(returned.map(({ amountMinor }) => amountMinor)));
  for (const { netMinor, amountMinor, feeMinor, type } of [...payments, ...payouts]) {
    assert.equal(netMinor, type === 'PAYOUT' ? amountMinor + feeMinor : amountMinor - feeMinor);
  }
  const places = payments.map(({ completedAt, id }) => `${completedAt} ${id}`);
  assert.deepEqual(places, places.toSorted(), 'by time of completion, then by id');
  return payments.length + payouts.length;
}

/** What the channels' accounts took in on balance; money that waits in suspense is nobody's transaction. */
function throughChannels(transfers: readonly Transfer[], wanted: (transfer: Transfer) => boolean): bigint {
  const isChannel = (account: string) => account.split(':')[2] === 'channel';
  return sum(
    transfers.filter(wanted).map(({ debitAccount, creditAccount, amountMinor }) => {
      if ([debitAccount, creditAccount].some((account) => account.endsWith(':suspense'))) return 0n;
      return (isChannel(debitAccount) ? amountMinor : 0n) - (isChannel(creditAccount) ? amountMinor : 0n);
    }),
  );
}

function amountOf({ amountMinor }: Line): bigint {
  return amountMinor;
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

/** A payment, in one of its ways, with some of it going back at once, later or not at all; or a payout. */
async function act(t: TestEngine, random: Random): Promise<void> {
  const owner = random.chance(0.5) ? { merchantId } : { merchantId: other, appId: `app-of-${other}` };
  if (random.chance(0.2)) return payOut(t, random);
  const amountMinor = BigInt(random.between(100, 1_000_000));
  const way = random.pick([{}, { entry: 'order', channel: 'WALLET' }] as const);
  const command = aPayment(t, { ...owner, ...way, amountMinor });
  assert.ok((await t.engine.execute(0, 'create-payment', command)).ok);
  if (random.chance(0.1)) return stop(t, command);
  // Of another amount it pays nothing and waits in suspense.
  const arrived = random.chance(0.1) ? amountMinor + 1n : amountMinor;
  const credit = { paymentId: command.id, bankReference: `B-${command.id}`, amountMinor: arrived };
  assert.ok((await t.engine.execute(0, 'confirm-credit', credit)).ok);
  if (arrived !== amountMinor || random.chance(0.3)) return;
  t.clock.advance(random.below(dayMs / 6));
  const result = random.chance(0.8)
    ? ({ kind: 'succeeded', bankReference: 'back' } as const)
    : ({ kind: 'refused', failure: 'refund_forbidden' } as const);
  const refundId = random.chance(0.5) ? await reverse(t, command) : await refund(t, command, random);
  if (refundId === undefined) return;
  t.clock.advance(random.below(dayMs / 6));
  assert.ok((await t.engine.execute(0, 'settle-refund', { refundId, paymentId: command.id, result })).ok);
}

type Command = ReturnType<typeof aPayment>;

async function refund(t: TestEngine, command: Command, random: Random): Promise<string | undefined> {
  const amountMinor = BigInt(random.between(1, Number(command.amountMinor)));
  const created = await t.engine.execute(0, 'create-refund', aRefund(command, { id: t.newId('R'), amountMinor }));
  return created.ok ? created.value.id : undefined;
}

/** Undefined where the money for it is not there. */
async function reverse(t: TestEngine, { id: paymentId, merchantId: owner }: Command): Promise<string | undefined> {
  const command = { paymentId, merchantId: owner, sameDay: false, details: {} };
  const begun = await t.engine.execute(0, 'reverse-payment', command);
  return begun.ok ? begun.value.refund.id : undefined;
}

/** A reversal that finds nothing to give back. */
async function stop(t: TestEngine, command: Command): Promise<void> {
  const refundId = await reverse(t, command);
  assert.ok(refundId !== undefined);
  const settled = { refundId, paymentId: command.id, result: { kind: 'stopped' } } as const;
  assert.ok((await t.engine.execute(0, 'settle-refund', settled)).ok);
}

async function payOut(t: TestEngine, random: Random): Promise<void> {
  const command = aPayout(t, { amountMinor: BigInt(random.between(100, 100_000)) });
  assert.ok((await t.engine.execute(0, 'create-payout', command)).ok);
  t.clock.advance(random.below(dayMs / 6));
  const result = random.chance(0.7)
    ? ({ kind: 'succeeded', bankReference: command.id } as const)
    : ({ kind: 'refused', failure: 'service_error' } as const);
  assert.ok((await t.engine.execute(0, 'settle-payout', { payoutId: command.id, result })).ok);
}

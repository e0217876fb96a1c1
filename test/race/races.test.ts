// Many at once on a real PostgreSQL: exactly one wins, in one process and with a second engine on the same cell.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accountId } from '../../src/core/ledger/ledger.ts';
import type { Outcome } from '../../src/core/reasons.ts';
import type { CellStore } from '../../src/engine/store.ts';
import { aPayment, aPayout, anInstrument, funding } from '../support/commands.ts';
import { createTestEngine, merchantId, type TestEngine } from '../support/engine.ts';
import { postgresql } from '../support/stores.ts';

const crowd = 50;

/** How often each answer was given: `ok` or the reason of the refusal. */
function tally(outcomes: readonly Outcome<unknown>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) {
    const answer = outcome.ok ? 'ok' : outcome.reason;
    counts[answer] = (counts[answer] ?? 0) + 1;
  }
  return counts;
}

describe('races', () => {
  let store: CellStore;
  let sibling: CellStore;
  let close: () => Promise<void>;
  before(async () => {
    ({ store, sibling, close } = await postgresql.open());
  });
  after(() => close());

  for (const engines of [1, 2]) {
    describe(`with ${engines} engine${engines === 1 ? '' : 's'} on the cell`, () => {
      /** Engines that share the rows as processes do: each with its own connections and queue. */
      const open = () => [store, sibling].slice(0, engines).map((own) => createTestEngine([own]));
      const all = <Value>(tests: readonly TestEngine[], ask: (t: TestEngine, index: number) => Promise<Value>) =>
        Promise.all(Array.from({ length: crowd }, (_, index) => ask(tests[index % tests.length] as TestEngine, index)));
      const balance = async (t: TestEngine, kind: 'available' | 'held') => {
        const row = await t.engine.find(0, 'accounts', accountId(merchantId, 'PHP', kind));
        return row ? row.credits - row.debits : 0n;
      };

      test('of 50 payments with one reference exactly one is accepted', async () => {
        const tests = open();
        const { reference } = aPayment(tests[0] as TestEngine);
        const outcomes = await all(tests, (t) => t.engine.execute(0, 'create-payment', aPayment(t, { reference })));
        assert.deepEqual(tally(outcomes), { ok: 1, reference_repeated: crowd - 1 });
      });

      test('of 50 codes with one reference exactly one is accepted', async () => {
        const tests = open();
        const { reference } = aPayment(tests[0] as TestEngine);
        const single = (t: TestEngine) => ({ reference, paymentId: t.newId('C'), amountMinor: 2000n });
        const outcomes = await all(tests, (t) => t.engine.execute(0, 'create-instrument', anInstrument(t, single(t))));
        assert.deepEqual(tally(outcomes), { ok: 1, reference_repeated: crowd - 1 });
      });

      test('of 50 payouts with one idempotency key exactly one is accepted and held', async () => {
        const tests = open();
        const [t] = tests as [TestEngine];
        await t.engine.execute(0, 'fund', funding(t, 1_000_000n));
        const held = await balance(t, 'held');
        const { idempotencyKey } = aPayout(t);
        const outcomes = await all(tests, (own) =>
          own.engine.execute(0, 'create-payout', aPayout(own, { idempotencyKey })),
        );
        assert.deepEqual(tally(outcomes), { ok: 1, idempotency_key_repeated: crowd - 1 });
        assert.equal(await balance(t, 'held'), held + 11_000n);
      });

      test('50 payouts at once never take more than is available', async () => {
        const tests = open();
        const [t] = tests as [TestEngine];
        const rest = await balance(t, 'available');
        if (rest > 1100n) await t.engine.execute(0, 'create-payout', aPayout(t, { amountMinor: rest - 1000n }));
        await t.engine.execute(0, 'fund', funding(t, 11_000n * 7n));
        const outcomes = await all(tests, (own) => own.engine.execute(0, 'create-payout', aPayout(own)));
        assert.deepEqual(tally(outcomes), { ok: 7, balance_insufficient: crowd - 7 });
        assert.equal(await balance(t, 'available'), 0n);
      });

      test('of 50 results for one payout the first stands, and it is booked once', async () => {
        const tests = open();
        const [t] = tests as [TestEngine];
        await t.engine.execute(0, 'fund', funding(t, 11_000n));
        const payout = aPayout(t);
        await t.engine.execute(0, 'create-payout', payout);
        const total = (await balance(t, 'available')) + (await balance(t, 'held'));
        const outcomes = await all(tests, (own, index) =>
          own.engine.execute(0, 'settle-payout', {
            payoutId: payout.id,
            result:
              index % 2 === 0
                ? { kind: 'succeeded', bankReference: `B${payout.id}` }
                : { kind: 'refused', failure: 'channel_rejected' },
          }),
        );
        assert.deepEqual(tally(outcomes), { ok: 1, already_final: crowd - 1 });
        const settled = await t.engine.find(0, 'payouts', payout.id);
        const lost = settled?.status === 'completed' ? 11_000n : 0n;
        assert.equal((await balance(t, 'available')) + (await balance(t, 'held')), total - lost);
      });

      test('of 50 ends of one payment (paid, failed, expired) exactly one is booked and announced', async () => {
        const tests = open();
        const [t] = tests as [TestEngine];
        const payment = aPayment(t);
        await t.engine.execute(0, 'create-payment', payment);
        for (const own of tests) own.clock.advance(3_600_000);
        const outcomes = await all(tests, async (own, index): Promise<Outcome<unknown>> => {
          if (index % 3 === 0)
            return own.engine.execute(0, 'fail-payment', { paymentId: payment.id, failure: 'service_error' });
          if (index % 3 === 1) return own.engine.execute(0, 'expire-payment', { paymentId: payment.id });
          const credit = { paymentId: payment.id, bankReference: `B${payment.id}`, amountMinor: payment.amountMinor };
          const outcome = await own.engine.execute(0, 'confirm-credit', credit);
          return outcome.ok && outcome.value.booked !== 'completed' ? { ok: false, reason: 'already_final' } : outcome;
        });
        assert.deepEqual(tally(outcomes), { ok: 1, already_final: crowd - 1 });
        const ended = await t.engine.find(0, 'payments', payment.id);
        const notifications = await store.listNotifications(payment.id);
        assert.deepEqual(
          notifications.map(({ event }) => event),
          [`payment.${ended?.status}`],
        );
      });

      test('of 50 cancels and payments of one code either the cancel or the payment counts', async () => {
        const tests = open();
        const [t] = tests as [TestEngine];
        const code = anInstrument(t, { paymentId: t.newId('C'), amountMinor: 2000n });
        await t.engine.execute(0, 'create-instrument', code);
        await all(
          tests,
          (own, index): Promise<Outcome<unknown>> =>
            index % 2 === 0
              ? own.engine.execute(0, 'cancel-instrument', code)
              : own.engine.execute(0, 'confirm-credit', {
                  paymentId: code.paymentId as string,
                  bankReference: `B${code.id}`,
                  amountMinor: 2000n,
                }),
        );
        const payment = await t.engine.find(0, 'payments', code.paymentId as string);
        const instrument = await t.engine.find(0, 'instruments', code.id);
        assert.ok(['completed used', 'closed cancelled'].includes(`${payment?.status} ${instrument?.status}`));
      });

      test('the books balance after the races', async () => {
        assert.deepEqual((await store.checkBooks()).differences, []);
      });
    });
  }
});

// Many at once on a real PostgreSQL: exactly one wins, in one process and with a second engine on the same cell.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Outcome } from '../../src/core/reasons.ts';
import type { CellStore } from '../../src/engine/store.ts';
import { aPayment, aPayout, anInstrument, funding } from '../support/commands.ts';
import type { TestEngine } from '../support/engine.ts';
import { postgresql } from '../support/stores.ts';
import { crowd, openEngines, tally } from './many.ts';

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
      const open = () => openEngines([store, sibling].slice(0, engines));

      test('of 50 payments with one reference exactly one is accepted', async () => {
        const { one, all } = open();
        const { reference } = aPayment(one);
        const outcomes = await all((t) => t.engine.execute(0, 'create-payment', aPayment(t, { reference })));
        assert.deepEqual(tally(outcomes), { ok: 1, reference_repeated: crowd - 1 });
      });

      test('of 50 codes with one reference exactly one is accepted', async () => {
        const { one, all } = open();
        const { reference } = aPayment(one);
        const single = (t: TestEngine) => ({ reference, paymentId: t.newId('C'), amountMinor: 2000n });
        const outcomes = await all((t) => t.engine.execute(0, 'create-instrument', anInstrument(t, single(t))));
        assert.deepEqual(tally(outcomes), { ok: 1, reference_repeated: crowd - 1 });
      });

      test('of 50 payouts with one idempotency key exactly one is accepted and held', async () => {
        const { one: t, all, balance } = open();
        await t.engine.execute(0, 'fund', funding(t, 1_000_000n));
        const held = await balance('held');
        const { idempotencyKey } = aPayout(t);
        const outcomes = await all((own) => own.engine.execute(0, 'create-payout', aPayout(own, { idempotencyKey })));
        assert.deepEqual(tally(outcomes), { ok: 1, idempotency_key_repeated: crowd - 1 });
        assert.equal(await balance('held'), held + 11_000n);
      });

      test('50 payouts at once never take more than is available', async () => {
        const { one: t, all, balance } = open();
        const rest = await balance('available');
        if (rest > 1100n) await t.engine.execute(0, 'create-payout', aPayout(t, { amountMinor: rest - 1000n }));
        await t.engine.execute(0, 'fund', funding(t, 11_000n * 7n));
        const outcomes = await all((own) => own.engine.execute(0, 'create-payout', aPayout(own)));
        assert.deepEqual(tally(outcomes), { ok: 7, balance_insufficient: crowd - 7 });
        assert.equal(await balance('available'), 0n);
      });

      test('of 50 results for one payout the first stands, and it is booked once', async () => {
        const { one: t, all, balance } = open();
        await t.engine.execute(0, 'fund', funding(t, 11_000n));
        const payout = aPayout(t);
        await t.engine.execute(0, 'create-payout', payout);
        const total = (await balance('available')) + (await balance('held'));
        const outcomes = await all((own, index) =>
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
        assert.equal((await balance('available')) + (await balance('held')), total - lost);
      });

      test('of 50 ends of one payment (paid, failed, expired) exactly one is booked and announced', async () => {
        const { one: t, all, advance } = open();
        const payment = aPayment(t);
        await t.engine.execute(0, 'create-payment', payment);
        advance(3_600_000);
        const outcomes = await all(async (own, index): Promise<Outcome<unknown>> => {
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
        const { one: t, all } = open();
        const code = anInstrument(t, { paymentId: t.newId('C'), amountMinor: 2000n });
        await t.engine.execute(0, 'create-instrument', code);
        await all(
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

// Many tabs, banks and clocks at once, in one process and in two over the same rows: a checkout is paid at most once.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Outcome } from '../../src/core/reasons.ts';
import type { CellStore } from '../../src/engine/store.ts';
import { aCheckout, aChoice } from '../support/commands.ts';
import { createTestEngine, type TestEngine } from '../support/engine.ts';
import { postgresql } from '../support/stores.ts';

const crowd = 50;

describe('races for a checkout', () => {
  let store: CellStore;
  let sibling: CellStore;
  let close: () => Promise<void>;
  before(async () => {
    ({ store, sibling, close } = await postgresql.open());
  });
  after(() => close());

  for (const engines of [1, 2]) {
    describe(`with ${engines} engine${engines === 1 ? '' : 's'} on the cell`, () => {
      const open = () => [store, sibling].slice(0, engines).map((own) => createTestEngine([own]));
      const all = <Value>(tests: readonly TestEngine[], ask: (t: TestEngine, index: number) => Promise<Value>) =>
        Promise.all(Array.from({ length: crowd }, (_, index) => ask(tests[index % tests.length] as TestEngine, index)));
      const opened = async (t: TestEngine) => {
        const command = aCheckout(t);
        assert.ok((await t.engine.execute(0, 'create-checkout', command)).ok);
        return command;
      };
      /** The payments of these picks that were made, as they are now. */
      const made = async (t: TestEngine, picks: readonly { paymentId: string }[]) => {
        const found = await Promise.all(picks.map(({ paymentId }) => t.engine.find(0, 'payments', paymentId)));
        return found.filter((row) => row !== undefined);
      };
      const noBugs = (tests: readonly TestEngine[]) =>
        assert.deepEqual(
          tests.flatMap(({ bugs }) => bugs),
          [],
        );

      test('of 50 checkouts with one reference exactly one is accepted', async () => {
        const tests = open();
        const { reference } = aCheckout(tests[0] as TestEngine);
        const outcomes = await all(tests, (t) => t.engine.execute(0, 'create-checkout', aCheckout(t, { reference })));
        assert.equal(outcomes.filter(({ ok }) => ok).length, 1);
        assert.ok(outcomes.every((outcome) => outcome.ok || outcome.reason === 'reference_repeated'));
      });

      test('50 tabs that pick the same channel share one try', async () => {
        const tests = open();
        const [t] = tests as [TestEngine];
        const checkout = await opened(t);
        const outcomes = await all(tests, (own) =>
          own.engine.execute(0, 'choose-channel', aChoice(own, checkout.id, 'QR')),
        );
        const ids = new Set(outcomes.map((outcome) => outcome.ok && outcome.value.payment.id));
        assert.equal(ids.size, 1);
        const row = await t.engine.find(0, 'checkouts', checkout.id);
        assert.deepEqual([row?.tries, [...ids]], [1, [row?.paymentId]]);
        noBugs(tests);
      });

      test('50 tabs that pick different channels leave one way open, the last one’s', async () => {
        const tests = open();
        const [t] = tests as [TestEngine];
        const checkout = await opened(t);
        const picks = Array.from({ length: crowd }, (_, index) => aChoice(t, checkout.id, index % 3 ? 'WEB' : 'QR'));
        await all(tests, (own, index) => own.engine.execute(0, 'choose-channel', picks[index] as (typeof picks)[0]));
        const rows = await made(t, picks);
        const row = await t.engine.find(0, 'checkouts', checkout.id);
        const waiting = rows.filter(({ status }) => status === 'pending').map(({ id }) => id);
        assert.deepEqual([waiting, row?.tries], [[row?.paymentId], rows.length]);
        for (const { instrumentId, status } of rows) {
          const code = instrumentId === null ? undefined : await t.engine.find(0, 'instruments', instrumentId);
          if (code) assert.equal(code.status, status === 'pending' ? 'active' : 'cancelled');
        }
        noBugs(tests);
      });

      test('picks and payments of every pick at once: one payment completes, what else came in is in suspense', async () => {
        const tests = open();
        const [t] = tests as [TestEngine];
        for (let round = 0; round < 5; round++) {
          const checkout = await opened(t);
          const picks: ReturnType<typeof aChoice>[] = [];
          const booked = await all(tests, async (own, index) => {
            const pick = aChoice(own, checkout.id, index % 2 ? 'WEB' : 'QR');
            picks.push(pick);
            const chosen = await own.engine.execute(0, 'choose-channel', pick);
            if (!chosen.ok) return chosen.reason;
            const { id: paymentId, amountMinor } = chosen.value.payment;
            const credit = { paymentId, bankReference: `B${paymentId}${index}`, amountMinor };
            const outcome = await own.engine.execute(0, 'confirm-credit', credit);
            return outcome.ok ? outcome.value.booked : outcome.reason;
          });
          assert.equal(booked.filter((answer) => answer === 'completed').length, 1);
          assert.ok(booked.every((answer) => ['completed', 'suspense', 'payment_paid_or_closed'].includes(answer)));
          const rows = await made(t, picks);
          const [paid, ...others] = rows.filter(({ status }) => status === 'completed' || status === 'pending');
          assert.deepEqual([paid?.status, others], ['completed', []]);
          const row = await t.engine.find(0, 'checkouts', checkout.id);
          assert.deepEqual([row?.status, row?.paymentId], ['completed', paid?.id]);
          const told = await Promise.all(rows.map(({ id }) => store.listNotifications(id)));
          assert.deepEqual(
            told.flat().map(({ event }) => event),
            ['payment.completed'],
          );
          assert.deepEqual(await store.listNotifications(checkout.id), []);
        }
        noBugs(tests);
      });

      test('of 50 ends of one checkout (paid, closed, expired) exactly one counts, and one is told', async () => {
        const tests = open();
        const [t] = tests as [TestEngine];
        const checkout = await opened(t);
        const pick = aChoice(t, checkout.id, 'WEB');
        await t.engine.execute(0, 'choose-channel', pick);
        for (const own of tests) own.clock.advance(3_600_000);
        const { merchantId, id: checkoutId } = checkout;
        const outcomes = await all(tests, async (own, index): Promise<Outcome<unknown>> => {
          if (index % 3 === 0) return own.engine.execute(0, 'close-checkout', { checkoutId, merchantId });
          if (index % 3 === 1) return own.engine.execute(0, 'expire-checkout', { checkoutId });
          const credit = { paymentId: pick.paymentId, bankReference: `B${checkoutId}`, amountMinor: 50_000n };
          const outcome = await own.engine.execute(0, 'confirm-credit', credit);
          return outcome.ok && outcome.value.booked !== 'completed' ? { ok: false, reason: 'already_final' } : outcome;
        });
        assert.equal(outcomes.filter(({ ok }) => ok).length, 1);
        const row = await t.engine.find(0, 'checkouts', checkoutId);
        const payment = await t.engine.find(0, 'payments', pick.paymentId);
        const told = [
          ...(await store.listNotifications(checkoutId)),
          ...(await store.listNotifications(pick.paymentId)),
        ];
        const ended = `${row?.status} ${payment?.status} ${told.map(({ event }) => event).join()}`;
        assert.ok(['completed completed payment.completed', 'closed closed checkout.closed'].includes(ended), ended);
        noBugs(tests);
      });

      test('the books balance after the races', async () => {
        assert.deepEqual((await store.checkBooks()).differences, []);
      });
    });
  }
});

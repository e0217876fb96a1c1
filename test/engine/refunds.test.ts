// What the engine promises of money that goes back, on both stores.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type AccountKind, accountId } from '../../src/core/ledger/ledger.ts';
import type { CommandOf } from '../../src/core/commands.ts';
import type { CellStore } from '../../src/engine/store.ts';
import { isStoreFault } from '../../src/engine/store.ts';
import { aPayment, aPayout, aRefund, funding } from '../support/commands.ts';
import { createTestEngine, merchantId, type TestEngine } from '../support/engine.ts';
import { memory, postgresql } from '../support/stores.ts';

const order = { entry: 'order', channel: 'WALLET' } as const;
const returned = { kind: 'succeeded', bankReference: 'B-back' } as const;
const refused = { kind: 'refused', failure: 'refund_forbidden' } as const;

/** A payment of 500.00 with a fee of 7.50 that its payer has paid. */
async function aPaid(t: TestEngine): Promise<CommandOf<'create-payment'>> {
  const command = aPayment(t, order);
  assert.ok((await t.engine.execute(0, 'create-payment', command)).ok);
  const credit = { paymentId: command.id, bankReference: `B-${command.id}`, amountMinor: command.amountMinor };
  assert.ok((await t.engine.execute(0, 'confirm-credit', credit)).ok);
  return command;
}

/** The same store; how often one of its transactions was too late is counted. */
function counting(own: CellStore, conflicts: { count: number }): CellStore {
  return {
    ...own,
    transact: (work) =>
      own.transact(work).catch((error: unknown) => {
        if (isStoreFault(error) && error.fault === 'conflict') conflicts.count++;
        throw error;
      }),
  };
}

for (const kind of [memory, postgresql]) {
  describe(`money that goes back on ${kind.name}`, () => {
    let store: CellStore;
    let sibling: CellStore;
    let close: () => Promise<void>;
    before(async () => {
      ({ store, sibling, close } = await kind.open());
    });
    after(() => close());

    const balanceOf = async (t: TestEngine, account: AccountKind) => {
      const row = await t.engine.find(0, 'accounts', accountId(merchantId, 'PHP', account));
      return row ? row.credits - row.debits : 0n;
    };
    const settle = (t: TestEngine, refundId: string, paymentId: string, result: CommandOf<'settle-refund'>['result']) =>
      t.engine.execute(0, 'settle-refund', { refundId, paymentId, result });
    const told = async (subjectId: string) => (await store.listNotifications(subjectId)).map(({ event }) => event);

    test('of refunds at once only what is left is accepted, and what went back is never given back again', async () => {
      const t = createTestEngine([store]);
      const payment = await aPaid(t);
      const [available, held] = [await balanceOf(t, 'available'), await balanceOf(t, 'held')];
      const commands = Array.from({ length: 4 }, () => aRefund(payment, { id: t.newId('R'), amountMinor: 20_000n }));
      const outcomes = await Promise.all(commands.map((command) => t.engine.execute(0, 'create-refund', command)));
      assert.deepEqual(
        outcomes.map((outcome) => outcome.ok || outcome.reason),
        [true, true, 'refund_exceeds_rest', 'refund_exceeds_rest'],
      );
      assert.equal(await balanceOf(t, 'held'), held + 40_000n);
      assert.equal(await balanceOf(t, 'available'), available - 40_000n + 600n);
      const [first, second] = commands.map(({ id }) => id) as [string, string];
      assert.ok((await settle(t, first, payment.id, returned)).ok);
      assert.deepEqual(await settle(t, first, payment.id, refused), { ok: false, reason: 'already_final' });
      assert.ok((await settle(t, second, payment.id, refused)).ok);
      assert.equal(await balanceOf(t, 'held'), held);
      assert.equal(await balanceOf(t, 'available'), available - 20_000n + 300n);
      const row = await t.engine.find(0, 'payments', payment.id);
      assert.deepEqual([row?.refundedMinor, row?.refundingMinor, row?.feeReturnedMinor], [20_000n, 0n, 300n]);
      assert.deepEqual([await told(first), await told(second)], [['refund.completed'], ['refund.failed']]);
    });

    test('a reference names one refund; when the channel refused it, it may be tried again', async () => {
      const conflicts = { count: 0 };
      const t = createTestEngine([counting(store, conflicts)]);
      const payment = await aPaid(t);
      const first = aRefund(payment, { id: t.newId('R'), amountMinor: 20_000n });
      const again = () => ({ ...first, id: t.newId('R') });
      const outcomes = await Promise.all([first, again()].map((one) => t.engine.execute(0, 'create-refund', one)));
      assert.deepEqual(
        outcomes.map((outcome) => outcome.ok && outcome.value.id),
        [first.id, first.id],
      );
      assert.deepEqual(await t.engine.execute(0, 'create-refund', { ...again(), amountMinor: 1n }), {
        ok: false,
        reason: 'refund_conflict',
      });
      await settle(t, first.id, payment.id, refused);
      const second = await t.engine.execute(0, 'create-refund', again());
      assert.ok(second.ok && second.value.generation === 1);
      // In one batch with what names one of them by its id, the newest is still the one that the reference means.
      const asked = { subject: 'refund', id: second.value.id, during: 'send', trouble: 'io' } as const;
      const [, , repeated] = await Promise.all([
        t.engine.execute(0, 'fund', funding(t, 1n)),
        t.engine.execute(0, 'await-answer', asked),
        t.engine.execute(0, 'create-refund', again()),
      ]);
      assert.ok(repeated.ok && repeated.value.id === second.value.id);
      assert.equal(conflicts.count, 0);
      await settle(t, second.value.id, payment.id, returned);
      assert.deepEqual(await t.engine.execute(0, 'create-refund', again()), { ok: false, reason: 'refund_repeated' });
      const found = await t.engine.find(0, 'refundsByReference', payment.id, first.id);
      assert.deepEqual([found?.id, found?.status], [second.value.id, 'completed']);
    });

    test('an order that nobody paid in time is taken back, and is closed when its channel has stopped it', async () => {
      const t = createTestEngine([store]);
      const payment = aPayment(t, order);
      await t.engine.execute(0, 'create-payment', payment);
      const asked = { subject: 'payment', id: payment.id, during: 'send', trouble: null } as const;
      assert.ok((await t.engine.execute(0, 'await-answer', asked)).ok);
      t.clock.advance(240_000);
      assert.ok((await store.listDue(t.clock.now(), 1000)).payments.includes(payment.id));
      assert.ok((await t.engine.execute(0, 'expire-payment', { paymentId: payment.id })).ok);
      const { lastRefundId } = (await t.engine.find(0, 'payments', payment.id)) ?? {};
      const refundId = lastRefundId ?? '';
      assert.ok(!(await store.listDue(t.clock.now(), 1000)).payments.includes(payment.id));
      assert.equal((await t.engine.find(0, 'tasks', `send-refund:${refundId}`))?.subjectId, refundId);
      assert.ok((await settle(t, refundId, payment.id, { kind: 'stopped' })).ok);
      assert.equal((await t.engine.find(0, 'payments', payment.id))?.status, 'closed');
      assert.equal(await t.engine.find(0, 'tasks', `send-refund:${refundId}`), undefined);
      const notifications = await store.listNotifications(payment.id);
      assert.deepEqual(notifications.map(({ event, status }) => `${event} ${status}`).sort(), [
        'payment.reversed pending',
        'payment.reversing superseded',
      ]);
    });

    test('a reversal that finds money of which nobody had heard books it and gives it back', async () => {
      const t = createTestEngine([store]);
      const payment = aPayment(t, order);
      await t.engine.execute(0, 'create-payment', payment);
      const kinds = ['available', 'held', 'fees', 'suspense', 'channel:WALLET'] as const;
      const balances = () => Promise.all(kinds.map((account) => balanceOf(t, account)));
      const before = await balances();
      const command = { paymentId: payment.id, merchantId, sameDay: true, details: {} };
      const reversal = await t.engine.execute(0, 'reverse-payment', command);
      assert.ok(reversal.ok);
      const creditReference = `B-${payment.id}`;
      assert.ok((await settle(t, reversal.value.refund.id, payment.id, { ...returned, creditReference })).ok);
      assert.deepEqual(await balances(), before);
      const row = await t.engine.find(0, 'payments', payment.id);
      assert.deepEqual([row?.status, row?.refundedMinor, row?.bankReference], ['completed', 50_000n, creditReference]);
      const late = { paymentId: payment.id, bankReference: creditReference, amountMinor: 50_000n };
      const outcome = await t.engine.execute(0, 'confirm-credit', late);
      assert.ok(outcome.ok && outcome.value.booked === 'repeated');
      assert.deepEqual(await balances(), before);
      assert.deepEqual(await told(payment.id), ['payment.reversed']);
    });

    test('what a merchant takes in on a day is counted once, with what fails given back', async () => {
      const limits = { payment: { dailyAmount: 120_000n } };
      const t = createTestEngine([store], { merchant: { limits } });
      t.clock.advance(30 * 86_400_000);
      const commands = [aPayment(t), aPayment(t), aPayment(t)];
      const create = (command: CommandOf<'create-payment'>) => t.engine.execute(0, 'create-payment', command);
      assert.deepEqual(
        (await Promise.all(commands.map(create))).map((outcome) => outcome.ok || outcome.reason),
        [true, true, 'daily_amount_exceeded'],
      );
      const paymentId = commands[0]?.id ?? '';
      await t.engine.execute(0, 'fail-payment', { paymentId, failure: 'service_error' });
      assert.ok((await create(aPayment(t))).ok);
      assert.deepEqual(await create(aPayment(t)), { ok: false, reason: 'daily_amount_exceeded' });
      t.clock.advance(86_400_000);
      assert.ok((await create(aPayment(t))).ok);
    });

    test('processes that are busy with one merchant wait for each other, and run no batch twice', async () => {
      const conflicts = { count: 0 };
      const processes = [store, sibling].map((own) => createTestEngine([counting(own, conflicts)])) as [
        TestEngine,
        TestEngine,
      ];
      const [one] = processes;
      await one.engine.execute(0, 'fund', funding(one, 10_000_000n));
      // The accounts of the first one are those of all.
      const first = aPayout(one);
      await one.engine.execute(0, 'create-payout', first);
      await one.engine.execute(0, 'settle-payout', { payoutId: first.id, result: returned });
      const payment = await aPaid(one);
      const refund = aRefund(payment, { id: one.newId('R') });
      await one.engine.execute(0, 'create-refund', refund);
      await settle(one, refund.id, payment.id, returned);
      conflicts.count = 0;
      const live = async (t: TestEngine) => {
        const paid = await aPaid(t);
        const [refundId, payout] = [t.newId('R'), aPayout(t)];
        assert.ok((await t.engine.execute(0, 'create-refund', aRefund(paid, { id: refundId }))).ok);
        assert.ok((await settle(t, refundId, paid.id, returned)).ok);
        assert.ok((await t.engine.execute(0, 'create-payout', payout)).ok);
        assert.ok((await t.engine.execute(0, 'settle-payout', { payoutId: payout.id, result: returned })).ok);
      };
      await Promise.all(Array.from({ length: 100 }, (_, index) => live(processes[index % 2] ?? one)));
      assert.equal(conflicts.count, 0);
    });

    test('the books balance after all of this', async () => {
      const { differences, transfers } = await store.checkBooks();
      assert.deepEqual(differences, []);
      assert.ok(transfers > 20);
    });
  });
}

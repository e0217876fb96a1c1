// What the engine promises, on both stores.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { accountId } from '../../src/core/ledger/ledger.ts';
import type { CellStore } from '../../src/engine/store.ts';
import { aPayment, aPayout, anInstrument, funding } from '../support/commands.ts';
import { createTestEngine, merchantId } from '../support/engine.ts';
import { memory, postgresql } from '../support/stores.ts';

for (const kind of [memory, postgresql]) {
  describe(`the engine on ${kind.name}`, () => {
    let store: CellStore;
    let close: () => Promise<void>;
    before(async () => {
      ({ store, close } = await kind.open());
    });
    after(() => close());

    const balance = async (
      test: ReturnType<typeof createTestEngine>,
      account: 'available' | 'pending' | 'held' | 'suspense',
    ) => {
      const row = await test.engine.find(0, 'accounts', accountId(merchantId, 'PHP', account));
      return row ? row.credits - row.debits : 0n;
    };

    test('a created payment can be found by id and by reference', async () => {
      const t = createTestEngine([store]);
      const command = aPayment(t, {
        details: { customerName: 'Juan "JR" \\ Dela Cruz', remark: 'ñ, {x}', empty: null },
      });
      const outcome = await t.engine.execute(0, 'create-payment', command);
      assert.ok(outcome.ok);
      assert.deepEqual(await t.engine.find(0, 'payments', command.id), outcome.value);
      assert.deepEqual(
        await t.engine.find(0, 'paymentsByReference', command.referenceScope, command.reference),
        outcome.value,
      );
    });

    test('a reference that was used is refused, in the same batch and in a later one', async () => {
      const t = createTestEngine([store]);
      const first = aPayment(t);
      const again = { ...aPayment(t), reference: first.reference };
      const outcomes = await Promise.all([
        t.engine.execute(0, 'create-payment', first),
        t.engine.execute(0, 'create-payment', again),
      ]);
      assert.deepEqual(
        outcomes.map((outcome) => outcome.ok || outcome.reason),
        [true, 'reference_repeated'],
      );
      assert.deepEqual(await t.engine.execute(0, 'create-payment', { ...aPayment(t), reference: first.reference }), {
        ok: false,
        reason: 'reference_repeated',
      });
    });

    test('a confirmed payment is booked with its fee, announced once, and stays completed', async () => {
      const t = createTestEngine([store]);
      const before = await balance(t, 'available');
      const command = aPayment(t, { amountMinor: 50_010n });
      await t.engine.execute(0, 'create-payment', command);
      const credit = { paymentId: command.id, bankReference: t.newId('B'), amountMinor: 50_010n };
      const outcome = await t.engine.execute(0, 'confirm-credit', credit);
      assert.ok(outcome.ok);
      assert.equal(outcome.value.booked, 'completed');
      assert.equal(outcome.value.payment.feeMinor, 750n);
      assert.equal(await balance(t, 'available'), before + 50_010n - 750n);
      const repeated = await t.engine.execute(0, 'confirm-credit', credit);
      assert.ok(repeated.ok && repeated.value.booked === 'repeated');
      assert.deepEqual(await t.engine.execute(0, 'fail-payment', { paymentId: command.id, failure: 'service_error' }), {
        ok: false,
        reason: 'already_final',
      });
      assert.equal(await balance(t, 'available'), before + 50_010n - 750n);
      const notifications = await store.listNotifications(command.id);
      assert.deepEqual(
        notifications.map(({ id, body, status }) => ({ id, body, status })),
        [{ id: `${command.id}.completed`, body: 'payment.completed', status: 'pending' }],
      );
      assert.deepEqual(
        t.started.flatMap((work) => work.notifications.map(({ id }) => id)),
        [`${command.id}.completed`],
      );
    });

    test('money that no open payment waits for goes to suspense, once per bank reference', async () => {
      const t = createTestEngine([store]);
      const before = await balance(t, 'suspense');
      const late = aPayment(t);
      await t.engine.execute(0, 'create-payment', late);
      t.clock.advance(3_600_000);
      assert.ok((await t.engine.execute(0, 'expire-payment', { paymentId: late.id })).ok);
      const credit = { paymentId: late.id, bankReference: t.newId('B'), amountMinor: 50_000n };
      for (const expected of ['suspense', 'repeated'] as const) {
        const outcome = await t.engine.execute(0, 'confirm-credit', credit);
        assert.ok(outcome.ok);
        assert.equal(outcome.value.booked, expected);
        assert.equal(outcome.value.payment.status, 'closed');
      }
      assert.equal(await balance(t, 'suspense'), before + 50_000n);
    });

    test('a credit of another amount fails the payment and goes to suspense', async () => {
      const t = createTestEngine([store]);
      const before = await balance(t, 'suspense');
      const command = aPayment(t);
      await t.engine.execute(0, 'create-payment', command);
      const outcome = await t.engine.execute(0, 'confirm-credit', {
        paymentId: command.id,
        bankReference: t.newId('B'),
        amountMinor: 49_900n,
      });
      assert.ok(outcome.ok);
      assert.equal(outcome.value.payment.status, 'failed');
      assert.equal(await balance(t, 'suspense'), before + 49_900n);
    });

    test('a payout holds amount and fee, and gives them back when it fails', async () => {
      const t = createTestEngine([store]);
      await t.engine.execute(0, 'fund', funding(t, 11_000n));
      const available = await balance(t, 'available');
      const held = await balance(t, 'held');
      const command = aPayout(t);
      assert.ok((await t.engine.execute(0, 'create-payout', command)).ok);
      assert.equal(await balance(t, 'available'), available - 11_000n);
      assert.equal(await balance(t, 'held'), held + 11_000n);
      const result = { kind: 'refused', failure: 'recipient_blocked' } as const;
      const failed = await t.engine.execute(0, 'settle-payout', { payoutId: command.id, result });
      assert.ok(failed.ok && failed.value.status === 'failed');
      assert.equal(await balance(t, 'available'), available);
      assert.equal(await balance(t, 'held'), held);
      assert.deepEqual(
        await t.engine.execute(0, 'settle-payout', {
          payoutId: command.id,
          result: { kind: 'succeeded', bankReference: 'B1' },
        }),
        {
          ok: false,
          reason: 'already_final',
        },
      );
    });

    test('a payout that the balance does not cover is refused, holds counted', async () => {
      const t = createTestEngine([store]);
      await t.engine.execute(0, 'fund', funding(t, 50_000n));
      const available = await balance(t, 'available');
      const payouts = [1, 2].map(() => aPayout(t, { amountMinor: available / 2n + 1n }));
      const outcomes = await Promise.all(payouts.map((payout) => t.engine.execute(0, 'create-payout', payout)));
      assert.deepEqual(
        outcomes.map((outcome) => outcome.ok || outcome.reason),
        [true, 'balance_insufficient'],
      );
      const rest = await balance(t, 'available');
      assert.ok((await t.engine.execute(0, 'create-payout', aPayout(t, { amountMinor: rest - 1000n }))).ok);
      const held = await t.engine.execute(0, 'create-payout', aPayout(t, { amountMinor: 100n }));
      assert.deepEqual(held, { ok: false, reason: 'balance_insufficient' });
    });

    test('with settlement days money waits as pending until its day begins', async () => {
      const t = createTestEngine([store], { merchant: { settlementDays: 1, fees: {} } });
      const [available, pending] = [await balance(t, 'available'), await balance(t, 'pending')];
      for (let index = 0; index < 2; index++) {
        const command = aPayment(t);
        await t.engine.execute(0, 'create-payment', command);
        await t.engine.execute(0, 'confirm-credit', {
          paymentId: command.id,
          bankReference: t.newId('B'),
          amountMinor: 50_000n,
        });
      }
      assert.equal(await balance(t, 'pending'), pending + 100_000n);
      const early = await store.listDue(t.clock.now(), 10);
      assert.deepEqual(early.settlements, []);
      t.clock.advance(24 * 3_600_000);
      const { settlements } = await store.listDue(t.clock.now(), 10);
      assert.equal(settlements.length, 1);
      for (const due of settlements) assert.ok((await t.engine.execute(0, 'settle-day', due)).ok);
      for (const due of settlements) assert.ok(!(await t.engine.execute(0, 'settle-day', due)).ok);
      assert.equal(await balance(t, 'pending'), pending);
      assert.equal(await balance(t, 'available'), available + 100_000n);
    });

    test('an instrument without an amount takes many payments, each with its own notification', async () => {
      const t = createTestEngine([store]);
      const command = anInstrument(t);
      await t.engine.execute(0, 'create-instrument', command);
      for (const amountMinor of [100n, 250n]) {
        const paymentId = t.newId('C');
        const outcome = await t.engine.execute(0, 'confirm-credit', {
          paymentId,
          instrumentId: command.id,
          bankReference: t.newId('B'),
          amountMinor,
        });
        assert.ok(outcome.ok && outcome.value.payment.status === 'completed');
      }
      const payments = await store.listPaymentsOfReference(
        command.referenceScope,
        command.reference,
        [command.slot],
        0,
        t.clock.now() + 1,
        10,
      );
      assert.deepEqual(
        payments.map((payment) => payment.amountMinor),
        [100n, 250n],
      );
    });

    test('a single-use instrument is used up by its payment, and a cancelled one makes room for the next', async () => {
      const t = createTestEngine([store]);
      const first = anInstrument(t, { paymentId: t.newId('C'), amountMinor: 2000n, expirySeconds: 60 });
      await t.engine.execute(0, 'create-instrument', first);
      const name = { referenceScope: first.referenceScope, reference: first.reference, slot: first.slot };
      const blocked = await t.engine.execute(0, 'create-instrument', anInstrument(t, { reference: first.reference }));
      assert.deepEqual(blocked, { ok: false, reason: 'reference_repeated' });
      assert.ok((await t.engine.execute(0, 'cancel-instrument', name)).ok);
      const closed = await t.engine.find(0, 'payments', first.paymentId as string);
      assert.equal(closed?.status, 'closed');
      const second = anInstrument(t, { reference: first.reference, paymentId: t.newId('C'), amountMinor: 2000n });
      const created = await t.engine.execute(0, 'create-instrument', second);
      assert.ok(created.ok && created.value.generation === 1);
      await t.engine.execute(0, 'confirm-credit', {
        paymentId: second.paymentId as string,
        bankReference: t.newId('B'),
        amountMinor: 2000n,
      });
      const used = await t.engine.find(0, 'instrumentsByReference', name.referenceScope, name.reference, name.slot);
      assert.equal(used?.status, 'used');
      assert.equal(used?.id, second.id);
      const paid = await t.engine.execute(0, 'create-instrument', anInstrument(t, { reference: first.reference }));
      assert.deepEqual(paid, { ok: false, reason: 'reference_repeated' });
    });

    test('a rule that throws refuses its own command and leaves the others of its batch alone', async () => {
      const t = createTestEngine([store]);
      const commands = [aPayment(t), { ...aPayment(t), merchantId: 'nobody' }, aPayment(t)];
      const outcomes = await Promise.all(commands.map((command) => t.engine.execute(0, 'create-payment', command)));
      assert.deepEqual(
        outcomes.map((outcome) => outcome.ok || outcome.reason),
        [true, 'internal', true],
      );
      assert.equal(t.bugs.length, 1);
    });

    test('a dialect that throws while it writes a notification refuses that command alone, with nothing booked', async () => {
      const broken = new Set<string>();
      const t = createTestEngine([store], {
        describe(event) {
          if ('payment' in event && event.payment && broken.has(event.payment.id))
            throw new Error('The dialect broke.');
          return { url: 'http://merchant.test', body: event.kind };
        },
      });
      const before = await balance(t, 'available');
      const commands = [aPayment(t), aPayment(t), aPayment(t)];
      await Promise.all(commands.map((command) => t.engine.execute(0, 'create-payment', command)));
      broken.add(commands[1]?.id as string);
      const outcomes = await Promise.all(
        commands.map((command) =>
          t.engine.execute(0, 'confirm-credit', {
            paymentId: command.id,
            bankReference: `B-${command.id}`,
            amountMinor: 50_000n,
          }),
        ),
      );
      assert.deepEqual(
        outcomes.map((outcome) => outcome.ok || outcome.reason),
        [true, 'internal', true],
      );
      assert.equal(await balance(t, 'available'), before + 2n * (50_000n - 750n));
      assert.equal((await t.engine.find(0, 'payments', commands[1]?.id as string))?.status, 'pending');
    });

    test('work that is due at once is leased to this process, and claimed by another when the lease ends', async () => {
      const t = createTestEngine([store]);
      await t.engine.execute(0, 'fund', funding(t, 11_000n));
      const command = aPayout(t);
      await t.engine.execute(0, 'create-payout', command);
      assert.deepEqual(
        t.started.flatMap((work) => work.tasks.map((task) => task.id)),
        [`send-payout:${command.id}`],
      );
      const claimed = async () =>
        (await store.claimTasks(t.clock.now(), t.clock.now() + 30_000, 1000)).filter(
          (task) => task.subjectId === command.id,
        );
      assert.deepEqual(await claimed(), []);
      t.clock.advance(30_000);
      assert.equal((await claimed()).length, 1);
      assert.deepEqual(await claimed(), []);
      const waits: number[] = [];
      const asked = { subject: 'payout', id: command.id, during: 'query', trouble: 'io' } as const;
      for (let index = 0; index < 7; index++) {
        assert.ok((await t.engine.execute(0, 'await-answer', asked)).ok);
        const task = await t.engine.find(0, 'tasks', `query-payout:${command.id}`);
        waits.push(((task?.dueAt ?? 0) - t.clock.now()) / 1000);
      }
      assert.deepEqual(waits, [1, 5, 30, 300, 3600, 86_400, 86_400]);
      await t.engine.execute(0, 'settle-payout', {
        payoutId: command.id,
        result: { kind: 'succeeded', bankReference: t.newId('B') },
      });
      t.clock.advance(2 * 86_400_000);
      assert.deepEqual(await claimed(), []);
    });

    test("every try to deliver is recorded, and the dialect's schedule decides what follows", async () => {
      const t = createTestEngine([store]);
      const command = aPayment(t);
      await t.engine.execute(0, 'create-payment', command);
      await t.engine.execute(0, 'fail-payment', { paymentId: command.id, failure: 'network_rejected' });
      const notificationId = `${command.id}.failed`;
      const attempt = {
        notificationId,
        at: t.clock.now(),
        status: 500,
        latencyMs: 3,
        answer: 'no "\\ {',
        acknowledged: false,
        retryDelaysMs: [1000],
      };
      const first = await t.engine.execute(0, 'record-attempt', attempt);
      assert.ok(first.ok && first.value.status === 'pending' && first.value.dueAt === t.clock.now() + 1000);
      const second = await t.engine.execute(0, 'record-attempt', attempt);
      assert.ok(second.ok && second.value.status === 'given_up');
      assert.ok((await t.engine.execute(0, 'redeliver', { notificationId })).ok);
      const third = await t.engine.execute(0, 'record-attempt', { ...attempt, status: 200, acknowledged: true });
      assert.ok(third.ok && third.value.status === 'delivered');
      assert.deepEqual(
        (await store.listAttempts(notificationId)).map(({ status, answer }) => [status, answer]),
        [
          [500, 'no "\\ {'],
          [500, 'no "\\ {'],
          [200, 'no "\\ {'],
        ],
      );
    });

    test('the books balance after all of this', async () => {
      const check = await store.checkBooks();
      assert.deepEqual(check.differences, []);
      assert.ok(check.transfers > 10);
    });
  });
}

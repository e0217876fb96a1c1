// What the engine promises of shared profits, with payer and receiver in two cells, on both stores: whatever dies in between, no money
// is lost and none is there twice.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type AccountKind, accountId } from '../../src/core/ledger/ledger.ts';
import type { CommandOf } from '../../src/core/commands.ts';
import type { Outcome } from '../../src/core/reasons.ts';
import type { CellStore } from '../../src/engine/store.ts';
import { createTaskRunner } from '../../src/tasks/task-runner.ts';
import { aPayment, aRefund } from '../support/commands.ts';
import { appId, createTestEngine, merchantId as payer, type TestEngine } from '../support/engine.ts';
import { memory, postgresql } from '../support/stores.ts';

const receiver = 'M010000000000000000000009';
const neighbour = 'M000000000000000000000008';
const suspended = 'M010000000000000000000007';
const leaseMs = 30_000;

const answerTo = (outcome: Outcome<unknown>): string => (outcome.ok ? 'ok' : outcome.reason);

for (const kind of [memory, postgresql]) {
  describe(`splits over two cells on ${kind.name}`, () => {
    let stores: CellStore[];
    let siblings: CellStore[];
    let close: () => Promise<void>;
    before(async () => {
      const cells = [await kind.open(), await kind.open()];
      stores = cells.map(({ store }) => store);
      siblings = cells.map(({ sibling }) => sibling);
      close = async () => {
        for (const cell of cells) await cell.close();
      };
    });
    after(() => close());

    /** A process: its engine, and the tasks that it started and nobody has run. */
    function open(own: readonly CellStore[] = stores, clock?: TestEngine['clock']) {
      const merchants = [
        {},
        { id: receiver, cell: 1 },
        { id: neighbour },
        { id: suspended, cell: 1, status: 'suspended' as const },
      ];
      const t = createTestEngine(own, { merchants, ...(clock && { clock }) });
      const runner = createTaskRunner({
        engine: t.engine,
        directory: { channel: () => undefined },
        connectors: {
          of() {
            throw new Error('A share has no channel.');
          },
        },
        clock: t.clock,
        leaseMs,
        log: { warn: () => {} },
        metrics: { taskLag: () => {} },
      });
      return {
        ...t,
        runner,
        /** Runs what was owed so far. */
        async run() {
          for (const { cell, tasks } of t.started.splice(0)) {
            const calls = tasks.filter((task) => task.kind.includes('share'));
            runner.start(cell, calls);
          }
          await runner.drained();
        },
      };
    }
    type Process = ReturnType<typeof open>;

    const balanceOf = async (t: TestEngine, merchantId: string, account: AccountKind) => {
      const cell = merchantId === receiver || merchantId === suspended ? 1 : 0;
      const row = await t.engine.find(cell, 'accounts', accountId(merchantId, 'PHP', account));
      return row ? row.credits - row.debits : 0n;
    };
    const transit = async () => {
      const accounts = (await Promise.all(stores.map((store) => store.listAccounts('', 1000)))).flat();
      const own = accounts.filter((account) => account.kind === 'transit');
      return own.reduce((sum, { credits, debits }) => sum + credits - debits, 0n);
    };
    const check = async () => {
      assert.equal(await transit(), 0n);
      for (const store of stores) assert.deepEqual((await store.checkBooks()).differences, []);
    };
    /** A payment of 500.00 with a fee of 7.50, whose money is there, and receivers for it. */
    async function aPaid(t: TestEngine): Promise<string> {
      const command = aPayment(t);
      assert.ok((await t.engine.execute(0, 'create-payment', command)).ok);
      const credit = { paymentId: command.id, bankReference: `B-${command.id}`, amountMinor: command.amountMinor };
      assert.ok((await t.engine.execute(0, 'confirm-credit', credit)).ok);
      for (const account of [receiver, neighbour, suspended]) {
        const named = { merchantId: payer, account, name: 'R', relation: 'PARTNER', details: {} };
        assert.ok((await t.engine.execute(0, 'add-receiver', named)).ok);
      }
      return command.id;
    }
    const aSplit = (
      t: TestEngine,
      paymentId: string,
      shares: readonly [account: string, amountMinor: bigint][],
    ): CommandOf<'create-split'> => {
      const splitId = t.newId('S');
      return {
        splitId,
        paymentId,
        merchantId: payer,
        appId,
        referenceScope: appId,
        reference: splitId,
        shares: shares.map(([account, amountMinor]) => ({ id: t.newId('SH'), account, amountMinor, details: {} })),
        endsSplitting: false,
      };
    };
    /** Accepts a split of one share and answers the share's id. */
    async function split(t: TestEngine, paymentId: string, account: string, amountMinor: bigint): Promise<string> {
      const made = await t.engine.execute(0, 'create-split', aSplit(t, paymentId, [[account, amountMinor]]));
      assert.ok(made.ok);
      return made.value[0]?.id ?? '';
    }
    const aReturn = (t: TestEngine, shareId: string, amountMinor: bigint): CommandOf<'create-share-return'> => {
      const id = t.newId('SR');
      return { id, shareId, merchantId: payer, appId, referenceScope: appId, reference: id, amountMinor, details: {} };
    };
    const endOf = async (t: TestEngine, table: 'shares' | 'shareReturns', id: string) => {
      const row = await t.engine.find(0, table, id);
      return [row?.status, row?.problem ?? null];
    };
    const splitMinor = async (t: TestEngine, id: string) => (await t.engine.find(0, 'payments', id))?.splitMinor;
    /** The lease of whatever a dead process had has ended, and this one takes it. */
    const recover = async (t: Process) => {
      t.clock.advance(leaseMs);
      await t.runner.sweep();
      await t.runner.drained();
    };

    test('shares reach receivers in another cell and in the same one, and what was declined comes back', async () => {
      const t = open();
      const paymentId = await aPaid(t);
      const [own, theirs, near] = [
        await balanceOf(t, payer, 'available'),
        await balanceOf(t, receiver, 'available'),
        await balanceOf(t, neighbour, 'available'),
      ];
      const command = aSplit(t, paymentId, [
        [receiver, 10_000n],
        [neighbour, 5000n],
        [suspended, 2000n],
      ]);
      assert.ok((await t.engine.execute(0, 'create-split', command)).ok);
      assert.equal(await balanceOf(t, payer, 'available'), own - 17_000n);
      await t.run();
      const ends = await Promise.all(command.shares.map(({ id }) => endOf(t, 'shares', id)));
      assert.deepEqual(ends, [
        ['completed', null],
        ['completed', null],
        ['failed', 'account_abnormal'],
      ]);
      assert.equal(await balanceOf(t, payer, 'available'), own - 15_000n);
      assert.equal(await balanceOf(t, payer, 'held'), 0n);
      assert.equal(await balanceOf(t, receiver, 'available'), theirs + 10_000n);
      assert.equal(await balanceOf(t, neighbour, 'available'), near + 5000n);
      assert.equal(await splitMinor(t, paymentId), 15_000n);
      const listed = await t.engine.store(0).listShares(appId, command.reference);
      assert.deepEqual(
        listed.map(({ id }) => id),
        command.shares.map(({ id }) => id),
      );
      await check();
    });

    test('a receiver who is deleted before his share is paid does not get it', async () => {
      const t = open();
      const paymentId = await aPaid(t);
      const shareId = await split(t, paymentId, receiver, 10_000n);
      assert.ok((await t.engine.execute(0, 'delete-receiver', { merchantId: payer, account: receiver })).ok);
      await t.run();
      assert.deepEqual(await endOf(t, 'shares', shareId), ['failed', 'no_relation']);
      assert.equal(await splitMinor(t, paymentId), 0n);
      await check();
    });

    test('a share whose process died before the receiver’s cell heard of it is paid by another process, once', async () => {
      const t = open();
      const theirs = await balanceOf(t, receiver, 'available');
      const shareId = await split(t, await aPaid(t), receiver, 10_000n);
      await recover(t);
      assert.deepEqual(await endOf(t, 'shares', shareId), ['completed', null]);
      assert.equal(await balanceOf(t, receiver, 'available'), theirs + 10_000n);
      await check();
    });

    test('a share whose process died after the receiver was credited is settled, though he was deleted meanwhile', async () => {
      const t = open();
      const theirs = await balanceOf(t, receiver, 'available');
      const shareId = await split(t, await aPaid(t), receiver, 10_000n);
      const command = { id: shareId, merchantId: receiver, currency: 'PHP', amountMinor: 10_000n, related: true };
      assert.ok((await t.engine.execute(1, 'receive-share', command)).ok);
      assert.equal(await transit(), -10_000n);
      assert.ok((await t.engine.execute(0, 'delete-receiver', { merchantId: payer, account: receiver })).ok);
      await recover(t);
      assert.deepEqual(await endOf(t, 'shares', shareId), ['completed', null]);
      assert.equal(await balanceOf(t, receiver, 'available'), theirs + 10_000n);
      await check();
    });

    test('a process that was thought dead and comes back cannot pay a share that was declined meanwhile', async () => {
      const t = open();
      const [own, theirs] = [await balanceOf(t, payer, 'available'), await balanceOf(t, receiver, 'available')];
      const shareId = await split(t, await aPaid(t), receiver, 10_000n);
      await t.engine.execute(0, 'delete-receiver', { merchantId: payer, account: receiver });
      await recover(t);
      const late = { id: shareId, merchantId: receiver, currency: 'PHP', amountMinor: 10_000n, related: true };
      const answered = await t.engine.execute(1, 'receive-share', late);
      assert.ok(answered.ok && answered.value.problem === 'no_relation');
      assert.equal(await balanceOf(t, receiver, 'available'), theirs);
      assert.equal(await balanceOf(t, payer, 'available'), own + 49_250n);
      await check();
    });

    test('a return takes from the receiver what he has, never more than his share, and can be split again', async () => {
      const t = open();
      const paymentId = await aPaid(t);
      const shareId = await split(t, paymentId, neighbour, 40_000n);
      await t.run();
      const [first, second, third] = [
        aReturn(t, shareId, 30_000n),
        aReturn(t, shareId, 10_000n),
        aReturn(t, shareId, 1n),
      ];
      const outcomes = await Promise.all(
        [first, second, third].map((command) => t.engine.execute(0, 'create-share-return', command)),
      );
      assert.deepEqual(
        outcomes.map((outcome) => outcome.ok || outcome.reason),
        [true, true, 'split_exceeds_rest'],
      );
      await t.run();
      assert.deepEqual(await endOf(t, 'shareReturns', first.id), ['completed', null]);
      assert.deepEqual(await endOf(t, 'shareReturns', second.id), ['completed', null]);
      assert.equal((await t.engine.find(0, 'shares', shareId))?.returnedMinor, 40_000n);
      assert.equal(await splitMinor(t, paymentId), 0n);
      await split(t, paymentId, neighbour, 49_250n);
      await t.run();
      await check();
    });

    test('a return that the receiver cannot cover fails, and may be asked for again under another number', async () => {
      const t = open();
      const shareId = await split(t, await aPaid(t), receiver, 20_000n);
      await t.run();
      const theirs = await balanceOf(t, receiver, 'available');
      const payout = { id: t.newId('D'), merchantId: receiver, appId: `app-of-${receiver}`, referenceScope: receiver };
      const rest = {
        reference: payout.id,
        idempotencyKey: payout.id,
        channel: 'BANK',
        currency: 'PHP',
        notifyUrl: null,
        amountMinor: theirs - 1000n - 5000n,
        destination: { method: 'bank', code: 'BDO', accountNo: '1', accountName: 'R' } as const,
        details: {},
      };
      assert.ok((await t.engine.execute(1, 'create-payout', { ...payout, ...rest })).ok);
      const [tooMuch, covered] = [aReturn(t, shareId, 20_000n), aReturn(t, shareId, 5000n)];
      assert.ok((await t.engine.execute(0, 'create-share-return', tooMuch)).ok);
      await t.run();
      assert.deepEqual(await endOf(t, 'shareReturns', tooMuch.id), ['failed', 'balance_insufficient']);
      assert.ok((await t.engine.execute(0, 'create-share-return', covered)).ok);
      await t.run();
      assert.deepEqual(await endOf(t, 'shareReturns', covered.id), ['completed', null]);
      assert.equal(await balanceOf(t, receiver, 'available'), 0n);
      const share = await t.engine.find(0, 'shares', shareId);
      assert.deepEqual([share?.returnedMinor, share?.returningMinor], [5000n, 0n]);
      await check();
    });

    test('a return whose process died after the receiver gave comes in once', async () => {
      const t = open();
      const paymentId = await aPaid(t);
      const shareId = await split(t, paymentId, receiver, 20_000n);
      await t.run();
      const own = await balanceOf(t, payer, 'available');
      const asked = aReturn(t, shareId, 20_000n);
      assert.ok((await t.engine.execute(0, 'create-share-return', asked)).ok);
      const command = { id: asked.id, merchantId: receiver, currency: 'PHP', amountMinor: 20_000n };
      assert.ok((await t.engine.execute(1, 'give-share-back', command)).ok);
      assert.equal(await transit(), 20_000n);
      await recover(t);
      assert.deepEqual(await endOf(t, 'shareReturns', asked.id), ['completed', null]);
      assert.equal(await balanceOf(t, payer, 'available'), own + 20_000n);
      await check();
    });

    test('while the receiver’s cell does not answer a share stays open, and is paid once when it does', async () => {
      const [here, there] = stores as [CellStore, CellStore];
      let isDown = true;
      const broken: CellStore = {
        ...there,
        async transact(work) {
          const result = await there.transact(work);
          // It was committed, and nobody was told.
          if (isDown) throw Object.assign(new Error('The connection was lost.'), { fault: 'unavailable' });
          return result;
        },
      };
      const t = open([here, broken]);
      const theirs = await balanceOf(t, receiver, 'available');
      const shareId = await split(t, await aPaid(t), receiver, 10_000n);
      await t.run();
      assert.deepEqual(await endOf(t, 'shares', shareId), ['pending', null]);
      assert.ok(await t.engine.find(0, 'tasks', `query-share:${shareId}`));
      isDown = false;
      await recover(t);
      assert.deepEqual(await endOf(t, 'shares', shareId), ['completed', null]);
      assert.equal(await balanceOf(t, receiver, 'available'), theirs + 10_000n);
      await check();
    });

    test('of many splits at once, in two processes, only what fits is accepted', async () => {
      const first = open();
      const second = open(siblings, first.clock);
      const paymentId = await aPaid(first);
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, index) => {
          const t = index % 2 ? first : second;
          return t.engine.execute(0, 'create-split', aSplit(t, paymentId, [[neighbour, 30_000n]]));
        }),
      );
      assert.deepEqual(outcomes.map(answerTo).sort(), ['ok', ...Array<string>(19).fill('split_exceeds_rest')]);
      await first.run();
      await second.run();
      assert.equal(await splitMinor(first, paymentId), 30_000n);
      assert.deepEqual([first.bugs, second.bugs], [[], []]);
      await check();
    });

    test('of two splits at once under one number one is accepted, whatever they split', async () => {
      const first = open();
      const second = open(siblings, first.clock);
      const commands = await Promise.all(
        [first, second].map(async (t) => ({
          ...aSplit(t, await aPaid(t), [[neighbour, 1000n]]),
          reference: `twice-${kind.name}`,
        })),
      );
      const outcomes = await Promise.all(
        commands.map((command, index) => (index ? first : second).engine.execute(0, 'create-split', command)),
      );
      assert.deepEqual(outcomes.map(answerTo).sort(), ['ok', 'reference_repeated']);
      await first.run();
      await second.run();
      await check();
    });

    test('a split that comes with a refund takes nothing of what the refund took', async () => {
      const first = open();
      const second = open(siblings, first.clock);
      for (let round = 0; round < 10; round++) {
        const paymentId = await aPaid(first);
        const paid = await first.engine.find(0, 'payments', paymentId);
        assert.ok(paid);
        const refund = aRefund(paid, { id: first.newId('R'), amountMinor: 30_000n });
        const [asked, made] = await Promise.all([
          first.engine.execute(0, 'create-refund', refund),
          second.engine.execute(0, 'create-split', aSplit(second, paymentId, [[neighbour, 30_000n]])),
        ]);
        assert.ok(asked.ok, 'a refund comes out of the balance');
        if (!made.ok) assert.equal(made.reason, 'split_exceeds_rest');
        const late = await first.engine.execute(0, 'create-split', aSplit(first, paymentId, [[neighbour, 20_000n]]));
        assert.equal(late.ok || late.reason, 'split_exceeds_rest');
      }
      await first.run();
      await second.run();
      await check();
    });
  });
}

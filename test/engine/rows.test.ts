// What both stores promise of the rows they keep: they come back as they were written, what is final stays, and no rule, however
// wrong, makes more go back than came.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Payment } from '../../src/core/payment/payment.ts';
import type { Share } from '../../src/core/split/split.ts';
import type { CellTables, LookupName } from '../../src/core/state.ts';
import { createSerials } from '../../src/engine/serials.ts';
import type { CellStore, Changes } from '../../src/engine/store.ts';
import {
  authorisationRow,
  notificationRow,
  now,
  paymentRow,
  payoutRow,
  refundRow,
  releaseRow,
  settlementRow,
  usageRow,
} from '../support/rows.ts';
import { legRow, receiverRow, shareReturnRow, shareRow } from '../support/split-rows.ts';
import { memory, postgresql } from '../support/stores.ts';

type Table = keyof CellTables & LookupName;

const receipt = { at: now, payerId: 'P"1\\', payerAccount: 'p**', source: 'credit_card' } as const;
const details = { subject: 'Çay "1" \\ {x}', none: null, count: 2, manual: true } as const;

for (const kind of [memory, postgresql]) {
  describe(`the rows of ${kind.name}`, () => {
    let store: CellStore;
    let sibling: CellStore;
    let close: () => Promise<void>;
    before(async () => {
      ({ store, sibling, close } = await kind.open());
    });
    after(() => close());

    let count = 0;
    /** A name that no other row of these tests has. */
    const unique = (prefix = 'X') => `${prefix}${String(count++).padStart(6, '0')}`;
    const save = (changes: Changes) => store.transact((transaction) => transaction.save(changes));
    const insert = (table: Table, row: object) => save({ [table]: { inserted: [row], updated: [], removed: [] } });
    const update = (table: Table, row: object) => save({ [table]: { inserted: [], updated: [row], removed: [] } });
    const load = async (lookup: LookupName, table: Table, ...parts: string[]) =>
      (await store.load({ [lookup]: [parts] }))[table];
    const aPayment = (change: Partial<Payment> = {}) => paymentRow({ id: unique('C'), reference: unique(), ...change });
    const aPaid = (change: Partial<Payment> = {}) => aPayment({ status: 'completed', feeMinor: 750n, ...change });
    /** A share of a payment that is there, and its receiver. */
    async function aShareOf(paymentId: string, change: Partial<Share> = {}): Promise<Share> {
      const receiver = receiverRow({ account: unique('M') });
      await insert('receivers', receiver);
      const names = { id: unique('SH'), reference: unique(), account: receiver.account, receiverId: receiver.id };
      const share = shareRow({ ...names, paymentId, details, ...change });
      await insert('shares', share);
      return share;
    }

    test('every row comes back as it was written, by each of its names, and so does what it became', async () => {
      const code = aPayment({ entry: 'code', payerCode: '28"', acceptedAt: now, doubt: 'io_send', details });
      const [paid, authorisation] = [aPaid(), authorisationRow({ id: unique('A'), reference: unique(), details })];
      const capture = aPayment({ entry: 'capture', authorisationId: authorisation.id, expiresAt: now });
      const named = { id: unique('R'), reference: unique() };
      const refund = refundRow({ ...named, paymentId: paid.id, referenceScope: paid.id, feeMinor: 12n, details });
      const reversal = refundRow({
        id: unique('R'),
        paymentId: code.id,
        kind: 'reversal',
        foundCompleted: false,
        heldFrom: null,
      });
      const release = releaseRow({ ...named, authorisationId: authorisation.id, details });
      const usage = usageRow({ id: unique('U'), amountMinor: 12_345_678_901_234n, count: 7 });
      const paidNow = { status: 'completed', bankReference: 'B', receipt, settlementId: 'S', finalAt: now } as const;
      const rows: [table: Table, row: { id: string }, change: object, ...lookups: [LookupName, ...string[]][]][] = [
        [
          'payments',
          code,
          { ...paidNow, feeMinor: 750n, doubt: null, expiresAt: null },
          ['paymentsByReference', code.referenceScope, code.reference],
        ],
        ['payments', capture, { status: 'failed', failure: 'payer_daily_limit', finalAt: now }],
        ['payments', paid, { refundingMinor: 50_000n, feeReturnedMinor: 750n, lastRefundId: refund.id }],
        [
          'refunds',
          refund,
          { status: 'completed', bankReference: 'B2', finalAt: now },
          ['refundsByReference', refund.referenceScope, refund.reference],
        ],
        [
          'refunds',
          reversal,
          { status: 'failed', failure: 'refund_forbidden', finalAt: now, heldFrom: 'pending', feeMinor: 5n },
          ['refundsByReference', reversal.referenceScope, ''],
        ],
        [
          'authorisations',
          authorisation,
          { capturingMinor: 1n, capturedMinor: 2n, releasingMinor: 3n, releasedMinor: 4n, receipt, doubt: 'io_query' },
          ['authorisationsByReference', authorisation.referenceScope, authorisation.reference],
          ['authorisationsByOperation', authorisation.referenceScope, authorisation.operationReference],
        ],
        [
          'releases',
          release,
          { status: 'failed', failure: 'service_error', doubt: 'protocol_send', finalAt: now },
          ['releasesByReference', release.referenceScope, release.reference],
        ],
        ['usages', usage, { amountMinor: 5n, count: 0 }],
      ];
      for (const [table, row, change, ...lookups] of rows) {
        await insert(table, row);
        assert.deepEqual(await load(table, table, row.id), [row], table);
        await update(table, { ...row, ...change });
        for (const [lookup, ...parts] of [[table, row.id] as const, ...lookups]) {
          assert.deepEqual(await load(lookup, table, ...parts), [{ ...row, ...change }], `${table} by ${lookup}`);
        }
      }
    });

    test('what is final stays as it is; of a payment only what goes back or on to others changes', async () => {
      const money = { refundedMinor: 1000n, refundingMinor: 500n, feeReturnedMinor: 7n, splitMinor: 49_250n };
      const back = { ...money, splitEnded: true, lastRefundId: 'R1' };
      const rows: [table: Table, row: { id: string }, change: object, allowed: boolean][] = [
        ['payments', aPaid({ receipt, details }), back, true],
        ['payments', aPaid({ notifyUrl: null }), back, true],
        ['payments', aPaid(), { ...back, status: 'failed', failure: 'service_error' }, false],
        ['payments', aPaid(), { ...back, finalAt: now + 1 }, false],
        ['payments', aPaid(), { ...back, feeMinor: 700n }, false],
        ['payments', aPaid(), { ...back, bankReference: 'another' }, false],
        ['payments', aPaid(), { ...back, receipt }, false],
        ['payments', aPaid({ receipt }), { ...back, receipt: { ...receipt, payerId: '' } }, false],
        ['payments', aPaid(), { ...back, settlementId: 'S1' }, false],
        ['payments', aPaid(), { ...back, expiresAt: now }, false],
        ['payments', aPaid(), { ...back, details }, false],
        ['payments', aPaid(), { ...back, notifyUrl: null }, false],
        ['payments', aPayment({ status: 'closed' }), { status: 'pending', finalAt: null }, false],
        ['payments', aPayment({ status: 'failed' }), { failure: 'timed_out' }, false],
        ['refunds', refundRow({ status: 'completed' }), { status: 'failed', failure: 'timed_out' }, false],
        ['refunds', refundRow({ status: 'failed' }), { doubt: 'io_send' }, false],
        ['releases', releaseRow({ status: 'completed' }), { status: 'failed', failure: 'timed_out' }, false],
        ['authorisations', authorisationRow(), { capturingMinor: 1n }, true],
        ['authorisations', authorisationRow({ status: 'failed' }), { capturingMinor: 1n }, false],
        ['authorisations', authorisationRow({ status: 'closed' }), { status: 'authorised' }, false],
        ['shares', shareRow({ status: 'completed' }), { returnedMinor: 1n, returningMinor: 19_999n }, true],
        ['shares', shareRow({ status: 'completed' }), { status: 'failed', problem: 'no_relation' }, false],
        ['shares', shareRow({ status: 'completed' }), { finalAt: now + 1 }, false],
        ['shares', shareRow({ status: 'failed' }), { status: 'completed', problem: null }, false],
        ['shareReturns', shareReturnRow({ status: 'completed' }), { finalAt: now + 1 }, false],
        ['shareReturns', shareReturnRow({ status: 'failed' }), { problem: 'no_relation' }, false],
        ['payouts', payoutRow({ status: 'failed' }), { status: 'completed', failure: null, bankReference: 'B' }, false],
        ['settlements', settlementRow({ status: 'settled' }), { amountMinor: 1n }, false],
      ];
      const [payment, authorisation] = [aPaid(), authorisationRow({ id: unique('A'), reference: unique() })];
      await insert('payments', payment);
      await insert('authorisations', { ...authorisation, operationReference: unique() });
      const share = await aShareOf(payment.id);
      for (const [table, template, change, allowed] of rows) {
        const name = { id: unique(), reference: unique(), operationReference: unique(), idempotencyKey: unique() };
        const { receiverId } = share;
        const parents = { paymentId: payment.id, authorisationId: authorisation.id, shareId: share.id, receiverId };
        const row = Object.fromEntries(
          Object.entries({ ...template, ...name, ...(table === 'payments' ? {} : parents) }).filter(
            ([column]) => column in template,
          ),
        );
        await insert(table, row);
        const what = `${table} ${JSON.stringify(change, (_key, value: unknown) => String(value))}`;
        const changed = update(table, { ...row, ...change });
        if (allowed) await changed;
        else await assert.rejects(changed, /final/, what);
        const [kept] = (await load(table, table, name.id)) ?? [];
        assert.deepEqual(kept, allowed ? { ...row, ...change } : row, what);
      }
    });

    test('no more goes back than came, and nothing of what never came', async () => {
      const rows: [payment: Partial<Payment>, change: Partial<Payment>][] = [
        [{ status: 'completed' }, { refundedMinor: 50_001n }],
        [{ status: 'completed' }, { refundedMinor: 50_000n, refundingMinor: 1n }],
        [{ status: 'completed' }, { refundingMinor: -1n }],
        [
          { status: 'completed', feeMinor: 750n },
          { refundedMinor: 50_000n, feeReturnedMinor: 751n },
        ],
        [{ status: 'completed', feeMinor: 750n }, { feeReturnedMinor: -1n }],
        [{ status: 'completed', feeMinor: 750n }, { splitMinor: 49_251n }],
        [{ status: 'completed' }, { splitMinor: -1n }],
        [{ status: 'pending' }, { splitMinor: 1n }],
        [{ status: 'pending' }, { refundingMinor: 1n }],
        [{ status: 'closed' }, { refundedMinor: 1n }],
      ];
      for (const [template, change] of rows) {
        const payment = aPayment(template);
        await insert('payments', payment);
        await assert.rejects(update('payments', { ...payment, ...change }));
        await assert.rejects(insert('payments', aPayment({ ...template, ...change })));
        assert.deepEqual(await load('payments', 'payments', payment.id), [payment]);
      }
    });

    test('no more of a share is given back than was paid, and nothing of what was not', async () => {
      const payment = aPaid();
      await insert('payments', payment);
      const share = await aShareOf(payment.id, { status: 'completed' });
      await assert.rejects(update('shares', { ...share, returnedMinor: 15_000n, returningMinor: 5001n }));
      await update('shares', { ...share, returnedMinor: 15_000n, returningMinor: 5000n });
      const pending = await aShareOf(payment.id);
      await assert.rejects(update('shares', { ...pending, returningMinor: 1n }));
    });

    test('what a receiver’s cell has decided is never changed', async () => {
      const leg = legRow({ id: unique('SH') });
      await insert('legs', leg);
      assert.deepEqual(await load('legs', 'legs', leg.id), [leg]);
      await assert.rejects(insert('legs', { ...leg, problem: 'no_relation' }));
      assert.deepEqual(await load('legs', 'legs', leg.id), [leg]);
    });

    test('no more of an authorisation is captured and released than was authorised', async () => {
      const authorisation = authorisationRow({ id: unique('A'), reference: unique(), operationReference: unique() });
      await insert('authorisations', authorisation);
      const quarter = { capturedMinor: 12_500n, capturingMinor: 12_500n, releasedMinor: 12_500n };
      await assert.rejects(update('authorisations', { ...authorisation, ...quarter, releasingMinor: 12_501n }));
      await update('authorisations', { ...authorisation, ...quarter, releasingMinor: 12_500n });
    });

    test('a name is given once', async () => {
      const parents = [aPaid(), authorisationRow({ id: unique('A'), reference: unique() })] as const;
      await insert('payments', parents[0]);
      await insert('authorisations', { ...parents[1], operationReference: unique() });
      const refund = refundRow({ id: unique('R'), paymentId: parents[0].id, reference: unique() });
      const release = releaseRow({ id: unique('L'), authorisationId: parents[1].id, reference: unique() });
      const authorisation = authorisationRow({ reference: unique(), operationReference: unique() });
      const sold = await aShareOf(parents[0].id);
      const share = { ...sold, id: unique('SH'), reference: unique() };
      const shareReturn = shareReturnRow({ id: unique('SR'), shareId: sold.id, reference: unique() });
      const rows: [table: Table, first: object, second: object, allowed: boolean][] = [
        ['shares', share, { ...share, id: unique('SH') }, false],
        ['shares', { ...share, id: unique('SH'), position: 1 }, { ...share, id: unique('SH'), position: 2 }, true],
        ['shareReturns', shareReturn, { ...shareReturn, id: unique('SR') }, false],
        ['refunds', refund, { ...refund, id: unique('R') }, false],
        ['refunds', { ...refund, id: unique('R'), generation: 1 }, { ...refund, id: unique('R'), generation: 2 }, true],
        ['releases', release, { ...release, id: unique('L') }, false],
        [
          'authorisations',
          { ...authorisation, id: unique('A') },
          { ...authorisation, id: unique('A'), operationReference: unique() },
          false,
        ],
        [
          'authorisations',
          { ...authorisation, id: unique('A'), reference: unique(), operationReference: 'once' },
          { ...authorisation, id: unique('A'), reference: unique(), operationReference: 'once' },
          false,
        ],
      ];
      for (const [table, first, second, allowed] of rows) {
        await insert(table, first);
        if (allowed) await insert(table, second);
        else await assert.rejects(insert(table, second));
      }
    });

    test('what is superseded is not delivered any more, what is pending is', async () => {
      const [pending, superseded] = [unique('N'), unique('N')];
      await insert('notifications', notificationRow({ id: pending }));
      await insert('notifications', notificationRow({ id: superseded }));
      await update('notifications', notificationRow({ id: superseded, status: 'superseded' }));
      const claimed = await store.claimNotifications(now, now + 1000, 1000);
      const ids = claimed.map(({ id }) => id);
      assert.deepEqual([ids.includes(pending), ids.includes(superseded)], [true, false]);
    });

    test('what waits for a definite answer is listed oldest first, whatever became of the rest', async () => {
      const payment = aPaid();
      await insert('payments', payment);
      const lists = {
        payouts: [payoutRow, (before: number, limit: number) => store.listUnsettledPayouts(before, limit)],
        refunds: [refundRow, (before: number, limit: number) => store.listUnsettledRefunds(before, limit)],
        shares: [shareRow, (before: number, limit: number) => store.listUnsettledShares(before, limit)],
      } as const;
      const { receiverId } = await aShareOf(payment.id, { createdAt: now });
      for (const [table, [rowOf, list]] of Object.entries(lists)) {
        const ids: string[] = [];
        for (const [status, createdAt] of [
          ['pending', -3000],
          ['pending', -5000],
          ['completed', -4000],
          ['failed', -4000],
          ['pending', -1000],
        ] as const) {
          const named = {
            id: unique(),
            reference: unique(),
            idempotencyKey: unique(),
            paymentId: payment.id,
            receiverId,
          };
          const row = rowOf({ ...named, status, createdAt });
          await insert(table as Table, Object.fromEntries(Object.entries(row).filter(([name]) => name in rowOf())));
          ids.push(named.id);
        }
        const listed = (await list(-1000, 10)).map((row) => row.id);
        assert.deepEqual(listed, [ids[1], ids[0]], table);
        assert.deepEqual(
          (await list(0, 2)).map((row) => row.id),
          [ids[1], ids[0]],
        );
      }
    });

    test('a day whose money was all refunded holds nothing, and is settled as any other', async () => {
      const day = settlementRow({ id: unique('S') });
      await insert('settlements', day);
      await update('settlements', { ...day, amountMinor: 0n });
      await assert.rejects(update('settlements', { ...day, amountMinor: -1n }));
      const { settlements } = await store.listDue(day.dueAt, 1000);
      assert.ok(settlements.some(({ settlementId }) => settlementId === day.id));
      await update('settlements', { ...day, amountMinor: 0n, status: 'settled' });
    });

    test('the operations on an authorisation are listed oldest first, those of others are not', async () => {
      const [one, other] = [0, 1].map(() =>
        authorisationRow({ id: unique('A'), reference: unique(), operationReference: unique() }),
      ) as [ReturnType<typeof authorisationRow>, ReturnType<typeof authorisationRow>];
      for (const authorisation of [one, other]) await insert('authorisations', authorisation);
      const ids: Record<string, string[]> = { [one.id]: [], [other.id]: [] };
      const [releases, refunds]: [string[], string[]] = [[], []];
      for (const [index, { id: authorisationId }] of [one, other, one, one].entries()) {
        const createdAt = now + index;
        const capture = aPaid({ entry: 'capture', authorisationId, createdAt });
        await insert('payments', capture);
        ids[authorisationId]?.push(capture.id);
        const parent = { paymentId: capture.id, referenceScope: capture.id, createdAt };
        for (const id of [unique('R'), unique('R')]) {
          await insert('refunds', refundRow({ ...parent, id, reference: id }));
          if (authorisationId === one.id) refunds.push(id);
        }
        const release = releaseRow({ id: unique('L'), authorisationId, reference: unique(), createdAt });
        await insert('releases', release);
        if (authorisationId === one.id) releases.push(release.id);
      }
      const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
      const captures = idsOf(await store.listCaptures(one.id, 10));
      assert.deepEqual(captures, ids[one.id]);
      assert.deepEqual(idsOf(await store.listCaptures(one.id, 2)), captures.slice(0, 2));
      assert.deepEqual(idsOf(await store.listReleases(one.id, 10)), releases);
      assert.deepEqual(idsOf(await store.listReleases(one.id, 1)), releases.slice(0, 1));
      assert.deepEqual(idsOf(await store.listRefundsOfPayments(captures, 10)), refunds);
      assert.deepEqual(idsOf(await store.listRefundsOfPayments(captures, 3)), refunds.slice(0, 3));
      assert.deepEqual(await store.listRefundsOfPayments([], 3), []);
    });

    test('the authorisations of a scope are listed newest first, between two times', async () => {
      const referenceScope = unique('M');
      const ids: string[] = [];
      for (const createdAt of [now, now + 1000, now + 2000, now + 3000]) {
        const named = { id: unique('A'), reference: unique(), operationReference: unique() };
        await insert('authorisations', authorisationRow({ ...named, referenceScope, createdAt }));
        ids.unshift(named.id);
      }
      await insert(
        'authorisations',
        authorisationRow({ id: unique('A'), reference: unique(), operationReference: unique(), createdAt: now }),
      );
      const list = async (from: number, to: number, limit = 10) =>
        (await store.listAuthorisations(referenceScope, from, to, limit)).map(({ id }) => id);
      assert.deepEqual(await list(0, now + 5000), ids);
      assert.deepEqual(await list(now + 1000, now + 3000), ids.slice(1, 3));
      assert.deepEqual(await list(0, now + 5000, 2), ids.slice(0, 2));
    });

    test('each serial is given once, to many at once and to two processes', async () => {
      const numbers = [store, sibling].map((own) => createSerials({ store: () => own }));
      const given = await Promise.all(
        Array.from({ length: 12_500 }, () => numbers.map((process) => process.next(0))).flat(),
      );
      assert.equal(new Set(given).size, given.length);
    });
  });
}

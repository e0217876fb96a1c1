// What an app made on a day, and what completed or failed on one, in pages, from both stores.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { CellStore, OfDay } from '../../src/engine/store.ts';
import { dayMs } from '../../src/kernel/clock.ts';
import { appId, merchantId } from '../support/engine.ts';
import { paymentRow, payoutRow } from '../support/rows.ts';
import { memory, postgresql } from '../support/stores.ts';

/** Midnight in Manila. */
const monday = Date.parse('2026-03-02T00:00:00+08:00');
const tuesday = monday + dayMs;
const dayOf = (from: number) => ({ from, to: from + dayMs });
const all = ['pending', 'completed', 'failed'] as const;

type Row = [name: string, status: OfDay['statuses'][number], createdAt: number, finalAt: number | null];

// The names are in the order of creation; what is closed is never listed.
const rows: readonly Row[] = [
  ['a', 'completed', monday - 1, monday],
  ['b', 'completed', monday, monday + 1000],
  ['c', 'pending', monday + 1, null],
  ['d', 'failed', monday + 2, monday + 3],
  ['e', 'completed', monday + 3, tuesday],
  ['f', 'failed', tuesday - 2, tuesday - 1],
  ['g', 'completed', tuesday - 1, tuesday - 1],
  ['h', 'pending', tuesday, null],
  ['i', 'failed', tuesday, tuesday + dayMs - 1],
];

const lists: readonly [what: string, within: Pick<OfDay, 'created' | 'completed' | 'statuses'>, names: string][] = [
  ['all that was created on a day', { created: dayOf(monday), statuses: all }, 'gfedcb'],
  ['what of it waits', { created: dayOf(monday), statuses: ['pending'] }, 'c'],
  ['what of it completed, on whichever day', { created: dayOf(monday), statuses: ['completed'] }, 'geb'],
  ['what of it failed', { created: dayOf(monday), statuses: ['failed'] }, 'fd'],
  ['all that became final on a day', { completed: dayOf(monday), statuses: all }, 'gfdba'],
  ['what completed on it', { completed: dayOf(monday), statuses: ['completed'] }, 'gba'],
  ['what failed on it', { completed: dayOf(monday), statuses: ['failed'] }, 'fd'],
  ['what waits is not final on any day', { completed: dayOf(monday), statuses: ['pending'] }, ''],
  ['what was created and became final on a day', dates(monday, monday), 'gfdb'],
  ['what was created on a day and became final on the next', dates(monday, tuesday), 'e'],
  ['nothing becomes final before it was created', dates(tuesday, monday), ''],
  ['the next day', { created: dayOf(tuesday), statuses: all }, 'ih'],
  ['a day with nothing', { created: dayOf(monday - 7 * dayMs), statuses: all }, ''],
];

function dates(created: number, completed: number) {
  return { created: dayOf(created), completed: dayOf(completed), statuses: all };
}

for (const kind of [memory, postgresql]) {
  describe(`the lists of a day on ${kind.name}`, () => {
    let store: CellStore;
    let close: () => Promise<void>;
    before(async () => {
      ({ store, close } = await kind.open());
      const others = [
        { appId: 'another', referenceScope: 'another' },
        { merchantId: 'another', appId: 'his', referenceScope: 'his' },
      ];
      const inserted = [{}, ...others].flatMap((owner, place) =>
        rows.map(([name, status, createdAt, finalAt]) => ({
          ...owner,
          id: `C${place}${name}`,
          reference: name,
          status,
          createdAt,
          finalAt,
        })),
      );
      const closed = { id: 'C0z', reference: 'z', createdAt: monday, finalAt: monday };
      const payments = [...inserted.map((row) => paymentRow(row)), paymentRow({ ...closed, status: 'closed' })];
      const payouts = inserted.map((row) =>
        payoutRow({ ...row, id: row.id.replace('C', 'D'), idempotencyKey: row.id }),
      );
      await store.transact((transaction) =>
        transaction.save({
          payments: { inserted: payments, updated: [], removed: [] },
          payouts: { inserted: payouts, updated: [], removed: [] },
        }),
      );
    });
    after(() => close());

    for (const [what, within, names] of lists) {
      test(`${what}: newest first, of one app, with how many they are`, async () => {
        for (const table of ['payments', 'payouts'] as const) {
          const page = { offset: 0, limit: 100 };
          const { rows: found, total } = await store.listOfDay(table, { merchantId, appId, ...within }, page);
          assert.equal(found.map((row) => row.reference).join(''), names, table);
          assert.equal(total, names.length, table);
          assert.ok(found.every((row) => row.appId === appId));
        }
      });
    }

    test('pages follow each other without a gap, and what is behind the last is empty', async () => {
      for (const within of [{ created: dayOf(monday) }, { completed: dayOf(monday) }]) {
        const pageAt = async (offset: number) => {
          const query = { merchantId, appId, ...within, statuses: all };
          const { rows: found, total } = await store.listOfDay('payments', query, { offset, limit: 2 });
          return [found.map((row) => row.reference).join(''), total];
        };
        const [whole, total] = 'created' in within ? ['gfedcb', 6] : ['gfdba', 5];
        for (const offset of [0, 2, 4, 6, 1000])
          assert.deepEqual(await pageAt(offset), [whole.slice(offset, offset + 2), total]);
      }
    });

    test('rows come back whole', async () => {
      const query = { merchantId, appId, created: dayOf(monday), statuses: ['pending'] as const };
      const { rows: found } = await store.listOfDay('payouts', query, { offset: 0, limit: 1 });
      const named = { id: 'D0c', reference: 'c', idempotencyKey: 'C0c', createdAt: monday + 1 };
      assert.deepEqual(found, [payoutRow(named)]);
    });
  });
}

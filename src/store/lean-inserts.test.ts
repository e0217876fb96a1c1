// Guards that what a table calls usual is what its schema puts where a column is left out.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { notificationRow, paymentRow, payoutRow } from '../../test/support/rows.ts';
import { createCellStore } from './cell-store.ts';
import { statementsOf, type Table } from './table.ts';
import { notifications } from './tables/notifications.ts';
import { payments } from './tables/payments.ts';
import { payouts } from './tables/payouts.ts';

let database: TestDatabase;
before(async () => {
  database = await createTestDatabase();
});
after(() => database.drop());

// A usual row of each table, and what an unusual one holds otherwise.
const tables = [
  ['payments', payments, paymentRow(), { acceptedAt: 0 }],
  ['payouts', payouts, payoutRow(), { bankReference: 'B' }],
  ['notifications', notifications, notificationRow(), { attempts: 1 }],
] as const;

for (const [name, table, row, change] of tables) {
  test(`${name}: a row is the same whether it is written beside usual rows or beside an unusual one`, async () => {
    const store = createCellStore(database.sql, 0);
    const named = (id: string) => ({ ...row, id, reference: id, idempotencyKey: id });
    const unusual = { ...named('3'), ...change };
    const { insert } = statementsOf(table as Table<typeof name>, 'cell_00');
    const usualColumns = Object.keys(table.usual ?? {}).length;
    assert.ok(usualColumns > 0);
    assert.equal(insert([named('1')]).columns.length, Object.keys(table.columns).length - usualColumns);
    for (const inserted of [[named('1')], [named('2'), unusual]])
      await store.transact((transaction) => transaction.save({ [name]: { inserted, updated: [], removed: [] } }));
    const stored = await database.sql.unsafe(`select * from cell_00.${name} order by id`);
    const [lean, full, other] = stored.map(
      ({ id: _id, reference: _reference, idempotency_key: _key, ...rest }) => rest,
    );
    assert.equal(stored.length, 3);
    assert.deepEqual(lean, full);
    assert.notDeepEqual(other, full);
    const { [name]: loaded } = await store.load({ [name]: [['1'], ['2']] });
    const kept = Object.keys(table.columns);
    const expected = ['1', '2'].map((id) => pick(named(id), kept));
    assert.deepEqual(loaded, expected);
  });
}

function pick(row: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name)));
}

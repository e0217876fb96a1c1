// What happens when statements fail: a batch with one row that cannot be written, a lost connection, a pool in use.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createCellStore } from '../../src/store/cell-store.ts';
import { connect, type Sql } from '../../src/store/database.ts';
import { aPayment } from '../support/commands.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { createTestEngine } from '../support/engine.ts';

describe('faults of the database', () => {
  let database: TestDatabase;
  let sql: Sql;
  before(async () => {
    database = await createTestDatabase();
    sql = connect({ url: database.url, maxConnections: 2 });
  });
  after(async () => {
    await sql.end();
    await database.drop();
  });

  test('a row that the database refuses in the middle of a batch costs its own command, and no connection is left in an open transaction', async () => {
    const t = createTestEngine([createCellStore(sql, 0)]);
    for (let round = 0; round < 20; round++) {
      // A currency of NUL passes every rule of ours and none of PostgreSQL's.
      const commands = [aPayment(t), aPayment(t, { details: { remark: '\u0000' } }), aPayment(t)];
      const outcomes = await Promise.all(commands.map((command) => t.engine.execute(0, 'create-payment', command)));
      assert.deepEqual(
        outcomes.map((outcome) => outcome.ok || outcome.reason),
        [true, 'internal', true],
      );
      for (const [index, command] of commands.entries()) {
        assert.equal((await t.engine.find(0, 'payments', command.id)) !== undefined, index !== 1);
      }
    }
    const open = await database.sql<{ state: string }[]>`
      select state from pg_stat_activity
      where datname = current_database() and application_name = 'polypay' and state like 'idle in transaction%'`;
    assert.deepEqual([...open], []);
  });

  test('when the connection is lost in the middle, the command is answered as unavailable, and the next one works', async () => {
    const t = createTestEngine([createCellStore(sql, 0)]);
    // A lock that the batch waits for, so that its connection can be ended while it is in a transaction.
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const { promise: locked, resolve: isLocked } = Promise.withResolvers<void>();
    const blocker = database.sql.begin(async (transaction) => {
      await transaction`lock table cell_00.payments in access exclusive mode`;
      isLocked();
      await held;
    });
    await locked;
    const blocked = t.engine.execute(0, 'create-payment', aPayment(t));
    for (let ended = 0; ended === 0; ) {
      const rows = await database.sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and application_name = 'polypay'`;
      ended = rows.length;
    }
    release();
    await blocker;
    assert.deepEqual(await blocked, { ok: false, reason: 'unavailable' });
    assert.ok((await t.engine.execute(0, 'create-payment', aPayment(t))).ok);
  });

  test('final rows stay as they are, whatever a statement asks', async () => {
    const store = createCellStore(sql, 0);
    const t = createTestEngine([store]);
    const command = aPayment(t);
    await t.engine.execute(0, 'create-payment', command);
    await t.engine.execute(0, 'fail-payment', { paymentId: command.id, failure: 'service_error' });
    const failed = await t.engine.find(0, 'payments', command.id);
    assert.ok(failed);
    const completed = { ...failed, status: 'completed', failure: null, bankReference: 'B1' } as const;
    const rewrite = store.transact((transaction) =>
      transaction.save({ payments: { inserted: [], updated: [completed], removed: [] } }),
    );
    await assert.rejects(rewrite, /one of them is final/);
    assert.equal((await t.engine.find(0, 'payments', command.id))?.status, 'failed');
  });

  test('a balance that belongs to the merchant cannot fall below zero, and a transfer cannot be changed', async () => {
    const insert = (debits: number) => database.sql`
      insert into cell_00.accounts values (${`test-${debits}`}, 'm', 'PHP', 'available', ${debits}, 5)`;
    await insert(5);
    await assert.rejects(insert(6), /check constraint/);
    await assert.rejects(database.sql`delete from cell_00.transfers`, /never changed or deleted/);
  });
});

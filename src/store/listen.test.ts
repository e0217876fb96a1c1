// Guards that what is notified is heard, also after the connection that listened was cut.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { connect } from './database.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { eventually } from '../../test/support/sandbox.ts';

describe('listening', () => {
  let database: TestDatabase;
  before(async () => {
    database = await createTestDatabase({ empty: true });
  });
  after(() => database.drop());

  const notify = (channel: string, payload: string) => database.sql`select pg_notify(${channel}, ${payload})`;
  /** The processes that last said `listen` to this database. */
  const listeners = () =>
    database.sql<{ pid: number }[]>`
      select pid from pg_stat_activity
      where datname = current_database() and query like 'listen %' and pid <> pg_backend_pid()`;

  test('what is notified on the channel is heard, in order, and nothing else', async () => {
    const heard: string[] = [];
    let connected = 0;
    const stop = await database.sql.listen(
      'Order "x"',
      (payload) => heard.push(payload),
      () => (connected += 1),
    );
    assert.equal(connected, 1);
    await notify('order "x"', 'another channel');
    for (const payload of ['one', '', 'ñ "quoted" \\']) await notify('Order "x"', payload);
    await eventually(
      async () => heard.length,
      (count) => count === 3,
    );
    assert.deepEqual(heard, ['one', '', 'ñ "quoted" \\']);
    await stop();
    assert.deepEqual([...(await listeners())], []);
  });

  test('a connection that is cut is opened again, says so, and hears what comes then', async () => {
    const heard: string[] = [];
    let connected = 0;
    const stop = await database.sql.listen(
      'changes',
      (payload) => heard.push(payload),
      () => (connected += 1),
    );
    for (let round = 1; round <= 2; round++) {
      for (const { pid } of await listeners()) await database.sql`select pg_terminate_backend(${pid})`;
      await eventually(
        async () => connected,
        (count) => count === round + 1,
      );
      await notify('changes', `after cut ${round}`);
      await eventually(
        async () => heard.length,
        (count) => count === round,
      );
    }
    assert.deepEqual(heard, ['after cut 1', 'after cut 2']);
    await stop();
    assert.deepEqual([...(await listeners())], []);
    assert.equal(connected, 3);
  });

  test('a first connection that cannot be made is said at once', async () => {
    const url = new URL(database.url);
    url.pathname = '/no_such_database';
    const absent = connect({ url: url.href, maxConnections: 1 });
    await assert.rejects(
      absent.listen('changes', () => {}),
      /does not exist/,
    );
    await absent.end();
  });

  test('ending the pool ends its listeners', async () => {
    const own = connect({ url: database.url, maxConnections: 1 });
    await own.listen('changes', () => {});
    await own.end();
    await eventually(
      async () => (await listeners()).length,
      (count) => count === 0,
    );
  });
});

// Guards the template tag, what comes back through it, transactions, and what the driver's errors mean to the engine.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { connect, type Sql, toStoreFault } from './database.ts';
import { isStoreFault } from '../engine/store.ts';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts';

describe('the way to PostgreSQL', () => {
  let database: TestDatabase;
  let sql: Sql;
  before(async () => {
    database = await createTestDatabase({ empty: true });
    ({ sql } = database);
    await sql`create table things (id text primary key, amount bigint check (amount > 0), at timestamptz, details jsonb)`;
  });
  after(() => database.drop());

  test('values travel apart from the text, whatever is in them', async () => {
    const hostile = `'; drop table things; -- $1 "`;
    const [row] = await sql<{ text: string; two: string }[]>`select ${hostile}::text as text, ${'b'}::text as two`;
    assert.deepEqual({ ...row }, { text: hostile, two: 'b' });
    assert.deepEqual([...(await sql`select 1 where ${false}::boolean`)], []);
  });

  test('a statement inside another becomes a part of it, with its values in their places', async () => {
    const condition = sql`x > ${2}::int and x < ${9}::int`;
    const list = sql`select x from generate_series(${1}::int, ${10}::int) x where ${condition}`;
    const [row] = await sql<{ sum: bigint; last: string }[]>`
      select sum(x) as sum, ${'end'}::text as last from (${list}) numbers where x <> ${5}::int`;
    assert.deepEqual({ ...row }, { sum: 28n, last: 'end' });
  });

  test('a name is quoted, whatever is in it', async () => {
    for (const name of ['plain', 'Order', 'with "quotes"', 'a.b', "'; drop table things; --"]) {
      const [row] = await sql`select 1 as ${sql(name)}`;
      assert.deepEqual(Object.keys(row ?? {}), [name]);
    }
  });

  test('a statement is sent when it is awaited, and once', async () => {
    const insert = sql`insert into things (id) values ('once')`;
    const count = async () => (await sql`select 1 from things where id = 'once'`).count;
    assert.equal(await count(), 0);
    assert.equal((await insert).count, 1);
    assert.equal((await insert).count, 1);
    assert.equal(await count(), 1);
  });

  test('whole numbers of 64 bits are bigint, points in time milliseconds, details as they were', async () => {
    const at = Date.parse('2026-03-17T02:18:07.123Z');
    const details = { name: 'Niño "JR"', empty: null, nested: [1, { a: true }] };
    const largest = 2n ** 63n - 1n;
    await sql`insert into things values ('types', ${largest}, ${sql.instant(at)}, ${sql.json(details)})`;
    const [row] = await sql`
      select amount, at, details, null::bigint as no_amount, null::timestamptz as no_time, 7 as small, true as yes
      from things where id = 'types'`;
    assert.deepEqual({ ...row }, { amount: largest, at, details, no_amount: null, no_time: null, small: 7, yes: true });
  });

  test('points in time are the same in every time zone of the session', async () => {
    const at = Date.parse('2026-03-17T02:18:07.123Z');
    for (const zone of ['UTC', 'Asia/Manila', 'America/St_Johns']) {
      await sql.begin(async (transaction) => {
        await transaction.unsafe(`set local time zone '${zone}'`);
        const [row] = await transaction<{ at: number }[]>`select ${sql.instant(at)}::timestamptz as at`;
        assert.equal(row?.at, at, zone);
      });
    }
  });

  test('it counts the rows that a statement returned or changed', async () => {
    const rows: [text: string, count: number][] = [
      [`insert into things (id) values ('a'), ('b')`, 2],
      [`update things set amount = 1 where id in ('a', 'b')`, 2],
      [`delete from things where id in ('a', 'b', 'c') returning id`, 2],
      [`select 1 where false`, 0],
      [`select 1; select 2 union select 3`, 2],
    ];
    for (const [text, count] of rows) assert.equal((await sql.unsafe(text)).count, count, text);
    const prepared = `select $1::text as text`;
    for (const value of ['one', 'two']) {
      const [row] = await sql.unsafe<{ text: string }>(prepared, [value], { prepare: true });
      assert.equal(row?.text, value);
    }
  });

  test('a transaction commits as a whole', async () => {
    const result = await sql.begin(async (transaction) => {
      await Promise.all(['t1', 't2', 't3'].map((id) => transaction`insert into things (id) values (${id})`));
      return 'done';
    });
    assert.equal(result, 'done');
    assert.equal((await sql`select 1 from things where id like 't_'`).count, 3);
  });

  test('a transaction whose work fails leaves nothing, and its connection can be used again', async () => {
    const single = connect({ url: database.url, maxConnections: 1 });
    try {
      const failures: [work: Parameters<Sql['begin']>[0], message: RegExp][] = [
        [() => Promise.reject(new Error('changed my mind')), /changed my mind/],
        [(transaction) => transaction`insert into things (id, amount) values ('lost-2', -1)`, /check constraint/],
        [(transaction) => transaction`select no_such_column`, /no_such_column/],
      ];
      for (const [work, message] of failures) {
        const begun = single.begin(async (transaction) => {
          await transaction`insert into things (id) values ('lost')`;
          await work(transaction);
        });
        await assert.rejects(begun, message);
        assert.equal((await single`select 1 from things where id like 'lost%'`).count, 0);
      }
    } finally {
      await single.end();
    }
  });

  test('a transaction whose connection is lost is rejected, and the pool goes on', async () => {
    const single = connect({ url: database.url, maxConnections: 1 });
    try {
      const begun = single.begin(async (transaction) => {
        await transaction`insert into things (id) values ('cut')`;
        const [row] = await transaction<{ pid: number }[]>`select pg_backend_pid() as pid`;
        await sql`select pg_terminate_backend(${row?.pid})`;
        await transaction`select 1`;
      });
      await assert.rejects(begun, (error: unknown) => faultOf(error) === 'unavailable');
      assert.equal((await single`select 1 from things where id = 'cut'`).count, 0);
    } finally {
      await single.end();
    }
  });

  async function faultOfStatement(work: () => Promise<unknown>): Promise<string> {
    const error = await work().then(
      () => assert.fail('It was accepted.'),
      (cause: unknown) => cause,
    );
    return faultOf(error);
  }

  test('what PostgreSQL refuses is a conflict where another was first, otherwise rejected', async () => {
    await sql`insert into things (id) values ('taken')`;
    const raise = (code: string) => sql.unsafe(`do $$ begin raise exception 'x' using errcode = '${code}'; end $$`);
    const rows: [fault: string, work: () => Promise<unknown>][] = [
      ['conflict', () => sql.unsafe(`insert into things (id) values ('taken')`)],
      ['conflict', () => raise('40001')],
      ['conflict', () => raise('40P01')],
      ['conflict', lockedRow],
      ['rejected', () => sql.unsafe(`insert into things (id, amount) values ('x', 0)`)],
      ['rejected', () => sql.unsafe(`insert into things (id) values (null)`)],
      ['rejected', () => sql.unsafe('select from where')],
      ['rejected', () => sql.unsafe('select 1 / 0')],
      ['rejected', () => sql`select ${'\u0000'}::text`],
      ['rejected', () => raise('23503')],
      ['rejected', () => raise('57014')],
      ['unavailable', () => raise('57P01')],
      ['unavailable', () => raise('53300')],
      ['unavailable', () => raise('08006')],
      ['unavailable', () => raise('58030')],
      ['unavailable', () => raise('55000')],
    ];
    for (const [index, [fault, work]] of rows.entries()) {
      assert.equal(await faultOfStatement(work), fault, `row ${index}`);
    }
  });

  async function lockedRow(): Promise<unknown> {
    return await sql.begin(async (first) => {
      await first`select 1 from things where id = 'taken' for update`;
      return await sql`select 1 from things where id = 'taken' for update nowait`;
    });
  }

  test('a server that does not answer is unavailable', async () => {
    const closedPort = new URL(database.url);
    closedPort.hostname = '127.0.0.1';
    closedPort.port = '1';
    assert.equal(await faultOfConnecting(closedPort.href), 'unavailable');
  });

  test('a server whose name is not found is unavailable', async () => {
    assert.equal(await faultOfConnecting('postgres://u@no-such-host.invalid/db'), 'unavailable');
  });

  async function faultOfConnecting(url: string): Promise<string> {
    const absent = connect({ url, maxConnections: 1 });
    try {
      return await faultOfStatement(async () => await absent`select 1`);
    } finally {
      await absent.end();
    }
  }

  test('a pool can be ended twice', async () => {
    const ended = connect({ url: database.url, maxConnections: 1 });
    await ended`select 1`;
    await Promise.all([ended.end(), ended.end()]);
    await ended.end();
    await assert.rejects(async () => await ended`select 1`);
  });

  test('an ended pool is unavailable', async () => {
    const ended = connect({ url: database.url, maxConnections: 1 });
    await ended.end();
    assert.equal(await faultOfStatement(async () => await ended`select 1`), 'unavailable');
  });
});

function faultOf(error: unknown): string {
  const fault = toStoreFault(error);
  assert.ok(isStoreFault(fault));
  assert.equal(fault.cause, error);
  return fault.fault;
}

// Migrations are applied once, in order, wholly or not at all, and never behind anyone's back.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { connect } from './database.ts';
import { createTestDatabase } from '../../test/support/database.ts';
import { migrate } from './migrate.ts';

const database = await createTestDatabase({ empty: true });
const { sql } = database;
const folder = await mkdtemp(join(tmpdir(), 'polypay-migrations-'));

after(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  await rm(folder, { recursive: true, force: true });
  for (const part of ['directory', 'cell']) await mkdir(join(folder, part), { recursive: true });
  for (const schema of ['directory', 'cell_00', 'cell_01']) {
    await sql`drop schema if exists ${sql(schema)} cascade`;
  }
});

const write = (name: string, text: string) => writeFile(join(folder, name), `-- Made for this test.\n${text}`);

test('each file is applied once to each schema it is for, in the order of the numbers', async () => {
  await write('directory/0001-merchants.sql', 'create table merchants (id int);');
  await write(
    'cell/0002-payments-name.sql',
    'alter table payments add column name text; create index on payments (name);',
  );
  await write('cell/0001-payments.sql', 'create table payments (id int);');
  assert.deepEqual(await migrate(sql, { cells: 2, folder }), [
    'directory/0001-merchants.sql',
    'cell_00/0001-payments.sql',
    'cell_00/0002-payments-name.sql',
    'cell_01/0001-payments.sql',
    'cell_01/0002-payments-name.sql',
  ]);
  assert.deepEqual(await migrate(sql, { cells: 2, folder }), []);
  await sql`insert into cell_01.payments (id, name) values (1, 'a')`;
  await sql`insert into directory.merchants (id) values (1)`;
});

test('what was added since is applied, also to a cell that is new', async () => {
  await write('cell/0001-payments.sql', 'create table payments (id int);');
  await migrate(sql, { cells: 1, folder });
  await write('cell/0002-refunds.sql', 'create table refunds (id int);');
  assert.deepEqual(await migrate(sql, { cells: 2, folder }), [
    'cell_00/0002-refunds.sql',
    'cell_01/0001-payments.sql',
    'cell_01/0002-refunds.sql',
  ]);
});

test('gateways that start together apply each file once between them', async () => {
  await write('directory/0001-merchants.sql', 'create table merchants (id int);');
  await write('cell/0001-payments.sql', 'create table payments (id int);');
  await write('cell/0002-refunds.sql', 'create table refunds (id int);');
  const pools = Array.from({ length: 5 }, () => connect({ url: database.url, maxConnections: 1 }));
  try {
    const done = await Promise.all(pools.map((pool) => migrate(pool, { cells: 2, folder })));
    assert.equal(done.flat().length, 5);
    assert.equal(new Set(done.flat()).size, 5);
  } finally {
    await Promise.all(pools.map((pool) => pool.end()));
  }
});

test('a file that fails leaves nothing of itself behind, and says which it was', async () => {
  await write('cell/0001-payments.sql', 'create table payments (id int); create table payments (id int);');
  await assert.rejects(migrate(sql, { cells: 1, folder }), /0001-payments\.sql failed in cell_00.*already exists/);
  const [row] = await sql`select to_regclass('cell_00.payments') as found`;
  assert.equal(row?.['found'], null);
  const [path] = await sql`show search_path`;
  assert.doesNotMatch(String(path?.['search_path']), /cell/);
});

test('line ends that git changed are no change', async () => {
  await writeFile(join(folder, 'cell/0001-payments.sql'), '-- Made.\ncreate table payments (id int);\n');
  await migrate(sql, { cells: 1, folder });
  await writeFile(join(folder, 'cell/0001-payments.sql'), '-- Made.\r\ncreate table payments (id int);\r\n');
  assert.deepEqual(await migrate(sql, { cells: 1, folder }), []);
});

const refusals = [
  {
    what: 'a file changed after it was applied',
    change: () => write('cell/0002-payments.sql', 'create table payments (id bigint);'),
    sentence: /0002-payments\.sql was changed after it had been applied to cell_00/,
  },
  {
    what: 'a database newer than the code',
    change: () => rm(join(folder, 'cell/0002-payments.sql')),
    sentence: /newer than this Polypay: its schema cell_00 has the migration 0002-payments\.sql/,
  },
  {
    what: 'a file that comes too late for its number',
    change: () => write('cell/0001-late.sql', 'create table late (id int);'),
    sentence: /0001-late\.sql comes before 0002-payments\.sql, which cell_00 already has/,
  },
  {
    what: 'two files with one number',
    change: () => write('cell/0002-refunds.sql', 'create table refunds (id int);'),
    sentence: /0002-payments\.sql and 0002-refunds\.sql .* have the same number/,
  },
  {
    what: 'a file whose name has no number',
    change: () => write('cell/refunds.sql', 'create table refunds (id int);'),
    sentence: /refunds\.sql .* must be named like 0001-what-it-does\.sql/,
  },
  {
    what: 'a file that does not say what it is for',
    change: () => writeFile(join(folder, 'cell/0003-refunds.sql'), 'create table refunds (id int);'),
    sentence: /0003-refunds\.sql .* must begin with a comment/,
  },
];

for (const { what, change, sentence } of refusals) {
  test(`${what} is refused with a sentence`, async () => {
    await write('cell/0002-payments.sql', 'create table payments (id int);');
    await migrate(sql, { cells: 1, folder });
    await change();
    await assert.rejects(migrate(sql, { cells: 1, folder }), sentence);
  });
}

test('fewer cells than the database has are refused, for their merchants would not be found', async () => {
  await write('cell/0001-payments.sql', 'create table payments (id int);');
  await migrate(sql, { cells: 2, folder });
  await assert.rejects(migrate(sql, { cells: 1, folder }), /has 2 cells, and POLYPAY_CELLS is 1/);
});

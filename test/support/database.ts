// Gives a test file a database of its own: a clone of a template that has every migration and the cells cell_00, cell_01.
import { randomBytes } from 'node:crypto';
import { connect, type Sql } from '../../src/store/database.ts';

export interface TestDatabase {
  url: string;
  sql: Sql;
  /** Closes `sql` and drops the database, whoever else is still connected. */
  drop: () => Promise<void>;
}

/** `empty` gives a database without any migration. `connections` is the size of the pool behind `sql`. */
export async function createTestDatabase(
  options: { empty?: boolean; connections?: number } = {},
): Promise<TestDatabase> {
  const serverUrl = process.env['TEST_DATABASE_URL'];
  if (!serverUrl) {
    throw new Error(
      'This test needs the PostgreSQL that the test runner starts: run it as "npm test -- path/to/file.test.ts".',
    );
  }
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  const template = options.empty ? 'template1' : templateDatabase;
  await onServer(serverUrl, (sql) => sql.unsafe(`create database ${name} template ${template}`));

  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const sql = connect({ url: url.href, maxConnections: options.connections ?? 4 });
  return {
    url: url.href,
    sql,
    drop: async () => {
      await sql.end();
      await onServer(serverUrl, (server) => server.unsafe(`drop database if exists ${name} with (force)`));
    },
  };
}

export const templateDatabase = 'polypay_template';

async function onServer(url: string, use: (sql: Sql) => Promise<unknown>): Promise<void> {
  const sql = connect({ url, maxConnections: 1 });
  try {
    await use(sql);
  } finally {
    await sql.end();
  }
}

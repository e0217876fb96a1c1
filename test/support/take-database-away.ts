// A database that is gone for a while: what a gateway must survive.
import { connect } from '../../src/store/database.ts';
import type { TestDatabase } from './database.ts';

/** Cuts every connection to it and lets none in, until the answer is called. */
export async function takeDatabaseAway({ url }: Pick<TestDatabase, 'url'>): Promise<() => Promise<void>> {
  const name = new URL(url).pathname.slice(1);
  const elsewhere = new URL(url);
  elsewhere.pathname = '/postgres';
  const server = connect({ url: elsewhere.href, maxConnections: 1 });
  await server.unsafe(`alter database ${name} with allow_connections false`);
  await server.unsafe(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
  return async () => {
    await server.unsafe(`alter database ${name} with allow_connections true`);
    await server.end();
  };
}

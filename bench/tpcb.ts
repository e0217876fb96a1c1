// The yardstick: PostgreSQL's own TPC-B, on a server with the same programs and settings as the gateway's.
import { execFile } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { promisify } from 'node:util';
import { connect } from '../src/store/database.ts';
import { startEmbeddedPostgres } from '../src/store/embedded/start-embedded-postgres.ts';

export interface Tpcb {
  /** Transactions a second, 16 clients with prepared statements for that long. */
  measure(seconds: number): Promise<number>;
  stop(): Promise<void>;
}

const run = promisify(execFile);
const clients = 16;

/** Undefined where there is no pgbench: it comes with PostgreSQL's server packages, not with the gateway's. */
export function findPgbench(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(':').map((folder) => `${folder}/pgbench`);
  // The one on Debian's path is a wrapper in Perl around those in /usr/lib.
  return [...globSync('/usr/lib/postgresql/*/bin/pgbench').sort().reverse(), ...folders].find((path) =>
    existsSync(path),
  );
}

/** Starts the server and fills its tables: 100,000 accounts for each unit of `scale`. */
export async function startTpcb(pgbench: string, dataDir: string, scale: number): Promise<Tpcb> {
  const server = await startEmbeddedPostgres({
    dataDir,
    log: { info: () => {}, warn: (_, message) => console.error(message) },
  });
  const { username, password, pathname, port } = new URL(server.url);
  const call = async (...options: string[]) => {
    const host = server.socketDirectory ?? '127.0.0.1';
    const args = ['-h', host, '-p', port, '-U', username, ...options, pathname.slice(1)];
    return (await run(pgbench, args, { env: { ...process.env, PGPASSWORD: password } })).stdout;
  };
  try {
    await call('-i', '-q', '-s', String(scale));
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    async measure(seconds) {
      const sql = connect({ url: server.url, maxConnections: 1 });
      await sql`checkpoint`;
      await sql.end();
      const output = await call('-M', 'prepared', '-c', String(clients), '-j', '2', '-T', String(Math.ceil(seconds)));
      const perSecond = Number(/^tps = ([\d.]+)/m.exec(output)?.[1]);
      if (!(perSecond > 0)) throw new Error(`pgbench said something else than expected: ${output}`);
      return perSecond;
    },
    stop: server.stop,
  };
}

// Opens the database that the settings name, or starts the embedded one.
import { join } from 'node:path';
import { connect, type Sql } from './database.ts';
import { findEmbeddedPostgres, type ServerEvents, startEmbeddedPostgres } from './embedded/start-embedded-postgres.ts';

export interface OpenDatabase {
  /** For the cells' batches and reads. */
  readonly sql: Sql;
  /** A pool of its own, since a batch that holds a connection may have to wait for the directory. */
  readonly directorySql: Sql;
  close(): Promise<void>;
}

export interface OpenDatabaseOptions {
  /** Absent: the embedded server, its data in the data folder. */
  readonly databaseUrl: string | undefined;
  readonly dataFolder: string;
  /** A batch of each cell may be under way at a time. */
  readonly cells: number;
  readonly log: ServerEvents;
  /** Whether the embedded server of a gateway that runs already may be used, for a command beside it. */
  readonly join?: boolean;
}

/** Connections for reads, sweeps and the sandbox's bank, beside those of the cells' batches. */
const connectionsBeside = 8;
const mostConnections = 40;
const directoryConnections = 3;

/** Rejects with a sentence when the database cannot be used. */
export async function openDatabase(options: OpenDatabaseOptions): Promise<OpenDatabase> {
  const { databaseUrl, dataFolder, cells, log } = options;
  const maxConnections = Math.min(cells + connectionsBeside, mostConnections);
  if (databaseUrl !== undefined) {
    const pools = await openPools({ url: databaseUrl, maxConnections });
    return { ...pools, close: () => endAll(pools) };
  }
  const dataDir = join(dataFolder, 'postgres');
  const running = options.join ? await findEmbeddedPostgres(dataDir) : undefined;
  if (running) {
    const pools = await openPools({ url: running.url, socketFolder: running.socketDirectory, maxConnections: 2 });
    return { ...pools, close: () => endAll(pools) };
  }
  const server = await startEmbeddedPostgres({ dataDir, log });
  const pools = await openPools({ url: server.url, socketFolder: server.socketDirectory, maxConnections });
  return {
    ...pools,
    async close() {
      await endAll(pools);
      await server.stop();
    },
  };
}

interface Pools {
  readonly sql: Sql;
  readonly directorySql: Sql;
}

async function openPools(options: {
  url: string;
  socketFolder?: string | undefined;
  maxConnections: number;
}): Promise<Pools> {
  const pools = { sql: connect(options), directorySql: connect({ ...options, maxConnections: directoryConnections }) };
  try {
    await pools.sql`select 1`;
    return pools;
  } catch (error) {
    await endAll(pools);
    const { hostname, port, pathname } = new URL(options.url);
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The database ${pathname.slice(1)} at ${hostname}:${port || '5432'} (DATABASE_URL) cannot be used: ${reason || 'no answer'}.`,
      { cause: error },
    );
  }
}

async function endAll({ sql, directorySql }: Pools): Promise<void> {
  await Promise.all([sql.end(), directorySql.end()]);
}

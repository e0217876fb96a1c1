// What the gateway and the command line both stand on: the database up to date, the directory, the engine over its cells.
import { type DestinationStream, type Logger, pino } from 'pino';
import { catalogue } from './channels/catalogue.ts';
import { createBluepay } from './dialects/bluepay/dialect.ts';
import { createPaycools } from './dialects/paycools/dialect.ts';
import { createUpay } from './dialects/upay/dialect.ts';
import { createEngine } from './engine/create-engine.ts';
import type { Dialect } from './engine/dialect.ts';
import type { DirectoryAdmin } from './engine/directory.ts';
import type { Engine, StartedWork } from './engine/engine.ts';
import { createMetrics, type Metrics } from './http/metrics.ts';
import { findTracer, traceBatch } from './http/tracing.ts';
import { type Clock, createClock } from './kernel/clock.ts';
import type { Config } from './kernel/config.ts';
import { createIdSource, type IdSource } from './kernel/id.ts';
import { redactedPaths } from './kernel/redaction.ts';
import { createSealer, type Sealer } from './kernel/seal.ts';
import { createCellStore } from './store/cell-store.ts';
import { makeDataFolder } from './store/data-folder.ts';
import type { Sql } from './store/database.ts';
import { createDirectory, type LiveDirectory } from './store/directory/create-directory.ts';
import { createDirectoryStore } from './store/directory/directory-store.ts';
import { keptMasterKey } from './store/master-key.ts';
import { migrate } from './store/migrate.ts';
import { openDatabase } from './store/open-database.ts';

/** How long started work belongs to the process that started it; longer than any call it makes takes. */
export const leaseMs = 30_000;

/** Everything that needs no HTTP: what the command line works with, and the gateway on top of it. */
export interface GatewayCore {
  readonly config: Config;
  readonly log: Logger;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly engine: Engine;
  readonly directory: LiveDirectory;
  readonly dialects: readonly Dialect[];
  readonly metrics: Metrics;
  readonly sql: Sql;
  readonly masterKey: Uint8Array;
  /** Whom the engine hands the work that a batch owes; set by whoever runs workers. */
  onStarted(handler: (work: StartedWork) => void): void;
  close(): Promise<void>;
}

export function createLog(config: Pick<Config, 'logLevel'>, destination?: DestinationStream): Logger {
  return pino(
    {
      level: config.logLevel,
      redact: { paths: redactedPaths, censor: '[secret]' },
      base: null,
      serializers: { error: pino.stdSerializers.err },
    },
    destination,
  );
}

/** Opens or starts the database, brings it up to date, and builds the engine over it. `join`: beside a running gateway. */
export async function openGatewayCore(
  config: Config,
  log: Logger = createLog(config),
  { join = false } = {},
): Promise<GatewayCore> {
  await makeDataFolder(config.dataFolder);
  const database = await openDatabase({ ...config, log, join });
  const { sql } = database;
  try {
    await migrate(sql, { cells: config.cells, sandbox: config.mode === 'sandbox' });
    const masterKey = config.masterKey ?? (await keptMasterKey(config.dataFolder));
    const sealer = createSealer(masterKey);
    const clock = createClock();
    const ids = createIdSource();
    const directory = createDirectory({
      store: createDirectoryStore({ sql: database.directorySql, sealer, clock }),
      catalogue: config.mode === 'sandbox' ? catalogue : catalogue.filter(({ connector }) => connector !== 'sandbox'),
      cells: config.cells,
      ids,
      clock,
      onFault: (error) => log.warn({ error: String(error) }, 'The directory goes on with what it knows.'),
    });
    await directory.start();
    await proveMasterKey(directory, sealer);
    if (config.mode === 'sandbox') clock.setOffsetMs(Number((await directory.readSetting(clockOffsetSetting)) ?? 0));

    let start: (work: StartedWork) => void = () => {};
    // Upay first: some of its paths lie below one that PayCools explains whole (/api/v1/).
    const dialects = [createUpay({ directory }), createPaycools(), createBluepay({ clock })];
    const metrics = createMetrics(() => engine.waiting());
    const tracer = findTracer();
    const engine = createEngine({
      stores: Array.from({ length: config.cells }, (_, cell) => createCellStore(sql, cell)),
      directory,
      dialects,
      clock,
      leaseMs,
      onStarted: (work) => start(work),
      onBatch(batch) {
        metrics.batch(batch);
        if (tracer) traceBatch(tracer, batch);
      },
      onBug(error, command) {
        metrics.bug(command);
        log.error(
          { error: error instanceof Error ? error.stack : String(error), command },
          'A rule broke; its command was refused.',
        );
      },
    });
    return {
      config,
      log,
      clock,
      ids,
      engine,
      directory,
      dialects,
      metrics,
      sql,
      masterKey,
      onStarted(handler) {
        start = handler;
      },
      async close() {
        await engine.drained();
        await directory.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Where the sandbox keeps how far its clock was moved. */
export const clockOffsetSetting = 'clock-offset-ms';

const masterKeySetting = 'master-key-proof';

/** A wrong master key would make every secret unreadable, one request at a time: it is found out at the start. */
async function proveMasterKey(directory: DirectoryAdmin, sealer: Sealer): Promise<void> {
  const proof = await directory.readSetting(masterKeySetting);
  if (typeof proof !== 'string') {
    await directory.writeSetting(masterKeySetting, sealer.seal('polypay', masterKeySetting), 'system');
    return;
  }
  try {
    sealer.open(proof, masterKeySetting);
  } catch {
    throw new Error(
      'The master key is not the one this database was set up with (POLYPAY_MASTER_KEY, or master.key in the data folder of a sandbox).',
    );
  }
}

// Puts the gateway together: configuration, database, directory, engine, workers, HTTP. With main.ts and cli.ts this is
// the only file that knows all parts.
import type { FastifyInstance } from 'fastify';
import { type DestinationStream, type Logger, pino } from 'pino';
import { adminPlugin } from './admin/plugin.ts';
import { cashierPlugin } from './cashier/plugin.ts';
import { catalogue } from './channels/catalogue.ts';
import { createConnectors } from './channels/connectors.ts';
import { createSandbox, type Sandbox } from './channels/sandbox/sandbox.ts';
import { sandboxPlugin } from './channels/sandbox/routes/plugin.ts';
import { writeDemo } from './demo.ts';
import { createPaycools } from './dialects/paycools/dialect.ts';
import { paycoolsPlugin } from './dialects/paycools/plugin.ts';
import { createEngine } from './engine/create-engine.ts';
import type { Dialect } from './engine/dialect.ts';
import type { Engine, StartedWork } from './engine/engine.ts';
import { createMetrics, type Metrics } from './http/metrics.ts';
import { createServer } from './http/server.ts';
import { type Clock, createClock } from './kernel/clock.ts';
import type { Config } from './kernel/config.ts';
import { createIdSource, type IdSource } from './kernel/id.ts';
import { redactedPaths } from './kernel/log.ts';
import { createRateLimiter } from './kernel/rate-limit.ts';
import { createSealer } from './kernel/seal.ts';
import { createTokenSigner } from './kernel/token.ts';
import { createNotifier, type Notifier } from './notify/notifier.ts';
import { createCellStore } from './store/cell-store.ts';
import type { Sql } from './store/database.ts';
import { createDirectory, type LiveDirectory } from './store/directory/create-directory.ts';
import { createDirectoryStore } from './store/directory/directory-store.ts';
import { makeDataFolder } from './store/data-folder.ts';
import { keptMasterKey } from './store/master-key.ts';
import { migrate } from './store/migrate.ts';
import { openDatabase } from './store/open-database.ts';
import { createSweeper, type Sweeper } from './tasks/sweeper.ts';
import { createTaskRunner, type TaskRunner } from './tasks/task-runner.ts';

/** How long started work belongs to the process that started it; longer than any call it makes takes. */
const leaseMs = 30_000;

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

export interface Gateway {
  /** Where it listens: `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly core: GatewayCore;
  /** Absent in live mode. */
  readonly sandbox: Sandbox | undefined;
  /** Answers what was accepted, stops the workers, closes the database. */
  close(): Promise<void>;
}

/** Lines go to standard output unless another destination is given. */
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
    const clock = createClock();
    const ids = createIdSource();
    const directory = createDirectory({
      store: createDirectoryStore({ sql: database.directorySql, sealer: createSealer(masterKey), clock }),
      catalogue,
      cells: config.cells,
      ids,
      clock,
      onFault: (error) => log.warn({ error: String(error) }, 'The directory goes on with what it knows.'),
    });
    await directory.start();
    if (config.mode === 'sandbox') clock.setOffsetMs(Number((await directory.readSetting('clock-offset-ms')) ?? 0));

    let start: (work: StartedWork) => void = () => {};
    const dialects = [createPaycools()];
    const metrics = createMetrics(() => engine.waiting());
    const engine = createEngine({
      stores: Array.from({ length: config.cells }, (_, cell) => createCellStore(sql, cell)),
      directory,
      dialects,
      clock,
      leaseMs,
      onStarted: (work) => start(work),
      onBatch: metrics.batch,
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

/** Starts everything and resolves when it serves. Rejects with a sentence that says what is wrong. */
export async function startGateway(config: Config, log: Logger = createLog(config)): Promise<Gateway> {
  const core = await openGatewayCore(config, log);
  try {
    return await serve(core);
  } catch (error) {
    await core.close();
    throw error;
  }
}

interface Workers {
  readonly tasks: TaskRunner;
  readonly notifier: Notifier;
  readonly sweeper: Sweeper;
  readonly sandbox: Sandbox | undefined;
}

async function serve(core: GatewayCore): Promise<Gateway> {
  const { config, directory, log } = core;
  const workers = startWorkers(core);
  const server = createServer({
    logger: log,
    metrics: core.metrics,
    trustedProxies: config.trustedProxies,
    readiness: () => readiness(core),
  });
  let url = config.publicUrl ?? '';
  await register(server, core, workers, () => url);
  try {
    const listening = await server.listen({ host: config.host, port: config.port });
    url ||= listening;
    if (workers.sandbox) await writeDemo({ directory, dataFolder: config.dataFolder, baseUrl: url });
    workers.sweeper.start();
    return {
      url: listening,
      core,
      sandbox: workers.sandbox,
      async close() {
        await server.close();
        await stopWorkers(workers);
        await core.close();
      },
    };
  } catch (error) {
    await server.close();
    await stopWorkers(workers);
    throw error;
  }
}

function startWorkers(core: GatewayCore): Workers {
  const { config, engine, directory, dialects, clock, ids, metrics, log, sql } = core;
  const sandbox = config.mode === 'sandbox' ? createSandbox({ sql, engine, clock, ids, log }) : undefined;
  const connectors = createConnectors(sandbox ? [sandbox.connector] : []);
  const tasks = createTaskRunner({ engine, directory, connectors, clock, leaseMs, log, metrics });
  const notifier = createNotifier({ engine, directory, dialects, clock, leaseMs, mode: config.mode, log, metrics });
  const sweeper = createSweeper({
    engine,
    clock,
    log,
    tasks,
    notifier,
    extraSweeps: sandbox ? [() => sandbox.sweep().then(() => 0)] : [],
  });
  core.onStarted((work) => {
    tasks.start(work.cell, work.tasks);
    notifier.start(work.cell, work.notifications);
  });
  return { tasks, notifier, sweeper, sandbox };
}

/** Stops to claim, then waits for what is under way; what is left has its row and is claimed after the next start. */
async function stopWorkers({ tasks, notifier, sweeper, sandbox }: Workers): Promise<void> {
  await sweeper.stop();
  await Promise.all([tasks.stop(), notifier.stop()]);
  await sandbox?.stop();
}

async function register(
  server: FastifyInstance,
  core: GatewayCore,
  workers: Workers,
  baseUrl: () => string,
): Promise<void> {
  const { config, engine, directory, dialects, clock, ids, metrics, log, masterKey } = core;
  const { sandbox } = workers;
  const tokens = createTokenSigner(masterKey);
  const connectors = createConnectors(sandbox ? [sandbox.connector] : []);
  const rateLimiter = createRateLimiter();
  await server.register(
    paycoolsPlugin({
      engine,
      directory,
      connectors,
      clock,
      ids,
      rateLimiter,
      tokens,
      baseUrl,
      mode: config.mode,
      log,
      onCreated: sandbox?.watch,
      onAnswer: (operation, code, durationMs) => metrics.request('paycools', operation, code, durationMs),
    }),
  );
  await server.register(cashierPlugin({ engine, directory, dialects, tokens, clock, payer: sandbox?.payer }));
  await server.register(
    adminPlugin({ directory, engine, clock, servedDialects: dialects.flatMap(({ names }) => names), log }),
    { prefix: '/admin' },
  );
  if (sandbox) {
    const advanceClock = async (milliseconds: number) => {
      clock.setOffsetMs(clock.offsetMs() + milliseconds);
      await directory.writeSetting('clock-offset-ms', clock.offsetMs(), 'system');
      await workers.sweeper.runAllDue();
    };
    await server.register(sandboxPlugin({ engine, directory, dialects, clock, sandbox, advanceClock, ids, log }), {
      prefix: '/sandbox',
    });
  }
}

async function readiness({ sql }: GatewayCore): Promise<string | undefined> {
  try {
    await sql`select 1`;
    return undefined;
  } catch {
    return 'The database does not answer.';
  }
}

// Puts the gateway together: workers, dialects, pages, operators' API and the sandbox over the core, and serves them.
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { adminPlugin } from './admin/plugin.ts';
import { cashierPlugin } from './cashier/plugin.ts';
import { createConnectors } from './channels/connectors.ts';
import { createSandbox, type Sandbox } from './channels/sandbox/sandbox.ts';
import { sandboxPlugin } from './channels/sandbox/routes/plugin.ts';
import { writeDemo } from './demo.ts';
import { bluepayPlugin } from './dialects/bluepay/plugin.ts';
import { paycoolsPlugin } from './dialects/paycools/plugin.ts';
import { upayPlugin } from './dialects/upay/plugin.ts';
import type { Connectors } from './engine/connector.ts';
import { createSerials } from './engine/serials.ts';
import { clockOffsetSetting, createLog, type GatewayCore, leaseMs, openGatewayCore } from './gateway-core.ts';
import { docsPlugin } from './http/docs/plugin.ts';
import { closeServer, createServer } from './http/server.ts';
import type { Config } from './kernel/config.ts';
import { createRateLimiter } from './kernel/rate-limit.ts';
import { createTokenSigner } from './kernel/token.ts';
import { createInquirer, type Inquirer } from './notify/inquire.ts';
import { createNotifier, type Notifier } from './notify/notifier.ts';
import { createStatementDesk } from './statements/desk.ts';
import { statementsPlugin } from './statements/plugin.ts';
import { createLookout } from './tasks/lookout.ts';
import { createSweeper, type Sweeper } from './tasks/sweeper.ts';
import { createTaskRunner, type TaskRunner } from './tasks/task-runner.ts';

export interface Gateway {
  /** Where it listens: `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly core: GatewayCore;
  /** Absent in live mode. */
  readonly sandbox: Sandbox | undefined;
  /** Answers what was accepted, stops the workers, closes the database. */
  close(): Promise<void>;
}

/** Lines go to standard output unless another destination is given. Starts everything and resolves when it serves. Rejects with a sentence that says what is wrong. */
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
  readonly connectors: Connectors;
  readonly tasks: TaskRunner;
  readonly notifier: Notifier;
  readonly inquirer: Inquirer;
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
    const listening = await listen(server, config);
    url ||= listening;
    if (workers.sandbox) await writeDemo({ directory, dataFolder: config.dataFolder, baseUrl: url });
    workers.sweeper.start();
    return {
      url: listening,
      core,
      sandbox: workers.sandbox,
      async close() {
        // A request that waits for an outcome is answered as it stands, one that waits for a merchant is refused: neither
        // may hold the stop.
        core.engine.endWaits();
        await workers.inquirer.stop();
        await closeServer(server);
        await stopWorkers(workers);
        await core.close();
      },
    };
  } catch (error) {
    await closeServer(server);
    await stopWorkers(workers);
    throw error;
  }
}

function startWorkers(core: GatewayCore): Workers {
  const { config, engine, directory, dialects, clock, ids, metrics, log, sql } = core;
  const inquirer = createInquirer({ engine, directory, dialects, clock, mode: config.mode, log });
  const { inquire } = inquirer;
  const sandbox = config.mode === 'sandbox' ? createSandbox({ sql, engine, inquire, clock, ids, log }) : undefined;
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
  return { connectors, tasks, notifier, inquirer, sweeper, sandbox };
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
  const { connectors, sandbox } = workers;
  const tokens = createTokenSigner(masterKey);
  const { mode } = config;
  const rateLimiter = createRateLimiter();
  const serials = createSerials(engine);
  const shared = { engine, directory, connectors, clock, ids, serials, rateLimiter, tokens, baseUrl, mode, log };
  const report = (dialect: string) => (operation: string, code: string | number, durationMs: number) =>
    metrics.request(dialect, operation, code, durationMs);
  await server.register(paycoolsPlugin({ ...shared, onCreated: sandbox?.watch, onAnswer: report('paycools') }));
  const lookout = createLookout({ engine, directory, connectors, clock, log });
  await server.register(upayPlugin({ ...shared, lookout, onAnswer: report('upay') }));
  const statements = createStatementDesk(shared);
  await server.register(statementsPlugin({ ...shared, dialects }));
  await server.register(
    bluepayPlugin({ ...shared, lookout, statements, onCreated: sandbox?.watch, onAnswer: report('bluepay') }),
  );
  await server.register(cashierPlugin({ ...shared, dialects, payer: sandbox?.payer, onCreated: sandbox?.watch }));
  const admin = { directory, engine, clock, servedDialects: dialects.flatMap(({ names }) => names), log };
  await server.register(adminPlugin(admin), { prefix: '/admin' });
  await server.register(docsPlugin({ baseUrl, admin }), { prefix: '/docs' });
  if (sandbox) {
    const advanceClock = async (milliseconds: number) => {
      // Kept before it counts: after a crash between the two, time would otherwise run backwards.
      const offsetMs = clock.offsetMs() + milliseconds;
      await directory.writeSetting(clockOffsetSetting, offsetMs, 'system');
      clock.setOffsetMs(offsetMs);
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

async function listen(server: FastifyInstance, { host, port }: Config): Promise<string> {
  try {
    return await server.listen({ host, port });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    const reason = code === 'EADDRINUSE' ? 'another program listens there' : String(cause);
    throw new Error(`The gateway cannot listen on ${host}:${port} (HOST, PORT): ${reason}.`, { cause });
  }
}

// The gateway as a process of its own, and the PostgreSQL that it starts: begun, killed, begun again.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect, type Sql } from '../../src/store/database.ts';
import { isServerOf } from '../../src/store/embedded/running-server.ts';

export interface GatewayProcess {
  /** Where it serves; the same after every start. */
  url(): string;
  /** Resolves when it says that it serves, with the milliseconds that took. Rejects with its own words when it ends first. */
  start(): Promise<number>;
  isAlive(): boolean;
  /** SIGKILL, and its end awaited. */
  kill(): Promise<void>;
  /** SIGTERM, and its end awaited; answers its exit code. */
  stop(): Promise<number | null>;
  postgresPid(): Promise<number | undefined>;
  /** Whether that process is its PostgreSQL still; one that has ended and waits to be reaped is not. */
  isPostgres(pid: number): boolean;
  /** A new connection to its database, for reading beside it. */
  openSql(): Promise<Sql>;
  /** What it logged as errors, by message. */
  readonly errors: ReadonlyMap<string, { count: number; first: string }>;
}

/** So that a share's receiver can live in another cell than its payer. */
export const cells = 2;

const mainPath = join(import.meta.dirname, '../../src/main.ts');
const patienceMs = 60_000;

export function createGatewayProcess(dataFolder: string): GatewayProcess {
  const errors = new Map<string, { count: number; first: string }>();
  const postgresFolder = join(dataFolder, 'postgres');
  let child: ChildProcess | undefined;
  let url = '';

  const isAlive = () => child !== undefined && child.exitCode === null && child.signalCode === null;
  const readPidFile = async () =>
    (await readFile(join(postgresFolder, 'cluster', 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');

  function note(line: string): void {
    if (!/^\{"level":[56]0/.test(line)) return;
    const { msg = '' } = JSON.parse(line) as { msg?: string };
    const known = errors.get(msg) ?? { count: 0, first: line };
    known.count++;
    errors.set(msg, known);
  }

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    if (!child || !isAlive()) return child?.exitCode ?? null;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
    return child.exitCode;
  }

  return {
    url: () => url,
    errors,
    isAlive,
    async start() {
      const startedAt = performance.now();
      const port = url === '' ? '0' : new URL(url).port;
      const settings = {
        POLYPAY_DATA: dataFolder,
        PORT: port,
        POLYPAY_MODE: 'sandbox',
        LOG_LEVEL: 'warn',
        POLYPAY_CELLS: String(cells),
      };
      const environment: NodeJS.ProcessEnv = { ...process.env, ...settings };
      // The test runner's own database is not the gateway's.
      delete environment['DATABASE_URL'];
      const started = spawn(process.execPath, [mainPath], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
      child = started;
      url = await served(started, note);
      return performance.now() - startedAt;
    },
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
    async postgresPid() {
      const pid = Number((await readPidFile())[0]);
      return pid > 1 ? pid : undefined;
    },
    isPostgres: (pid) => isServerOf(pid, join(postgresFolder, 'cluster')),
    async openSql() {
      const port = (await readPidFile())[3] ?? '';
      const password = (await readFile(join(postgresFolder, 'password'), 'utf8')).trim();
      return connect({ url: `postgres://polypay:${password}@127.0.0.1:${port}/polypay`, maxConnections: 1 });
    },
  };
}

/** The address in the gateway's greeting. */
function served(child: ChildProcess, onLine: (line: string) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    let rest = '';
    const timer = setTimeout(() => fail(`did not serve within ${patienceMs / 1000} s`), patienceMs);
    const fail = (what: string) => {
      clearTimeout(timer);
      reject(new Error(`The gateway ${what}. It said: ${said.slice(-2000)}`));
    };
    const hear = (chunk: Buffer) => {
      const lines = (rest + chunk.toString('utf8')).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        onLine(line);
        if (said.length < 20_000) said += `${line}\n`;
        const address = /^Polypay serves (\S+) /.exec(line)?.[1];
        if (address === undefined) continue;
        clearTimeout(timer);
        resolve(address);
      }
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code, signal) => fail(`ended with ${code ?? signal} before it served`));
  });
}

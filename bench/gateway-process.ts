// The gateway as its users run it: `node src/main.ts` in a process of its own, on a fresh data folder and a free port.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Demo, readDemo } from '../src/demo.ts';
import { connect, type Sql } from '../src/store/database.ts';
import { readPidFile } from '../src/store/embedded/running-server.ts';

export interface GatewayProcess {
  readonly port: number;
  readonly demo: Demo;
  /** The gateway's own database. */
  readonly sql: Sql;
  /** Lines it logged: warnings and worse. */
  readonly logged: readonly string[];
  observe(): Promise<Observation>;
  stop(): Promise<void>;
}

/** Sums since its start. */
export interface Observation {
  readonly cpuSeconds: number;
  readonly batches: number;
  readonly commands: number;
  readonly commitSeconds: number;
  /** The most memory it has ever had resident, in MiB; on systems without /proc what it has now. */
  readonly peakMemoryMb: number;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const patienceMs = 60_000;

/** What `npm start` gives to node. */
async function wordsOfStart(): Promise<string[]> {
  const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } };
  return scripts.start.split(' ').slice(1);
}

/** `nodeOptions` go before the program: a profiler, for example. Rejects when it does not start. */
export async function startGatewayProcess(
  dataFolder: string,
  nodeOptions: readonly string[] = [],
): Promise<GatewayProcess> {
  const child = spawn(process.execPath, [...nodeOptions, ...(await wordsOfStart())], {
    cwd: root,
    env: { PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'], POLYPAY_DATA: dataFolder, ...quiet },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Ctrl-C is for the bench, which then stops its processes in order.
    detached: true,
  });
  const logged: string[] = [];
  try {
    const url = await servingUrl(child, logged);
    const demo = await readDemo(join(dataFolder, 'demo.json'));
    if (!demo) throw new Error('The gateway has written no demo.json.');
    const sql = await openDatabaseOf(dataFolder);
    return {
      port: Number(url.port),
      demo,
      sql,
      logged,
      observe: () => observe(url, child.pid ?? 0),
      async stop() {
        await sql.end();
        await stopGateway(child, dataFolder);
      },
    };
  } catch (error) {
    await stopGateway(child, dataFolder);
    throw error;
  }
}

const quiet = { LOG_LEVEL: 'warn', PORT: '0' };

async function servingUrl(child: ChildProcess, logged: string[]): Promise<URL> {
  const serving = Promise.withResolvers<URL>();
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface(stream).on('line', (line) => {
      const address = /^Polypay serves (\S+)/.exec(line)?.[1];
      if (address !== undefined) serving.resolve(new URL(address));
      else if (line.startsWith('{') || stream === child.stderr) logged.push(line);
    });
  }
  child.once('error', serving.reject);
  child.once('exit', (code) =>
    serving.reject(new Error(`The gateway ended with ${code} before it served. ${logged.join(' ')}`)),
  );
  return serving.promise;
}

async function openDatabaseOf(dataFolder: string): Promise<Sql> {
  const folder = join(dataFolder, 'postgres');
  const password = (await readFile(join(folder, 'password'), 'utf8')).trim();
  const server = readPidFile(join(folder, 'cluster'));
  if (!server) throw new Error('The gateway runs without its database.');
  const url = `postgres://polypay:${password}@127.0.0.1:${server.port}/polypay`;
  return connect({ url, socketFolder: server.socketDirectory, maxConnections: 2 });
}

async function observe(url: URL, pid: number): Promise<Observation> {
  const text = await (await fetch(new URL('/metrics', url))).text();
  const sum = (name: string) =>
    [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'))].reduce(
      (total, [, value]) => total + Number(value),
      0,
    );
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const peakKb = Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? sum('process_resident_memory_bytes') / 1024);
  return {
    cpuSeconds: sum('process_cpu_seconds_total'),
    batches: sum('polypay_batch_commands_count'),
    commands: sum('polypay_batch_commands_sum'),
    commitSeconds: sum('polypay_commit_seconds_sum'),
    peakMemoryMb: peakKb / 1024,
  };
}

/** Asks it to stop; if it does not, kills it, and the database that it would have stopped. */
async function stopGateway(child: ChildProcess, dataFolder: string): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, 'exit');
  child.kill('SIGINT');
  const patience = new AbortController();
  const stopped = await Promise.race([
    gone.then(() => true),
    sleep(patienceMs, false, { signal: patience.signal }).catch(() => true),
  ]);
  patience.abort();
  if (stopped) return;
  child.kill('SIGKILL');
  await gone;
  const server = readPidFile(join(dataFolder, 'postgres', 'cluster'));
  if (server) process.kill(server.pid, 'SIGINT');
}

// One PostgreSQL process: starting it, waiting until it answers, stopping it.
import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account.ts';
import { isServerOf, readPidFile } from './running-server.ts';
import { openServerLog, readServerLog, sizeOf } from './server-log.ts';

export interface ServerProcess {
  pid: number;
  port: number;
  socketDirectory: string | undefined;
  isAlive: () => boolean;
  /** Called once, when the process has ended by whatever cause. */
  onEnd: (listener: () => void) => void;
}

export interface LaunchOptions {
  account: Account;
  program: string;
  clusterDir: string;
  logPath: string;
  port: number;
  socketDirectory: string | undefined;
}

const pollMs = 15;
const watchMs = 250;
const stopPatienceMs = 60_000;
const slowStartMs = 10_000;

/** Starts the server and resolves once it takes connections; throws with the end of its log when it does not. */
export async function launchServer(options: LaunchOptions, onSlow: () => void): Promise<ServerProcess> {
  const { account, program, clusterDir, logPath, port, socketDirectory } = options;
  const logStart = sizeOf(logPath);
  const log = openServerLog(logPath);
  // Detached: ctrl-C in a terminal reaches the whole process group, and the gateway must finish its work before the
  // database goes. Unreferenced: it must not keep a gateway alive that has nothing else to do.
  const child = account.launch(program, ['-D', clusterDir, '-p', String(port), '-k', socketDirectory ?? ''], {
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  log.close();
  child.unref();
  const server = ownServer(child, port, socketDirectory);
  if (await waitUntilReady(server, clusterDir, onSlow)) return server;
  throw new Error(`PostgreSQL did not start; its log ${logPath} ends with: ${readServerLog(logPath, logStart)}`);
}

/** A server that another process started. Its end is seen by looking, since only a parent is told. */
export function adoptServer(
  found: { pid: number; port: number; socketDirectory: string | undefined },
  clusterDir: string,
) {
  const isAlive = () => isServerOf(found.pid, clusterDir);
  const onEnd = (listener: () => void) => {
    const timer = setInterval(() => {
      if (isAlive()) return;
      clearInterval(timer);
      listener();
    }, watchMs).unref();
  };
  return { ...found, isAlive, onEnd } satisfies ServerProcess;
}

/** False when the process ended first. Recovery after a crash may take minutes: `onSlow` is called every ten seconds. */
export async function waitUntilReady(server: ServerProcess, clusterDir: string, onSlow: () => void): Promise<boolean> {
  let slowAt = Date.now() + slowStartMs;
  while (server.isAlive()) {
    const told = readPidFile(clusterDir);
    if (told?.pid === server.pid && told.ready) return true;
    if (Date.now() > slowAt) {
      onSlow();
      slowAt = Date.now() + slowStartMs;
    }
    await sleep(pollMs);
  }
  return false;
}

/** Ends the connections, writes everything down, stops. If that takes over a minute, stops at once and recovers next time. */
export async function stopServer(server: ServerProcess): Promise<void> {
  const giveUpAt = Date.now() + stopPatienceMs;
  send(server, 'SIGINT');
  while (server.isAlive()) {
    if (Date.now() > giveUpAt) send(server, 'SIGQUIT');
    await sleep(pollMs);
  }
}

function ownServer(child: ChildProcess, port: number, socketDirectory: string | undefined): ServerProcess {
  let alive = child.pid !== undefined;
  const listeners: (() => void)[] = [];
  const end = () => {
    if (!alive) return;
    alive = false;
    for (const listener of listeners) listener();
  };
  child.once('exit', end);
  child.once('error', end);
  return {
    pid: child.pid ?? 0,
    port,
    socketDirectory,
    isAlive: () => alive,
    onEnd: (listener) => listeners.push(listener),
  };
}

function send(server: ServerProcess, signal: NodeJS.Signals): void {
  if (!server.isAlive()) return;
  try {
    process.kill(server.pid, signal);
  } catch {
    // It ended in between.
  }
}

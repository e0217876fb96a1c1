// Says which PostgreSQL runs on a cluster directory, if any: the gateway that started it may have been killed.
import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

export type RunningServer = { pid: number; port: number; socketDirectory: string | undefined; ready: boolean };

/** What postmaster.pid tells, whether or not it is true. */
export function readPidFile(clusterDir: string): RunningServer | undefined {
  try {
    const lines = readFileSync(pidFile(clusterDir), 'utf8').split('\n');
    const [pid, port] = [Number(lines[0]), Number(lines[3])];
    if (!Number.isSafeInteger(pid) || pid <= 1) return undefined;
    return { pid, port, socketDirectory: lines[4] || undefined, ready: lines[7]?.trim() === 'ready' };
  } catch {
    return undefined;
  }
}

/**
 * The server that runs on this cluster. A postmaster.pid whose process is dead, or is by now another program, is removed:
 * PostgreSQL itself refuses to start on one as soon as any process has that id.
 */
export function findRunningServer(clusterDir: string): RunningServer | undefined {
  const server = readPidFile(clusterDir);
  if (server && isServerOf(server.pid, clusterDir)) return server;
  rmSync(pidFile(clusterDir), { force: true });
  return undefined;
}

/** Whether a process is alive and is the PostgreSQL of this cluster, not a program that got the id of a dead one. */
export function isServerOf(pid: number, clusterDir: string): boolean {
  try {
    return process.platform === 'linux' ? isServerByProc(pid, clusterDir) : isServerByPs(pid, clusterDir);
  } catch {
    return false;
  }
}

function isServerByProc(pid: number, clusterDir: string): boolean {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const state = stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
  if (state === 'Z' || state === 'X') return false;
  const [program = '', ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  if (basename(program) !== 'postgres') return false;
  return args.includes(clusterDir) || readlinkSync(`/proc/${pid}/cwd`) === realpathSync(clusterDir);
}

function isServerByPs(pid: number, clusterDir: string): boolean {
  const line = execFileSync('ps', ['-o', 'stat=,command=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  return !line.startsWith('Z') && /postgres\s/.test(line) && line.includes(clusterDir);
}

function pidFile(clusterDir: string): string {
  return join(clusterDir, 'postmaster.pid');
}

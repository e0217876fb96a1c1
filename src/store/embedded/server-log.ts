// PostgreSQL writes its own log file, so that it keeps its voice when the gateway dies; this keeps that file small.
import { closeSync, copyFileSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';

const limitBytes = 10 * 1024 * 1024;
const checkEveryMs = 10 * 60 * 1000;

/** Opens the log for appending, for a server to write into. The caller closes it once the server has it. */
export function openServerLog(path: string): { fd: number; close: () => void } {
  const fd = openSync(path, 'a', 0o600);
  return { fd, close: () => closeSync(fd) };
}

/** Moves the log to `<path>.1` whenever it has grown past the limit; the server appends on. */
export function limitServerLog(path: string): { stop: () => void } {
  const limit = () => {
    if (sizeOf(path) < limitBytes) return;
    copyFileSync(path, `${path}.1`);
    truncateSync(path);
  };
  limit();
  const timer = setInterval(limit, checkEveryMs).unref();
  return { stop: () => clearInterval(timer) };
}

export function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** What the server wrote after a position, at most its last few lines. */
export function readServerLog(path: string, fromBytes: number): string {
  if (sizeOf(path) <= fromBytes) return '';
  return readFileSync(path).subarray(fromBytes).toString('utf8').trim().split('\n').slice(-8).join('\n');
}

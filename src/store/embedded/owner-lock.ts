// Makes sure that one gateway at a time uses a data directory.
//
// The lock is the operating system's: SQLite, which Node carries, takes it on an otherwise empty file. It vanishes with
// the process however that ends, so there is no stale lock to judge and no reused process id to be fooled by. The note
// beside it only serves to name the owner in the refusal.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type OwnerLock = { release: () => void };

export function takeOwnerLock(dataDir: string): OwnerLock {
  const lock = lockFile(dataDir, join(dataDir, 'owner.json'));
  return { release: () => lock.close() };
}

function lockFile(dataDir: string, notePath: string): DatabaseSync {
  let file: DatabaseSync | undefined;
  try {
    file = new DatabaseSync(join(dataDir, 'owner.lock'), { timeout: 0 });
    file.exec('pragma journal_mode = memory; begin exclusive');
    writeFileSync(notePath, `${JSON.stringify({ pid: process.pid, startedAt: new Date().toISOString() })}\n`);
    return file;
  } catch (cause) {
    file?.close();
    if (cause instanceof Error && cause.message.includes('locked')) {
      throw new Error(
        `Another gateway ${describeOwner(notePath)}is using the data directory ${dataDir}. ` +
          'Stop it first, or set POLYPAY_DATA to another directory.',
        { cause },
      );
    }
    throw new Error(
      `The data directory ${dataDir} cannot be locked: make it writable for the user who starts the gateway.`,
      {
        cause,
      },
    );
  }
}

function describeOwner(notePath: string): string {
  try {
    const note = JSON.parse(readFileSync(notePath, 'utf8')) as { pid: number; startedAt: string };
    return `(process ${note.pid}, started ${note.startedAt}) `;
  } catch {
    return '';
  }
}

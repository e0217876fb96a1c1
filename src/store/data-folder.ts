// The folder for everything that the gateway keeps outside its database.
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Makes the folder and those above it (mode 0700). Rejects with a sentence when it cannot be there. */
export async function makeDataFolder(path: string): Promise<void> {
  try {
    await makeWithParents(path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The folder ${path} (POLYPAY_DATA) cannot be made: ${reason}`, { cause });
  }
  if (!(await stat(path)).isDirectory()) throw new Error(`${path} (POLYPAY_DATA) is not a folder.`);
}

/** Not mkdir's own `recursive`: on file systems that make no folders, such as /proc, it never comes back. */
async function makeWithParents(path: string): Promise<void> {
  const present = await stat(path).catch(() => undefined);
  if (present || path === dirname(path)) return;
  await makeWithParents(dirname(path));
  await mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

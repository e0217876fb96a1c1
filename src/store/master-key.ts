// The master key of a sandbox, kept beside its data; in live mode the operator's comes from the environment.
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomHex } from '../kernel/random.ts';
import { readMasterKey } from '../kernel/seal.ts';

/** Reads `master.key` of the data folder, or makes it (file mode 0600). */
export async function keptMasterKey(dataFolder: string): Promise<Uint8Array> {
  const path = join(dataFolder, 'master.key');
  const kept = await readFile(path, 'utf8').catch(() => undefined);
  if (kept !== undefined) return readMasterKey(kept);
  const made = randomHex(32);
  // Written aside first, so that no crash leaves half a key.
  await writeFile(`${path}.new`, `${made}\n`, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
  return readMasterKey(made);
}

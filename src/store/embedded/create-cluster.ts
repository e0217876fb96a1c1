// Creates the files of a new database cluster, wholly or not at all.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';

export type ClusterPlace = { clusterDir: string; runDir: string };

export async function createClusterIfAbsent(
  place: ClusterPlace,
  owner: { user: string; password: string },
  binaries: Binaries,
  account: Account,
): Promise<void> {
  if (existsSync(join(place.clusterDir, 'PG_VERSION'))) return refuseOtherVersion(place.clusterDir, binaries, account);

  // A killed initdb leaves half a cluster, so the directory gets its name only once it is complete and on disk. One whose
  // gateway was killed lives on for a moment, so it never shares its directory with the next.
  await removeUnfinished(place.clusterDir);
  const unfinishedDir = `${place.clusterDir}.new-${randomBytes(4).toString('hex')}`;
  const passwordPath = join(place.runDir, 'first-password');
  await mkdir(unfinishedDir, { mode: 0o700 });
  await account.own(unfinishedDir);
  await writeFile(passwordPath, owner.password, { mode: 0o600 });
  await account.own(passwordPath);
  try {
    const encoding = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    const access = [`--username=${owner.user}`, '--auth=scram-sha-256', `--pwfile=${passwordPath}`];
    const flags = ['-D', unfinishedDir, '--no-instructions', '--no-sync', ...encoding, ...access];
    await run(account, binaries.initdb, flags);
    await run(account, binaries.initdb, ['-D', unfinishedDir, '--sync-only']);
  } finally {
    await rm(passwordPath, { force: true });
  }
  await rename(unfinishedDir, place.clusterDir);
}

async function removeUnfinished(clusterDir: string): Promise<void> {
  const folder = dirname(clusterDir);
  const left = (await readdir(folder)).filter((name) => name.startsWith(`${basename(clusterDir)}.new`));
  // What an initdb still writes to may not go away at once; then the next start removes it.
  for (const name of left)
    await rm(join(folder, name), { recursive: true, force: true, maxRetries: 3 }).catch(() => {});
}

async function refuseOtherVersion(clusterDir: string, binaries: Binaries, account: Account): Promise<void> {
  const dataVersion = (await readFile(join(clusterDir, 'PG_VERSION'), 'utf8')).trim();
  const programVersion = /\d+/.exec(await run(account, binaries.postgres, ['--version']))?.[0];
  if (dataVersion === programVersion) return;
  throw new Error(
    `The database in ${clusterDir} was made by PostgreSQL ${dataVersion}, and the installed one is ${programVersion}. ` +
      'Move it over with pg_dump and pg_restore, or install the Polypay version that made it.',
  );
}

/** Runs a program to its end as the server's user and gives what it said; a failure is thrown with its last words. */
async function run(account: Account, program: string, args: string[]): Promise<string> {
  const child = account.launch(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout?.on('data', (chunk) => (said += String(chunk)));
  child.stderr?.on('data', (chunk) => (said += String(chunk)));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return said;
  throw new Error(
    `PostgreSQL could not prepare its database (${program} ended with ${code}): ${said.trim().slice(-600)}`,
  );
}

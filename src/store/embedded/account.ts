// Chooses the operating-system user the server runs as, and starts programs as that user.
//
// PostgreSQL refuses to run as root. Started as root, the gateway therefore runs it as `postgres` (or whoever owns the
// data already). That user often may not enter the folders above the data or above node_modules: /root and `mktemp -d`
// are closed to all but root. No folder of somebody else's is opened up for it; the server instead keeps one single right
// of root's, that of passing directories, by way of `setpriv` (util-linux).
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { chown, lchown, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface Account {
  /** Starts a program as the server's user. */
  launch: (program: string, args: string[], options: SpawnOptions) => ChildProcess;
  /** Gives a file or folder, with all that is in it, to the server's user. */
  own: (path: string) => Promise<void>;
}

type Ids = { uid: number; gid: number };
type Way = { name: string; command: (program: string, args: string[]) => [string, string[]]; ids?: Ids };

const asMe: Way = { name: 'as the same user', command: (program, args) => [program, args] };

/**
 * `clusterDir` is where the data is or will be, `runDir` an existing folder beside it, `program` the server.
 * Refuses with a sentence that names the folder in the way.
 */
export async function chooseAccount(place: { clusterDir: string; runDir: string; program: string }): Promise<Account> {
  const owner = await stat(place.clusterDir).catch(() => undefined);
  const me = process.getuid?.();

  if (me !== 0) {
    if (owner && me !== undefined && owner.uid !== me) {
      throw new Error(
        `The database in ${place.clusterDir} belongs to user id ${owner.uid}, and the gateway was started by user id ${me}. ` +
          `Start it as root or as that user, or run "chown -R ${me}" on the folder.`,
      );
    }
    return { launch: launcher(asMe), own: async () => {} };
  }

  const ids = owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : findOrCreateUser();
  const own = (path: string) => ownTree(path, ids);
  // Data copied back from a backup by root belongs to root, and no server may use it.
  if (owner?.uid === 0) await own(place.clusterDir);
  await own(place.runDir);

  for (const way of waysToRunAs(ids)) {
    if (worksThere(way, place)) return { launch: launcher(way), own };
  }
  const closed = (await findClosedFolder(place.runDir)) ?? (await findClosedFolder(place.program)) ?? place.runDir;
  throw new Error(
    `PostgreSQL does not run as root, and user id ${ids.uid}, whom it runs as instead, may not enter ${closed}. ` +
      `Start the gateway as an ordinary user, set POLYPAY_DATA to a folder others may pass (such as /var/lib/polypay), ` +
      `or run "chmod o+x ${closed}".`,
  );
}

function launcher(way: Way): Account['launch'] {
  return (program, args, options) => {
    const [command, commandArgs] = way.command(program, args);
    return spawn(command, commandArgs, { cwd: '/', env: serverEnvironment(), ...options, ...way.ids });
  };
}

function waysToRunAs(ids: Ids): Way[] {
  // Reading through closed folders is the smaller right; containers often have only the larger one to give.
  return [
    { name: 'plainly', command: asMe.command, ids },
    withCapability('dac_read_search', ids),
    withCapability('dac_override', ids),
  ];
}

/** no_setuid_fixup, because access(2), by which PostgreSQL looks for its own programs, otherwise ignores the right. */
function withCapability(capability: string, ids: Ids): Way {
  const only = `-all,+${capability}`;
  const rights = [`--inh-caps=${only}`, `--ambient-caps=${only}`, `--bounding-set=${only}`];
  const user = [`--reuid=${ids.uid}`, `--regid=${ids.gid}`, '--clear-groups'];
  const fixed = ['--securebits=+no_setuid_fixup', '--no-new-privs'];
  return {
    name: `with ${capability}`,
    command: (program, args) => ['setpriv', [...user, ...fixed, ...rights, program, ...args]],
  };
}

function worksThere(way: Way, place: { runDir: string; program: string }): boolean {
  const script = 'cd "$1" && "$2" --version';
  const [command, args] = way.command('/bin/sh', ['-c', script, 'sh', place.runDir, place.program]);
  const tried = spawnSync(command, args, { cwd: '/', env: serverEnvironment(), encoding: 'utf8', ...way.ids });
  return tried.status === 0 && !tried.stderr.includes('invalid binary');
}

/** PG* variables of the person at the keyboard must not steer the server. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

function findOrCreateUser(): Ids {
  const found = findUser('postgres');
  if (found) return found;
  const flags = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin'];
  spawnSync('useradd', [...flags, 'postgres'], { stdio: 'ignore' });
  const user = findUser('postgres') ?? findUser('nobody');
  if (!user) throw new Error('PostgreSQL does not run as root, and no other user was found: add one named "postgres".');
  return user;
}

function findUser(name: string): Ids | undefined {
  const ask = (flag: string) => spawnSync('id', [flag, name], { encoding: 'utf8' });
  const [uid, gid] = [ask('-u'), ask('-g')];
  if (uid.status !== 0 || gid.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

async function ownTree(path: string, ids: Ids): Promise<void> {
  await chown(path, ids.uid, ids.gid);
  if (!(await stat(path)).isDirectory()) return;
  const entries = await readdir(path, { recursive: true });
  await Promise.all(entries.map((entry) => lchown(join(path, entry), ids.uid, ids.gid)));
}

async function findClosedFolder(path: string): Promise<string | undefined> {
  const parent = dirname(path);
  if (parent === path) return undefined;
  const above = await findClosedFolder(parent);
  if (above) return above;
  return ((await stat(parent)).mode & 0o001) === 0 ? parent : undefined;
}

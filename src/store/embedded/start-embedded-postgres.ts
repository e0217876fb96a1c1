// Starts the PostgreSQL that comes with the gateway, keeps it running, and stops it.
//
// A gateway that dies without stopping it leaves the server running; the next one finds it and takes it over. A server
// that dies is started again on the same address, so that connection pools find it by themselves.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from '../database.ts';
import { chooseAccount } from './account.ts';
import type { Account } from './account.ts';
import { findBinaries } from './binaries.ts';
import { createClusterIfAbsent } from './create-cluster.ts';
import { takeOwnerLock } from './owner-lock.ts';
import { findRunningServer } from './running-server.ts';
import { limitServerLog } from './server-log.ts';
import { adoptServer, launchServer, stopServer, waitUntilReady } from './server-process.ts';
import type { ServerProcess } from './server-process.ts';
import { renderSettings, tuneToMachine } from './settings.ts';
import type { Settings } from './settings.ts';

export interface EmbeddedPostgres {
  /** The database over TCP on 127.0.0.1, password included: never log it. */
  url: string;
  port: number;
  /** Folder of the Unix socket, the faster way in. */
  socketDirectory: string | undefined;
  /** Whether a server left behind by a killed gateway was taken over. */
  adopted: boolean;
  /** Process id of the server now; it changes when the server had to be started again. */
  pid: () => number;
  /** Stops the server in good order and gives the data directory free. */
  stop: () => Promise<void>;
}

export interface EmbeddedPostgresOptions {
  dataDir: string;
  log: ServerEvents;
  /** Settings that win over those tuned to the machine. */
  settings?: Settings;
}

export interface ServerEvents {
  info: (fields: object, message: string) => void;
  warn: (fields: object, message: string) => void;
}

type Place = { dataDir: string; clusterDir: string; runDir: string; logPath: string };
type Address = { port: number; socketDirectory: string | undefined };

const user = 'polypay';
const database = 'polypay';
const startTries = 20;
// The longest path that sockaddr_un takes on every system, less the name of the socket.
const longestSocketDirectory = 103 - '/.s.PGSQL.65535.lock'.length;

export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log } = options;
  const place = placeIn(resolve(options.dataDir));
  await makeFolders(place);
  const lock = takeOwnerLock(place.dataDir);
  try {
    const program = findBinaries().postgres;
    const account = await chooseAccount({ ...place, program });
    const password = await readOrCreatePassword(place);
    await createClusterIfAbsent(place, { user, password }, findBinaries(), account);
    const settingsChanged = await writeSettings(place, account, { ...tuneToMachine(), ...options.settings });

    const launch = (address: Address) =>
      launchServer({ account, program, ...place, ...address }, () => sayRecovering(log));
    const left = await takeOverServer(place, settingsChanged, log);
    const server = left ?? (await launchSomewhere(place, account, launch));
    await openDatabase(server, password).catch(async (cause: unknown) => {
      await stopServer(server);
      throw cause;
    });

    const keeper = keepRunning(server, launch, log);
    const logLimit = limitServerLog(place.logPath);
    return {
      url: urlOf(server.port, password),
      port: server.port,
      socketDirectory: server.socketDirectory,
      adopted: left !== undefined,
      pid: keeper.pid,
      stop: async () => {
        logLimit.stop();
        await keeper.stop();
        if (server.socketDirectory && server.socketDirectory !== place.runDir) {
          await rm(server.socketDirectory, { recursive: true, force: true });
        }
        lock.release();
      },
    };
  } catch (cause) {
    lock.release();
    throw cause;
  }
}

/** The address of the server that a living gateway runs on this data, for a command beside it; undefined: none runs. */
export async function findEmbeddedPostgres(
  dataDir: string,
): Promise<Pick<EmbeddedPostgres, 'url' | 'socketDirectory'> | undefined> {
  const place = placeIn(resolve(dataDir));
  const server = findRunningServer(place.clusterDir);
  if (!server) return undefined;
  const url = urlOf(server.port, await readOrCreatePassword(place));
  return { url, socketDirectory: server.socketDirectory };
}

function urlOf(port: number, password: string): string {
  return `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
}

function placeIn(dataDir: string): Place {
  return {
    dataDir,
    clusterDir: join(dataDir, 'cluster'),
    runDir: join(dataDir, 'run'),
    logPath: join(dataDir, 'postgres.log'),
  };
}

/** Rejects with a sentence when they cannot be made, or could not be written to. */
async function makeFolders({ dataDir, runDir }: Place): Promise<void> {
  try {
    await mkdir(dirname(dataDir), { recursive: true });
    // Not `recursive`: on file systems that make no folders, such as /proc, it never comes back.
    for (const folder of [dataDir, runDir]) if (!existsSync(folder)) await mkdir(folder);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The data directory ${dataDir} cannot be used by the user who starts the gateway: ${reason}`, {
      cause,
    });
  }
}

async function readOrCreatePassword(place: Place): Promise<string> {
  const path = join(place.dataDir, 'password');
  if (existsSync(path)) return (await readFile(path, 'utf8')).trim();
  if (existsSync(place.clusterDir)) {
    throw new Error(
      `The file ${path} with the password of the database beside it is missing: restore it together with the data.`,
    );
  }
  const password = randomBytes(24).toString('base64url');
  // Under another name until it is whole: an empty password would hinder every later start.
  await writeFile(`${path}.new`, `${password}\n`, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
  return password;
}

async function writeSettings(place: Place, account: Account, settings: Settings): Promise<boolean> {
  const path = join(place.clusterDir, 'postgresql.conf');
  const text = renderSettings(settings);
  if ((await readFile(path, 'utf8')) === text) return false;
  await writeFile(path, text, { mode: 0o600 });
  await account.own(path);
  return true;
}

/** A server with yesterday's settings is not worth keeping; a stuck one neither. */
async function takeOverServer(place: Place, settingsChanged: boolean, log: ServerEvents) {
  const found = findRunningServer(place.clusterDir);
  if (!found) return undefined;
  const server = adoptServer(found, place.clusterDir);
  if (!settingsChanged && (await waitUntilReady(server, place.clusterDir, () => sayRecovering(log)))) {
    log.info({ pid: server.pid }, 'took over the PostgreSQL that a gateway left running');
    return server;
  }
  log.info({ pid: server.pid }, 'stops the PostgreSQL that a gateway left running, to start it with new settings');
  await stopServer(server);
  return undefined;
}

type Launch = (address: Address) => Promise<ServerProcess>;

/** A port found free may be taken a moment later, and children of a killed server may hold its memory for a moment. */
async function launchSomewhere(place: Place, account: Account, launch: Launch): Promise<ServerProcess> {
  let socketDirectory =
    place.runDir.length <= longestSocketDirectory ? place.runDir : await temporaryDirectory(account);
  for (let tries = 1; ; tries += 1) {
    try {
      return await launch({ port: await findFreePort(), socketDirectory });
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : '';
      if (reason.includes('Unix-domain socket') && socketDirectory === place.runDir) {
        // Folders shared into a container from outside often cannot hold sockets.
        socketDirectory = await temporaryDirectory(account);
        continue;
      }
      const passing = reason.includes('TCP/IP sockets') || reason.includes('still in use');
      if (!passing || tries === startTries) throw cause;
      await sleep(250);
    }
  }
}

async function temporaryDirectory(account: Account): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'polypay-'));
  await chmod(path, 0o700);
  await account.own(path);
  return path;
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(0, '127.0.0.1', done);
  });
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('No free port was found on 127.0.0.1.');
  return address.port;
}

/** Connects once, which proves the password, and creates the gateway's database the first time. */
async function openDatabase(server: ServerProcess, password: string): Promise<void> {
  const url = `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${server.port}/postgres`;
  const sql = connect({ url, socketFolder: server.socketDirectory, maxConnections: 1 });
  try {
    const found = await sql`select 1 from pg_database where datname = ${database}`;
    if (found.length === 0) await sql.unsafe(`create database ${database}`);
  } catch (cause) {
    throw new Error('The embedded PostgreSQL runs but does not let the gateway in: is its password file its own?', {
      cause,
    });
  } finally {
    await sql.end();
  }
}

function keepRunning(first: ServerProcess, launch: Launch, log: ServerEvents) {
  let server = first;
  let stopping = false;
  let restart = Promise.resolve();

  const watch = () => {
    server.onEnd(() => {
      if (!stopping) restart = startAgain();
    });
  };
  const startAgain = async () => {
    log.warn({ pid: server.pid }, 'PostgreSQL ended by itself and is started again');
    for (let tries = 0; !stopping; tries += 1) {
      try {
        server = await launch(server);
        watch();
        log.info({ pid: server.pid }, 'PostgreSQL runs again');
        return;
      } catch (cause) {
        // The first failures are expected: children of the dead server take a moment to notice.
        if (tries >= startTries) log.warn({ err: cause }, 'PostgreSQL still does not start');
        await sleep(Math.min(100 * (tries + 1), 5000));
      }
    }
  };
  const stop = async () => {
    stopping = true;
    await restart;
    await stopServer(server);
  };

  watch();
  return { stop, pid: () => server.pid };
}

function sayRecovering(log: ServerEvents): void {
  log.info({}, 'PostgreSQL is still recovering from an unclean stop');
}

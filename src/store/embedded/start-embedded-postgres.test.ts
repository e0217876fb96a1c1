// The embedded PostgreSQL survives what happens to a gateway: restarts, kill -9, stale files, closed folders.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type Sql } from '../database.ts';
import { isServerOf } from './running-server.ts';
import { startEmbeddedPostgres } from './start-embedded-postgres.ts';
import type { EmbeddedPostgres } from './start-embedded-postgres.ts';

const log = { info: () => {}, warn: () => {} };
const settings = { shared_buffers: '64MB' };
const parent = await mkdtemp(join(tmpdir(), 'polypay-embedded-'));
const running = new Set<EmbeddedPostgres>();

after(async () => {
  for (const server of running) await server.stop();
  await rm(parent, { recursive: true, force: true });
});

async function start(dataDir: string): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, log, settings });
  running.add(server);
  return server;
}

async function stop(server: EmbeddedPostgres): Promise<void> {
  running.delete(server);
  await server.stop();
}

async function withSql<T>(server: EmbeddedPostgres, use: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = connect({ url: server.url, socketFolder: server.socketDirectory, maxConnections: 1 });
  try {
    return await use(sql);
  } finally {
    await sql.end();
  }
}

const keep = (server: EmbeddedPostgres) =>
  withSql(server, async (sql) => {
    await sql`create table kept (word text)`;
    await sql`insert into kept values ('kept')`;
  });

async function assertKept(server: EmbeddedPostgres): Promise<void> {
  const rows = await withSql(server, (sql) => sql`select word from kept`);
  assert.deepEqual([...rows], [{ word: 'kept' }]);
}

/** A gateway of its own process, which starts the server on a data directory and says its process id. */
async function spawnGateway(dataDir: string) {
  const child = spawnStart(dataDir);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, serverPid: Number(String(said)) };
}

function spawnStart(dataDir: string) {
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(import.meta.resolve('./start-embedded-postgres.ts'))};
    const log = { info: () => {}, warn: () => {} };
    const settings = ${JSON.stringify(settings)};
    const server = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, log, settings });
    console.log(server.pid());
    setInterval(() => {}, 1000);`;
  return spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
}

test('data is kept across a stop and a start, and the server is gone in between', async () => {
  const dataDir = join(parent, 'restart');
  const first = await start(dataDir);
  await keep(first);
  const pid = first.pid();
  await stop(first);
  assert.equal(isServerOf(pid, join(dataDir, 'cluster')), false);

  const second = await start(dataDir);
  await assertKept(second);
  assert.equal(second.adopted, false);
  await stop(second);
});

test('what makes a commit durable is left on, and only passwords let anyone in', async () => {
  const server = await start(join(parent, 'safe'));
  const [row] = await withSql(
    server,
    (sql) => sql`select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
      current_setting('full_page_writes') as pages, current_setting('listen_addresses') as addresses`,
  );
  assert.deepEqual({ ...row }, { fsync: 'on', commit: 'on', pages: 'on', addresses: '127.0.0.1' });
  const passwordFile = await stat(join(parent, 'safe', 'password'));
  assert.equal(passwordFile.mode & 0o777, 0o600);
  const url = new URL(server.url);
  url.password = 'wrong';
  const intruder = connect({ url: url.href, maxConnections: 1 });
  await assert.rejects(async () => intruder`select 1`, /password authentication failed/);
  await intruder.end();
  await stop(server);
});

test('a second gateway on the same data is refused with a sentence that names the first', async () => {
  const dataDir = join(parent, 'twice');
  const gateway = await spawnGateway(dataDir);
  await assert.rejects(
    start(dataDir),
    new RegExp(`Another gateway \\(process ${gateway.child.pid}, started .*${dataDir}`),
  );
  gateway.child.kill('SIGKILL');
  await once(gateway.child, 'exit');
  await stop(await start(dataDir));
});

test('a second start in the same process is refused as well', async () => {
  const dataDir = join(parent, 'same-process');
  const server = await start(dataDir);
  await assert.rejects(start(dataDir), /Another gateway/);
  await stop(server);
});

test('the server of a gateway killed with SIGKILL is taken over, with its data', async () => {
  const dataDir = join(parent, 'orphan');
  const first = await start(dataDir);
  await keep(first);
  await stop(first);
  const gateway = await spawnGateway(dataDir);
  gateway.child.kill('SIGKILL');
  await once(gateway.child, 'exit');
  assert.equal(isServerOf(gateway.serverPid, join(dataDir, 'cluster')), true);

  const second = await start(dataDir);
  assert.equal(second.adopted, true);
  assert.equal(second.pid(), gateway.serverPid);
  await assertKept(second);
  await stop(second);
  assert.equal(isServerOf(gateway.serverPid, join(dataDir, 'cluster')), false);
});

test('a server left running with other settings is stopped and started with the new ones', async () => {
  const dataDir = join(parent, 'orphan-settings');
  const gateway = await spawnGateway(dataDir);
  gateway.child.kill('SIGKILL');
  await once(gateway.child, 'exit');
  const server = await startEmbeddedPostgres({ dataDir, log, settings: { shared_buffers: '80MB' } });
  running.add(server);
  assert.equal(server.adopted, false);
  const [row] = await withSql(server, (sql) => sql`select current_setting('shared_buffers') as buffers`);
  assert.deepEqual({ ...row }, { buffers: '80MB' });
  await stop(server);
});

test('gateway and server killed together leave nothing that hinders the next start', async () => {
  const dataDir = join(parent, 'both-killed');
  const gateway = await spawnGateway(dataDir);
  gateway.child.kill('SIGKILL');
  process.kill(gateway.serverPid, 'SIGKILL');
  await once(gateway.child, 'exit');
  const server = await start(dataDir);
  assert.equal(server.adopted, false);
  await stop(server);
});

for (const { name, pid } of [
  { name: 'whose process is dead', pid: 4_000_000 },
  { name: 'whose process id now belongs to another program', pid: process.pid },
]) {
  test(`a stale postmaster.pid ${name} does not hinder a start`, async () => {
    const dataDir = join(parent, `stale-${pid}`);
    const first = await start(dataDir);
    await keep(first);
    const pidFile = join(dataDir, 'cluster', 'postmaster.pid');
    const lines = (await readFile(pidFile, 'utf8')).split('\n');
    await stop(first);
    await writeFile(pidFile, [String(pid), ...lines.slice(1)].join('\n'));
    const second = await start(dataDir);
    await assertKept(second);
    await stop(second);
  });
}

for (const adopted of [false, true]) {
  const whose = adopted ? 'that was taken over' : 'of its own';
  test(`a server ${whose}, killed under a living gateway, is started again on the same address`, async () => {
    const dataDir = join(parent, `killed-${adopted}`);
    if (adopted) {
      const gateway = await spawnGateway(dataDir);
      gateway.child.kill('SIGKILL');
      await once(gateway.child, 'exit');
    }
    const server = await start(dataDir);
    assert.equal(server.adopted, adopted);
    await keep(server);
    const killed = server.pid();
    process.kill(killed, 'SIGKILL');
    while (server.pid() === killed) await sleep(20);
    await assertKept(server);
    await stop(server);
    assert.equal(isServerOf(server.pid(), join(dataDir, 'cluster')), false);
  });
}

test('an initdb that was killed half-way is begun anew', async () => {
  const dataDir = join(parent, 'half');
  await mkdir(join(dataDir, 'cluster.new', 'base'), { recursive: true });
  const server = await start(dataDir);
  await keep(server);
  await stop(server);
  assert.equal(existsSync(join(dataDir, 'cluster.new')), false);
});

test('a gateway killed while initdb runs does not hinder the next start, though that initdb lives on', async () => {
  const dataDir = join(parent, 'first-start');
  const child = spawnStart(dataDir);
  const hasBegun = () => existsSync(dataDir) && globSync(join(dataDir, 'cluster.new*', 'global', '*')).length > 0;
  while (!hasBegun()) await sleep(5);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const server = await start(dataDir);
  await keep(server);
  await assertKept(server);
  await stop(server);
});

test('a folder that only its owner may enter is used as it is', async () => {
  const closed = join(parent, 'closed');
  await mkdir(closed);
  await chmod(closed, 0o700);
  const server = await start(join(closed, 'deep', 'data'));
  await keep(server);
  await assertKept(server);
  await stop(server);
  assert.equal((await stat(closed)).mode & 0o777, 0o700);
});

test('a data directory too deep for a Unix socket gets its socket elsewhere', async () => {
  const dataDir = join(parent, 'long-'.repeat(30), 'data');
  const server = await start(dataDir);
  await keep(server);
  assert.equal(server.socketDirectory?.startsWith(dataDir), false);
  await stop(server);
  assert.equal(existsSync(server.socketDirectory ?? ''), false);
});

test('data made by another PostgreSQL version is refused, not touched', async () => {
  const dataDir = join(parent, 'version');
  await stop(await start(dataDir));
  await writeFile(join(dataDir, 'cluster', 'PG_VERSION'), '12\n');
  await assert.rejects(start(dataDir), /made by PostgreSQL 12, and the installed one is \d+/);
});

test('a data directory that cannot be made is refused with a sentence', async () => {
  const file = join(parent, 'file');
  await writeFile(file, '');
  await assert.rejects(start(join(file, 'data')), /The data directory .*data cannot be used by the user who starts/);
});

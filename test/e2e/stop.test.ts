// Guards that a gateway which is told to stop while it still starts leaves no PostgreSQL behind.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { test } from 'node:test';
import { isServerOf, readPidFile } from '../../src/store/embedded/running-server.ts';

test('a gateway that is told to stop while it starts stops its PostgreSQL as well, and ends with 0', {
  timeout: 60_000,
}, async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'polypay-stop-'));
  const clusterDir = join(dataFolder, 'postgres', 'cluster');
  const child = spawn(process.execPath, ['src/main.ts'], {
    env: { ...process.env, PORT: '0', POLYPAY_DATA: dataFolder, LOG_LEVEL: 'silent' },
    stdio: 'ignore',
  });
  try {
    const ended = once(child, 'exit');
    // Its PostgreSQL is ready, and the gateway has the migrations and the demo merchant still before it.
    while (readPidFile(clusterDir)?.ready !== true && child.exitCode === null) await wait(5);
    const server = readPidFile(clusterDir);
    child.kill('SIGTERM');
    assert.deepEqual(await ended, [0, null]);
    assert.ok(server && !isServerOf(server.pid, clusterDir));
  } finally {
    child.kill('SIGKILL');
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  }
});

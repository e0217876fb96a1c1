// Runs the tests on a PostgreSQL of their own: `node scripts/test.ts [file.test.ts …]`, all test files by default.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../src/store/database.ts';
import { startEmbeddedPostgres } from '../src/store/embedded/start-embedded-postgres.ts';
import { migrate } from '../src/store/migrate.ts';
import { templateDatabase } from '../test/support/database.ts';

const everyTest = ['src', 'test', 'scripts', 'bench'].map((folder) => `${folder}/**/*.test.ts`);
const log = { info: () => {}, warn: (fields: object, message: string) => console.error(message, fields) };

const interruptedCode = 130;

let tests: ChildProcess | undefined;
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    interrupted = true;
    tests?.kill(signal);
  });
}

process.exitCode = await runTests().catch((cause: unknown) => {
  // An interruption reaches the helpers of a start as well, and what they say about it is of no interest.
  if (!interrupted) throw cause;
  return interruptedCode;
});

async function runTests(): Promise<number> {
  const files = process.argv.length > 2 ? process.argv.slice(2) : globSync(everyTest).sort();
  const missing = files.find((file) => !existsSync(file));
  if (missing !== undefined) {
    console.error(`There is no test file ${missing}.`);
    return 1;
  }
  // Everything temporary lies in one folder, that of the tests too, so that a test cut short leaves nothing behind.
  const home = await mkdtemp(join(tmpdir(), 'polypay-test-'));
  const dataDir = join(home, 'postgres');
  await mkdir(join(home, 'tmp'));
  try {
    const server = await startEmbeddedPostgres({ dataDir, log, settings: { shared_buffers: '256MB' } });
    try {
      await createTemplate(server.url);
      const code = interrupted ? interruptedCode : await runNode(files, server.url, join(home, 'tmp'));
      if (code !== 0 && !interrupted)
        console.error((await readFile(join(dataDir, 'postgres.log'), 'utf8')).slice(-2000));
      return interrupted ? interruptedCode : code;
    } finally {
      await server.stop();
    }
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function createTemplate(serverUrl: string): Promise<void> {
  const server = connect({ url: serverUrl, maxConnections: 1 });
  await server.unsafe(`create database ${templateDatabase}`);
  const url = new URL(serverUrl);
  url.pathname = `/${templateDatabase}`;
  const template = connect({ url: url.href, maxConnections: 2 });
  try {
    await migrate(template, { cells: 2, sandbox: true });
  } finally {
    await template.end();
    await server.end();
  }
}

function runNode(files: string[], databaseUrl: string, temporary: string): Promise<number> {
  const child = spawn(process.execPath, ['--test', '--test-concurrency=2', ...files], {
    stdio: 'inherit',
    env: { ...process.env, TEST_DATABASE_URL: databaseUrl, TMPDIR: temporary },
  });
  tests = child;
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

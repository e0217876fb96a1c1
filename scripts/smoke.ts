// Does what a newcomer does after installing: starts the gateway, makes a payment in each API, sees their notifications, stops.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isServerOf, readPidFile } from '../src/store/embedded/running-server.ts';
import { createBluepayClient } from '../test/support/bluepay-client.ts';
import { createPaycoolsClient } from '../test/support/paycools-client.ts';
import { createUpayClient, isFromPlatform } from '../test/support/upay-client.ts';

let output = '';
const patienceMs = 60_000;
const startedAt = performance.now();

const dataFolder = await mkdtemp(join(tmpdir(), 'polypay-smoke-'));
const clusterFolder = join(dataFolder, 'postgres', 'cluster');
const gateway = startGateway();
try {
  const demo = await until('demo.json is written', readDemo);
  const { baseUrl } = demo;
  await until('/readyz answers 200', async () => (await fetch(`${baseUrl}/readyz`)).ok);
  await until('the greeting shows a first payment', async () => output.includes(`curl -s ${baseUrl}/api/v1/payment`));

  const transactionId = await pay(demo);
  step(`payment ${transactionId} is created`);
  await payerPays(baseUrl, transactionId);
  step('the payer has paid');
  await until('its notification is in /sandbox/inbox/demo, with a valid signature', () => told(baseUrl, transactionId));

  const sn = await charge(demo);
  step(`order ${sn} is paid with the payer's barcode`);
  const { body, headers } = await until('its callback is in the inbox as well', () => told(baseUrl, sn));
  if (!isFromPlatform(body, headers['authorization'] ?? '', demo.upay.platformPublicKey)) {
    throw new Error(`The platform's public key does not verify ${body}.`);
  }

  const collection = await collect(demo);
  step(`collection ${collection.id} is created`);
  await payerPays(baseUrl, collection.id);
  const notified = await until('its notification is in the inbox too', () => told(baseUrl, collection.id));
  if (collection.readNotification(notified.body)?.['eventName'] !== 'payment.success') {
    throw new Error(`The platform's public key does not verify ${notified.body}, or it tells of no payment.`);
  }

  const postgres = readPidFile(clusterFolder)?.pid;
  if (postgres === undefined || !isServerOf(postgres, clusterFolder)) throw new Error('No PostgreSQL was started.');
  signalGroup('SIGINT');
  await until('Ctrl-C stops the gateway', async () => !isGroupRunning());
  await until('PostgreSQL is gone with it', async () => !isServerOf(postgres, clusterFolder));
  if (!output.includes('"msg":"Stopped."')) throw new Error('The gateway did not end in good order.');
  console.log(`Smoke test passed in ${elapsed()} s.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(`--- What the gateway said:\n${output}`);
  process.exitCode = 1;
} finally {
  await stopWhatRuns();
  await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
}

interface Demo {
  readonly baseUrl: string;
  readonly paycools: { readonly appId: string; readonly merchantPrivateKey: string; readonly callbackSecret: string };
  readonly bluepayV2: Readonly<Record<'appId' | 'merchantPrivateKey' | 'platformPublicKey', string>>;
  readonly upay: Readonly<
    Record<'vendorSn' | 'vendorKey' | 'terminalSn' | 'terminalKey' | 'platformPublicKey', string>
  >;
}

interface InboxEntry {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signatureValid: boolean;
}

/** In a process group of its own, as a terminal would have it: Ctrl-C reaches npm and node alike. */
function startGateway(): ChildProcess {
  const { DATABASE_URL: _embedded, ...environment } = process.env;
  const child = spawn('npm', ['start'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environment, PORT: '0', HOST: '127.0.0.1', POLYPAY_MODE: 'sandbox', POLYPAY_DATA: dataFolder },
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => {
      output += bytes.toString('utf8');
    });
  }
  return child;
}

async function readDemo(): Promise<Demo | undefined> {
  const path = join(dataFolder, 'demo.json');
  return existsSync(path) ? (JSON.parse(await readFile(path, 'utf8')) as Demo) : undefined;
}

async function pay({ baseUrl, paycools }: Demo): Promise<string> {
  const { appId, merchantPrivateKey: privateKeyPem, callbackSecret } = paycools;
  const client = createPaycoolsClient({ baseUrl, appId, privateKeyPem, callbackSecret });
  const { code, message, data } = await client.call('POST', '/api/v1/payment', {
    appName: 'Demo Store',
    mchOrderId: 'SMOKE1',
    amount: 50_010,
    channelCode: 'GCASH_URL',
    email: 'juan@example.com',
    mobile: '09171234567',
    callbackUrl: `${baseUrl}/sandbox/inbox/demo`,
    redirectUrl: `${baseUrl}/healthz`,
  });
  if (code !== 1000) throw new Error(`The payment was answered ${code}: ${message}`);
  return (data as { transactionId: string }).transactionId;
}

/** As an Upay terminal: is answered when the money is there. */
async function charge({ baseUrl, upay }: Demo): Promise<string> {
  const client = createUpayClient({
    baseUrl,
    vendor: { sn: upay.vendorSn, key: upay.vendorKey },
    terminal: { sn: upay.terminalSn, key: upay.terminalKey },
  });
  const { outcome, data } = await client.call('/upay/v2/pay', {
    client_sn: 'SMOKE1',
    total_amount: '1250',
    dynamic_id: '134567890123456789',
    subject: 'coffee',
    operator: 'op1',
    notify_url: `${baseUrl}/sandbox/inbox/demo`,
  });
  if (outcome !== 'PAY_SUCCESS' || data['sn'] === undefined) throw new Error(`The charge was answered ${outcome}.`);
  return data['sn'];
}

/** As a BluePay merchant, version 2. */
async function collect({ baseUrl, bluepayV2 }: Demo) {
  const client = createBluepayClient({ baseUrl, version: 'v2', ...bluepayV2 });
  const { code, message, data } = await client.call('/open-api/payment/generate', {
    mchOrderId: 'SMOKE1',
    amount: 50_020,
    currency: 'THB',
    channelType: 'QR',
    channelCode: 'TH_PROMPTPAY_QR',
    customerName: 'Jane Doe',
    email: 'jane@example.com',
    mobile: '0812345678',
    terminalType: 'WEB',
    notifyUrl: `${baseUrl}/sandbox/inbox/demo`,
  });
  if (code !== 10000) throw new Error(`The collection was answered ${code}: ${message}`);
  return { id: String(data['transactionId']), readNotification: client.readNotification };
}

async function payerPays(baseUrl: string, reference: string): Promise<void> {
  const acted = await fetch(`${baseUrl}/sandbox/act`, {
    method: 'POST',
    body: JSON.stringify({ reference, outcome: 'paid' }),
  });
  if (!acted.ok) throw new Error(`/sandbox/act answered ${acted.status}: ${await acted.text()}`);
}

/** What the merchant's server was told of it, once that is there with a signature that the gateway itself holds for right. */
async function told(baseUrl: string, id: string): Promise<InboxEntry | undefined> {
  const entries = (await (await fetch(`${baseUrl}/sandbox/inbox/demo`)).json()) as InboxEntry[];
  return entries.find(({ body, signatureValid }) => signatureValid && body.includes(id));
}

/** Asks until the answer is neither undefined nor false; a refused connection is no answer yet. */
async function until<Value>(what: string, ask: () => Promise<Value | undefined | false>): Promise<Value> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const value = await ask().catch(() => undefined);
    if (value !== undefined && value !== false) {
      step(what);
      return value;
    }
    if (gateway.exitCode !== null && !what.includes('stops') && !what.includes('gone')) {
      throw new Error(`The gateway ended with exit code ${gateway.exitCode} before ${what}.`);
    }
    if (performance.now() > deadline) throw new Error(`Waited ${patienceMs / 1000} s in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function step(what: string): void {
  console.log(`${elapsed().padStart(6)} s  ${what}`);
}

function elapsed(): string {
  return ((performance.now() - startedAt) / 1000).toFixed(2);
}

function isGroupRunning(): boolean {
  try {
    return gateway.pid !== undefined && process.kill(-gateway.pid, 0);
  } catch {
    return false;
  }
}

function signalGroup(signal: NodeJS.Signals): void {
  if (gateway.pid !== undefined && isGroupRunning()) process.kill(-gateway.pid, signal);
}

/** After a failure: asks the gateway to stop, which stops its PostgreSQL, and insists a while later. */
async function stopWhatRuns(): Promise<void> {
  signalGroup('SIGTERM');
  for (let waited = 0; waited < 15_000 && isGroupRunning(); waited += 50) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  signalGroup('SIGKILL');
}

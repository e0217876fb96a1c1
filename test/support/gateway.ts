// The whole gateway for end-to-end tests: in this process, on a free port, over a database of its own, reached by HTTP only.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentialsOf } from '../../src/admin/credentials.ts';
import type { DialectName } from '../../src/core/merchant/merchant.ts';
import type { Demo } from '../../src/demo.ts';
import { type Gateway, startGateway } from '../../src/gateway.ts';
import { createLog } from '../../src/gateway-core.ts';
import type { Config } from '../../src/kernel/config.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { type BluepayClient, createBluepayClient } from './bluepay-client.ts';
import { addMerchant, type MerchantOptions, type TestMerchant } from './merchant.ts';
import { createPaycoolsClient, type PaycoolsClient } from './paycools-client.ts';

export type Answer<Body = Readonly<Record<string, unknown>>> = { readonly status: number; readonly body: Body };

export interface TestGateway {
  readonly url: string;
  readonly gateway: Gateway;
  readonly database: TestDatabase;
  readonly config: Config;
  /** Everything that was logged so far, as it was written. */
  log(): string;
  /** What demo.json holds; sandbox mode only. */
  readonly demo: Demo;
  /** The demo merchant's clients. */
  readonly paycools: PaycoolsClient;
  readonly bluepayV1: BluepayClient;
  readonly bluepayV2: BluepayClient;
  /** Asks the admin API as its operator. */
  admin<Body = Readonly<Record<string, unknown>>>(
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    body?: object,
  ): Promise<Answer<Body>>;
  /** The same for what must work: throws unless it answers 200. */
  manage<Body = Readonly<Record<string, unknown>>>(
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    body?: object,
  ): Promise<Body>;
  sandbox(path: 'act' | 'fund' | 'clock' | 'explain', body: object): Promise<Answer>;
  /** Plays the payer or the bank; throws unless it worked. */
  act(reference: string, outcome: string, more?: { amount?: number; failedCode?: number }): Promise<void>;
  advance(seconds: number): Promise<void>;
  /** A merchant of its own, made through the admin API, with a receiver for its notifications. */
  merchant(options?: MerchantOptions): Promise<TestMerchant>;
  /** A merchant's balances in minor units, by kind of account. */
  balances(merchantId: string, currency?: 'PHP' | 'CNY' | 'THB'): Promise<Readonly<Record<string, number>>>;
  /** Stops it and starts it again where it was: on the same address, database and data folder. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface TestGatewayOptions extends Partial<Pick<Config, 'mode' | 'logLevel' | 'masterKey'>> {
  /** A database that another gateway left; the caller drops it. */
  readonly database?: TestDatabase;
}

export async function startTestGateway(options: TestGatewayOptions = {}): Promise<TestGateway> {
  const { mode = 'sandbox', logLevel = 'warn', masterKey } = options;
  const database = options.database ?? (await createTestDatabase());
  const dataFolder = await mkdtemp(join(tmpdir(), 'polypay-e2e-'));
  const config: Config = {
    mode,
    host: '127.0.0.1',
    port: 0,
    dataFolder,
    databaseUrl: database.url,
    cells: 2,
    masterKey,
    logLevel,
    publicUrl: undefined,
    trustedProxies: [],
  };
  const logged: string[] = [];
  const log = createLog(config, { write: (line) => void logged.push(line) });
  let gateway = await startGateway(config, log);
  const { url } = gateway;
  const demo =
    mode === 'sandbox'
      ? (JSON.parse(await readFile(join(dataFolder, 'demo.json'), 'utf8')) as Demo)
      : await liveOperator(gateway);
  const now = () => gateway.core.clock.now();
  const receivers: TestMerchant['receiver'][] = [];

  const test: TestGateway = {
    url,
    get gateway() {
      return gateway;
    },
    database,
    config,
    log: () => logged.join(''),
    demo,
    paycools: createPaycoolsClient({
      baseUrl: url,
      appId: demo.paycools.appId,
      callbackSecret: demo.paycools.callbackSecret,
      privateKeyPem: demo.paycools.merchantPrivateKey,
    }),
    bluepayV1: createBluepayClient({ baseUrl: url, version: 'v1', now, ...demo.bluepayV1 }),
    bluepayV2: createBluepayClient({ baseUrl: url, version: 'v2', now, ...demo.bluepayV2 }),
    admin: (method, path, body) => ask(`${url}/admin${path}`, method, body, demo.adminToken),
    async manage<Body>(method: 'GET' | 'POST' | 'PATCH', path: string, body?: object) {
      const answer = await test.admin<Body>(method, path, body);
      if (answer.status !== 200) throw new Error(`${method} /admin${path}: ${JSON.stringify(answer)}`);
      return answer.body;
    },
    sandbox: (path, body) => ask(`${url}/sandbox/${path}`, 'POST', body),
    async act(reference, outcome, more = {}) {
      const answer = await test.sandbox('act', { reference, outcome, ...more });
      if (answer.status !== 200) throw new Error(`${reference} ${outcome}: ${JSON.stringify(answer)}`);
    },
    async advance(seconds) {
      const answer = await test.sandbox('clock', { advanceSeconds: seconds });
      if (answer.status !== 200) throw new Error(JSON.stringify(answer));
    },
    async merchant(merchantOptions) {
      const made = await addMerchant(test, merchantOptions);
      receivers.push(made.receiver);
      return made;
    },
    async balances(merchantId, currency = 'PHP') {
      const { balances } = await test.manage<{ balances: Record<string, Record<string, number>> }>(
        'GET',
        `/merchants/${merchantId}`,
      );
      return balances[currency] ?? {};
    },
    async restart() {
      await gateway.close();
      // Somebody else's connection may have taken the port for a moment.
      gateway = await eventually(() => startGateway({ ...config, port: Number(new URL(url).port) }, log));
    },
    async close() {
      await gateway.close();
      for (const receiver of receivers) await receiver.close();
      if (!options.database) await database.drop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
  return test;
}

/** Asks again until the answer is neither undefined nor false and nothing is thrown; fails with what was last thrown. */
export async function eventually<Value>(
  check: () => Value | undefined | false | Promise<Value | undefined | false>,
  deadlineMs = 5_000,
): Promise<Value> {
  const startedAt = performance.now();
  for (;;) {
    let problem: unknown = new Error(`It did not happen within ${deadlineMs} ms.`);
    try {
      const value = await check();
      if (value !== undefined && value !== false) return value;
    } catch (error) {
      problem = error;
    }
    if (performance.now() - startedAt > deadlineMs) throw problem;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function ask<Body>(url: string, method: string, body?: object, token?: string): Promise<Answer<Body>> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

/** Live mode makes no demo merchant: its first operator comes from the command line. */
async function liveOperator({ core, url }: Gateway): Promise<Demo> {
  const operator = await core.directory.addOperator('Ana', 'system', true);
  const merchant = await core.directory.createMerchant(
    { name: 'Live Store', city: 'Manila', fees: {}, limits: {}, settlementDays: 0 },
    'system',
  );
  if (!operator.ok || !merchant.ok) throw new Error('The operator could not be made.');
  const merchantId = merchant.value.id;
  const credentials = async (dialect: DialectName): Promise<object> => {
    const made = await core.directory.createApp({ merchantId, dialect }, 'system');
    if (!made.ok) throw new Error(`The app could not be made: ${made.reason}.`);
    return credentialsOf(made.value);
  };
  return {
    baseUrl: url,
    adminToken: operator.value,
    merchantId,
    paycools: await credentials('paycools'),
    bluepayV1: await credentials('bluepay-v1'),
    bluepayV2: await credentials('bluepay-v2'),
    upay: await credentials('upay'),
  } as Demo;
}

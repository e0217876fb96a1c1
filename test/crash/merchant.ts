// A merchant of the test's own, made through the admin API as an operator would, and the calls of its client.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createPaycoolsClient,
  type Params,
  type PaycoolsAnswer,
  type PaycoolsClient,
} from '../support/paycools-client.ts';
import { fees } from './book.ts';

export interface Merchant {
  readonly id: string;
  readonly appId: string;
  /** Undefined when no answer came, or one that says nothing (1018): then nobody knows what was done. */
  call(method: 'GET' | 'POST', path: string, params?: Params): Promise<PaycoolsAnswer | undefined>;
  verifyCallback: PaycoolsClient['verifyCallback'];
  /** The sandbox and the admin API: HTTP status and JSON, undefined when no answer came. */
  ask(method: 'GET' | 'POST' | 'PATCH', path: string, body?: object): Promise<Reply | undefined>;
}

export interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const networkFailed = 1018;
const timeoutMs = 20_000;

/** `onProblem` hears of answers that no client should ever get. */
export async function createMerchant(
  baseUrl: string,
  dataFolder: string,
  onProblem: (problem: string) => void,
): Promise<Merchant> {
  const { adminToken } = JSON.parse(await readFile(join(dataFolder, 'demo.json'), 'utf8')) as { adminToken: string };
  const ask: Merchant['ask'] = async (method, path, body) => {
    try {
      const response = await fetch(`${baseUrl}${path}`, {
        method,
        headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
        signal: AbortSignal.timeout(timeoutMs),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: (await response.json()) as Reply['body'] };
    } catch (error) {
      if (isTimeout(error)) onProblem(`${method} ${path} was not answered within ${timeoutMs / 1000} s`);
      return undefined;
    }
  };
  const made = await ask('POST', '/admin/merchants', { name: 'Crash Test', city: 'Manila', fees });
  const id = String(made?.body['merchantId']);
  const app = await ask('POST', '/admin/apps', { merchantId: id, dialect: 'paycools' });
  if (app?.status !== 200 && app?.status !== 201) throw new Error(`The app was not made: ${JSON.stringify(app)}`);
  const appId = String(app.body['appId']);
  const client = createPaycoolsClient({
    baseUrl,
    appId,
    privateKeyPem: String(app.body['merchantPrivateKey']),
    callbackSecret: String(app.body['callbackSecret']),
    fetch: (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) }),
  });
  return {
    id,
    appId,
    ask,
    verifyCallback: client.verifyCallback,
    async call(method, path, params) {
      try {
        const answer = await client.call(method, path, params);
        if (answer.httpStatus !== 200) onProblem(`${method} ${path} was answered with HTTP ${answer.httpStatus}`);
        return answer.code === networkFailed ? undefined : answer;
      } catch (error) {
        if (isTimeout(error)) onProblem(`${method} ${path} was not answered within ${timeoutMs / 1000} s`);
        if (error instanceof SyntaxError) onProblem(`${method} ${path} was answered with something that is not JSON`);
        return undefined;
      }
    },
  };
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}

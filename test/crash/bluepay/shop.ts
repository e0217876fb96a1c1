// A shop of the merchant that speaks version 2 of BluePay, at its counter still version 1, over an app of each that is made through the
// admin API, and the calls of their clients.
import { AssertionError } from 'node:assert';
import {
  type BluepayAnswer,
  type BluepayClient,
  type BluepayFields,
  createBluepayClient,
} from '../../support/bluepay-client.ts';
import { makeKeyPair } from '../../support/merchant.ts';
import type { Merchant } from '../merchant.ts';
import { addReceivers, type Receivers } from './receivers.ts';

export type ShopVersion = BluepayClient['version'];

export interface Shop {
  /** Where it wants to be told. */
  readonly notifyUrl: string;
  /** Undefined when no answer came, or one that says nothing (21000, 21011): then nobody knows what was done. */
  call(path: string, fields?: BluepayFields, version?: ShopVersion): Promise<BluepayAnswer | undefined>;
  /** Plays the payer or the bank; answers with the HTTP status, undefined when no answer came. */
  act(id: string, outcome: 'paid' | 'failed'): Promise<number | undefined>;
  readNotification: BluepayClient['readNotification'];
  /** With whom it shares what it collects: one of its own cell, one of another, and one who is suspended. */
  readonly receivers: Receivers;
}

const timeoutMs = 20_000;
const unknown: readonly number[] = [21000, 21011];
const outOfTime = 21009;

/** `onProblem` hears of answers that no client should ever get. */
export async function openShop(
  merchant: Merchant,
  baseUrl: string,
  notifyUrl: string,
  onProblem: (problem: string) => void,
): Promise<Shop> {
  const { publicKeyPem: publicKey, privateKeyPem } = makeKeyPair();
  /** The test moves the gateway's clock, and requests must not be older than five minutes (bluepay.md 2.6). */
  let aheadMs = 0;
  const clients = { v1: await openApp('v1'), v2: await openApp('v2') };

  async function openApp(version: ShopVersion): Promise<BluepayClient> {
    const wanted = { merchantId: merchant.id, dialect: `bluepay-${version}`, publicKey };
    const made = await merchant.ask('POST', '/admin/apps', wanted);
    if (made?.status !== 200) throw new Error(`The BluePay app was not made: ${JSON.stringify(made)}`);
    const { appId = '', platformPublicKey = '' } = made.body as Record<string, string>;
    await merchant.ask('PATCH', `/admin/apps/${appId}`, { callbackUrls: { merchant: notifyUrl } });
    return createBluepayClient({
      baseUrl,
      version,
      appId,
      merchantPrivateKey: privateKeyPem,
      platformPublicKey,
      now: () => Date.now() + aheadMs,
      fetch: (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(timeoutMs) }),
    });
  }

  async function send(path: string, fields: BluepayFields, version: ShopVersion): Promise<BluepayAnswer | undefined> {
    const said = `${path} ${JSON.stringify(fields)}`;
    try {
      const answer = await clients[version].call(path, fields);
      if (answer.httpStatus !== 200) onProblem(`${said} was answered with HTTP ${answer.httpStatus}`);
      return unknown.includes(answer.code) ? undefined : answer;
    } catch (error) {
      const isTimeout = error instanceof Error && error.name === 'TimeoutError';
      if (isTimeout) onProblem(`${said} was not answered within ${timeoutMs / 1000} s`);
      const isUnreadable = error instanceof AssertionError || error instanceof SyntaxError;
      if (isUnreadable) onProblem(`${said} was answered with what no client reads: ${error.message}`);
      return undefined;
    }
  }

  async function readClock(): Promise<void> {
    const reply = await merchant.ask('POST', '/sandbox/clock', { advanceSeconds: 0 });
    if (reply?.status === 200) aheadMs = Date.parse(String(reply.body['now'])) - Date.now();
  }

  return {
    notifyUrl,
    receivers: await addReceivers(merchant, (path, fields) => send(path, fields, 'v2')),
    async call(path, fields = {}, version = 'v2') {
      const answer = await send(path, fields, version);
      if (answer?.code !== outOfTime) return answer;
      await readClock();
      const again = await send(path, fields, version);
      // Whoever moved the clock once more did so meanwhile: the request was refused, and nothing is known of an earlier one.
      return again?.code === outOfTime ? undefined : again;
    },
    async act(id, outcome) {
      return (await merchant.ask('POST', '/sandbox/act', { reference: id, outcome }))?.status;
    },
    readNotification: (body) => clients.v2.readNotification(body) ?? clients.v1.readNotification(body),
  };
}

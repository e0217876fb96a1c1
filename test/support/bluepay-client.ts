// A merchant's client of BluePay's API in both versions, written from its documentation alone: it shares no code with the gateway. Each
// answer that it gets is checked for its envelope.
import assert from 'node:assert/strict';
import { createPrivateKey, type KeyObject, sign, verify } from 'node:crypto';

export type BluepayFields = Readonly<Record<string, unknown>>;

export interface BluepayAnswer {
  readonly httpStatus: number;
  readonly code: number;
  readonly message: string;
  /** An empty object where there is none. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The same where it is a list; empty where it is none. */
  readonly list: readonly Readonly<Record<string, unknown>>[];
}

export interface BluepayClient {
  readonly version: 'v1' | 'v2';
  /** Signs and sends the fields of `param`; adds the time, and in v2 the country. */
  call(path: string, fields?: BluepayFields): Promise<BluepayAnswer>;
  /** The text of `param` with the time, and in v2 the country. */
  paramOf(fields: BluepayFields): string;
  /** The body of a request whose `param` is this text. */
  bodyOf(param: string): string;
  /** Sends bytes as they are. */
  send(path: string, body: string | Uint8Array): Promise<BluepayAnswer>;
  /** What a notification says, if the platform signed it; undefined otherwise. */
  readNotification(body: string): BluepayFields | undefined;
}

export function createBluepayClient(given: {
  readonly baseUrl: string;
  readonly version: 'v1' | 'v2';
  readonly appId: string;
  /** PKCS#8 PEM. */
  readonly merchantPrivateKey: string;
  /** SPKI PEM. */
  readonly platformPublicKey: string;
  /** Which country v2 names where the fields name none; Thailand. */
  readonly countryCode?: string;
  readonly now?: () => number;
  readonly fetch?: typeof globalThis.fetch;
}): BluepayClient {
  const { baseUrl, version, appId, countryCode = 'TH', now = Date.now, fetch = globalThis.fetch } = given;
  const key = createPrivateKey(given.merchantPrivateKey);

  const client: BluepayClient = {
    version,
    call: (path, fields = {}) => client.send(path, client.bodyOf(client.paramOf(fields))),
    paramOf: (fields) => JSON.stringify({ timestamp: now(), ...(version === 'v2' && { countryCode }), ...fields }),
    bodyOf: (param) => JSON.stringify({ appId, sign: signParam(key, param), param }),
    async send(path, body) {
      const response = await fetch(`${baseUrl}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : new Uint8Array(body),
      });
      return readAnswer(response.status, await response.text());
    },
    readNotification(body) {
      const { sign: signature, param, ...rest } = JSON.parse(body) as { sign: string; param: string };
      assert.deepEqual(rest, {}, 'a notification has two members');
      const bytes = Buffer.from(param, 'utf8');
      const isGenuine = verify('sha256', bytes, given.platformPublicKey, Buffer.from(signature, 'base64'));
      return isGenuine ? (JSON.parse(param) as BluepayFields) : undefined;
    },
  };
  return client;
}

/** SHA256withRSA over the text of `param`, in base64. */
export function signParam(key: KeyObject, param: string): string {
  return sign('sha256', Buffer.from(param, 'utf8'), key).toString('base64');
}

function readAnswer(httpStatus: number, text: string): BluepayAnswer {
  const { code, message, data, ...rest } = JSON.parse(text) as { code: number; message: string; data?: unknown };
  assert.deepEqual(rest, {}, 'an answer has code, message and data, and no signature');
  assert.ok(Number.isInteger(code) && typeof message === 'string', text);
  if (code === 10000) assert.equal(message, 'Success');
  else assert.equal(data, undefined, 'an error has no data');
  return {
    httpStatus,
    code,
    message,
    data: Array.isArray(data) ? {} : ((data ?? {}) as BluepayFields),
    list: Array.isArray(data) ? (data as BluepayFields[]) : [],
  };
}

// A merchant's client of PayCools' API, written from its documentation alone: it shares no code with the gateway.
import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto';

export type Params = Readonly<Record<string, string | number | boolean | null>>;

export interface PaycoolsAnswer {
  readonly httpStatus: number;
  readonly code: number;
  readonly message: string;
  readonly data: unknown;
}

export interface PaycoolsClient {
  /** Signs and sends a request: GET parameters in the query, POST parameters as a JSON body. */
  call(method: 'GET' | 'POST', path: string, params?: Params): Promise<PaycoolsAnswer>;
  /** The JSON text of a signed POST body. */
  signedBody(params: Params): string;
  /** The query of a signed GET, percent-encoded, without its question mark. */
  signedQuery(params: Params): string;
  /** Whether a callback's `sign` was made with this merchant's secret. */
  verifyCallback(body: string): boolean;
}

export function createPaycoolsClient(given: {
  readonly baseUrl: string;
  readonly appId: string;
  readonly privateKeyPem: string;
  readonly callbackSecret: string;
  readonly fetch?: typeof globalThis.fetch;
}): PaycoolsClient {
  const { baseUrl, appId, callbackSecret, fetch = globalThis.fetch } = given;
  const key = createPrivateKey(given.privateKeyPem);
  const signed = (params: Params): Params => {
    const all = { ...params, appId };
    return { ...all, sign: signText(key, textToSign(all)) };
  };
  const signedBody = (params: Params) => JSON.stringify(signed(params));
  const signedQuery = (params: Params) =>
    Object.entries(signed(params))
      .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value ?? ''))}`)
      .join('&');
  return {
    signedBody,
    signedQuery,
    async call(method, path, params = {}) {
      const response =
        method === 'GET'
          ? await fetch(`${baseUrl}${path}?${signedQuery(params)}`)
          : await fetch(`${baseUrl}${path}`, {
              method,
              headers: { 'content-type': 'application/json' },
              body: signedBody(params),
            });
      const { code, message, data } = (await response.json()) as { code: number; message: string; data?: unknown };
      return { httpStatus: response.status, code, message, data };
    },
    verifyCallback(body) {
      const { sign: given, ...members } = JSON.parse(body) as Record<string, string | number | null>;
      const text = `${textToSign(members)}&secret=${callbackSecret}`;
      return given === createHash('sha1').update(text, 'utf8').digest('hex');
    },
  };
}

/** `name=value` joined by `&`, sorted by name, without `sign` and whatever is null or empty. */
export function textToSign(params: Params): string {
  return Object.entries(params)
    .filter(([name, value]) => name !== 'sign' && value !== null && value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${String(value)}`)
    .join('&');
}

/** SHA256withRSA, in base64. */
export function signText(key: KeyObject, text: string): string {
  return sign('sha256', Buffer.from(text, 'utf8'), key).toString('base64');
}

// A client of Upay's API, written from its documentation alone: it shares no code with the gateway. Each answer that it gets is
// checked for what typed clients need.
import { createHash, verify } from 'node:crypto';
import { readUpayAnswer, type UpayBody } from './upay-answer.ts';

export interface UpaySigner {
  readonly sn: string;
  readonly key: string;
}

export interface UpayAnswer {
  readonly httpStatus: number;
  readonly body: UpayBody;
  /** Both layers in one line: `400 INVALID_PARAMS`, `FAIL CLIENT_SN_CONFLICT`, `PAY_SUCCESS`; `200` where there is no other code. */
  readonly outcome: string;
  /** What the person in charge reads of a failure. */
  readonly message: string;
  /** The order; empty where there is none. */
  readonly data: Readonly<Record<string, string>>;
}

export interface UpayClient {
  readonly vendor: UpaySigner;
  /** Replaced by `activate` and `checkIn`. */
  terminal: UpaySigner;
  /** Signs and sends fields in the name of the terminal, whose number is added. */
  call(path: string, fields?: object): Promise<UpayAnswer>;
  /** The same in the name of the vendor. */
  callAsVendor(path: string, fields: object): Promise<UpayAnswer>;
  /** Sends bytes as they are, under whatever headers. */
  send(path: string, body: string | Uint8Array, headers?: Readonly<Record<string, string>>): Promise<UpayAnswer>;
  activate(fields: object): Promise<UpayAnswer>;
  checkIn(fields: object): Promise<UpayAnswer>;
  /** Where the buyer's browser is sent to pay. */
  cashierUrl(fields: Readonly<Record<string, string>>): string;
}

export function createUpayClient(given: {
  readonly baseUrl: string;
  readonly vendor: UpaySigner;
  readonly terminal: UpaySigner;
  readonly fetch?: typeof globalThis.fetch;
}): UpayClient {
  const { baseUrl, fetch = globalThis.fetch } = given;

  async function send(path: string, body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}) {
    const response = await fetch(`${baseUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
    return answerOf(response.status, await response.text());
  }

  const signedBy = (signer: UpaySigner, path: string, fields: object) => {
    const body = JSON.stringify(fields);
    return send(path, body, { authorization: authorization(signer, body) });
  };

  /** Whoever gets new credentials uses them from then on. */
  const renewedBy = (answer: UpayAnswer) => {
    const { terminal_sn: sn, terminal_key: key } = answer.body.biz_response ?? {};
    if (typeof sn === 'string' && typeof key === 'string') client.terminal = { sn, key };
    return answer;
  };

  const client: UpayClient = {
    vendor: given.vendor,
    terminal: given.terminal,
    call: (path, fields = {}) => signedBy(client.terminal, path, { terminal_sn: client.terminal.sn, ...fields }),
    callAsVendor: (path, fields) => signedBy(client.vendor, path, fields),
    send,
    activate: async (fields) => renewedBy(await client.callAsVendor('/terminal/activate', fields)),
    checkIn: async (fields) => renewedBy(await client.call('/terminal/checkin', fields)),
    cashierUrl(fields) {
      const all = { terminal_sn: client.terminal.sn, ...fields };
      const query = Object.entries({ ...all, sign: cashierSign(all, client.terminal.key) })
        .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
        .join('&');
      return `${baseUrl}/gateway?${query}`;
    },
  };
  return client;
}

/** The header over a body: number, blank, MD5 of the body and the key after it. */
export function authorization({ sn, key }: UpaySigner, body: string | Uint8Array): string {
  return `${sn} ${createHash('md5').update(body).update(key).digest('hex')}`;
}

/** Upper-case MD5 over the sorted parameters and the key, of a request and of the way back. */
export function cashierSign(parameters: Readonly<Record<string, string>>, key: string): string {
  const text = Object.entries(parameters)
    .filter(([name, value]) => name !== 'sign' && name !== 'sign_type' && value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  return createHash('md5').update(`${text}&key=${key}`, 'utf8').digest('hex').toUpperCase();
}

/** Whether the platform made a callback: SHA256withRSA over the raw body, base64 in the Authorization header. */
export function isFromPlatform(body: string, header: string, platformPublicKey: string): boolean {
  return verify('sha256', Buffer.from(body, 'utf8'), platformPublicKey, Buffer.from(header, 'base64'));
}

function answerOf(httpStatus: number, text: string): UpayAnswer {
  const body = readUpayAnswer(text);
  const { result_code: code, error_code: error, biz_response: business } = body;
  const data = (business?.data ?? {}) as Readonly<Record<string, string>>;
  if (!business) return { httpStatus, body, data, outcome: `${code} ${error}`, message: body.error_message ?? '' };
  const codes = [business.result_code ?? code, business.error_code].filter((part) => part !== undefined);
  return { httpStatus, body, data, outcome: codes.join(' '), message: business.error_message ?? '' };
}

// Upay's signatures: MD5 with a key over a request's bytes (upay.md 2.2) and over a query (2.4), RSA over a callback (2.5).
import type { KeyObject } from 'node:crypto';
import { equalsConstantTime, md5Hex } from '../../kernel/digest.ts';
import { signSha256Rsa, verifySha256Rsa } from '../../kernel/rsa.ts';
import type { Settings } from './settings.ts';

export type Pair = readonly [name: string, value: string];

/** The sign of a request: 32 lower-case hex digits over the bytes as sent, then the key's. */
export function signRequest(body: Uint8Array, key: string): string {
  return md5Hex(Buffer.concat([body, Buffer.from(key, 'utf8')]));
}

/** In either letter case: the documented one is lower, but clients in production send the other (upay.md 2.2.4). */
export function verifyRequest(body: Uint8Array, key: string, sign: string): boolean {
  return equalsConstantTime(signRequest(body, key), sign.toLowerCase());
}

/** What a query is signed over before its key: `name=value` joined by `&`, sorted by name, values decoded (upay.md 2.4). */
export function queryText(pairs: Iterable<Pair>): string {
  return [...pairs]
    .filter(([name]) => name !== 'sign' && name !== 'sign_type')
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** The sign of a query that the gateway makes: 32 upper-case hex digits. Its empty parameters are not signed; leave them out. */
export function signQuery(pairs: Iterable<Pair>, key: string): string {
  return signQueryText(queryText(filled(pairs)), key);
}

/** The text may name the empty parameters or not: the document does not say, and clients differ. */
export function verifyQuery(pairs: Iterable<Pair>, key: string, sign: string): boolean {
  const all = [...pairs];
  return [all, filled(all)].some((signed) => equalsConstantTime(signQueryText(queryText(signed), key), sign));
}

function signQueryText(text: string, key: string): string {
  return md5Hex(`${text}&key=${key}`).toUpperCase();
}

function filled(pairs: Iterable<Pair>): Pair[] {
  return [...pairs].filter(([, value]) => value !== '');
}

/** The whole value of a callback's Authorization header, over the body's bytes as they are sent; made off the event loop. */
export async function signCallback(
  key: KeyObject,
  body: string,
  { callbackSignatureFormat, callbackSignaturePrefixSn }: CallbackForm,
  terminalSn: string,
): Promise<string> {
  const base64 = await signSha256Rsa(key, body);
  const signature = callbackSignatureFormat === 'hex' ? Buffer.from(base64, 'base64').toString('hex') : base64;
  return callbackSignaturePrefixSn && terminalSn !== '' ? `${terminalSn} ${signature}` : signature;
}

type CallbackForm = Pick<Settings, 'callbackSignatureFormat' | 'callbackSignaturePrefixSn'>;

/** In every form that an operator can choose: base64 or hex, after a terminal's number or bare (upay.md 7, Q14). */
export function verifyCallback(key: KeyObject, body: string, authorization: string): boolean {
  const signature = authorization.slice(authorization.lastIndexOf(' ') + 1);
  const isHex = /^(?:[0-9a-f]{2})+$/i.test(signature);
  return verifySha256Rsa(key, body, isHex ? Buffer.from(signature, 'hex').toString('base64') : signature);
}

// PayCools' signatures: RSA over a merchant's request (paycools.md 2.5), SHA-1 with a secret over a callback (2.6).
import type { KeyObject } from 'node:crypto';
import { equalsConstantTime, sha1Hex } from '../../kernel/digest.ts';
import { verifySha256Rsa } from '../../kernel/rsa.ts';

export type Member = readonly [name: string, text: string];
export type CallbackBody = Readonly<Record<string, string | number | null | undefined>>;

/**
 * True when any of the merchant's keys (two while one rotates) signed these members. The path variable is not part of
 * the text on most paths and is on others, so it is tried without, then with (paycools.md 2.5, 7 row 6). Members come
 * as received (numbers as written, query values decoded), each name once.
 */
export function verifyRequest(
  keys: readonly KeyObject[],
  members: Iterable<Member>,
  sign: string,
  pathVariable?: Member,
): boolean {
  const received = [...members];
  const isSigned = (signed: Member[]): boolean => {
    const text = requestText(signed);
    return keys.some((key) => verifySha256Rsa(key, text, sign));
  };
  if (isSigned(received)) return true;
  if (pathVariable === undefined || received.some(([name, text]) => name === pathVariable[0] && text !== '')) {
    return false;
  }
  return isSigned([...received, pathVariable]);
}

/**
 * The text a merchant signs: `name=value` joined by `&`, in the order of the names' characters (upper case first), raw
 * values, without `sign` and whatever is empty (paycools.md 2.5). A null member is given as an empty text.
 */
export function requestText(members: Iterable<Member>): string {
  return [...members]
    .filter(([name, text]) => name !== 'sign' && text !== '')
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, text]) => `${name}=${text}`)
    .join('&');
}

/**
 * The `sign` of a callback body: 40 lower-case hex digits (paycools.md 2.6). A `sign` already in the body is ignored.
 */
export function signCallback(body: CallbackBody, secret: string): string {
  return sha1Hex(callbackText(body, secret));
}

/** The text under a callback's signature: every member there is, then the secret, which is not sorted in. */
export function callbackText(body: CallbackBody, secret: string): string {
  const members = Object.entries(body).map(([name, value]): Member => [name, String(value ?? '')]);
  return `${requestText(members)}&secret=${secret}`;
}

/** True when the body's `sign` was made with any of the secrets (two while one rotates), in either letter case. */
export function verifyCallback(body: CallbackBody, secrets: readonly string[]): boolean {
  if (typeof body.sign !== 'string') return false;
  const given = body.sign.toLowerCase();
  return secrets.some((secret) => equalsConstantTime(signCallback(body, secret), given));
}

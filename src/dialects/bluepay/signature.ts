// BluePay's signatures: SHA256withRSA over the text of `param`, of requests by the merchant and of notifications by the platform
// (bluepay.md 2.4, 4.1).
import type { KeyObject } from 'node:crypto';
import { signSha256Rsa, verifySha256Rsa } from '../../kernel/rsa.ts';

/** True when any of the keys (two while one rotates) signed these very characters. */
export function verifyParam(keys: readonly KeyObject[], param: string, sign: string): boolean {
  return keys.some((key) => verifySha256Rsa(key, param, sign));
}

/** The body of a notification; the same bytes each time, as this kind of signature has nothing random in it. */
export async function signedBody(key: KeyObject, param: string): Promise<string> {
  return JSON.stringify({ sign: await signSha256Rsa(key, param), param });
}

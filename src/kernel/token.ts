// Unguessable names for public pages: an id and a proof that this gateway wrote it, so that nothing need be stored.
import { createHmac } from 'node:crypto';
import { equalsConstantTime } from './digest.ts';
import { deriveKey } from './seal.ts';

export interface TokenSigner {
  tokenFor(id: string): string;
  idOf(token: string): string | undefined;
}

/**
 * A token is the id, a dash and 22 characters (128 bits of HMAC-SHA256, base64url): one a page's URL can carry when the
 * id can. `idOf` answers undefined for every token that `tokenFor` did not make under the same master key.
 */
export function createTokenSigner(masterKey: Uint8Array): TokenSigner {
  const key = deriveKey(masterKey, 'polypay token v1');
  const tokenFor = (id: string): string => {
    const proof = createHmac('sha256', key).update(id, 'utf8').digest().subarray(0, 16);
    return `${id}-${proof.toString('base64url')}`;
  };
  return {
    tokenFor,
    idOf(token) {
      if (token.length <= proofLength + 1) return undefined;
      const id = token.slice(0, -(proofLength + 1));
      return equalsConstantTime(tokenFor(id), token) ? id : undefined;
    },
  };
}

const proofLength = 22;

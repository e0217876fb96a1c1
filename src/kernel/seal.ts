// Secrets at rest: AES-256-GCM under a key derived from the operator's master key.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

export interface Sealer {
  seal(plain: string, context: string): string;
  open(sealed: string, context: string): string;
}

/**
 * Seals texts as `v1.<base64url of nonce, ciphertext, tag>`. The context (say `app/123/secret`) is bound to the text:
 * `open` throws when either was changed, or when the text was sealed under another master key.
 */
export function createSealer(masterKey: Uint8Array): Sealer {
  const key = deriveKey(masterKey, 'polypay seal v1');
  return {
    seal(plain, context) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context, 'utf8'));
      const sealed = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${version}${sealed.toString('base64url')}`;
    },
    open(sealed, context) {
      const bytes = decodeSealed(sealed);
      const nonce = bytes.subarray(0, nonceBytes);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
        .setAAD(Buffer.from(context, 'utf8'))
        .setAuthTag(bytes.subarray(-tagBytes));
      const plain = decipher.update(bytes.subarray(nonceBytes, -tagBytes));
      try {
        return Buffer.concat([plain, decipher.final()]).toString('utf8');
      } catch {
        throw new Error('A sealed secret was changed, moved, or sealed under another master key.');
      }
    },
  };
}

/** Reads a master key: 32 bytes written as 64 hex digits or as base64. Throws a sentence, without the key in it. */
export function readMasterKey(text: string): Uint8Array {
  const trimmed = text.trim();
  if (/^[0-9a-fA-F]{64}$/.test(trimmed)) return Buffer.from(trimmed, 'hex');
  const bytes = Buffer.from(trimmed, 'base64');
  if (bytes.length === 32 && bytes.toString('base64') === trimmed) return bytes;
  throw new Error('The master key must be 32 bytes, written as 64 hex digits or as base64 (44 characters).');
}

/** Derives a 32-byte key for one purpose, so that no two uses of the master key share one. */
export function deriveKey(masterKey: Uint8Array, purpose: string): Buffer {
  if (masterKey.length !== 32) throw new Error('The master key must be 32 bytes.');
  return Buffer.from(hkdfSync('sha256', masterKey, new Uint8Array(0), purpose, 32));
}

const version = 'v1.';
const nonceBytes = 12;
const tagBytes = 16;

function decodeSealed(sealed: string): Buffer {
  const text = sealed.startsWith(version) ? sealed.slice(version.length) : '';
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length < nonceBytes + tagBytes || bytes.toString('base64url') !== text) {
    throw new Error('A sealed secret is not in the format v1.');
  }
  return bytes;
}

// Digests as hex text, and a comparison of texts that tells an onlooker nothing by its duration.
import { hash, timingSafeEqual } from 'node:crypto';

/**
 * Compares two texts in constant time for a given length; letter case matters. The length itself is no secret:
 * whatever is compared here (digests, tokens) has a public one.
 */
export function equalsConstantTime(a: string, b: string): boolean {
  const bytesOfA = Buffer.from(a, 'utf8');
  const bytesOfB = Buffer.from(b, 'utf8');
  return bytesOfA.length === bytesOfB.length && timingSafeEqual(bytesOfA, bytesOfB);
}

/** SHA-1 in 40 lower-case hex digits, of a text's UTF-8 bytes (paycools.md 2.6). */
export function sha1Hex(data: string | Uint8Array): string {
  return hash('sha1', data, 'hex');
}

/** MD5 in 32 lower-case hex digits, of a text's UTF-8 bytes (upay.md 2). Not for new protocols. */
export function md5Hex(data: string | Uint8Array): string {
  return hash('md5', data, 'hex');
}

/** SHA-256 in 64 lower-case hex digits, of a text's UTF-8 bytes. */
export function sha256Hex(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex');
}

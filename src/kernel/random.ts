// Random texts from the system's secure source.
import { randomBytes, randomInt } from 'node:crypto';

/** Random bytes as lower-case hex, two characters a byte. */
export function randomHex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}

/** Decimal digits, each equally likely and independent; the first may be 0. */
export function randomDigits(count: number): string {
  return Array.from({ length: count }, () => randomInt(10)).join('');
}

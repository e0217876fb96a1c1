// The Content-Security-Policy header under which every hosted page works.
import type { Picture } from './safe-url.ts';

/**
 * Allows the page's one style and one script by nonce, asking this host for news, pictures of one other host where one is named, and
 * nothing else.
 * `form-action 'self'` also binds redirects: a posted form must come back to a page of this host.
 */
export function contentSecurityPolicy(nonce: string, picture?: Picture): string {
  assertNonce(nonce);
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    picture ? `img-src data: ${picture.origin}` : 'img-src data:',
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** A nonce is at least 128 bits in base64 or base64url, so that it can neither be guessed nor end the header early. */
export function assertNonce(nonce: string): void {
  if (!/^[A-Za-z0-9+/_-]{22,}={0,2}$/.test(nonce)) throw new Error('a nonce must be at least 16 bytes in base64');
}

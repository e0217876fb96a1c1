// What a schema cannot say about an app's settings: that addresses are addresses, and that callbacks have one.
import ipaddr from 'ipaddr.js';
import type { Patch } from '../engine/directory.ts';
import type { CallbackUrls } from '../core/merchant/merchant.ts';

/** A sentence about the first entry that is neither an IP address nor a CIDR block. */
export function problemOfAllowlist(entries: readonly string[]): string | undefined {
  const index = entries.findIndex((entry) => !isAddress(entry) && !isBlock(entry));
  return index < 0 ? undefined : `ipAllowlist.${index} must be an IP address or a CIDR block.`;
}

/** A sentence about the first URL to which nothing can be sent. */
export function problemOfCallbackUrls(urls: Patch<CallbackUrls>): string | undefined {
  const wrong = Object.entries(urls).find(([, url]) => typeof url === 'string' && !isCallbackUrl(url));
  return (
    wrong && `callbackUrls.${wrong[0]} must be a whole URL that begins with http:// or https://, without a password.`
  );
}

/** The library also takes 1.2, 0x7f.1 and fe80::1%eth0: an operator who writes these means something else. */
function isAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || (ipaddr.IPv6.isValid(text) && !text.includes('%'));
}

function isBlock(text: string): boolean {
  return ipaddr.isValidCIDR(text) && isAddress(text.slice(0, text.indexOf('/')));
}

function isCallbackUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}

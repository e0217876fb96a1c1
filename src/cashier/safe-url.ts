// Decides which addresses from outside may become a link or a form's target.

// Resolving against a made-up host reads the address exactly as a browser would, and lets our own paths through.
const anywhere = 'https://gateway.invalid';

/** The address when it leads to http or https (or is a path on this host), else undefined: `javascript:` is dropped. */
export function safeUrl(address: string | undefined): string | undefined {
  if (address === undefined || address === '') return undefined;
  const url = URL.parse(address, anywhere);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined;
  return url.origin === anywhere ? url.pathname + url.search + url.hash : url.href;
}

// Decides which addresses from outside may become a link, a form's target or a picture.

// Resolving against a made-up host reads the address exactly as a browser would, and lets our own paths through.
const anywhere = 'https://gateway.invalid';

/** The address when it leads to http or https (or is a path on this host), else undefined: `javascript:` is dropped. */
export function safeUrl(address: string | undefined): string | undefined {
  if (address === undefined || address === '') return undefined;
  const url = URL.parse(address, anywhere);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined;
  return url.origin === anywhere ? url.pathname + url.search + url.hash : url.href;
}

export interface Picture {
  readonly src: string;
  /** As the page's policy must allow it: letters, digits, dots, a port. */
  readonly origin: string;
}

/** A picture on another host, over https, without credentials; else undefined. */
export function safePicture(address: string | null): Picture | undefined {
  const url = address === null ? null : URL.parse(address);
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') return undefined;
  return /^https:\/\/[a-z0-9.-]+(?::[0-9]+)?$/.test(url.origin) ? { src: url.href, origin: url.origin } : undefined;
}

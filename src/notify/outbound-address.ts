// Where notifications may go. In live mode only to public addresses over HTTPS, checked on the resolved address of each
// connection, so that no name can point inside after it was looked at.
import { Resolver } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import ipaddr from 'ipaddr.js';
import { buildConnector } from 'undici';

export type Mode = 'sandbox' | 'live';

/** All addresses of a host name; rejects or answers none when there are none. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

export interface OutboundRules {
  /** Why no notification goes to this URL, as a sentence; undefined when its host decides, at connect time. */
  refusalOf(url: URL): string | undefined;
  /** Opens the connections; fails with the code OUTBOUND_REFUSED where the host's addresses are not allowed. */
  readonly connect: buildConnector.connector;
}

/** In sandbox mode every HTTP(S) URL is allowed, a developer's own machine above all. */
export function createOutboundRules(mode: Mode, timeoutMs: number, resolve: Resolve = createResolve()): OutboundRules {
  if (mode === 'sandbox') {
    return {
      refusalOf: ({ protocol }) =>
        protocol === 'http:' || protocol === 'https:' ? undefined : 'Only http and https URLs can be notified.',
      connect: buildConnector({ timeout: timeoutMs, allowH2: false }),
    };
  }
  const connectPublic = buildConnector({ timeout: timeoutMs, allowH2: false, lookup: lookUpPublic(resolve) });
  return {
    refusalOf(url) {
      if (url.protocol !== 'https:') return 'Only https URLs are notified in live mode.';
      if (url.username !== '' || url.password !== '')
        return 'A URL with a user name or password in it is not notified.';
      return hostRefusal(url.hostname);
    },
    connect(options, callback) {
      // A socket looks no literal address up, so that one is checked here.
      const refusal = hostRefusal(options.hostname);
      if (refusal !== undefined) process.nextTick(callback, outboundRefusal(refusal), null);
      else connectPublic(options, callback);
    },
  };
}

/** Whether an address is one of the public internet: not private, loopback, link-local, shared, multicast, reserved, … */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  // Of IPv6 only 2000::/3 is given out; outside lie forms that carry an IPv4 address, like ::7f00:1.
  return parsed.kind() === 'ipv4' || ((parsed.toByteArray()[0] ?? 0) & 0xe0) === 0x20;
}

function outboundRefusal(sentence: string): Error & { readonly code: 'OUTBOUND_REFUSED' } {
  return Object.assign(new Error(sentence), { code: 'OUTBOUND_REFUSED' } as const);
}

/** What can be said of a URL's host without looking it up. */
function hostRefusal(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0) return isPublicAddress(bare) ? undefined : notPublic(bare);
  return /(^|\.)localhost\.?$/i.test(bare) ? notPublic(bare) : undefined;
}

function notPublic(host: string): string {
  return `The address ${host} is not a public one: nothing is sent there in live mode.`;
}

/** A socket's look-up that gives it public addresses only: whatever it connects to has been checked. */
function lookUpPublic(resolve: Resolve): LookupFunction {
  const listPublic = callbackify(async (hostname: string) => {
    const addresses = await resolve(hostname);
    const allowed = addresses.filter(isPublicAddress).map((address) => ({ address, family: isIP(address) }));
    const [first] = allowed;
    if (!first) throw outboundRefusal(notPublic(addresses[0] ?? hostname));
    return { allowed, first };
  });
  return (hostname, options, callback) => {
    listPublic(hostname, (error, found) => {
      if (error) callback(error, '');
      else if (options.all === true) callback(null, found.allowed);
      else callback(null, found.first.address, found.first.family);
    });
  };
}

/**
 * The system's own look-up takes one of the few threads that signing needs as well; a handful of names whose servers do
 * not answer would hold up every merchant. This resolver waits without a thread.
 */
function createResolve(): Resolve {
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  return async (hostname) => {
    const [four, six] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    const addresses = [four, six].flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
    if (addresses.length === 0 && four.status === 'rejected') throw four.reason;
    return addresses;
  };
}

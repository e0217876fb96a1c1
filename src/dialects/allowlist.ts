// Whether a request comes from an address that its app allows (paycools.md 2.8, 7 row 14).
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
export type Allowlist = readonly (readonly [network: Address, prefixLength: number])[];

/** Reads addresses and CIDR blocks; what is neither allows no one. */
export function readAllowlist(entries: readonly string[]): Allowlist {
  return entries.flatMap((entry) => {
    if (ipaddr.isValidCIDR(entry)) return [narrow(ipaddr.parseCIDR(entry))];
    if (!ipaddr.isValid(entry)) return [];
    const address = ipaddr.process(entry);
    return [[address, address.kind() === 'ipv4' ? 32 : 128] as const];
  });
}

/** An IPv4 address written as IPv6 (`::ffff:10.0.0.1`) is the IPv4 address. */
export function allows(list: Allowlist, remoteAddress: string): boolean {
  if (!ipaddr.isValid(remoteAddress)) return false;
  const address = ipaddr.process(remoteAddress);
  return list.some(([network, length]) => network.kind() === address.kind() && address.match(network, length));
}

/** A block of IPv4 addresses written as IPv6 becomes the IPv4 block. */
function narrow([network, length]: [Address, number]): readonly [Address, number] {
  const isMapped = network instanceof ipaddr.IPv6 && network.isIPv4MappedAddress() && length >= 96;
  return isMapped ? [network.toIPv4Address(), length - 96] : [network, length];
}

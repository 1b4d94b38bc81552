import { zoneOf } from './ip-address.ts';

/**
 * Returns an IPv4 address as it is, and for an IPv6 address its link: the /64 network, and for link-local addresses,
 * which share one such network, also the zone. A machine can take any address of its link, so limits count per link.
 */
export function linkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [before = '', after] = address.replace(/%.*/, '').split('::');
  const [first, last] = [before, after ?? ''].map((part) => part.split(':').filter(Boolean));
  const zeros = Array<string>(after === undefined ? 0 : 8 - first!.length - last!.length).fill('0');
  const zone = zoneOf(address);
  return `${[...first!, ...zeros, ...last!].slice(0, 4).join(':')}::${zone === undefined ? '' : `%${zone}`}/64`;
}

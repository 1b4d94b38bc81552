import { zoneOf } from './ip-address.ts';

/**
 * A normalised address, or of IPv6 its link: its network (/64), and of link-local addresses, which all are of one such
 * network, the interface of this server too. One address of a link gives itself all others, so for limits they are one.
 */
export function linkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [before = '', after] = address.replace(/%.*/, '').split('::');
  const [first, last] = [before, after ?? ''].map((part) => part.split(':').filter(Boolean));
  const zeros = Array<string>(after === undefined ? 0 : 8 - first!.length - last!.length).fill('0');
  const zone = zoneOf(address);
  return `${[...first!, ...zeros, ...last!].slice(0, 4).join(':')}::${zone === undefined ? '' : `%${zone}`}/64`;
}

import ipaddr from 'ipaddr.js';
import { familyOf, isIpv4, normaliseIp, normaliseScopedIp, type Family } from './ip-address.ts';

/**
 * Normalises a block of addresses, with the host bits cleared: `10.0.0.0/24` for `10.0.0.7/24`. IPv4 mapped into IPv6
 * becomes IPv4. Undefined if the text is no block.
 */
export function normaliseCidr(text: string): string | undefined {
  const [, addressText = '', digits = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const address = normaliseIp(addressText);
  if (address === undefined) return undefined;
  const length = Number(digits) - (isIpv4(address) && addressText.includes(':') ? 96 : 0);
  if (length < 0 || length > bitsOf(address)) return undefined;
  const first = isIpv4(address)
    ? ipaddr.IPv4.networkAddressFromCIDR(`${address}/${length}`)
    : ipaddr.IPv6.networkAddressFromCIDR(`${address}/${length}`);
  return `${normaliseIp(first.toString())}/${length}`;
}

/** The same, but also accepts a link-local block with a zone: `fe80::%virbr0/64` (RFC 4007, section 11.7). */
export function normaliseScopedCidr(text: string): string | undefined {
  const [, address, zone, slash] = /^([^%/]+)(%[^/]*)(\/\d{1,3})$/.exec(text) ?? [];
  if (zone === undefined) return normaliseCidr(text);
  const [first, length] = normaliseCidr(`${address}${slash}`)?.split('/') ?? [];
  const scoped = normaliseScopedIp(`${first}${zone}`);
  return scoped === undefined ? undefined : `${scoped}/${length}`;
}

/** True if a normalised address lies in a normalised block of the same family. */
export function contains(cidr: string, address: string): boolean {
  const [range, bits] = ipaddr.parseCIDR(cidr);
  const parsed = ipaddr.parse(address);
  return parsed.kind() === range.kind() && parsed.match([range, bits] as [ipaddr.IPv4, number]);
}

/** True if a normalised block lies in another or equals it. */
export const isWithin = (inner: string, outer: string) =>
  prefixLength(inner) >= prefixLength(outer) && contains(outer, inner.slice(0, inner.indexOf('/')));

/** The number after the slash. */
export const prefixLength = (cidr: string) => Number(cidr.slice(cidr.indexOf('/') + 1));

export const isIpv4Cidr = (cidr: string) => isIpv4(cidr.slice(0, cidr.indexOf('/')));

/** The family of a normalised block or address. */
export const familyOfBlock = (block: string): Family => familyOf(block.split('/', 1)[0]!);

/** The text that all addresses of a normalised block begin with, for searches in a text column. */
export function textStart(cidr: string): string {
  const first = cidr.slice(0, cidr.indexOf('/'));
  const [separator, parts, bits] = isIpv4(first)
    ? (['.', first.split('.'), 8] as const)
    : ([':', ipaddr.parse(first).toNormalizedString().split(':'), 16] as const);
  const fixed = parts.slice(0, Math.floor(prefixLength(cidr) / bits));
  const hidden = separator === ':' ? fixed.indexOf('0') : -1; // a zero group may be hidden by `::`
  const shown = hidden < 0 ? fixed : fixed.slice(0, hidden);
  return shown.map((part, n) => (n === parts.length - 1 ? part : part + separator)).join('');
}

/** The fixed bits of a block, after a letter for the family: they begin with the bits of each block around it. */
export const cidrBits = (cidr: string) =>
  addressBits(cidr.slice(0, cidr.indexOf('/'))).slice(0, 1 + prefixLength(cidr));

/** The bits of an address, after a letter for the family. */
export function addressBits(address: string): string {
  const bytes = ipaddr.parse(address).toByteArray();
  return (isIpv4(address) ? 'a' : 'b') + bytes.map((byte) => byte.toString(2).padStart(8, '0')).join('');
}

const bitsOf = (address: string) => (isIpv4(address) ? 32 : 128);

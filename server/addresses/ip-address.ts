import { isIP, isIPv4 } from 'node:net';

const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

/**
 * Normalises an IP address; undefined if the text is none.
 *
 * IPv4 must be four decimal parts without leading zeros: `010.0.0.1` is 8.0.0.1 to some programs and 10.0.0.1 to
 * others. IPv6 is compressed and in lower case (RFC 5952); IPv4 mapped into IPv6 becomes IPv4. Zone ids
 * (`fe80::1%eth0`) mean nothing on another machine and are refused; `normaliseScopedIp` accepts them.
 */
export function normaliseIp(text: string): string | undefined {
  const family = text.includes('%') ? 0 : isIP(text);
  if (family === 0) return undefined;
  if (family === 4) return text;
  const address = compressed(text);
  const [, high, low] = mapped.exec(address) ?? [];
  return high !== undefined && low !== undefined ? dotted(high, low) : address;
}

const zoneName = /^[\w.~@+-]{1,15}$/;

/** Matches valid link-local addresses (RFC 4291, section 2.5.6): the 54 bits after the first ten are zero. */
const ofALink = /^fe80::(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,3})?$/;

/**
 * The same, but also accepts a link-local IPv6 address with a zone, the network interface of this server that it is
 * reached by, as `fe80::5%virbr0` (RFC 4007). Undefined for any other address with a zone.
 */
export function normaliseScopedIp(text: string): string | undefined {
  const at = text.indexOf('%');
  if (at < 0) return normaliseIp(text);
  const address = normaliseIp(text.slice(0, at)) ?? '';
  const zone = text.slice(at + 1);
  return ofALink.test(address) && zoneName.test(zone) ? `${address}%${zone}` : undefined;
}

/** The zone of a normalised address; undefined if it has none. */
export const zoneOf = (address: string): string | undefined => address.split('%', 2)[1];

/** A normalised address without its zone, as the machine itself knows it. */
export const withoutZone = (address: string): string => address.split('%', 1)[0]!;

/** True if a normalised address is link-local and has no zone that names its link. */
export const lacksZone = (address: string) => isLinkLocal(address) && !address.includes('%');

export type Family = 'ipv4' | 'ipv6';
export const families: Family[] = ['ipv4', 'ipv6'];

/** True if a normalised address is IPv4. */
export function isIpv4(address: string): boolean {
  return isIPv4(address);
}

export const familyOf = (address: string): Family => (isIpv4(address) ? 'ipv4' : 'ipv6');

/** True if a normalised address is link-local IPv6 (fe80::/10), from which no subnet can be derived. */
export const isLinkLocal = (address: string) => /^fe[89ab][0-9a-f]:/.test(address);

const reserved = new Set(['0.0.0.0', '255.255.255.255', '169.254.169.254', '::', 'fd00:ec2::254']);

/**
 * True if a machine can have this normalised address: it is not unspecified, multicast or broadcast, and not one of the
 * metadata service's own two addresses on a guest's link.
 */
export function usableAsHost(address: string): boolean {
  return !reserved.has(address) && !isMulticast(address);
}

function isMulticast(address: string): boolean {
  if (!isIpv4(address)) return /^ff[0-9a-f]{2}:/.test(address);
  const first = Number.parseInt(address, 10);
  return first >= 224 && first <= 239;
}

/** The URL standard formats IPv6 addresses as RFC 5952 does (except embedded IPv4, which stays hexadecimal). */
function compressed(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

function dotted(high: string, low: string): string {
  const bytes = [high, low].flatMap((part) => {
    const value = Number.parseInt(part, 16);
    return [value >> 8, value & 255];
  });
  return bytes.join('.');
}

import { isIP, isIPv4 } from 'node:net';

const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

/**
 * The one spelling of an IP address; undefined when the text is none.
 *
 * IPv4 must be four decimal parts without leading zeros: `010.0.0.1` is 8.0.0.1 to some programs and 10.0.0.1 to
 * others. IPv6 comes out compressed and in lower case (RFC 5952); IPv4 mapped into IPv6 comes out as IPv4. Zone ids
 * (`fe80::1%eth0`) mean nothing on another machine and are refused; `normaliseScopedIp` takes them.
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

/** The link-local addresses that there are (RFC 4291, section 2.5.6): after their first ten bits 54 are zero. */
const ofALink = /^fe80::(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,3})?$/;

/**
 * The same, and a link-local IPv6 address with its zone: the network interface of this server that it is reached by, as
 * `fe80::5%virbr0` (RFC 4007). Undefined for a zone of any other address, which has none.
 */
export function normaliseScopedIp(text: string): string | undefined {
  const at = text.indexOf('%');
  if (at < 0) return normaliseIp(text);
  const address = normaliseIp(text.slice(0, at)) ?? '';
  const zone = text.slice(at + 1);
  return ofALink.test(address) && zoneName.test(zone) ? `${address}%${zone}` : undefined;
}

/** The zone of a normalised address; undefined where it has none. */
export const zoneOf = (address: string): string | undefined => address.split('%', 2)[1];

/** A normalised address as the machine itself knows it. */
export const withoutZone = (address: string): string => address.split('%', 1)[0]!;

/** Whether a normalised address is on every link, and does not say which one is meant. */
export const lacksZone = (address: string) => isLinkLocal(address) && !address.includes('%');

export type Family = 'ipv4' | 'ipv6';
export const families: Family[] = ['ipv4', 'ipv6'];

/** Whether a normalised address is IPv4. */
export function isIpv4(address: string): boolean {
  return isIPv4(address);
}

export const familyOf = (address: string): Family => (isIpv4(address) ? 'ipv4' : 'ipv6');

/** Whether a normalised address is one that every IPv6 link has for itself (fe80::/10): it says nothing of the subnet. */
export const isLinkLocal = (address: string) => /^fe[89ab][0-9a-f]:/.test(address);

const reserved = new Set(['0.0.0.0', '255.255.255.255', '169.254.169.254', '::', 'fd00:ec2::254']);

/**
 * Whether a machine can have this normalised address: it is not unspecified, multicast or broadcast, and not one of the
 * two that the metadata service itself has on a guest's link.
 */
export function usableAsHost(address: string): boolean {
  return !reserved.has(address) && !isMulticast(address);
}

function isMulticast(address: string): boolean {
  if (!isIpv4(address)) return /^ff[0-9a-f]{2}:/.test(address);
  const first = Number.parseInt(address, 10);
  return first >= 224 && first <= 239;
}

/** The URL standard prints IPv6 addresses as RFC 5952 does (but for embedded IPv4, which stays hexadecimal). */
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

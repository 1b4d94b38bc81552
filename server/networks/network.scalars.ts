import { quoted } from '../errors.ts';
import { lenientScalar, Malformed } from '../graphql/lenient-scalar.ts';
import { normaliseCidr } from '../addresses/cidr.ts';
import { normaliseScopedIp, usableAsHost } from '../addresses/ip-address.ts';
import { isHostMac, normaliseMac } from '../addresses/mac-address.ts';

/** An IPv4 or IPv6 address, normalised. */
export const IPAddress = lenientScalar<string>({
  name: 'IPAddress',
  description:
    'An IPv4 address of four decimal parts, or an IPv6 address (compressed, lower case). A link-local address that an instance sends requests from has a zone, the network interface of the server through which it is reached: `fe80::5%virbr0`.',
  parse(text) {
    const address = normaliseScopedIp(text);
    if (address === undefined) return new Malformed(`${quoted(text)} is not an IP address.`, hintFor(text));
    if (usableAsHost(address)) return address;
    return new Malformed(`${address} cannot be the address of a machine.`);
  },
});

const hintFor = (text: string) =>
  text.includes('%')
    ? "Only a link-local address has a zone, the name of the server's network interface: fe80::50%virbr0."
    : 'Write it as 192.168.122.50 or fd00::50.';

/** A hardware address, normalised. */
export const MACAddress = lenientScalar<string>({
  name: 'MACAddress',
  description: 'A hardware address, accepted in any usual notation and returned as `52:54:00:aa:bb:01`.',
  parse(text) {
    const mac = normaliseMac(text);
    if (mac === undefined)
      return new Malformed(`${quoted(text)} is not a MAC address.`, 'Write it as 52:54:00:aa:bb:01.');
    return isHostMac(mac) ? mac : new Malformed(`${mac} cannot be the MAC address of a machine.`);
  },
});

/** A block of addresses, normalised. */
export const CIDR = lenientScalar<string>({
  name: 'CIDR',
  description: 'A block of IPv4 or IPv6 addresses, such as `10.0.0.0/24`; host bits are cleared.',
  parse: (text) =>
    normaliseCidr(text) ??
    new Malformed(`${quoted(text)} is not a block of addresses.`, 'Write it as 10.0.0.0/24 or fd00:1::/64.'),
});

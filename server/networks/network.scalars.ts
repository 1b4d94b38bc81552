import { quoted } from '../errors.ts';
import { lenientScalar, Malformed } from '../graphql/lenient-scalar.ts';
import { normaliseCidr } from './cidr.ts';
import { normaliseIp, usableAsHost } from './ip-address.ts';
import { isHostMac, normaliseMac } from './mac-address.ts';

/** An IPv4 or IPv6 address in its one spelling. */
export const IPAddress = lenientScalar<string>({
  name: 'IPAddress',
  description: 'An IPv4 address of four decimal parts, or an IPv6 address (compressed, lower case).',
  parse(text) {
    const address = normaliseIp(text);
    if (address === undefined)
      return new Malformed(
        `${quoted(text)} is not an IP address.`,
        'Write it as 192.168.122.50 or fd00::50.',
      );
    if (usableAsHost(address)) return address;
    return new Malformed(`${address} cannot be the address of a machine.`);
  },
});

/** A hardware address in its one spelling. */
export const MACAddress = lenientScalar<string>({
  name: 'MACAddress',
  description: 'A hardware address; read from any usual spelling, answered as `52:54:00:aa:bb:01`.',
  parse(text) {
    const mac = normaliseMac(text);
    if (mac === undefined)
      return new Malformed(`${quoted(text)} is not a MAC address.`, 'Write it as 52:54:00:aa:bb:01.');
    return isHostMac(mac) ? mac : new Malformed(`${mac} cannot be the MAC address of a machine.`);
  },
});

/** A block of addresses in its one spelling. */
export const CIDR = lenientScalar<string>({
  name: 'CIDR',
  description: 'A block of IPv4 or IPv6 addresses as `10.0.0.0/24`; bits of the host are cleared.',
  parse: (text) =>
    normaliseCidr(text) ??
    new Malformed(`${quoted(text)} is not a block of addresses.`, 'Write it as 10.0.0.0/24 or fd00:1::/64.'),
});

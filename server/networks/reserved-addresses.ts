import ipaddr from 'ipaddr.js';
import { prefixLength } from '../addresses/cidr.ts';
import { isIpv4, withoutZone } from '../addresses/ip-address.ts';
import { blocksOf, holds, type SubnetBlocks } from './subnet-blocks.ts';

/** The facts of a subnet that reserve addresses. */
export interface Reserving extends SubnetBlocks {
  ipv4Gateway: string | null;
  ipv6Gateway: string | null;
  dnsServers: string[];
}

/** The use of an address that no machine of a subnet can have, and the field of the subnet that reserves it. */
export interface Reservation {
  is: string;
  field: 'ipv4CidrBlock' | 'ipv6CidrBlocks' | 'ipv4Gateway' | 'ipv6Gateway' | 'dnsServers';
}

/** Returns, by address without a zone, the reserved addresses of a subnet, with its routers and own name servers. */
export function reservationsOf(subnet: Reserving): Map<string, Reservation> {
  const found = new Map<string, Reservation>();
  for (const server of subnet.dnsServers)
    if (holds(subnet, server)) found.set(server, { is: 'a name server', field: 'dnsServers' });
  for (const field of ['ipv4Gateway', 'ipv6Gateway'] as const)
    if (subnet[field] !== null) found.set(subnet[field], { is: 'the gateway', field });
  for (const cidr of blocksOf(subnet, 'ipv4'))
    for (const [address, is] of addressesOfNoHost(cidr)) found.set(address, { is, field: 'ipv4CidrBlock' });
  for (const cidr of blocksOf(subnet, 'ipv6'))
    for (const [address, is] of addressesOfNoHost(cidr)) found.set(address, { is, field: 'ipv6CidrBlocks' });
  return found;
}

/** Returns the reservation of a machine's address, if there is one. */
export const reservationAt = (
  reservations: ReadonlyMap<string, Reservation>,
  address: string,
): Reservation | undefined => reservations.get(withoutZone(address));

/**
 * The addresses of a block that belong to no single host: network and broadcast (RFC 919; a /31 has none, RFC 3021),
 * and the address that all routers of an IPv6 subnet share (RFC 4291, section 2.6.1; a /127 has none, RFC 6164).
 */
export function addressesOfNoHost(cidr: string): [address: string, is: string][] {
  const first = cidr.slice(0, cidr.indexOf('/'));
  const length = prefixLength(cidr);
  if (!isIpv4(first)) return length < 127 ? [[first, 'the subnet-router anycast address']] : [];
  if (length > 30) return [];
  const last = ipaddr.IPv4.broadcastAddressFromCIDR(cidr).toString();
  return [
    [first, 'the network address'],
    [last, 'the broadcast address'],
  ];
}

import ipaddr from 'ipaddr.js';
import type { GuestInterface, GuestSubnet, GuestView } from './guest-view.ts';

export type Family = 'ipv4' | 'ipv6';

/** How an interface is to be configured, for those who are told so outright. */
export interface InterfacePlan {
  readonly nic: GuestInterface;
  readonly mac: string;
  /** Whose first address comes by DHCP. */
  readonly dhcp: readonly Family[];
  /** Whether its first IPv6 address comes from what routers advertise. */
  readonly hearsRouters: boolean;
  /** The addresses that the machine sets itself. */
  readonly fixed: readonly FixedAddress[];
  /** Name servers of a family that it has addresses of: no other one could be asked. */
  readonly dnsServers: readonly string[];
  /** Those that nobody else tells the machine. */
  readonly fixedDnsServers: readonly string[];
}

export interface FixedAddress {
  readonly family: Family;
  readonly address: string;
  readonly prefixLength: number;
  /** The router of the family, at its first address. */
  readonly gateway?: string | undefined;
}

/** Prefix lengths where no block says one: those that cloud-init takes for the EC2 tree. */
const usualPrefixLength: Record<Family, number> = { ipv4: 24, ipv6: 128 };

/**
 * The interfaces that a machine can find, each with its configuration. One without a MAC is left out: a machine fails
 * to boot that is to find an interface by a made-up one.
 *
 * The first address of each family comes by DHCP, further ones are fixed, as cloud-init has it for the EC2 tree; an
 * interface of which no address is known asks for an IPv4 address. A subnet without DHCP has fixed addresses alone.
 * Without a subnet nobody knows of DHCP for IPv6, and to wait for it in vain holds up a boot for minutes: the interface
 * listens to routers instead, which costs nothing.
 */
export function interfacePlans({ interfaces }: GuestView): InterfacePlan[] {
  return interfaces.flatMap((nic) => (nic.mac ? [{ nic, mac: nic.mac, ...planOf(nic) }] : []));
}

function planOf({ privateIpv4s, ipv6s, subnet }: GuestInterface) {
  const byDhcp = subnet?.dhcp ?? true;
  const hearsRouters = subnet === undefined && ipv6s.length > 0;
  const has = { ipv4: privateIpv4s.length > 0 || ipv6s.length === 0, ipv6: ipv6s.length > 0 };
  const asks = { ipv4: byDhcp && has.ipv4, ipv6: byDhcp && has.ipv6 && !hearsRouters };
  const dnsServers = (subnet?.dnsServers ?? []).filter((server) => has[familyOf(server)]);
  const families = [
    { family: 'ipv4', addresses: privateIpv4s, gateway: subnet?.ipv4Gateway },
    { family: 'ipv6', addresses: ipv6s, gateway: subnet?.ipv6Gateway },
  ] as const;
  return {
    dhcp: families.map(({ family }) => family).filter((family) => asks[family]),
    hearsRouters,
    fixed: families.flatMap(({ family, addresses, gateway }) =>
      addresses
        .map((address, n) => ({ family, address, ...(n === 0 ? { gateway } : {}) }))
        .slice(byDhcp ? 1 : 0)
        .map((one) => ({ ...one, prefixLength: prefixLengthOf(one.address, family, subnet) })),
    ),
    dnsServers,
    fixedDnsServers: byDhcp ? [] : dnsServers,
  };
}

export const familyOf = (address: string): Family => (address.includes(':') ? 'ipv6' : 'ipv4');

function prefixLengthOf(address: string, family: Family, subnet: GuestSubnet | undefined): number {
  const blocks = [subnet?.ipv4CidrBlock ?? [], subnet?.ipv6CidrBlocks ?? []].flat();
  const [, length] = blocks.map((block) => ipaddr.parseCIDR(block)).find(holds(address)) ?? [];
  return length ?? usualPrefixLength[family];
}

const holds =
  (address: string) =>
  ([first, length]: [ipaddr.IPv4 | ipaddr.IPv6, number]) => {
    const parsed = ipaddr.parse(address);
    return parsed.kind() === first.kind() && parsed.match(first as ipaddr.IPv4, length);
  };

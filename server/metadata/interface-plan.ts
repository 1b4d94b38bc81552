import ipaddr from 'ipaddr.js';
import type { GuestInterface, GuestSubnet, GuestView } from './guest-view.ts';

export type Family = 'ipv4' | 'ipv6';

/** The configuration of an interface, for data sources that serve it explicitly. */
export interface InterfacePlan {
  readonly nic: GuestInterface;
  readonly mac: string;
  /** The families whose first address comes by DHCP. */
  readonly dhcp: readonly Family[];
  /** True if its first IPv6 address comes from router advertisements. */
  readonly acceptsRouterAdvertisements: boolean;
  /** The addresses to configure statically. */
  readonly fixed: readonly FixedAddress[];
  /** Name servers of the families that it has addresses of; it could not reach others. */
  readonly dnsServers: readonly string[];
  /** The name servers that do not come by DHCP. */
  readonly fixedDnsServers: readonly string[];
}

export interface FixedAddress {
  readonly family: Family;
  readonly address: string;
  readonly prefixLength: number;
  /** The router of the family; present only at its first address. */
  readonly gateway?: string | undefined;
}

/** Prefix lengths of addresses outside every known block: those that cloud-init assumes for the EC2 tree. */
const usualPrefixLength: Record<Family, number> = { ipv4: 24, ipv6: 128 };

/**
 * The interfaces that a machine can find, each with its configuration. Interfaces without a MAC are omitted: a machine
 * that has to find an interface by an invented MAC fails to boot.
 *
 * As in cloud-init's configuration for the EC2 tree, the first address of each family comes by DHCP, and further ones
 * are static. An interface without known addresses uses DHCP for IPv4. In a subnet without DHCP all addresses are
 * static. Without a subnet it is unknown if there is DHCP for IPv6, and waiting for it in vain delays the boot by
 * minutes: the interface accepts router advertisements instead, which costs nothing.
 */
export function interfacePlans({ interfaces }: GuestView): InterfacePlan[] {
  return interfaces.flatMap((nic) => (nic.mac ? [{ nic, mac: nic.mac, ...planOf(nic) }] : []));
}

function planOf({ privateIpv4s, ipv6s, subnet }: GuestInterface) {
  const byDhcp = subnet?.dhcp ?? true;
  const acceptsRouterAdvertisements = subnet === undefined && ipv6s.length > 0;
  const has = { ipv4: privateIpv4s.length > 0 || ipv6s.length === 0, ipv6: ipv6s.length > 0 };
  const usesDhcp = { ipv4: byDhcp && has.ipv4, ipv6: byDhcp && has.ipv6 && !acceptsRouterAdvertisements };
  const dnsServers = (subnet?.dnsServers ?? []).filter((server) => has[familyOf(server)]);
  const families = [
    { family: 'ipv4', addresses: privateIpv4s, gateway: subnet?.ipv4Gateway },
    { family: 'ipv6', addresses: ipv6s, gateway: subnet?.ipv6Gateway },
  ] as const;
  return {
    dhcp: families.map(({ family }) => family).filter((family) => usesDhcp[family]),
    acceptsRouterAdvertisements,
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

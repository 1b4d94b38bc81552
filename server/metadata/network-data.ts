import ipaddr from 'ipaddr.js';
import type { GuestView } from './guest-view.ts';
import {
  familyOf,
  interfacePlans,
  type Family,
  type FixedAddress,
  type InterfacePlan,
} from './interface-plan.ts';

/** The destination of a default route, as a network and its mask. */
const defaultRoute = {
  ipv4: { network: '0.0.0.0', netmask: '0.0.0.0' },
  ipv6: { network: '::', netmask: '::' },
};

/**
 * OpenStack's `network_data.json`. Format: nova, doc/api_schemas/network_data.json.
 *
 * Undefined if no interface has a MAC. (nova then serves `{}`, and cloud-init leaves the machine without a network:
 * nova's machines without a network cannot send a request. This machine has a network, even if it is unknown.)
 */
export function networkData(view: GuestView): object | undefined {
  const plans = interfacePlans(view);
  if (plans.length === 0) return undefined;
  const networks = plans.flatMap((plan, n) => networksOf(plan, linkId(n)));
  return {
    links: plans.map(link),
    networks: networks.map((network, n) => ({ id: `network${n}`, ...network })),
    services: dns([...new Set(plans.flatMap(({ dnsServers }) => dnsServers))]),
  };
}

const linkId = (n: number) => `interface${n}`;

function link({ nic, mac }: InterfacePlan, n: number) {
  return { id: linkId(n), vif_id: nic.id, type: 'phy', mtu: null, ethernet_mac_address: mac };
}

/**
 * The order matters to cloud-init: the first IPv4 address is the source address of the machine, and a static IPv6
 * address turns router advertisements off, until DHCP after it turns them on again. Nothing else turns them on: if the
 * machine is to accept router advertisements, no IPv6 address is static.
 */
function networksOf(
  { nic, dhcp, acceptsRouterAdvertisements, fixed, fixedDnsServers }: InterfacePlan,
  on: string,
) {
  const common = { link: on, network_id: nic.subnet?.id };
  const byDhcp = (family: Family) => (dhcp.includes(family) ? [{ type: `${family}_dhcp`, ...common }] : []);
  return [
    ...byDhcp('ipv4'),
    ...fixed
      .filter(({ family }) => family === 'ipv4' || !acceptsRouterAdvertisements)
      .map((one) => ({ type: one.family, ...common, ...fixedNetwork(one, fixedDnsServers) })),
    ...byDhcp('ipv6'),
    ...(acceptsRouterAdvertisements ? [{ type: 'ipv6_slaac', ...common }] : []),
  ];
}

function fixedNetwork(
  { family, address, prefixLength, gateway }: FixedAddress,
  dnsServers: readonly string[],
) {
  return {
    ip_address: address,
    netmask: netmask(family, prefixLength),
    routes: gateway ? [{ ...defaultRoute[family], gateway }] : [],
    services: dns(dnsServers.filter((server) => familyOf(server) === family)),
  };
}

function netmask(family: Family, prefixLength: number): string {
  const addresses = family === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return addresses.subnetMaskFromPrefixLength(prefixLength).toString();
}

const dns = (servers: readonly string[]) => servers.map((address) => ({ type: 'dns', address }));

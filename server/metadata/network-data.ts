import ipaddr from 'ipaddr.js';
import type { GuestView } from './guest-view.ts';
import {
  familyOf,
  interfacePlans,
  type Family,
  type FixedAddress,
  type InterfacePlan,
} from './interface-plan.ts';

/** The route to everywhere, as a network and its mask. */
const everywhere = {
  ipv4: { network: '0.0.0.0', netmask: '0.0.0.0' },
  ipv6: { network: '::', netmask: '::' },
};

/**
 * OpenStack's `network_data.json`. Its form: nova, doc/api_schemas/network_data.json.
 *
 * Undefined when no interface can be told of. (nova then says `{}`, which cloud-init takes for a machine without any
 * network, and leaves it without: nova's machines that have none do not get to ask. This one has one, if unknown.)
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
 * In the order in which cloud-init means it: the first IPv4 address is the one that the machine speaks from, and a fixed
 * IPv6 address switches off router advertisements, which DHCP after it switches on again. Nothing else does: where the
 * machine is to hear routers no IPv6 address is fixed.
 */
function networksOf({ nic, dhcp, hearsRouters, fixed, fixedDnsServers }: InterfacePlan, on: string) {
  const place = { link: on, network_id: nic.subnet?.id };
  const byDhcp = (family: Family) => (dhcp.includes(family) ? [{ type: `${family}_dhcp`, ...place }] : []);
  return [
    ...byDhcp('ipv4'),
    ...fixed
      .filter(({ family }) => family === 'ipv4' || !hearsRouters)
      .map((one) => ({ type: one.family, ...place, ...fixedNetwork(one, fixedDnsServers) })),
    ...byDhcp('ipv6'),
    ...(hearsRouters ? [{ type: 'ipv6_slaac', ...place }] : []),
  ];
}

function fixedNetwork(
  { family, address, prefixLength, gateway }: FixedAddress,
  dnsServers: readonly string[],
) {
  return {
    ip_address: address,
    netmask: netmask(family, prefixLength),
    routes: gateway ? [{ ...everywhere[family], gateway }] : [],
    services: dns(dnsServers.filter((server) => familyOf(server) === family)),
  };
}

function netmask(family: Family, prefixLength: number): string {
  const addresses = family === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return addresses.subnetMaskFromPrefixLength(prefixLength).toString();
}

const dns = (servers: readonly string[]) => servers.map((address) => ({ type: 'dns', address }));

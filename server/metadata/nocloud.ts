import { isCloudInit, type Client } from './client.ts';
import { facts } from './facts.ts';
import type { GuestView } from './guest-view.ts';
import { interfacePlans, type Family, type InterfacePlan } from './interface-plan.ts';
import { leaf, listing, type Answer } from './tree.ts';

interface SeedFile {
  readonly name: string;
  /** Undefined if there is no such file for this client. */
  content(view: GuestView, asker: Client): string | Uint8Array | undefined;
}

/**
 * The files of cloud-init's NoCloud data source. cloud-init requests all of them, and retries a missing one ten times,
 * a second apart: user-data and vendor-data are always served, even if empty, which other clients accept as well.
 *
 * An empty network-config is served to cloud-init only: others cannot read it (Talos fails), but they handle a 404.
 */
const files: readonly SeedFile[] = [
  { name: 'meta-data', content: (view) => yaml(metaData(view)) },
  {
    name: 'network-config',
    content: (view, asker) => networkConfig(view) ?? (isCloudInit(asker) ? '' : undefined),
  },
  { name: 'user-data', content: (view) => facts.userData(view) ?? new Uint8Array() },
  { name: 'vendor-data', content: () => '' },
];

/** Returns the answer at a path below `/nocloud`; undefined is a 404. */
export function noCloud(view: GuestView, segments: readonly string[], asker: Client): Answer | undefined {
  const [name, ...deeper] = segments;
  const isForThisClient = interfacePlans(view).length === 0;
  if (name === undefined) {
    const offered = files.filter(({ content }) => content(view, asker) !== undefined);
    return { ...listing(offered.map((file) => file.name)), isForThisClient };
  }
  if (deeper.length > 0) return undefined;
  const content = files.find((file) => file.name === name)?.content(view, asker);
  if (content === undefined) return undefined;
  return name === 'network-config' ? { ...leaf(content), isForThisClient } : leaf(content);
}

function metaData(view: GuestView) {
  return {
    'instance-id': facts.instanceId(view),
    'local-hostname': facts.localHostname(view),
    'availability-zone': facts.availabilityZone(view),
    region: facts.region(view),
    'public-keys': facts.keys(view).map(({ publicKey }) => publicKey),
  };
}

/** Version 2 of cloud-init's network configuration; undefined if no interface has a MAC: the client then decides. */
function networkConfig(view: GuestView): string | undefined {
  const plans = interfacePlans(view);
  if (plans.length === 0) return undefined;
  const ethernets = plans.map(
    (plan, n) => [`interface${n}`, ethernet(plan, plans.length > 1 ? (n + 1) * 100 : undefined)] as const,
  );
  return yaml({ version: 2, ethernets: Object.fromEntries(ethernets) });
}

/** Matched by its MAC, and not renamed: the interface is already up when cloud-init reads this. */
function ethernet(plan: InterfacePlan, metric: number | undefined) {
  const { mac, dhcp, acceptsRouterAdvertisements, fixed, fixedDnsServers } = plan;
  const gateways = fixed.filter(({ gateway }) => gateway !== undefined);
  return {
    match: { macaddress: mac },
    ...byDhcp(4, { usesDhcp: dhcp.includes('ipv4'), metric }),
    ...byDhcp(6, { usesDhcp: dhcp.includes('ipv6'), metric }),
    'accept-ra': acceptsRouterAdvertisements || undefined,
    addresses: unlessEmpty(fixed.map(({ address, prefixLength }) => `${address}/${prefixLength}`)),
    routes: unlessEmpty(
      gateways.map(({ family, gateway }) => ({
        to: defaultDestination(family, metric),
        via: gateway,
        metric,
      })),
    ),
    nameservers: fixedDnsServers.length > 0 ? { addresses: fixedDnsServers } : undefined,
  };
}

/**
 * The destination of a default route. cloud-init's renderer for NetworkManager (of 26.2) fails on a metric of `::/0`
 * beside an IPv4 address, because it writes the metric before the section that the metric belongs to. With `::0/0` it
 * writes the metric on the line of the route; to every other program both spellings mean the same.
 */
function defaultDestination(family: Family, metric: number | undefined): string {
  if (family === 'ipv4') return '0.0.0.0/0';
  return metric === undefined ? '::/0' : '::0/0';
}

/** With several interfaces the routes of the first one take precedence, as in cloud-init's EC2 data source. */
function byDhcp(generation: 4 | 6, { usesDhcp, metric }: { usesDhcp: boolean; metric: number | undefined }) {
  const overrides =
    usesDhcp && metric !== undefined ? { [`dhcp${generation}-overrides`]: { 'route-metric': metric } } : {};
  return { [`dhcp${generation}`]: usesDhcp, ...overrides };
}

const unlessEmpty = <Of>(list: readonly Of[]) => (list.length > 0 ? list : undefined);

/** JSON is YAML except for characters that YAML requires to be escaped. They occur only within strings. */
function yaml(value: object): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value, null, 2).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, escaped);
}

import { isCloudInit, type Asker } from './client.ts';
import { facts } from './facts.ts';
import type { GuestView } from './guest-view.ts';
import { interfacePlans, type Family, type InterfacePlan } from './interface-plan.ts';
import { leaf, listing, type Answer } from './tree.ts';

interface SeedFile {
  readonly name: string;
  /** Undefined: there is no such file for this client. */
  content(view: GuestView, asker: Asker): string | Uint8Array | undefined;
}

/**
 * The files of cloud-init's NoCloud data source. cloud-init asks for all of them, and ten times more, a second apart, for
 * one that it is refused: user-data and vendor-data are always there, if empty, which other clients take as well.
 *
 * An empty network-config is for cloud-init alone: others cannot read it (Talos fails), and take a 404 for what it is.
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

/** What a machine is told at a path below `/nocloud`; undefined is a 404. */
export function noCloud(view: GuestView, segments: readonly string[], asker: Asker): Answer | undefined {
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

/** Version 2 of cloud-init's network configuration; undefined when no interface can be told of: it finds its own way. */
function networkConfig(view: GuestView): string | undefined {
  const plans = interfacePlans(view);
  if (plans.length === 0) return undefined;
  const ethernets = plans.map((plan, n) => [`interface${n}`, ethernet(plan, plans.length > 1)] as const);
  return yaml({ version: 2, ethernets: Object.fromEntries(ethernets) });
}

/** Found by its MAC, and not renamed: cloud-init reads this when the interface is up already. */
function ethernet(plan: InterfacePlan, oneOfSeveral: boolean) {
  const { nic, mac, dhcp, hearsRouters, fixed, fixedDnsServers } = plan;
  const metric = oneOfSeveral ? (nic.deviceNumber + 1) * 100 : undefined;
  const gateways = fixed.filter(({ gateway }) => gateway !== undefined);
  return {
    match: { macaddress: mac },
    ...byDhcp(4, { asks: dhcp.includes('ipv4'), metric }),
    ...byDhcp(6, { asks: dhcp.includes('ipv6'), metric }),
    'accept-ra': hearsRouters || undefined,
    addresses: unlessEmpty(fixed.map(({ address, prefixLength }) => `${address}/${prefixLength}`)),
    routes: unlessEmpty(
      gateways.map(({ family, gateway }) => ({ to: everywhere(family, metric), via: gateway, metric })),
    ),
    nameservers: fixedDnsServers.length > 0 ? { addresses: fixedDnsServers } : undefined,
  };
}

/**
 * The destination of a default route. cloud-init's renderer for NetworkManager (of 26.2) ends with an error at a
 * metric of `::/0` beside an IPv4 address, which it writes before the section that this metric is for. By another
 * spelling it takes the route for one that has its metric on its own line; for everybody else it is the same.
 */
function everywhere(family: Family, metric: number | undefined): string {
  if (family === 'ipv4') return '0.0.0.0/0';
  return metric === undefined ? '::/0' : '::0/0';
}

/** Of several interfaces the first one's routes win, as cloud-init has it for the EC2 tree. */
function byDhcp(generation: 4 | 6, { asks, metric }: { asks: boolean; metric: number | undefined }) {
  const overrides =
    asks && metric !== undefined ? { [`dhcp${generation}-overrides`]: { 'route-metric': metric } } : {};
  return { [`dhcp${generation}`]: asks, ...overrides };
}

const unlessEmpty = <Of>(list: readonly Of[]) => (list.length > 0 ? list : undefined);

/** JSON is YAML but for characters that YAML wants escaped. They stand in texts alone. */
function yaml(value: object): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value, null, 2).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, escaped);
}

import type { GuestView } from './guest-view.ts';
import { interfacePlans, type Family, type InterfacePlan } from './interface-plan.ts';
import { leaf, listing, type Answer } from './tree.ts';

type Content = (view: GuestView) => string | Uint8Array;

/**
 * The files of cloud-init's NoCloud data source. Each is always there, if empty: cloud-init asks for all of them, and
 * ten times a second apart for one that it is refused.
 */
const files: ReadonlyMap<string, Content> = new Map<string, Content>([
  ['meta-data', (view) => yaml(metaData(view))],
  ['network-config', networkConfig],
  ['user-data', (view) => view.userData ?? new Uint8Array()],
  ['vendor-data', () => ''],
]);

/** What a machine is told at a path below `/nocloud`; undefined is a 404. */
export function noCloud(view: GuestView, segments: readonly string[]): Answer | undefined {
  const [name, ...deeper] = segments;
  if (name === undefined) return listing([...files.keys()]);
  const content = deeper.length === 0 ? files.get(name)?.(view) : undefined;
  return content === undefined ? undefined : leaf(content);
}

function metaData(view: GuestView) {
  return {
    'instance-id': view.instanceId,
    'local-hostname': view.localHostname,
    'availability-zone': view.availabilityZone,
    region: view.region,
    'public-keys': view.keys.map(({ publicKey }) => publicKey),
  };
}

/** Version 2 of cloud-init's network configuration; empty, so that it finds its own way, when no interface can be told of. */
function networkConfig(view: GuestView): string {
  const plans = interfacePlans(view);
  if (plans.length === 0) return '';
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
      gateways.map(({ family, gateway }) => ({ to: everywhere[family], via: gateway, metric })),
    ),
    nameservers: fixedDnsServers.length > 0 ? { addresses: fixedDnsServers } : undefined,
  };
}

const everywhere: Record<Family, string> = { ipv4: '0.0.0.0/0', ipv6: '::/0' };

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

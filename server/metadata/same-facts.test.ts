/** All data sources of a machine serve the same facts. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { generatedView } from '../tests/support/generated-view.ts';
import { answerAt } from './data-sources.ts';
import type { GuestView } from './guest-view.ts';
import { segmentsOf } from './path.ts';
import { bodyOf } from './tree.ts';

const runs = { numRuns: 300 };

/** The bytes at a target; undefined for a 404. */
function bytes(view: GuestView, target: string): Buffer | undefined {
  const found = answerAt(view, segmentsOf(target) ?? [], { randomBytes: (size) => new Uint8Array(size) });
  return found && Buffer.from(bodyOf(found));
}

const ec2 = (view: GuestView, path: string) => bytes(view, `/latest/meta-data/${path}`)?.toString();
const linesOf = (view: GuestView, path: string) => ec2(view, path)?.split('\n') ?? [];
const identity = (view: GuestView) =>
  JSON.parse(String(bytes(view, '/latest/dynamic/instance-identity/document')));
const openStack = (view: GuestView) => JSON.parse(String(bytes(view, '/openstack/latest/meta_data.json')));
const noCloud = (view: GuestView) => parse(String(bytes(view, '/nocloud/meta-data')), { version: '1.1' });
const networkData = (view: GuestView) =>
  JSON.parse(
    String(bytes(view, '/openstack/latest/network_data.json') ?? '{"links":[],"networks":[],"services":[]}'),
  );
const ethernets = (view: GuestView): Record<string, Ethernet> =>
  parse(String(bytes(view, '/nocloud/network-config') ?? ''), { version: '1.1' })?.ethernets ?? {};

interface Ethernet {
  match: { macaddress: string };
  'accept-ra'?: boolean;
  addresses?: string[];
  routes?: { to: string; via: string }[];
  nameservers?: { addresses: string[] };
}

interface Network {
  type: string;
  link: string;
  ip_address?: string;
  routes?: { gateway: string }[];
}

const withoutLength = (address: string) => address.replace(/\/\d+$/, '');
const isIpv6 = (address: string) => address.includes(':');

/** Facts that several data sources serve, each with the functions that read it from them. */
const sharedFacts: [fact: string, readers: ((view: GuestView) => unknown)[]][] = [
  [
    'the local hostname',
    [
      (view) => ec2(view, 'local-hostname'),
      (view) => noCloud(view)['local-hostname'],
      (view) => openStack(view).hostname,
    ],
  ],
  ['the hostname', [(view) => ec2(view, 'hostname'), (view) => openStack(view).name]],
  [
    'the instance-id',
    [
      (view) => ec2(view, 'instance-id'),
      (view) => noCloud(view)['instance-id'],
      (view) => identity(view).instanceId,
    ],
  ],
  [
    'the zone',
    [
      (view) => ec2(view, 'placement/availability-zone'),
      (view) => noCloud(view)['availability-zone'],
      (view) => openStack(view).availability_zone,
      (view) => identity(view).availabilityZone,
    ],
  ],
  [
    'the region',
    [
      (view) => ec2(view, 'placement/region'),
      (view) => noCloud(view).region,
      (view) => identity(view).region,
    ],
  ],
  [
    'the launch index',
    [(view) => Number(ec2(view, 'ami-launch-index')), (view) => openStack(view).launch_index],
  ],
  [
    'the keys',
    [
      (view) => view.keys.map((_, n) => ec2(view, `public-keys/${n}/openssh-key`)?.trimEnd()),
      (view) => noCloud(view)['public-keys'],
      (view) => (openStack(view).keys ?? []).map(({ data }: { data: string }) => data),
    ],
  ],
  [
    'the names of the keys',
    [
      (view) => linesOf(view, 'public-keys').map((line) => line.slice(line.indexOf('=') + 1)),
      (view) => (openStack(view).keys ?? []).map(({ name }: { name: string }) => name),
    ],
  ],
  [
    'the tags that it may read',
    [(view) => JSON.parse(ec2(view, 'tag-sets/instance') ?? '{}'), (view) => openStack(view).meta ?? {}],
  ],
  [
    'the user-data',
    [
      (view) => bytes(view, '/latest/user-data') ?? Buffer.alloc(0),
      (view) => bytes(view, '/nocloud/user-data') ?? Buffer.alloc(0),
      (view) => bytes(view, '/openstack/latest/user_data') ?? Buffer.alloc(0),
    ],
  ],
  [
    'the address that it is known by',
    [(view) => ec2(view, 'local-ipv4') ?? null, (view) => identity(view).privateIp],
  ],
  [
    'the MACs of its interfaces',
    [
      (view) => new Set(linesOf(view, 'network/interfaces/macs').map((name) => name.slice(0, -1))),
      (view) => new Set(Object.values(ethernets(view)).map(({ match }) => match.macaddress)),
      (view) =>
        new Set(
          networkData(view).links.map((link: { ethernet_mac_address: string }) => link.ethernet_mac_address),
        ),
    ],
  ],
];

describe('whatever a machine is', () => {
  it.each(sharedFacts)('%s is the same, whoever tells it', (_, readers) => {
    fc.assert(
      fc.property(generatedView, (view) => {
        const [first, ...others] = readers.map((read) => read(view));

        for (const other of others) expect(other).toEqual(first);
      }),
      runs,
    );
  });

  it('the primary interface has the names and addresses of the machine', () => {
    fc.assert(
      fc.property(generatedView, (view) => {
        for (const mac of linesOf(view, 'network/interfaces/macs'))
          expect(ec2(view, `network/interfaces/macs/${mac}local-hostname`)).toBe(ec2(view, 'local-hostname'));
        const primary = `network/interfaces/macs/${ec2(view, 'mac')}`;
        if (ec2(view, primary) === undefined || hasOneMacTwice(view)) return;
        expect(ec2(view, `${primary}/public-hostname`)).toBe(ec2(view, 'public-hostname'));
        expect(linesOf(view, `${primary}/local-ipv4s`)[0]).toBe(ec2(view, 'local-ipv4'));
        expect(linesOf(view, `${primary}/public-ipv4s`)[0]).toBe(ec2(view, 'public-ipv4'));
        expect(linesOf(view, `${primary}/ipv6s`)[0]).toBe(ec2(view, 'ipv6'));
      }),
      runs,
    );
  });

  it('OpenStack differs on purpose: the machine is its UUID, and its project may be another than the account', () => {
    fc.assert(
      fc.property(generatedView, (view) => {
        expect(openStack(view)).toMatchObject({ uuid: view.uuid, project_id: view.projectId });
        expect(identity(view).accountId).toBe(view.accountId);
      }),
      runs,
    );
  });

  it('the network is the same: addresses, routers and name servers', () => {
    fc.assert(
      fc.property(generatedView, (view) => {
        const { networks } = networkData(view) as { networks: Network[] };
        for (const [name, ethernet] of Object.entries(ethernets(view))) {
          const fixed = (ethernet.addresses ?? []).map(withoutLength);
          // in OpenStack's network a static IPv6 address would turn router advertisements off
          const acceptsRa = ethernet['accept-ra'] === true;
          const own = networks.filter(({ link }) => link === name);
          const { nameservers, routes } = ethernet;

          expect(own.flatMap((one) => one.ip_address ?? [])).toEqual(
            fixed.filter((address) => !acceptsRa || !isIpv6(address)),
          );
          expect(own.flatMap((one) => (one.routes ?? []).map(({ gateway }) => gateway))).toEqual(
            (routes ?? []).map(({ via }) => via),
          );
          for (const address of nameservers?.addresses ?? [])
            expect(networkData(view).services).toContainEqual({ type: 'dns', address });
        }
      }),
      runs,
    );
  });

  it('every address that is fixed is one that the EC2 tree has for the interface', () => {
    fc.assert(
      fc.property(generatedView, (view) => {
        const every = ['local-ipv4s', 'ipv6s'].flatMap((kind) =>
          linesOf(view, 'network/interfaces/macs').flatMap((mac) =>
            linesOf(view, `network/interfaces/macs/${mac}${kind}`),
          ),
        );
        if (hasOneMacTwice(view)) return;
        for (const { addresses } of Object.values(ethernets(view)))
          for (const address of addresses ?? []) expect(every).toContain(withoutLength(address));
      }),
      runs,
    );
  });
});

/** No real machine has this; the EC2 tree would have one directory for both interfaces. */
function hasOneMacTwice({ interfaces }: GuestView): boolean {
  const macs = interfaces.flatMap(({ mac }) => mac ?? []);
  return new Set(macs).size < macs.length;
}

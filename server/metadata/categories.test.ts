/** Compares the table with the list of all categories in the specification of the service. */
import { describe, expect, it } from '@jest/globals';
import {
  filled,
  hasFormat,
  isAlways,
  isNeverServed,
  servedCategories,
  shows,
  specified,
} from '../tests/support/categories.ts';
import { exampleView } from '../tests/support/example-view.ts';
import { wholeView } from '../tests/support/example-whole-view.ts';
import { primaryInterface, type GuestInterface, type GuestView } from './guest-view.ts';
import { answer, bodyOf } from './tree.ts';
import { versions } from './versions.ts';

const whole = wholeView();
const plain = exampleView({ signatures: whole.signatures });
const nic = primaryInterface(whole)!;
const names = {
  mac: nic.mac!,
  role: whole.role!.name,
  index: '0',
  key: 'Name',
  'public-ip': nic.publicIpv4s[0]!,
};
const segmentsOf = (path: string) => filled(path, names).split('/');

function text(view: GuestView, path: string, version = 'latest'): string | undefined {
  const found = answer(view, [version, ...segmentsOf(path)]);
  return found && Buffer.from(bodyOf(found)).toString();
}

/** True if the listing of the directory of a path has its name. */
function isListed(view: GuestView, path: string, version = 'latest'): boolean {
  const segments = segmentsOf(path);
  const found = answer(view, [version, ...segments.slice(0, -1)]);
  const entries = found?.kind === 'listing' ? found.names : [];
  return entries.some((name) => name.replace(/(=.*|\/)$/, '') === segments.at(-1));
}

const noEvents = { maintenance: [] };
const lone = (facts: Partial<GuestInterface>): Partial<GuestView> => ({ interfaces: [{ ...nic, ...facts }] });
const vpc = nic.subnet!.vpc;
const mac = 'meta-data/network/interfaces/macs/{mac}';

/** By path, the facts of a machine that has everything except what the condition of the category requires. */
const lacking: Record<string, Partial<GuestView>> = {
  'dynamic/fws': { monitoring: undefined },
  'meta-data/ancestor-ami-ids': { ancestorAmiIds: [] },
  'meta-data/autoscaling': { events: { ...whole.events, targetLifecycleState: undefined } },
  'meta-data/block-device-mapping': { blockDevices: whole.blockDevices.slice(0, 1) },
  'meta-data/events/recommendations': { events: { ...whole.events, rebalanceNoticeTime: undefined } },
  'meta-data/hibernation': { hibernationConfigured: undefined },
  'meta-data/iam': { role: undefined },
  'meta-data/identity-credentials/ec2/security-credentials': { identityRole: undefined },
  'meta-data/ipv6': lone({ ipv6s: [] }),
  'meta-data/kernel-id': { kernelId: undefined },
  'meta-data/local-ipv4': lone({ privateIpv4s: [] }),
  [mac]: { interfaces: whole.interfaces.slice(1) },
  [`${mac}/ipv4-associations`]: lone({ associations: [] }),
  [`${mac}/ipv4-prefix`]: lone({ ipv4Prefixes: [] }),
  [`${mac}/ipv6-prefix`]: lone({ ipv6Prefixes: [] }),
  [`${mac}/ipv6s`]: lone({ ipv6s: [] }),
  [`${mac}/local-ipv4s`]: lone({ privateIpv4s: [] }),
  [`${mac}/network-card`]: lone({ networkCard: undefined }),
  [`${mac}/public-hostname`]: { publicHostname: undefined },
  [`${mac}/public-ipv4s`]: lone({ publicIpv4s: [] }),
  [`${mac}/subnet-ipv4-cidr-block`]: lone({ subnet: { ...nic.subnet!, ipv4CidrBlock: undefined } }),
  [`${mac}/subnet-ipv6-cidr-blocks`]: lone({ subnet: { ...nic.subnet!, ipv6CidrBlocks: [] } }),
  [`${mac}/vpc-ipv4-cidr-block`]: lone({ subnet: { ...nic.subnet!, vpc: { ...vpc, ipv4CidrBlocks: [] } } }),
  [`${mac}/vpc-ipv4-cidr-blocks`]: lone({ subnet: { ...nic.subnet!, vpc: { ...vpc, ipv4CidrBlocks: [] } } }),
  [`${mac}/vpc-ipv6-cidr-blocks`]: lone({ subnet: { ...nic.subnet!, vpc: { ...vpc, ipv6CidrBlocks: [] } } }),
  'meta-data/outpost-arn': { outpostArn: undefined },
  'meta-data/placement/group-name': { placementGroupName: undefined },
  'meta-data/placement/host-id': { placementHostId: undefined },
  'meta-data/placement/partition-number': { placementPartitionNumber: undefined },
  'meta-data/product-codes': { productCodes: [] },
  'meta-data/public-hostname': { publicHostname: undefined },
  'meta-data/public-ipv4': lone({ publicIpv4s: [] }),
  'meta-data/public-keys': { keys: [] },
  'meta-data/ramdisk-id': { ramdiskId: undefined },
  'meta-data/spot': { events: noEvents },
  'meta-data/tag-sets': { metadataOptions: plain.metadataOptions },
  'meta-data/tags': { tags: [] },
  'user-data': { userData: new Uint8Array() },
};
/** The longest path of `lacking` that a path begins with. */
const lackedBy = (path: string) =>
  Object.keys(lacking)
    .filter((prefix) => path === prefix || path.startsWith(`${prefix}/`))
    .sort((a, b) => a.length - b.length)
    .at(-1);

/** The paths that are absent for an interface without an address of the family. */
const ofFamily: [keyof GuestInterface, string[]][] = [
  [
    'ipv6s',
    ['meta-data/ipv6', `${mac}/ipv6s`, `${mac}/subnet-ipv6-cidr-blocks`, `${mac}/vpc-ipv6-cidr-blocks`],
  ],
  ['privateIpv4s', ['meta-data/local-ipv4', `${mac}/local-ipv4s`]],
];

describe.each(ofFamily)('an interface without %s', (family, paths) => {
  it('is told exactly these the less', () => {
    const places = (view: GuestView) => placesBelow(view, ['latest']);
    const without = places({ ...whole, ...lone({ [family]: [] }) });

    const less = places({ ...whole, ...lone({}) }).filter((place) => !without.includes(place));

    expect(less).toEqual(paths.map((path) => `leaf ${path.replace('{mac}', nic.mac!)}`));
  });
});

describe('the table', () => {
  it.each(servedCategories)(
    '$path is there since $since, under every version and in its listing',
    ({ path, since, kind }) => {
      const expected = kind === 'leaf' ? 'leaf' : 'listing';
      const found = versions.filter(
        (version) => answer(whole, [version, ...segmentsOf(path)])?.kind === expected,
      );

      expect(found).toEqual(versions.filter((version) => shows(since, version)));
      expect(versions.filter((version) => text(whole, path, version) !== undefined)).toEqual(found);
      expect(versions.filter((version) => isListed(whole, path, version))).toEqual(found);
    },
  );

  it.each(servedCategories.filter(isAlways))(
    '$path is there on a plain machine: $when',
    ({ path, since }) => {
      const found = versions.filter((version) => text(plain, path, version) !== undefined);

      expect(found).toEqual(versions.filter((version) => shows(since, version)));
    },
  );

  it.each(servedCategories.filter((one) => !isAlways(one)))('$path is there only when: $when', ({ path }) => {
    const prefix = lackedBy(path);
    const machine = { ...whole, ...lacking[prefix!] };

    expect(prefix).toBeDefined();
    expect(versions.filter((version) => text(machine, path, version) !== undefined)).toEqual([]);
    expect(versions.filter((version) => isListed(machine, path, version))).toEqual([]);
  });

  it.each(servedCategories)('$path has the form: $format', (one) => {
    const maintenance = whole.events.maintenance.filter(({ state }) => state !== 'canceled');
    const view = { ...whole, events: { ...whole.events, maintenance } };

    expect([text(view, one.path), hasFormat(one, text(view, one.path)!)]).toEqual([expect.any(String), true]);
  });

  it.each(specified.filter(isNeverServed))('$path is served under no version', ({ path }) => {
    const made = path.replace(/\{(?!mac)[a-z-]+\}/, '0');

    expect(versions.filter((version) => text(whole, made, version) !== undefined)).toEqual([]);
    expect(versions.filter((version) => isListed(whole, made, version))).toEqual([]);
  });

  it('the root lists the versions, and a version its parts', () => {
    const exampleOf = (path: string) => specified.find((one) => one.path === path)!.example;
    const [oldest, newest] = exampleOf('/').split('\n...\n');
    const parts = exampleOf('').split('\n');

    expect(answer(plain, [])).toMatchObject({ names: versions });
    expect(versions.join('\n')).toMatch(new RegExp(`^${oldest}\n[^]*\n${newest}$`));
    expect(answer(whole, ['latest'])).toMatchObject({ names: parts });
    expect(answer(whole, ['2008-09-01'])).toMatchObject({
      names: parts.filter((part) => part !== 'dynamic'),
    });
    expect(answer(plain, ['latest'])).toMatchObject({ names: parts.filter((part) => part !== 'user-data') });
  });

  it.each(versions)('the tree of %s has nothing else, and no token', (version) => {
    const visible = servedCategories.filter(({ since }) => shows(since, version));
    const known = visible.map(({ path, kind }) => new RegExp(`^${kind} ${patternOf(path)}$`));
    const places = placesBelow(whole, [version]);

    expect(places.filter((place) => !known.some((pattern) => pattern.test(place)))).toEqual([]);
    expect(places.length).toBeGreaterThanOrEqual(visible.length);
    expect(answer(whole, [version, 'api', 'token'])).toBeUndefined();
  });
});

function patternOf(path: string): string {
  return path.replace(/\{(n|index)\}/, String.raw`\d+`).replace(/\{[a-z-]+\}/g, '[^/]+');
}

/** Every place below a directory, such as `leaf meta-data/hostname`. */
function placesBelow(view: GuestView, at: readonly string[]): string[] {
  const here = answer(view, at);
  if (here === undefined) throw new Error(`listed, but not there: ${at.join('/')}`);
  const place = `${here.kind === 'leaf' ? 'leaf' : 'directory'} ${at.slice(1).join('/')}`;
  const entries = here.kind === 'leaf' ? [] : here.names.map((name) => name.replace(/(?<=^\d+)=.*|\/$/, ''));
  return [
    ...(at.length > 1 ? [place] : []),
    ...entries.flatMap((entry) => placesBelow(view, [...at, entry])),
  ];
}

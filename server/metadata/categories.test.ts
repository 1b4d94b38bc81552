/** The table against the list of every category that the specification of the service gives. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { exampleView } from './example-view.ts';
import { wholeView } from './example-whole-view.ts';
import { primaryInterface, type GuestInterface, type GuestView } from './guest-view.ts';
import { answer, bytesOf } from './tree.ts';
import { versions } from './versions.ts';

interface Category {
  path: string;
  kind: 'leaf' | 'directory';
  since: string;
  format: string;
  example: string;
  when: string;
}

const file = new URL('../../../shared/spec/categories.json', import.meta.url);
const present = existsSync(file);
const suite = present ? describe : describe.skip;
const categories = present ? (JSON.parse(readFileSync(file, 'utf8')) as Category[]) : [];

/** What the specification itself calls retired, or never served under this name, or better left alone. */
const isNeverServed = ({ path }: Category) =>
  /^meta-data\/(elastic-gpus|elastic-inference|managed-ssh-keys)\b|\/network-card-index$/.test(path);
/** What is no part of the tree below a version. */
const isSpecial = ({ path }: Category) => ['', '/', 'api/token'].includes(path);
const served = categories.filter((one) => !isSpecial(one) && !isNeverServed(one));
const isAlways = ({ path, when }: Category) =>
  when.startsWith('always') || /^meta-data\/identity-credentials\/ec2(\/info)?$/.test(path);

const whole = wholeView();
const plain = exampleView({ signatures: whole.signatures });
const nic = primaryInterface(whole)!;

const example: Record<string, string> = {
  mac: nic.mac!,
  role: whole.role!.name,
  index: '0',
  key: 'Name',
  'public-ip': nic.publicIpv4s[0]!,
};
const segmentsOf = (path: string) =>
  path
    .replace('ebs{n}', 'ebs1')
    .replace('ephemeral{n}', 'ephemeral0')
    .replace(/\{([a-z-]+)\}/g, (_, name: string) => example[name]!)
    .split('/');

const shows = (since: string, version: string) => version === 'latest' || since <= version;

function text(view: GuestView, path: string, version = 'latest'): string | undefined {
  const found = answer(view, [version, ...segmentsOf(path)]);
  return found && Buffer.from(bytesOf(found)).toString();
}

/** Whether the listing that a path should be in has its name. */
function isListed(view: GuestView, path: string, version = 'latest'): boolean {
  const segments = segmentsOf(path);
  const found = answer(view, [version, ...segments.slice(0, -1)]);
  const entries = found?.kind === 'listing' ? found.names : [];
  return entries.some((name) => name.replace(/(=.*|\/)$/, '') === segments.at(-1));
}

const list = (line: RegExp) => new RegExp(`^${line.source}(\n${line.source})*$`);
const name = /[^\n/]+/;
const ipv4 = /\d{1,3}(\.\d{1,3}){3}/;
const formats: Record<string, RegExp> = {
  text: /^[^\n]+\n?$/,
  int: /^\d+$/,
  hostname: /^[a-z0-9-]+(\.[a-z0-9-]+)*$/,
  ipv4: new RegExp(`^${ipv4.source}$`),
  ipv6: /^[0-9a-f:]+:[0-9a-f:]*$/,
  'ipv4-cidr': new RegExp(`^${ipv4.source}/\\d+$`),
  mac: /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/,
  list: list(/[^\n]+/),
  base64: /^([A-Za-z0-9+/]{76}\n)+[A-Za-z0-9+/]{1,76}={0,2}$/,
  binary: /^#!/,
  listing: list(new RegExp(`${name.source}/?`)),
};

/** JSON without its values: what is left is the order of the fields and every blank and line break. */
const skeleton = (json: string) => json.replace(/(?<= ?: ?)("(?:[^"\\]|\\.)*"|null|\[ .* \])/g, '…');
/** Its keys are facts, and its spacing is not known. */
const isFree = (path: string) => path === 'meta-data/tag-sets/instance';

const noEvents = { maintenance: [] };
const lone = (facts: Partial<GuestInterface>): Partial<GuestView> => ({ interfaces: [{ ...nic, ...facts }] });
const vpc = nic.subnet!.vpc;
const mac = 'meta-data/network/interfaces/macs/{mac}';

/** What a machine lacks that has everything but what the condition of a category asks for. */
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
  [`${mac}/public-hostname`]: lone({ publicHostname: undefined }),
  [`${mac}/public-ipv4s`]: lone({ publicIpv4s: [] }),
  [`${mac}/subnet-ipv4-cidr-block`]: lone({ subnet: { ...nic.subnet!, ipv4CidrBlock: undefined } }),
  [`${mac}/subnet-ipv6-cidr-blocks`]: lone({ subnet: { ...nic.subnet!, ipv6CidrBlocks: [] } }),
  [`${mac}/vpc-ipv4-cidr-block`]: lone({ subnet: { ...nic.subnet!, vpc: { ...vpc, ipv4CidrBlocks: [] } } }),
  [`${mac}/vpc-ipv4-cidr-blocks`]: lone({ subnet: { ...nic.subnet!, vpc: { ...vpc, ipv4CidrBlocks: [] } } }),
  [`${mac}/vpc-ipv6-cidr-blocks`]: lone({ subnet: { ...nic.subnet!, vpc: { ...vpc, ipv6CidrBlocks: [] } } }),
  'meta-data/outpost-arn': { outpostArn: undefined },
  'meta-data/placement/group-name': { placement: { ...whole.placement, groupName: undefined } },
  'meta-data/placement/host-id': { placement: { ...whole.placement, hostId: undefined } },
  'meta-data/placement/partition-number': { placement: { ...whole.placement, partitionNumber: undefined } },
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
/** The longest of them that a path begins with. */
const lackedBy = (path: string) =>
  Object.keys(lacking)
    .filter((prefix) => path === prefix || path.startsWith(`${prefix}/`))
    .sort((a, b) => a.length - b.length)
    .at(-1);

suite(`categories.json${present ? '' : ` (not there: ${file.pathname})`}`, () => {
  it.each(served)(
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

  it.each(served.filter(isAlways))('$path is there on a plain machine: $when', ({ path, since }) => {
    const found = versions.filter((version) => text(plain, path, version) !== undefined);

    expect(found).toEqual(versions.filter((version) => shows(since, version)));
  });

  it.each(served.filter((one) => !isAlways(one)))('$path is there only when: $when', ({ path }) => {
    const prefix = lackedBy(path);
    const machine = { ...whole, ...lacking[prefix!] };

    expect(prefix).toBeDefined();
    expect(versions.filter((version) => text(machine, path, version) !== undefined)).toEqual([]);
    expect(versions.filter((version) => isListed(machine, path, version))).toEqual([]);
  });

  it.each(served.filter(({ format }) => format !== 'json'))('$path has the form: $format', (one) => {
    expect(text(whole, one.path)).toMatch(formats[one.format]!);
  });

  it.each(served.filter(({ path, format }) => format === 'json' && !isFree(path)))(
    '$path is JSON with the fields, blanks and line breaks of its example',
    ({ path, example: expected }) => {
      const maintenance = whole.events.maintenance.filter(({ state }) => state !== 'canceled');
      const body = text({ ...whole, events: { ...whole.events, maintenance } }, path)!;

      expect(skeleton(body)).toBe(skeleton(expected));
      expect(JSON.parse(body)).toBeTruthy();
    },
  );

  it.each(categories.filter(isNeverServed))('$path is served under no version', ({ path }) => {
    const made = path.replace(/\{(?!mac)[a-z-]+\}/, '0');

    expect(versions.filter((version) => text(whole, made, version) !== undefined)).toEqual([]);
    expect(versions.filter((version) => isListed(whole, made, version))).toEqual([]);
  });

  it('the root lists the versions, and a version its parts', () => {
    const exampleOf = (path: string) => categories.find((one) => one.path === path)!.example;
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
    const visible = served.filter(({ since }) => shows(since, version));
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

/** Every place below a directory, as `leaf meta-data/hostname`. */
function placesBelow(view: GuestView, at: readonly string[]): string[] {
  const here = answer(view, at);
  if (here === undefined) throw new Error(`listed, but not there: ${at.join('/')}`);
  const place = `${here.kind === 'leaf' ? 'leaf' : 'directory'} ${at.slice(1).join('/')}`;
  const names = here.kind === 'leaf' ? [] : here.names.map((entry) => entry.replace(/(?<=^\d+)=.*|\/$/, ''));
  return [...(at.length > 1 ? [place] : []), ...names.flatMap((entry) => placesBelow(view, [...at, entry]))];
}

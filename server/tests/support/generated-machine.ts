/** Generates machines as unusual as the API allows, for tests that hold for every machine. */
import fc from 'fast-check';
import { customProblems } from '../../metadata/custom-metadata.ts';
import { customMetadata, type GeneratedEntry } from './generated-custom-metadata.ts';

/** The input of `createInstance`, and the names of the keys and groups that must exist. */
export interface GeneratedMachine {
  input: Record<string, unknown>;
  keyNames: string[];
  groupNames: string[];
}

/** The subnet that must exist: every address of a generated machine is in it. */
export const loopback = { name: 'loopback', ipv4CidrBlock: '127.0.0.0/8', ipv6CidrBlocks: ['fd00::/64'] };

const nothingOr = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });
const byte = fc.integer({ min: 0, max: 255 });
const hex = (digits: number) =>
  fc
    .array(fc.integer({ min: 0, max: 15 }), { minLength: digits, maxLength: digits })
    .map((values) => values.map((value) => value.toString(16)).join(''));

/** Loopback addresses, so that a test can send requests from them. */
const ipv4 = fc
  .tuple(fc.integer({ min: 128, max: 254 }), byte, byte)
  .map((parts) => `127.${parts.join('.')}`);
const ipv6 = fc
  .array(hex(4), { minLength: 4, maxLength: 4 })
  .map((groups) => `fd00:0:0:0:${groups.join(':')}`);
const publicIpv4 = fc.tuple(byte, byte).map((parts) => `203.0.${parts.join('.')}`);
const mac = hex(10).map((digits) => `52${digits}`.replace(/(..)(?!$)/g, '$1:'));

/** The MAC address that custom metadata is generated for, before the one of the machine is known. */
const someMac = '52:54:00:00:00:01';

const word = fc
  .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 20 })
  .map((text) => text.replaceAll(' ', '_'));
const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);
const hostname = fc.tuple(fc.uuid(), label).map((parts) => parts.join('.'));

/** Any name that a user may give a key: the listing shows it after its index. */
const keyName = fc.oneof(
  fc.constantFrom(
    '..',
    '.',
    '%2e%2e',
    'a b',
    '0',
    'a?b#c',
    '"q"',
    "it's",
    'a\\b',
    'ключ 🔑',
    'x'.repeat(255),
    '<b>&amp;',
  ),
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    .filter((name) => /^(?=\S)[^\p{C}\p{Zl}\p{Zp}=/]+(?<=\S)$/u.test(name)),
);

const tagKey = fc
  .oneof(
    fc.constantFrom('Name', 'a=b', '_1=x', '...', '_', 'a+b@c=d,e:f', '-', '__proto__'),
    fc.stringMatching(/^[A-Za-z0-9+\-=.,_:@]{1,40}$/),
  )
  .filter((key) => !['.', '..', '_index'].includes(key) && !/^[+-]?\d+(_\d+)*=/.test(key));
const tagValue = fc.string({ unit: 'grapheme', maxLength: 60 });

const networkInterface = fc.record({
  mac: nothingOr(mac),
  networkCard: nothingOr(fc.integer({ min: 0, max: 3 })),
  addresses: fc
    .tuple(fc.array(ipv4, { minLength: 1, maxLength: 3 }), fc.array(ipv6, { maxLength: 2 }), fc.boolean())
    .map(([v4, v6, v6First]) => (v6First ? [...v6, ...v4] : [...v4, ...v6])),
  publicAddress: nothingOr(publicIpv4),
  subnet: nothingOr(fc.constantFrom(loopback.name, null)),
  ipv4Prefixes: nothingOr(
    fc.array(
      ipv4.map((address) => `${address}/28`),
      { maxLength: 2 },
    ),
  ),
  ipv6Prefixes: nothingOr(
    fc.array(
      ipv6.map((address) => `${address}/80`),
      { maxLength: 2 },
    ),
  ),
});

const groupName = keyName.filter((name) => name.length < 100);

/** The role that a machine may have; it has no credentials, because the API would not show them. */
export const roleName = 'a+role,of@x-1.0';

const switches = fc.constantFrom('ENABLED', 'DISABLED');

const facts = fc.record({
  externalId: nothingOr(fc.uuid()),
  localHostname: nothingOr(hostname),
  publicHostname: nothingOr(hostname),
  accountId: nothingOr(fc.stringMatching(/^\d{12}$/)),
  imageId: nothingOr(word),
  instanceType: nothingOr(word),
  availabilityZone: nothingOr(word.map((text) => `${text}a`)),
  launchIndex: nothingOr(fc.nat({ max: 2_147_483_647 })),
  lifeCycle: nothingOr(fc.constantFrom('on-demand', 'spot', 'scheduled', 'capacity-block')),
  profile: nothingOr(fc.constantFrom('default-hvm', 'default-paravirtual')),
  system: nothingOr(fc.constantFrom('nitro', 'xen-on-nitro', 'xen')),
  iamRole: nothingOr(fc.constant(roleName)),
  identityRole: nothingOr(fc.constant(roleName)),
  instanceAction: nothingOr(fc.constantFrom('none', 'shutdown', 'bundle-pending')),
  monitoring: nothingOr(fc.constantFrom('enabled', 'disabled')),
  hibernationConfigured: nothingOr(fc.boolean()),
  outpostArn: nothingOr(word),
  kernelId: nothingOr(word),
  ramdiskId: nothingOr(word),
  placementGroupName: nothingOr(word),
  placementHostId: nothingOr(word),
  placementPartitionNumber: nothingOr(fc.integer({ min: 1, max: 2_147_483_647 })),
  productCodes: nothingOr(fc.array(word, { maxLength: 3 })),
  ancestorAmiIds: nothingOr(fc.array(word, { maxLength: 3 })),
  blockDevices: nothingOr(
    fc
      .uniqueArray(
        fc.record({
          virtualName: fc.constantFrom('root', 'swap', 'ebs1', 'ebs2', 'ebs10', 'ephemeral0'),
          deviceName: fc.constantFrom('/dev/xvda', '/dev/sda1', 'sdf', 'xvdb', '/dev/nvme0n1'),
        }),
        { selector: ({ virtualName }) => virtualName, maxLength: 5 },
      )
      .map((devices) => [...new Map(devices.map((one) => [one.deviceName, one])).values()]),
  ),
  tags: nothingOr(
    fc.uniqueArray(fc.record({ key: tagKey, value: tagValue }), { selector: ({ key }) => key, maxLength: 6 }),
  ),
  userDataBytes: nothingOr(
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('base64')),
  ),
  metadataOptions: fc.record({ instanceMetadataTags: switches, httpProtocolIpv6: switches }),
});

export const generatedMachine: fc.Arbitrary<GeneratedMachine> = fc
  .tuple(
    hostname,
    facts,
    fc.array(networkInterface, { minLength: 1, maxLength: 4 }),
    fc.uniqueArray(keyName, { maxLength: 3 }),
    fc.uniqueArray(groupName, { maxLength: 3 }),
    customMetadata({ macs: [someMac], keys: 2 }),
  )
  .map(([name, given, interfaces, keyNames, groupNames, custom]) => {
    const input = { ...given, hostname: name, keys: keyNames, interfaces: distinct(interfaces, groupNames) };
    const accepted = acceptedFor(custom, input.interfaces[0]!.mac);
    return { keyNames, groupNames, input: { ...input, customMetadata: accepted } };
  });

function acceptedFor(entries: GeneratedEntry[], primaryMac = someMac) {
  const given = entries.map((entry) => ({ ...entry, path: entry.path.replace(someMac, primaryMac) }));
  const problems = customProblems(given);
  return given
    .filter((_, index) => problems[index]!.length === 0)
    .map(({ path, since, value }) => ({ path, since, bytes: Buffer.from(value).toString('base64') }));
}

interface Interface {
  mac: string | undefined;
  networkCard: number | undefined;
  addresses: string[];
  publicAddress: string | undefined;
  subnet: string | null | undefined;
  ipv4Prefixes: string[] | undefined;
  ipv6Prefixes: string[] | undefined;
}

/** Makes the first interface device 0 of card 0, in all groups, and removes duplicates of unique values. */
function distinct(interfaces: Interface[], groupNames: string[]) {
  const seen = new Set<string>();
  const once = (value: string) => !seen.has(value) && Boolean(seen.add(value));
  return interfaces.map(({ mac: own, networkCard, addresses, publicAddress, ...place }, deviceNumber) => {
    const kept = addresses.filter(once);
    const privateAddress = kept.find((address) => address.startsWith('127.'));
    return {
      ...place,
      securityGroups: groupNames.slice(deviceNumber),
      deviceNumber,
      ...(own && once(own) ? { mac: own } : {}),
      ...(deviceNumber > 0 && networkCard !== undefined ? { networkCard } : {}),
      addresses: kept,
      ...(publicAddress && privateAddress && once(publicAddress)
        ? { associations: [{ privateAddress, publicAddress }] }
        : {}),
    };
  });
}

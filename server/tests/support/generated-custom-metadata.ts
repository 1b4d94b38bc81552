/** Generates custom metadata of any shape, for tests that hold for all of it; much of it is refused. */
import fc from 'fast-check';

/** One entry, as an operator may send it. */
export interface GeneratedEntry {
  path: string;
  since: string | undefined;
  value: Uint8Array;
}

const name = fc.oneof(
  fc.constantFrom(
    'unit',
    'rack',
    '0',
    '...',
    '~',
    '_',
    '+1',
    '-',
    'a,b@c:d',
    'constructor',
    '__proto__',
    'security-credentials',
    'openssh-key',
    'hostname',
    'instance',
    'info',
  ),
  fc.stringMatching(/^[A-Za-z0-9+\-.,_:@~]{1,10}$/),
);

/** Names that at least one client cannot read. */
const oddName = fc.constantFrom('', '.', '..', '0=x', 'a=b', 'a b', 'ü', 'a%2Fb', 'a\nb', '*', '$x', 'a?b');

/** Paths of values in the category table, whether or not the machine has them. */
const known = [
  'meta-data/hostname',
  'meta-data/ami-launch-index',
  'meta-data/iam/info',
  'meta-data/kernel-id',
  'meta-data/placement/region',
  'meta-data/spot/instance-action',
  'meta-data/events/maintenance/history',
  'meta-data/tag-sets/instance',
  'meta-data/services/partition',
  'meta-data/hibernation/configured',
  'dynamic/fws/instance-monitoring',
];

/** The members of repeated groups that a machine may have. */
export interface GroupMembers {
  macs: readonly string[];
  /** The number of keys. */
  keys: number;
}

const folders = [
  'meta-data',
  'meta-data/block-device-mapping',
  'meta-data/elastic-gpus/associations',
  'meta-data/events',
  'meta-data/iam',
  'meta-data/iam/security-credentials',
  'meta-data/identity-credentials/ec2/security-credentials',
  'meta-data/network',
  'meta-data/network/interfaces',
  'meta-data/network/interfaces/macs',
  'meta-data/placement',
  'meta-data/public-keys',
  'meta-data/rack',
  'meta-data/rack/unit',
  'meta-data/tags',
  'meta-data/tags/instance',
  'dynamic',
  'dynamic/fws',
  'dynamic/instance-identity',
  'user-data',
  'latest',
];

/** Returns directories of the category table and others, including those of members that do not exist. */
const foldersWith = ({ macs, keys }: GroupMembers) => [
  ...folders,
  ...[...macs, '52:54:00:ff:ff:ff'].flatMap((mac) => {
    const nic = `meta-data/network/interfaces/macs/${mac}`;
    return [nic, `${nic}/ipv4-associations`, `${nic}/rack`];
  }),
  ...Array.from({ length: keys + 1 }, (_, n) => `meta-data/public-keys/${n}`),
];

/** Generates a path that may or may not fit the tree of a machine with these interfaces and this many keys. */
export const pathFor = (members: GroupMembers): fc.Arbitrary<string> => {
  const folder = fc.constantFrom(...foldersWith(members));
  return fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...known) },
    { weight: 1, arbitrary: folder },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...known), name).map((parts) => parts.join('/')) },
    { weight: 8, arbitrary: fc.tuple(folder, name).map((parts) => parts.join('/')) },
    { weight: 3, arbitrary: fc.tuple(folder, name, name).map((parts) => parts.join('/')) },
    { weight: 1, arbitrary: fc.tuple(folder, oddName).map((parts) => parts.join('/')) },
  );
};

const someVersions = ['1.0', '2009-04-04', '2016-09-02', '2021-03-23', '2026-04-15', 'latest'];

/** Generates entries as an operator may send them. */
export const customMetadata = (members: GroupMembers, maxEntries = 12): fc.Arbitrary<GeneratedEntry[]> =>
  fc.array(
    fc.record({
      path: pathFor(members),
      since: fc.option(fc.constantFrom(...someVersions), { nil: undefined }),
      value: fc.uint8Array({ maxLength: 20 }),
    }),
    { maxLength: maxEntries },
  );

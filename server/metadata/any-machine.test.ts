/** Properties of the tree for every machine, every version and all accepted custom metadata. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { crawl } from '../tests/support/cloud-init.ts';
import { customMetadata, pathFor, type GeneratedEntry } from '../tests/support/generated-custom-metadata.ts';
import { generatedView } from '../tests/support/generated-view.ts';
import { customProblems } from './custom-metadata.ts';
import { exampleInterface } from '../tests/support/example-view.ts';
import { wholeView } from '../tests/support/example-whole-view.ts';
import type { CustomEntry, GuestView } from './guest-view.ts';
import { segmentsOf } from './path.ts';
import { answer, bodyOf, type Answer } from './tree.ts';
import { versions } from './versions.ts';

const macs = ['52:54:00:00:00:01', '52:54:00:00:00:02'];
const anyVersion = fc.constantFrom(...versions);
const whole = wholeView();
/** Has every category, and the interfaces and keys that custom metadata may be for. */
const everything = {
  ...whole,
  interfaces: macs.map((mac) => exampleInterface({ ...whole.interfaces[0], mac })),
};

/** Every place below a version, by path, found by following each listing. @throws if a listing is wrong */
function walk(view: GuestView, [version, ...at]: readonly [string, ...string[]]): Map<string, Answer> {
  const here = answer(view, [version, ...at]);
  if (here === undefined) throw new Error(`listed, but not there: ${at.join('/')}`);
  const found = new Map([[at.join('/'), here]]);
  if (here.kind === 'leaf') return found;
  const inKeys = at.join('/') === 'meta-data/public-keys';
  if (here.names.length === 0) throw new Error(`an empty listing: ${at.join('/')}`);
  for (const listed of here.names) {
    const name = inKeys ? listed.replace(/=.*/s, '') : listed.replace(/\/$/, '');
    const path = [...at, name].join('/');
    if (found.has(path)) throw new Error(`listed twice: ${path}`);
    const below = walk(view, [version, ...at, name]);
    const isDirectory = below.get(path)!.kind === 'listing';
    if (at.length > 0 && !inKeys && listed.endsWith('/') !== isDirectory)
      throw new Error(`listed as something else: ${path}`);
    for (const [place, content] of below) found.set(place, content);
  }
  return found;
}

/** Everything that cloud-init requests. @throws if an answer is missing */
function readByCloudInit(view: GuestView, version: string): Map<string, string> {
  return crawl(`/${version}/meta-data/`, (target) => {
    const found = answer(view, segmentsOf(target) ?? []);
    return found && Buffer.from(bodyOf(found)).toString();
  });
}

describe('whatever a machine is', () => {
  it('every name in every listing answers, under every version, and cloud-init can read all', () => {
    fc.assert(
      fc.property(generatedView, anyVersion, (view, version) => {
        expect(walk(view, [version]).size).toBeGreaterThan(5);
        expect(readByCloudInit(view, version).size).toBeGreaterThan(5);
      }),
      { numRuns: 150 },
    );
  });
});

/** The entries without those that are refused. */
function accepted(entries: readonly GeneratedEntry[]): CustomEntry[] {
  const problems = customProblems(entries);
  return entries.filter((_, index) => problems[index]!.length === 0);
}

const memberOf = /^meta-data\/(?:public-keys\/(?<key>[^/]+)|network\/interfaces\/macs\/(?<mac>[^/]+))\//;
const sinceOf: Record<string, string> = {
  'meta-data/tags/instance/': '2021-03-23',
  'meta-data/block-device-mapping/': '2007-12-15',
  'meta-data/network/interfaces/macs/[^/]+/ipv4-associations/': '2011-01-01',
};

/** The first version that shows a value without `since`: that of the table, else every version. */
function defaultSince(path: string): string {
  const named = Object.entries(sinceOf).find(([prefix]) => new RegExp(`^${prefix}`).test(path))?.[1];
  return named ?? versions.find((version) => answer(everything, [version, ...path.split('/')])) ?? '1.0';
}

/** True if an entry is served to a machine under a version. */
function isServed(
  { path, since = defaultSince(path) }: CustomEntry,
  view: GuestView,
  version: string,
): boolean {
  const { key, mac } = memberOf.exec(path)?.groups ?? {};
  const hasMember =
    (key === undefined || Number(key) < view.keys.length) &&
    (mac === undefined || view.interfaces.some((nic) => nic.mac === mac));
  return hasMember && since <= version;
}

const leavesOf = (places: Map<string, Answer>) => [...places].filter(([, found]) => found.kind === 'leaf');

describe('whatever custom metadata is accepted', () => {
  const entries = customMetadata({ macs, keys: 2 }).map(accepted);

  it('every name in every listing answers, under every version, and cloud-init can read all', () => {
    fc.assert(
      fc.property(generatedView, entries, anyVersion, (view, custom, version) => {
        const machine = { ...view, customMetadata: custom };
        expect(walk(machine, [version]).size).toBeGreaterThan(5);
        expect(readByCloudInit(machine, version).size).toBeGreaterThan(5);
      }),
      { numRuns: 200 },
    );
  });

  it('is told byte for byte while its version and member are there, and all else as before', () => {
    fc.assert(
      fc.property(generatedView, entries, anyVersion, (view, custom, version) => {
        const expected = new Map(leavesOf(walk(view, [version])));
        for (const entry of custom.filter((one) => isServed(one, view, version)))
          expected.set(entry.path, { kind: 'leaf', content: entry.value, contentType: 'text/plain' });

        const served = new Map(leavesOf(walk({ ...view, customMetadata: custom }, [version])));

        expect(served).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a path of custom metadata that clients can read', () => {
  const secret =
    /^(meta-data\/iam\/security-credentials|meta-data\/identity-credentials\/ec2\/security-credentials|dynamic\/instance-identity)(\/|$)/;
  const readable = /^(meta-data|dynamic)(\/(?!\.{1,2}(\/|$))[A-Za-z0-9+\-.,_:@~]+)+$|^dynamic$|^meta-data$/;
  const places = walk(everything, ['latest']);
  /** The same path with a member that the machine has. */
  const atMember = (path: string) =>
    path
      .replace(/(?<=^meta-data\/public-keys\/)\d+/, '0')
      .replace(/(?<=^meta-data\/network\/interfaces\/macs\/)[0-9a-f]{2}(:[0-9a-f]{2}){5}/, macs[0]!);
  /** In a directory of leaves a name that only another machine has is a value as well. */
  const isValue = (path: string) =>
    places.get(path)?.kind === 'leaf' ||
    Object.keys(sinceOf).some((prefix) => new RegExp(`^${prefix}[^/]+$`).test(path));
  const above = (path: string) => path.split('/').map((_, n, names) => names.slice(0, n).join('/'));

  it('is refused where it would be a value and a directory at once, a new member, or a secret, and nowhere else', () => {
    const path = pathFor({ macs, keys: 2 }).filter((one) => readable.test(one));
    fc.assert(
      fc.property(path, (given) => {
        const here = atMember(given);
        const isDirectory = places.get(here)?.kind === 'listing';
        const isBelowValue = above(here).some(isValue);
        const isNewMember =
          /^meta-data\/(public-keys|network\/interfaces\/macs)\/./.test(here) &&
          !above(`${here}/`).some((one) => places.has(one) && memberOf.test(`${one}/`));

        const isRefused = customProblems([{ path: given }])[0]!.length > 0;

        expect(isRefused).toBe(isDirectory || isBelowValue || isNewMember || secret.test(here));
      }),
      { numRuns: 1000 },
    );
  });
});

import type { Client, RandomBytes } from './client.ts';
import { facts } from './facts.ts';
import type { GuestView } from './guest-view.ts';
import { networkData } from './network-data.ts';
import { leaf, listing, type Answer, type Leaf } from './tree.ts';
import { isVisible } from './versions.ts';

interface Asked {
  readonly view: GuestView;
  readonly version: string;
  readonly randomBytes: RandomBytes;
}

/** The versions of OpenStack's metadata service, oldest first. Source: nova, api/metadata/base.py. */
const datedVersions = [
  '2012-08-10',
  '2013-04-04',
  '2013-10-17',
  '2015-10-15',
  '2016-06-30',
  '2016-10-06',
  '2017-02-22',
  '2018-08-27',
  '2020-10-14',
  '2025-04-04',
];

const versions = [...datedVersions, 'latest'];

/** The same for every machine. */
export const versionList = listing(versions);

const passwordSince = '2013-04-04';

/** Every file of a version, in the order of the listing, with nova's content types. Undefined content is a 404. */
// oxfmt-ignore
const files: readonly (readonly [
  name: string, since: string, type: Leaf['contentType'], content: (asked: Asked) => string | Uint8Array | undefined,
])[] = [
  ['meta_data.json',    '2012-08-10', 'application/json', metaData],
  ['user_data',         '2012-08-10', 'text/plain',       ({ view }) => facts.userData(view)],
  ['password',          passwordSince, 'text/plain',      ({ view }) => view.encryptedPassword ?? ''],
  ['vendor_data.json',  '2013-10-17', 'application/json', () => '{}'],
  ['network_data.json', '2015-10-15', 'text/plain',       ({ view }) => unlessUndefined(networkData(view))],
  ['vendor_data2.json', '2016-10-06', 'application/json', () => '{}'],
];

/** Every key of `meta_data.json`; undefined values are omitted. No device is tagged, and no processor is dedicated. */
// oxfmt-ignore
const metaDataKeys: readonly (readonly [name: string, since: string, value: (asked: Asked) => unknown])[] = [
  ['uuid',              '2012-08-10', ({ view }) => facts.uuid(view)],
  ['meta',              '2012-08-10', ({ view }) => unlessEmpty(facts.tags(view).map((tag) => [tag.key, tag.value]))],
  ['public_keys',       '2012-08-10', ({ view }) => unlessEmpty(facts.keys(view).map(({ name, publicKey }) => [name, publicKey]))],
  ['keys',              '2012-08-10', ({ view }) => facts.keys(view).length > 0 ? facts.keys(view).map(key) : undefined],
  ['name',              '2012-08-10', ({ view }) => facts.hostname(view)],
  ['hostname',          '2012-08-10', ({ view }) => facts.localHostname(view)],
  ['launch_index',      '2012-08-10', ({ view }) => facts.launchIndex(view)],
  ['availability_zone', '2012-08-10', ({ view }) => facts.availabilityZone(view)],
  ['random_seed',       '2013-04-04', ({ randomBytes }) => Buffer.from(randomBytes(512)).toString('base64')],
  ['project_id',        '2015-10-15', ({ view }) => view.projectId],
  ['devices',           '2016-06-30', () => []],
  ['dedicated_cpus',    '2020-10-14', () => []],
];

/**
 * Returns the answer at a path below `/openstack`.
 *
 * @param segments version and file; empty for the list of versions.
 * @returns undefined if the path is unknown or newer than the version: a 404.
 */
export function openStack(
  view: GuestView,
  segments: readonly string[],
  { randomBytes }: Client,
): Answer | undefined {
  const [version, name, ...deeper] = segments;
  if (version === undefined) return versionList;
  if (!versions.includes(version) || deeper.length > 0) return undefined;
  const asked = { view, version, randomBytes };
  const offered = files.filter(([, since]) => isVisible(since, version));
  if (name === undefined)
    return listing(offered.filter(([, , , content]) => content(asked) !== undefined).map(([file]) => file));
  const [, , type, contentOf] = offered.find(([file]) => file === name) ?? [];
  const content = contentOf?.(asked);
  return content === undefined ? undefined : leaf(content, type);
}

/** True if a path, from the root of the service, is the one to which a machine posts its password. */
export function isPasswordPath([dataSource, version = '', name, ...deeper]: readonly string[]): boolean {
  const isThere = versions.includes(version) && isVisible(passwordSince, version);
  return dataSource === 'openstack' && isThere && name === 'password' && deeper.length === 0;
}

function metaData(asked: Asked): string {
  const visible = metaDataKeys.filter(([, since]) => isVisible(since, asked.version));
  return JSON.stringify(Object.fromEntries(visible.map(([name, , value]) => [name, value(asked)])));
}

const key = ({ name, publicKey }: GuestView['keys'][number]) => ({ name, type: 'ssh', data: publicKey });

const unlessUndefined = (value: object | undefined) => value && JSON.stringify(value);

const unlessEmpty = (entries: string[][]) => (entries.length > 0 ? Object.fromEntries(entries) : undefined);

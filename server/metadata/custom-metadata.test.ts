import { describe, expect, it } from '@jest/globals';
import { customProblems, type CustomPath } from './custom-metadata.ts';
import { exampleInterface, exampleView, readableTags } from '../tests/support/example-view.ts';
import type { GuestView } from './guest-view.ts';
import { segmentsOf } from './path.ts';
import { answer, bodyOf } from './tree.ts';

const mac = '0e:49:61:0f:c3:11';
const macs = 'meta-data/network/interfaces/macs';
const key = { name: 'my-key', publicKey: 'ssh-ed25519 AAAA' };

/** The text at a path for a machine with custom metadata; undefined for a 404. */
function served(custom: Record<string, string>, path: string, view: GuestView = exampleView()) {
  const customMetadata = Object.entries(custom).map(([place, value]) => {
    const [at = '', since] = place.split(' since ');
    return { path: at, value: Buffer.from(value), ...(since && { since }) };
  });
  const found = answer({ ...view, customMetadata }, segmentsOf(path) ?? []);
  return found && Buffer.from(bodyOf(found)).toString();
}

describe('custom metadata', () => {
  it.each([
    ['a new value', { 'meta-data/rack': 'r1' }, '/latest/meta-data/rack', 'r1'],
    ['a directory of its own', { 'meta-data/rack/row/unit': '4' }, '/1.0/meta-data/rack/row', 'unit'],
    ['a line break at its end', { 'meta-data/rack': 'r1\n' }, '/latest/meta-data/rack', 'r1\n'],
    ['an empty value', { 'meta-data/rack': '' }, '/latest/meta-data/rack', ''],
    ['another value', { 'meta-data/hostname': 'mine' }, '/1.0/meta-data/hostname', 'mine'],
    [
      'a value instead of none',
      { 'meta-data/kernel-id': 'aki-1' },
      '/2008-02-01/meta-data/kernel-id',
      'aki-1',
    ],
    [
      'it no sooner than the table',
      { 'meta-data/kernel-id': 'aki-1' },
      '/2007-12-15/meta-data/kernel-id',
      undefined,
    ],
    [
      'a new value in a known directory',
      { 'meta-data/placement/rack': 'r1' },
      '/1.0/meta-data/placement',
      'rack',
    ],
    [
      'what nobody serves',
      { 'meta-data/elastic-gpus/associations/egpu-1': '{}' },
      '/latest/meta-data/elastic-gpus',
      'associations/',
    ],
    ['it since its version', { 'meta-data/rack since 2009-04-04': 'r1' }, '/2009-04-04/meta-data/rack', 'r1'],
    ['nothing before', { 'meta-data/rack since 2009-04-04': 'r1' }, '/2008-09-01/meta-data/rack', undefined],
    [
      'the old value before',
      { 'meta-data/hostname since 2009-04-04': 'mine' },
      '/2008-09-01/meta-data/hostname',
      'ip-10-0-0-16.ec2.internal',
    ],
    [
      'what is for the latest',
      { 'meta-data/rack since latest': 'r1' },
      '/2026-04-15/meta-data/rack',
      undefined,
    ],
    ['a value of an older version', { 'meta-data/system since 1.0': 'xen' }, '/1.0/meta-data/system', 'xen'],
    ['a part of the version', { 'dynamic/rack': 'r1' }, '/1.0', 'dynamic\nmeta-data'],
    [
      'whether it is monitored',
      { 'dynamic/fws/instance-monitoring': 'enabled' },
      '/latest/dynamic',
      'fws/\ninstance-identity/',
    ],
    ['a fact of an interface', { [`${macs}/${mac}/rack`]: 'r1' }, `/latest/${macs}/${mac}/rack`, 'r1'],
    ['an interface of an old version', { [`${macs}/${mac}/rack`]: 'r1' }, `/1.0/${macs}`, `${mac}/`],
    [
      'no interface that is not there',
      { [`${macs}/52:54:00:00:00:01/rack`]: 'r1' },
      `/latest/${macs}`,
      `${mac}/`,
    ],
    [
      'a further address',
      { [`${macs}/${mac}/ipv4-associations/192.0.2.1`]: '10.0.0.16' },
      `/latest/${macs}/${mac}/ipv4-associations`,
      '192.0.2.1',
    ],
    [
      'no key that is not there',
      { 'meta-data/public-keys/0/openssh-key': 'mine' },
      '/latest/meta-data/public-keys',
      undefined,
    ],
    [
      'a further device',
      { 'meta-data/block-device-mapping/ebs9': 'sdz' },
      '/latest/meta-data/block-device-mapping',
      'ami\nebs9\nroot',
    ],
    [
      'no older devices',
      { 'meta-data/block-device-mapping/ebs9': 'sdz' },
      '/2007-10-10/meta-data/block-device-mapping',
      undefined,
    ],
  ])('tells %s: %j at %s', (...[, custom, path, value]) => {
    expect(served(custom as Record<string, string>, path)).toBe(value);
  });

  it('stands beside keys and tags', () => {
    const view = exampleView({ keys: [key], ...readableTags([{ key: 'Name', value: 'web' }]) });
    const custom = {
      'meta-data/public-keys/0/fingerprint': 'SHA256:x',
      'meta-data/public-keys/0/openssh-key': 'another',
      'meta-data/tags/instance/Name': 'db',
      'meta-data/tags/instance/Zone': 'z',
    };
    expect(served(custom, '/latest/meta-data/public-keys', view)).toBe('0=my-key');
    expect(served(custom, '/latest/meta-data/public-keys/0', view)).toBe('fingerprint\nopenssh-key');
    expect(served(custom, '/latest/meta-data/public-keys/0/openssh-key', view)).toBe('another');
    expect(served(custom, '/latest/meta-data/tags/instance', view)).toBe('Name\nZone');
    expect(served(custom, '/latest/meta-data/tags/instance/Name', view)).toBe('db');
  });

  it('goes with its interface, and leaves no empty directory', () => {
    const custom = { [`${macs}/${mac}/rack/unit`]: '4' };
    const gone = exampleView({ interfaces: [exampleInterface({ mac: undefined })] });
    expect(served(custom, `/latest/${macs}/${mac}/rack`)).toBe('unit');
    expect(served(custom, `/latest/${macs}/${mac}`, gone)).toBeUndefined();
    expect(served(custom, '/latest/meta-data/network', gone)).toBeUndefined();
    expect(served(custom, '/latest/meta-data', gone)).not.toContain('network');
  });

  it('is text/plain whatever its bytes are', () => {
    const value = Uint8Array.of(0, 255);
    const view = exampleView({ customMetadata: [{ path: 'meta-data/rack', value }] });
    expect(answer(view, ['latest', 'meta-data', 'rack'])).toEqual({
      kind: 'leaf',
      content: value,
      contentType: 'text/plain',
    });
  });

  it('that does not fit the tree adds nothing', () => {
    const custom = {
      'meta-data/hostname/x': '1',
      'meta-data/placement': '2',
      'meta-data/iam/security-credentials/role': '3',
      'meta-data/a': '4',
      'meta-data/a/b': '5',
    };
    expect(served(custom, '/latest/meta-data/hostname')).toBe('ip-10-0-0-16.ec2.internal');
    expect(served(custom, '/latest/meta-data/placement/region')).toBe('us-east-1');
    expect(served(custom, '/latest/meta-data/iam')).toBeUndefined();
    expect(served(custom, '/latest/meta-data/a')).toBe('4');
    expect(served(custom, '/latest/meta-data/a/b')).toBeUndefined();
  });
});

describe('what is given as custom metadata', () => {
  const problems = (...entries: (string | CustomPath)[]) =>
    customProblems(entries.map((entry) => (typeof entry === 'string' ? { path: entry } : entry)));
  const messages = (...entries: (string | CustomPath)[]) =>
    problems(...entries).map((found) => found.map(({ field, message }) => `${field}: ${message}`).join(' '));

  it.each([
    'meta-data/rack',
    'meta-data/a+b@c,d_e~f:g',
    'meta-data/...',
    'meta-data/-',
    'meta-data/hostname',
    'meta-data/managed-ssh-keys/active-keys/me',
    `${macs}/${mac}/network-card-index`,
    `${macs}/52:54:00:00:00:99/rack/unit`,
    'meta-data/public-keys/12/openssh-key',
    'meta-data/tags/instance/Name',
    'meta-data/iam/info',
    'meta-data/identity-credentials/ec2/info',
    'dynamic/rack',
    `meta-data/${'x'.repeat(245)}`,
  ])('may be %s', (path) => {
    expect(problems(path)).toEqual([[]]);
  });

  it.each([
    ['', 'begins with meta-data/ or dynamic/'],
    ['rack', 'begins with meta-data/ or dynamic/'],
    ['/meta-data/rack', 'begins with meta-data/ or dynamic/'],
    ['latest/meta-data/rack', 'begins with meta-data/ or dynamic/'],
    ['user-data', 'fields of its own'],
    ['user-data/part', 'fields of its own'],
    ['meta-data/rack/', 'no slash at its end'],
    ['meta-data//rack', 'no two in a row'],
    ['meta-data/a b', 'read the name "a b"'],
    ['meta-data/0=x', 'read the name "0=x"'],
    ['meta-data/rück', 'read the name "rück"'],
    ['meta-data/a%2Fb', 'read the name "a%2Fb"'],
    ['meta-data/a\nb', 'read the name "a\nb"'],
    ['meta-data/..', 'read the name ".."'],
    ['meta-data/./x', 'read the name "."'],
    [`meta-data/${'x'.repeat(246)}`, 'at most 255 characters; this has 256'],
    ['meta-data', 'meta-data is a directory'],
    ['meta-data/placement', 'meta-data/placement is a directory'],
    ['meta-data/spot', 'meta-data/spot is a directory'],
    ['meta-data/tags/instance', 'meta-data/tags/instance is a directory'],
    [`${macs}/${mac}`, `${macs}/${mac} is a directory`],
    ['meta-data/public-keys/0', 'meta-data/public-keys/0 is a directory'],
    ['meta-data/hostname/x', 'meta-data/hostname is a value'],
    ['meta-data/hostname/x/y', 'meta-data/hostname is a value'],
    ['meta-data/tags/instance/Name/x', 'meta-data/tags/instance/Name is a value'],
    ['meta-data/block-device-mapping/ebs1/x', 'meta-data/block-device-mapping/ebs1 is a value'],
    [`${macs}/${mac}/ipv4-associations/192.0.2.1/x`, '192.0.2.1 is a value'],
    [`${macs}/eth0`, 'comes the MAC address of an interface'],
    [`${macs}/0E:49:61:0F:C3:11/x`, 'in lower case'],
    ['meta-data/public-keys/my-key/x', 'comes the index of a key'],
    ['meta-data/public-keys/00/x', 'comes the index of a key'],
    ['meta-data/iam/security-credentials', 'belong to a role'],
    ['meta-data/iam/security-credentials/role', 'belong to a role'],
    ['meta-data/identity-credentials/ec2/security-credentials/ec2-instance', 'belong to a role'],
    ['dynamic/instance-identity', 'The identity document'],
    ['dynamic/instance-identity/document', 'The identity document'],
    ['dynamic/instance-identity/more', 'The identity document'],
  ])('may not be %s: %s', (path, message) => {
    expect(messages(path)).toEqual([expect.stringContaining(`path: `)]);
    expect(messages(path)[0]).toContain(message);
  });

  it.each(['1.0', '2009-04-04', 'latest', null, undefined])('may be there since %s', (since) => {
    expect(problems({ path: 'meta-data/rack', since })).toEqual([[]]);
  });

  it.each(['2021-03-24', '', 'Latest', '2.0'])('may not be there since "%s"', (since) => {
    expect(messages({ path: 'meta-data/rack', since })).toEqual([
      `since: "${since}" is not a version of the service.`,
    ]);
  });

  it('says at once what is wrong with path and version', () => {
    expect(problems({ path: 'rack', since: 'never' })[0]!.map(({ field }) => field)).toEqual([
      'path',
      'since',
    ]);
  });

  it.each([
    [['meta-data/a', 'meta-data/a'], 'meta-data/a is given twice'],
    [['meta-data/a', 'meta-data/a/b'], 'meta-data/a is given a value'],
    [['meta-data/a/b/c', 'meta-data/a'], 'meta-data/a is a directory'],
    [['meta-data/a/b', 'meta-data/a-c', 'meta-data/a'], 'since meta-data/a/b is below it'],
  ])('may not contradict itself: %j', (paths, message) => {
    const found = messages(...paths);
    expect(found.slice(0, -1).every((one) => one === '')).toBe(true);
    expect(found.at(-1)).toContain(message);
  });

  it('is not refused for the sake of an entry that is refused itself', () => {
    expect(messages('meta-data/hostname/x', 'meta-data/hostname')[1]).toBe('');
  });
});

import { describe, expect, it } from '@jest/globals';
import { exampleInterface, exampleView, readableTags } from '../tests/support/example-view.ts';
import { wholeView } from '../tests/support/example-whole-view.ts';
import type { GuestView } from './guest-view.ts';
import { segmentsOf } from './path.ts';
import { answer, bodyOf } from './tree.ts';

const mac = '0e:49:61:0f:c3:11';

/** The text at a path below meta-data; undefined for a 404. */
function text(view: GuestView, path: string, version = 'latest') {
  const found = answer(view, segmentsOf(`/${version}/meta-data/${path}`) ?? []);
  return found && Buffer.from(bodyOf(found)).toString();
}

describe('a plain private machine', () => {
  const view = exampleView();

  it.each([
    ['ami-id', 'ami-0abcdef1234567890'],
    ['ami-launch-index', '0'],
    ['ami-manifest-path', '(unknown)'],
    ['block-device-mapping', 'ami\nroot'],
    ['block-device-mapping/ami', 'xvda'],
    ['block-device-mapping/root', '/dev/xvda'],
    ['events', 'maintenance/'],
    ['events/maintenance', 'history\nscheduled'],
    ['events/maintenance/history', '[]'],
    ['events/maintenance/scheduled', '[]'],
    ['hostname', 'ip-10-0-0-16.ec2.internal'],
    ['identity-credentials', 'ec2/'],
    ['identity-credentials/ec2', 'info'],
    [
      'identity-credentials/ec2/info',
      '{\n  "Code" : "Success",\n  "LastUpdated" : "2026-01-01T00:00:00Z",\n  "AccountId" : "515336597381"\n}',
    ],
    ['instance-action', 'none'],
    ['instance-id', 'i-1234567890abcdef0'],
    ['instance-life-cycle', 'on-demand'],
    ['instance-type', 'm4.xlarge'],
    ['local-hostname', 'ip-10-0-0-16.ec2.internal'],
    ['local-ipv4', '10.0.0.16'],
    ['mac', mac],
    ['metrics', 'vhostmd'],
    ['metrics/vhostmd', '<?xml version="1.0" encoding="UTF-8"?>'],
    ['network', 'interfaces/'],
    ['network/interfaces', 'macs/'],
    ['network/interfaces/macs', `${mac}/`],
    [
      `network/interfaces/macs/${mac}`,
      'device-number\ninterface-id\nlocal-hostname\nlocal-ipv4s\nmac\nowner-id\nsecurity-group-ids\nsecurity-groups',
    ],
    [`network/interfaces/macs/${mac}/device-number`, '0'],
    [`network/interfaces/macs/${mac}/interface-id`, 'eni-0f95d3625f5c521cc'],
    [`network/interfaces/macs/${mac}/local-hostname`, 'ip-10-0-0-16.ec2.internal'],
    [`network/interfaces/macs/${mac}/local-ipv4s`, '10.0.0.16'],
    [`network/interfaces/macs/${mac}/mac`, mac],
    [`network/interfaces/macs/${mac}/owner-id`, '515336597381'],
    [`network/interfaces/macs/${mac}/security-group-ids`, 'sg-0b07f8f6cb485d4df'],
    [`network/interfaces/macs/${mac}/security-groups`, 'default'],
    ['placement', 'availability-zone\navailability-zone-id\nregion'],
    ['placement/availability-zone', 'us-east-1a'],
    ['placement/availability-zone-id', 'use1-az6'],
    ['placement/region', 'us-east-1'],
    ['profile', 'default-hvm'],
    ['reservation-id', 'r-046cb3eca3e201d2f'],
    ['security-groups', 'default'],
    ['services', 'domain\npartition'],
    ['services/domain', 'amazonaws.com'],
    ['services/partition', 'aws'],
    ['system', 'nitro'],
  ])('is told %s', (path, value) => {
    expect(text(view, path)).toBe(value);
  });

  it.each([
    'ancestor-ami-ids',
    'autoscaling',
    'elastic-gpus',
    'elastic-inference',
    'events/recommendations',
    'hibernation',
    'iam',
    'identity-credentials/ec2/security-credentials',
    'ipv6',
    'kernel-id',
    `network/interfaces/macs/${mac}/ipv4-associations`,
    `network/interfaces/macs/${mac}/ipv6s`,
    `network/interfaces/macs/${mac}/ipv4-prefix`,
    `network/interfaces/macs/${mac}/ipv6-prefix`,
    `network/interfaces/macs/${mac}/network-card`,
    `network/interfaces/macs/${mac}/network-card-index`,
    `network/interfaces/macs/${mac}/public-hostname`,
    `network/interfaces/macs/${mac}/public-ipv4s`,
    `network/interfaces/macs/${mac}/subnet-id`,
    `network/interfaces/macs/${mac}/vpc-id`,
    `network/interfaces/macs/${mac.toUpperCase()}`,
    'managed-ssh-keys',
    'outpost-arn',
    'placement/group-name',
    'product-codes',
    'public-hostname',
    'public-ipv4',
    'public-keys',
    'public-keys/0',
    'ramdisk-id',
    'spot',
    'system/hypervisor',
    'tag-sets',
    'tags',
    'tags/instance',
  ])('has no %s', (path) => {
    expect(text(view, path)).toBeUndefined();
  });
});

describe('a machine with everything', () => {
  const view = wholeView({ launchIndex: 7 });

  it.each([
    ['ami-launch-index', '7'],
    ['ancestor-ami-ids', 'ami-1a2b3c4d\nami-5e6f7a8b'],
    ['autoscaling', 'target-lifecycle-state'],
    ['autoscaling/target-lifecycle-state', 'InService'],
    ['block-device-mapping', 'ami\nebs1\nephemeral0\nroot\nswap'],
    ['block-device-mapping/root', '/dev/xvda'],
    ['block-device-mapping/ebs1', 'sdf'],
    ['block-device-mapping/ephemeral0', 'sdb'],
    ['block-device-mapping/swap', 'sda3'],
    ['events', 'maintenance/\nrecommendations/'],
    ['events/recommendations/rebalance', '{"noticeTime": "2026-01-05T08:22:00Z"}'],
    ['hibernation', 'configured'],
    ['hibernation/configured', 'false'],
    ['iam', 'info\nsecurity-credentials/'],
    ['iam/security-credentials', 'my-role'],
    ['identity-credentials/ec2', 'info\nsecurity-credentials/'],
    ['identity-credentials/ec2/security-credentials', 'ec2-instance'],
    ['ipv6', '2001:db8:8:4::2'],
    ['kernel-id', 'aki-5c21674b'],
    ['network/interfaces/macs', `0e:49:61:0f:c3:01/\n${mac}/`],
    [
      `network/interfaces/macs/${mac}`,
      'device-number\ninterface-id\nipv4-associations/\nipv4-prefix\nipv6-prefix\nipv6s\nlocal-hostname\nlocal-ipv4s\n' +
        'mac\nnetwork-card\nowner-id\npublic-hostname\npublic-ipv4s\nsecurity-group-ids\nsecurity-groups\n' +
        'subnet-id\nsubnet-ipv4-cidr-block\nsubnet-ipv6-cidr-blocks\n' +
        'vpc-id\nvpc-ipv4-cidr-block\nvpc-ipv4-cidr-blocks\nvpc-ipv6-cidr-blocks',
    ],
    [`network/interfaces/macs/${mac}/ipv4-associations`, '192.0.2.54\n192.0.2.55'],
    [`network/interfaces/macs/${mac}/ipv4-associations/192.0.2.54`, '10.0.0.16'],
    [`network/interfaces/macs/${mac}/ipv4-prefix`, '10.0.0.32/28'],
    [`network/interfaces/macs/${mac}/ipv6-prefix`, '2001:db8:8:4:1::/80'],
    [`network/interfaces/macs/${mac}/ipv6s`, '2001:db8:8:4::2\n2001:db8:8:4::3'],
    [`network/interfaces/macs/${mac}/local-ipv4s`, '10.0.0.16\n10.0.0.17'],
    [`network/interfaces/macs/${mac}/network-card`, '0'],
    [`network/interfaces/macs/${mac}/public-hostname`, 'ec2-192-0-2-54.compute-1.amazonaws.com'],
    [`network/interfaces/macs/${mac}/public-ipv4s`, '192.0.2.54\n192.0.2.55'],
    [`network/interfaces/macs/${mac}/security-group-ids`, 'sg-0b07f8f6cb485d4df\nsg-0b07f8f6cb485d4e0'],
    [`network/interfaces/macs/${mac}/subnet-id`, 'subnet-0ac62554'],
    [`network/interfaces/macs/${mac}/subnet-ipv4-cidr-block`, '10.0.0.0/24'],
    [`network/interfaces/macs/${mac}/subnet-ipv6-cidr-blocks`, '2001:db8:8:4::/64'],
    [`network/interfaces/macs/${mac}/vpc-id`, 'vpc-d295a6a7'],
    [`network/interfaces/macs/${mac}/vpc-ipv4-cidr-block`, '10.0.0.0/16'],
    [`network/interfaces/macs/${mac}/vpc-ipv4-cidr-blocks`, '10.0.0.0/16\n10.1.0.0/16'],
    [`network/interfaces/macs/${mac}/vpc-ipv6-cidr-blocks`, '2001:db8:8::/56'],
    ['network/interfaces/macs/0e:49:61:0f:c3:01/device-number', '1'],
    ['network/interfaces/macs/0e:49:61:0f:c3:01/subnet-id', undefined],
    ['outpost-arn', 'arn:aws:outposts:us-east-1:123456789012:outpost/op-0123456789abcdef0'],
    ['placement', 'availability-zone\navailability-zone-id\ngroup-name\nhost-id\npartition-number\nregion'],
    ['placement/group-name', 'my-group'],
    ['placement/host-id', 'h-0da999999f9999fb9'],
    ['placement/partition-number', '1'],
    ['product-codes', '3iplms73etrdhxdepv72l6ywj\nsecond'],
    ['public-hostname', 'ec2-192-0-2-54.compute-1.amazonaws.com'],
    ['public-ipv4', '192.0.2.54'],
    ['ramdisk-id', 'ari-01bb5768'],
    ['security-groups', 'default\nweb'],
    ['spot', 'instance-action\ntermination-time'],
    ['spot/instance-action', '{"action": "terminate", "time": "2026-01-05T18:02:00Z"}'],
    ['spot/termination-time', '2026-01-05T18:02:00Z'],
  ])('is told %s', (path, value) => {
    expect(text(view, path)).toBe(value);
  });

  it.each([
    ['placement', '2019-10-01', 'availability-zone\navailability-zone-id\nregion'],
    ['placement/group-name', '2020-10-27', 'my-group'],
    [`network/interfaces/macs/${mac}/network-card`, '2020-10-27', undefined],
    [`network/interfaces/macs/${mac}/network-card`, '2021-01-03', '0'],
    [`network/interfaces/macs/${mac}/ipv6s`, '2016-04-19', undefined],
    ['ipv6', '2020-10-27', undefined],
    ['ancestor-ami-ids', '2007-08-29', undefined],
    ['hibernation', '2026-04-15', undefined],
    ['outpost-arn', '2026-04-15', undefined],
    [`network/interfaces/macs/${mac}/ipv4-prefix`, '2026-04-15', undefined],
    [`network/interfaces/macs/${mac}/vpc-ipv4-cidr-blocks`, '2016-04-19', undefined],
    ['spot', '2014-11-05', 'termination-time'],
    ['spot', '2018-03-28', 'instance-action\ntermination-time'],
    ['services', '2014-11-05', 'domain'],
    ['services/partition', '2009-04-04', undefined],
  ])('is told %s under %s: %s', (path, version, value) => {
    expect(text(view, path, version)).toBe(value);
  });
});

describe('a Spot interruption', () => {
  it.each(['stop', 'hibernate'] as const)('that is to %s has no termination time', (action) => {
    const time = new Date('2017-09-18T08:22:00.500Z');
    const view = exampleView({ events: { maintenance: [], spotInterruption: { action, time } } });
    expect(text(view, 'spot')).toBe('instance-action');
    expect(text(view, 'spot/instance-action')).toBe(
      `{"action": "${action}", "time": "2017-09-18T08:22:00Z"}`,
    );
    expect(text(view, 'spot/termination-time')).toBeUndefined();
  });
});

describe('the root device', () => {
  it.each([
    ['/dev/sda1', '/dev/sda1', '/dev/sda1'],
    ['sda1', '/dev/sda1', '/dev/sda1'],
    ['/dev/xvda', 'xvda', '/dev/xvda'],
    ['/dev/vda', 'vda', '/dev/vda'],
  ])('%s is %s for the image and %s in full', (deviceName, ami, root) => {
    const view = exampleView({ blockDevices: [{ virtualName: 'root', deviceName }] });
    expect(text(view, 'block-device-mapping/ami')).toBe(ami);
    expect(text(view, 'block-device-mapping/root')).toBe(root);
  });
});

describe('public keys', () => {
  const view = exampleView({
    keys: [
      { name: 'my-key', publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJx me@laptop at home' },
      { name: 'other', publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJy' },
    ],
  });

  it.each([
    ['public-keys', '0=my-key\n1=other'],
    ['public-keys/', '0=my-key\n1=other'],
    ['public-keys/0', 'openssh-key'],
    ['public-keys/0/openssh-key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJx me@laptop at home\n'],
    ['public-keys/1/openssh-key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJy\n'],
    ['public-keys/2', undefined],
    ['public-keys/00', undefined],
    ['public-keys/0=my-key', undefined],
    ['public-keys/my-key/openssh-key', undefined],
  ])('answer %s', (path, value) => {
    expect(text(view, path)).toBe(value);
  });
});

describe('tags', () => {
  const view = exampleView(
    readableTags([
      { key: 'Name', value: 'say "hi"\nGrüße' },
      { key: 'Empty', value: '' },
      { key: 'a+b@c=d,e', value: '1' },
      { key: '7', value: 'seven' },
      { key: 'constructor', value: 'mine' },
    ]),
  );

  it.each([
    ['tags', 'instance/'],
    ['tags/instance', '7\nEmpty\nName\na+b@c=d,e\nconstructor'],
    ['tags/instance/Name', 'say "hi"\nGrüße'],
    ['tags/instance/Empty', ''],
    ['tags/instance/a%2Bb%40c%3Dd%2Ce', '1'],
    ['tags/instance/constructor', 'mine'],
    ['tags/instance/name', undefined],
    ['tags/instance/__proto__', undefined],
    ['tag-sets', 'instance'],
    [
      'tag-sets/instance',
      '{"7": "seven", "Empty": "", "Name": "say \\"hi\\"\\nGrüße", "a+b@c=d,e": "1", "constructor": "mine"}',
    ],
  ])('answer %s', (path, value) => {
    expect(text(view, path)).toBe(value);
  });

  it('are hidden while the options do not allow the machine to read them', () => {
    const shy = exampleView({ tags: view.tags });
    expect(['tags', 'tags/instance/Name', 'tag-sets/instance'].map((path) => text(shy, path))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('leave only an empty tag set when there are none', () => {
    const bare = exampleView(readableTags([]));
    expect(text(bare, 'tags')).toBeUndefined();
    expect(text(bare, 'tags/instance')).toBeUndefined();
    expect(text(bare, 'tag-sets')).toBe('instance');
    expect(text(bare, 'tag-sets/instance')).toBe('{}');
  });
});

describe('network interfaces', () => {
  it('without a MAC are not listed, but their addresses are told', () => {
    const addresses = { privateIpv4s: ['10.0.0.16'], publicIpv4s: ['192.0.2.54'], ipv6s: ['2001:db8::2'] };
    const view = exampleView({ interfaces: [exampleInterface({ mac: undefined, ...addresses })] });
    expect(text(view, 'network')).toBeUndefined();
    expect(text(view, 'mac')).toBeUndefined();
    expect(text(view, 'local-ipv4')).toBe('10.0.0.16');
    expect(text(view, 'public-ipv4')).toBe('192.0.2.54');
    expect(text(view, 'ipv6')).toBe('2001:db8::2');
  });

  it('other than device 0 of card 0 are not told at the top', () => {
    const view = exampleView({ interfaces: [exampleInterface({ networkCard: 1 })] });
    expect(text(view, 'local-ipv4')).toBeUndefined();
    expect(text(view, 'network/interfaces/macs')).toBe(`${mac}/`);
  });

  it('may have IPv6 addresses only', () => {
    const view = exampleView({
      interfaces: [exampleInterface({ privateIpv4s: [], ipv6s: ['2001:db8::2'] })],
    });
    expect(text(view, 'local-ipv4')).toBeUndefined();
    expect(text(view, `network/interfaces/macs/${mac}/local-ipv4s`)).toBeUndefined();
    expect(text(view, `network/interfaces/macs/${mac}/ipv6s`)).toBe('2001:db8::2');
  });
});

import { describe, expect, it } from '@jest/globals';
import { exampleInterface, exampleSubnet, exampleView, readableTags } from '../tests/support/example-view.ts';
import { answerAt } from './data-sources.ts';
import type { GuestInterface, GuestView } from './guest-view.ts';
import { segmentsOf } from './path.ts';
import { bodyOf } from './tree.ts';

const zeros = (size: number) => new Uint8Array(size);

function ask(view: GuestView, target: string) {
  return answerAt(view, segmentsOf(target) ?? [], { randomBytes: zeros });
}

function text(view: GuestView, target: string): string | undefined {
  const found = ask(view, target);
  return found && Buffer.from(bodyOf(found)).toString();
}

const json = (view: GuestView, target: string) => JSON.parse(text(view, target) ?? 'null');

const alice = { name: 'alice', publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJx alice@laptop' };
const bob = { name: 'bob key', publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJy' };

describe("the list of OpenStack's versions", () => {
  it.each(['/openstack', '/openstack/', '//openstack//'])('is at %s', (target) => {
    expect(text(exampleView(), target)).toBe(
      '2012-08-10\n2013-04-04\n2013-10-17\n2015-10-15\n2016-06-30\n2016-10-06\n2017-02-22\n2018-08-27\n2020-10-14\n2025-04-04\nlatest',
    );
  });

  it('is not part of the list at the root, nor are the other trees', () => {
    const names = text(exampleView(), '/')?.split('\n');

    for (const name of ['openstack', 'nocloud', 'ec2']) expect(names).not.toContain(name);
  });
});

describe('a version of OpenStack', () => {
  const withUserData = exampleView({ userData: Buffer.from('#!/bin/sh\n') });

  it.each([
    ['2012-08-10', 'meta_data.json user_data'],
    ['2013-04-04', 'meta_data.json user_data password'],
    ['2013-10-17', 'meta_data.json user_data password vendor_data.json'],
    ['2015-10-15', 'meta_data.json user_data password vendor_data.json network_data.json'],
    ['2016-06-30', 'meta_data.json user_data password vendor_data.json network_data.json'],
    ['2016-10-06', 'meta_data.json user_data password vendor_data.json network_data.json vendor_data2.json'],
    ['2025-04-04', 'meta_data.json user_data password vendor_data.json network_data.json vendor_data2.json'],
    ['latest', 'meta_data.json user_data password vendor_data.json network_data.json vendor_data2.json'],
  ])('%s lists %s', (version, names) => {
    expect(text(withUserData, `/openstack/${version}`)).toBe(names.replaceAll(' ', '\n'));
    expect(text(withUserData, `/openstack/${version}/`)).toBe(names.replaceAll(' ', '\n'));
  });

  it.each([
    ['meta_data.json', 'application/json'],
    ['user_data', 'text/plain'],
    ['password', 'text/plain'],
    ['vendor_data.json', 'application/json'],
    ['network_data.json', 'text/plain'],
    ['vendor_data2.json', 'application/json'],
  ])('serves %s as %s', (name, contentType) => {
    expect(ask(withUserData, `/openstack/latest/${name}`)).toMatchObject({ kind: 'leaf', contentType });
  });

  it.each([
    '/openstack/content',
    '/openstack/content/0000',
    '/openstack/2012-08-11',
    '/openstack/2012-08-11/meta_data.json',
    '/openstack/2009-04-04/meta-data/instance-id',
    '/openstack/latest/meta-data',
    '/openstack/latest/meta_data.json/uuid',
    '/openstack/latest/nothing',
    '/openstack/latest/__proto__',
    '/openstack/2012-08-10/password',
    '/openstack/2013-04-04/vendor_data.json',
    '/openstack/2013-10-17/network_data.json',
    '/openstack/2016-06-30/vendor_data2.json',
    '/2018-08-27/meta_data.json',
    '/openstack/openstack/latest',
  ])('does not know %s', (target) => {
    expect(ask(withUserData, target)).toBeUndefined();
  });

  it.each([undefined, new Uint8Array()])('has no user_data where there is none: %p', (userData) => {
    const view = exampleView({ userData });

    expect(ask(view, '/openstack/latest/user_data')).toBeUndefined();
    expect(text(view, '/openstack/latest')).not.toContain('user_data');
  });

  it('serves user-data byte for byte, the password as it was left, and nothing of vendors', () => {
    const bytes = Uint8Array.of(0x1f, 0x8b, 0, 255);
    const view = exampleView({ userData: bytes, encryptedPassword: 'c2VjcmV0' });

    expect(ask(view, '/openstack/latest/user_data')).toMatchObject({ content: bytes });
    expect(text(view, '/openstack/latest/password')).toBe('c2VjcmV0');
    expect(text(exampleView(), '/openstack/latest/password')).toBe('');
    expect(text(view, '/openstack/latest/vendor_data.json')).toBe('{}');
    expect(text(view, '/openstack/latest/vendor_data2.json')).toBe('{}');
  });
});

describe('meta_data.json', () => {
  const view = exampleView({
    hostname: 'web-1',
    localHostname: 'web-1.lab',
    launchIndex: 3,
    keys: [alice, bob],
    ...readableTags([
      { key: 'Name', value: 'web' },
      { key: 'empty', value: '' },
      { key: '__proto__', value: 'x' },
    ]),
  });

  it('tells the facts of the machine', () => {
    const { random_seed: seed, ...facts } = json(view, '/openstack/latest/meta_data.json');

    expect(facts).toEqual({
      uuid: 'ec2e1916-9099-7caf-fd21-012345abcdef',
      meta: JSON.parse('{"Name": "web", "empty": "", "__proto__": "x"}'),
      public_keys: { alice: alice.publicKey, 'bob key': bob.publicKey },
      keys: [
        { name: 'alice', type: 'ssh', data: alice.publicKey },
        { name: 'bob key', type: 'ssh', data: bob.publicKey },
      ],
      name: 'web-1',
      hostname: 'web-1.lab',
      launch_index: 3,
      availability_zone: 'us-east-1a',
      project_id: '515336597381',
      devices: [],
      dedicated_cpus: [],
    });
    expect(Buffer.from(seed, 'base64')).toEqual(Buffer.alloc(512));
  });

  it.each([
    ['2012-08-10', 'uuid meta public_keys keys name hostname launch_index availability_zone'],
    ['2013-04-04', 'uuid meta public_keys keys name hostname launch_index availability_zone random_seed'],
    [
      '2015-10-15',
      'uuid meta public_keys keys name hostname launch_index availability_zone random_seed project_id',
    ],
    [
      '2016-06-30',
      'uuid meta public_keys keys name hostname launch_index availability_zone random_seed project_id devices',
    ],
    [
      '2020-10-14',
      'uuid meta public_keys keys name hostname launch_index availability_zone random_seed project_id devices dedicated_cpus',
    ],
  ])('of %s has the keys %s', (version, keys) => {
    expect(Object.keys(json(view, `/openstack/${version}/meta_data.json`)).join(' ')).toBe(keys);
  });

  it.each<[string, Partial<GuestView>, string]>([
    ['tags', {}, 'meta'],
    ['tags that the machine may read', { tags: [{ key: 'Name', value: 'web' }] }, 'meta'],
    ['keys', {}, 'public_keys'],
    ['keys', {}, 'keys'],
  ])('of a machine without %s has no such key', (_, facts, key) => {
    expect(json(exampleView(facts), '/openstack/latest/meta_data.json')).not.toHaveProperty([key]);
  });
});

describe('network_data.json', () => {
  const network = (...interfaces: GuestInterface[]) =>
    json(exampleView({ interfaces }), '/openstack/latest/network_data.json');
  const networkOf = (facts: Partial<GuestInterface>) => network(exampleInterface(facts));
  const types = (facts: Partial<GuestInterface>) =>
    networkOf(facts).networks.map((one: Record<string, string>) =>
      [one.type, one.ip_address, one.netmask].filter(Boolean).join(' '),
    );

  it.each<[string, GuestInterface[]]>([
    ['no interface', []],
    ['one whose MAC nobody knows', [exampleInterface({ mac: undefined })]],
  ])('is not there for a machine with %s', (_, interfaces) => {
    const view = exampleView({ interfaces });

    expect(ask(view, '/openstack/latest/network_data.json')).toBeUndefined();
    expect(text(view, '/openstack/latest')).toBe(
      'meta_data.json\npassword\nvendor_data.json\nvendor_data2.json',
    );
  });

  it('tells every interface by its MAC, and its name servers', () => {
    const data = network(
      exampleInterface({ subnet: exampleSubnet({ dnsServers: ['10.0.0.2', '10.0.0.3'] }) }),
      exampleInterface({ id: 'eni-2', mac: undefined, deviceNumber: 1 }),
      exampleInterface({
        id: 'eni-3',
        mac: '0e:49:61:0f:c3:13',
        deviceNumber: 2,
        privateIpv4s: ['10.1.0.5'],
        subnet: exampleSubnet({ id: 'subnet-2', dnsServers: ['10.0.0.2', '10.1.0.2'] }),
      }),
    );

    expect(data).toEqual({
      links: [
        {
          id: 'interface0',
          vif_id: 'eni-0f95d3625f5c521cc',
          type: 'phy',
          mtu: null,
          ethernet_mac_address: '0e:49:61:0f:c3:11',
        },
        {
          id: 'interface1',
          vif_id: 'eni-3',
          type: 'phy',
          mtu: null,
          ethernet_mac_address: '0e:49:61:0f:c3:13',
        },
      ],
      networks: [
        { id: 'network0', type: 'ipv4_dhcp', link: 'interface0', network_id: 'subnet-0ac62554' },
        { id: 'network1', type: 'ipv4_dhcp', link: 'interface1', network_id: 'subnet-2' },
      ],
      services: ['10.0.0.2', '10.0.0.3', '10.1.0.2'].map((address) => ({ type: 'dns', address })),
    });
  });

  it.each([
    ['IPv4', { privateIpv4s: ['10.0.0.16'], ipv6s: [] }, ['10.0.0.2']],
    ['IPv6', { privateIpv4s: [], ipv6s: ['2001:db8::16'] }, ['2001:db8::53']],
    ['both', { privateIpv4s: ['10.0.0.16'], ipv6s: ['2001:db8::16'] }, ['2001:db8::53', '10.0.0.2']],
    ['no address that is known', { privateIpv4s: [], ipv6s: [] }, ['10.0.0.2']],
  ])('tells an interface with %s of the name servers that it can ask', (_, addresses, servers) => {
    for (const dhcp of [true, false]) {
      const subnet = exampleSubnet({ dhcp, dnsServers: ['2001:db8::53', '10.0.0.2'] });
      const { services } = networkOf({ ...addresses, subnet }) as { services: object };

      expect(services).toEqual(servers.map((address) => ({ type: 'dns', address })));
    }
  });

  it('says outright what no DHCP says', () => {
    const subnet = exampleSubnet({
      dhcp: false,
      ipv4Gateway: '10.0.0.1',
      ipv6Gateway: 'fe80::1',
      dnsServers: ['10.0.0.2', '2001:db8::53'],
    });

    const { networks } = networkOf({
      privateIpv4s: ['10.0.0.16', '10.0.0.17'],
      ipv6s: ['2001:db8::16'],
      subnet,
    });

    const place = { link: 'interface0', network_id: subnet.id };
    expect(networks).toEqual([
      {
        id: 'network0',
        type: 'ipv4',
        ...place,
        ip_address: '10.0.0.16',
        netmask: '255.255.240.0',
        routes: [{ network: '0.0.0.0', netmask: '0.0.0.0', gateway: '10.0.0.1' }],
        services: [{ type: 'dns', address: '10.0.0.2' }],
      },
      {
        id: 'network1',
        type: 'ipv4',
        ...place,
        ip_address: '10.0.0.17',
        netmask: '255.255.240.0',
        routes: [],
        services: [{ type: 'dns', address: '10.0.0.2' }],
      },
      {
        id: 'network2',
        type: 'ipv6',
        ...place,
        ip_address: '2001:db8::16',
        netmask: 'ffff:ffff:ffff:ffff::',
        routes: [{ network: '::', netmask: '::', gateway: 'fe80::1' }],
        services: [{ type: 'dns', address: '2001:db8::53' }],
      },
    ]);
  });

  const [v4, v6] = [
    ['10.0.0.16', '10.0.0.17'],
    ['2001:db8::16', '2001:db8:0:1::17', '2001:db9::18'],
  ];
  const none = { privateIpv4s: [], ipv6s: [] };
  const byHand = exampleSubnet({ dhcp: false, ipv6CidrBlocks: ['2001:db8::/64', '2001:db8:0:1::/80'] });
  const fixed6 = [
    'ipv6 2001:db8:0:1::17 ffff:ffff:ffff:ffff:ffff::',
    'ipv6 2001:db9::18 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  ];

  it.each<[string, Partial<GuestInterface>, string[]]>([
    ['an address', {}, ['ipv4_dhcp']],
    ['no address', none, ['ipv4_dhcp']],
    ['IPv6 alone', { ...none, ipv6s: v6.slice(0, 1) }, ['ipv6_slaac']],
    ['IPv6 alone, of a subnet', { ...none, ipv6s: v6.slice(0, 1), subnet: exampleSubnet() }, ['ipv6_dhcp']],
    [
      'further addresses of both families',
      { privateIpv4s: v4, ipv6s: v6 },
      ['ipv4_dhcp', 'ipv4 10.0.0.17 255.255.255.0', 'ipv6_slaac'],
    ],
    ['further addresses', { privateIpv4s: v4 }, ['ipv4_dhcp', 'ipv4 10.0.0.17 255.255.255.0']],
    [
      'further addresses of a subnet',
      { privateIpv4s: v4, subnet: exampleSubnet() },
      ['ipv4_dhcp', 'ipv4 10.0.0.17 255.255.240.0'],
    ],
    [
      'further addresses of both families, of a subnet',
      { privateIpv4s: v4, ipv6s: v6, subnet: { ...byHand, dhcp: true } },
      ['ipv4_dhcp', 'ipv4 10.0.0.17 255.255.240.0', ...fixed6, 'ipv6_dhcp'],
    ],
    [
      'none but addresses that it sets itself',
      { ipv6s: v6, subnet: byHand },
      ['ipv4 10.0.0.16 255.255.240.0', 'ipv6 2001:db8::16 ffff:ffff:ffff:ffff::', ...fixed6],
    ],
    ['no address where there is no DHCP', { ...none, subnet: byHand }, []],
  ])('of an interface with %s', (_, facts, expected) => {
    expect(types(facts)).toEqual(expected);
  });
});

describe('the EC2 tree under /ec2', () => {
  it.each([
    '/',
    '/latest',
    '/2009-04-04/meta-data/',
    '/latest/meta-data/instance-id',
    '/latest/dynamic/instance-identity/document',
  ])('has what is at %s', (target) => {
    const atRoot = text(exampleView(), target);

    expect(atRoot).toBeDefined();
    expect(text(exampleView(), `/ec2${target}`)).toBe(atRoot);
  });

  it.each(['/ec2/nowhere', '/ec2/ec2/latest', '/ec2/openstack'])('does not know %s', (target) => {
    expect(ask(exampleView(), target)).toBeUndefined();
  });
});

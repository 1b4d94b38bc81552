import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { exampleInterface, exampleSubnet, exampleView } from '../tests/support/example-view.ts';
import { answerAt } from './data-sources.ts';
import type { GuestInterface, GuestView } from './guest-view.ts';
import { segmentsOf } from './path.ts';
import { bodyOf } from './tree.ts';

const randomBytes = (size: number) => new Uint8Array(size);

function text(view: GuestView, target: string, userAgent?: string): string | undefined {
  const found = answerAt(view, segmentsOf(target) ?? [], { randomBytes, userAgent });
  return found && Buffer.from(bodyOf(found)).toString();
}

const yaml = (view: GuestView, target: string) => parse(text(view, target) ?? '!', { version: '1.1' });

describe('a seed of NoCloud', () => {
  it.each(['/nocloud', '/nocloud/', '//nocloud'])('lists its files at %s', (target) => {
    expect(text(exampleView(), target)).toBe('meta-data\nnetwork-config\nuser-data\nvendor-data');
  });

  it.each(['/nocloud/latest', '/nocloud/meta-data/instance-id', '/nocloud/__proto__', '/nocloud/user_data'])(
    'does not know %s',
    (target) => {
      expect(text(exampleView(), target)).toBeUndefined();
    },
  );

  describe.each<[string, GuestInterface[]]>([
    ['no interface', []],
    ['an interface whose MAC nobody knows', [exampleInterface({ mac: undefined })]],
  ])('of a machine with %s', (_, interfaces) => {
    const view = exampleView({ interfaces });

    it.each(['Cloud-Init/22.4.2', 'Cloud-Init/25.1', 'Cloud-Init/26.2'])(
      'has every file for %s, which would ask eleven times for one that it is refused',
      (userAgent) => {
        for (const name of ['network-config', 'user-data', 'vendor-data'])
          expect([name, text(view, `/nocloud/${name}`, userAgent)]).toEqual([name, '']);
        expect(text(view, '/nocloud', userAgent)).toContain('network-config');
      },
    );

    it.each([undefined, 'Go-http-client/1.1', 'curl/8.14.1', 'not Cloud-Init/25.1'])(
      'has no network-config for another client: %s',
      (userAgent) => {
        expect(text(view, '/nocloud/network-config', userAgent)).toBeUndefined();
        expect(text(view, '/nocloud', userAgent)).toBe('meta-data\nuser-data\nvendor-data');
        for (const name of ['user-data', 'vendor-data'])
          expect([name, text(view, `/nocloud/${name}`, userAgent)]).toEqual([name, '']);
      },
    );
  });

  it('has user-data byte for byte', () => {
    const userData = Uint8Array.of(0x1f, 0x8b, 0, 255, 10);

    const found = answerAt(exampleView({ userData }), ['nocloud', 'user-data'], { randomBytes });

    expect(found).toEqual({ kind: 'leaf', content: userData, contentType: 'application/octet-stream' });
  });
});

describe('meta-data of NoCloud', () => {
  const keys = [
    { name: 'alice', publicKey: 'ssh-ed25519 AAAA alice: "at" #home' },
    { name: 'bob', publicKey: 'ssh-ed25519 AAAB ключ 🔑 \u007f\u0085\u2028\ufeff' },
  ];

  it('tells who the machine is and who may enter', () => {
    const view = exampleView({ keys, localHostname: 'web-1.lab' });

    expect(yaml(view, '/nocloud/meta-data')).toEqual({
      'instance-id': 'i-1234567890abcdef0',
      'local-hostname': 'web-1.lab',
      'availability-zone': 'us-east-1a',
      region: 'us-east-1',
      'public-keys': keys.map(({ publicKey }) => publicKey),
    });
  });

  it('has no character that YAML does not allow as it is', () => {
    const metaData = text(exampleView({ keys }), '/nocloud/meta-data') ?? '';

    expect(metaData).toMatch(
      /^[\n\u0020-\u007e\u00a0-\u2027\u202a-\ud7ff\u{e000}-\u{fefe}\u{ff00}-\u{fffd}\u{10000}-\u{10ffff}]+$/u,
    );
  });
});

describe('network-config of NoCloud', () => {
  const config = (...interfaces: GuestInterface[]) =>
    yaml(exampleView({ interfaces }), '/nocloud/network-config');
  const ethernet = (facts: Partial<GuestInterface>) => {
    const { version, ethernets } = config(exampleInterface(facts));
    expect([version, Object.keys(ethernets)]).toEqual([2, ['interface0']]);
    return ethernets.interface0;
  };
  const match = { macaddress: '0e:49:61:0f:c3:11' };
  const both = { privateIpv4s: ['10.0.0.16', '10.0.0.17'], ipv6s: ['2001:db8::16', '2001:db8::17'] };

  it.each<[string, Partial<GuestInterface>, object]>([
    ['an address', {}, { dhcp4: true, dhcp6: false }],
    ['no address', { privateIpv4s: [] }, { dhcp4: true, dhcp6: false }],
    [
      'IPv6 alone',
      { privateIpv4s: [], ipv6s: ['2001:db8::16'] },
      { dhcp4: false, dhcp6: false, 'accept-ra': true },
    ],
    [
      'IPv6 alone, of a subnet',
      { privateIpv4s: [], ipv6s: ['2001:db8::16'], subnet: exampleSubnet() },
      { dhcp4: false, dhcp6: true },
    ],
    [
      'further addresses',
      both,
      { dhcp4: true, dhcp6: false, 'accept-ra': true, addresses: ['10.0.0.17/24', '2001:db8::17/128'] },
    ],
    [
      'further addresses of a subnet',
      { ...both, subnet: exampleSubnet({ ipv4Gateway: '10.0.0.1', dnsServers: ['10.0.0.2'] }) },
      { dhcp4: true, dhcp6: true, addresses: ['10.0.0.17/20', '2001:db8::17/64'] },
    ],
    [
      'none but addresses that it sets itself',
      {
        ...both,
        subnet: exampleSubnet({
          dhcp: false,
          ipv4Gateway: '10.0.0.1',
          ipv6Gateway: 'fe80::1',
          dnsServers: ['10.0.0.2', '2001:db8::53'],
        }),
      },
      {
        dhcp4: false,
        dhcp6: false,
        addresses: ['10.0.0.16/20', '10.0.0.17/20', '2001:db8::16/64', '2001:db8::17/64'],
        routes: [
          { to: '0.0.0.0/0', via: '10.0.0.1' },
          { to: '::/0', via: 'fe80::1' },
        ],
        nameservers: { addresses: ['10.0.0.2', '2001:db8::53'] },
      },
    ],
    [
      'IPv4 alone, of a subnet with name servers of both families',
      {
        privateIpv4s: ['10.0.0.16'],
        subnet: exampleSubnet({
          dhcp: false,
          ipv6Gateway: 'fe80::1',
          dnsServers: ['2001:db8::53', '10.0.0.2'],
        }),
      },
      { dhcp4: false, dhcp6: false, addresses: ['10.0.0.16/20'], nameservers: { addresses: ['10.0.0.2'] } },
    ],
    [
      'IPv6 alone, of a subnet with name servers of both families',
      {
        privateIpv4s: [],
        ipv6s: ['2001:db8::16'],
        subnet: exampleSubnet({
          dhcp: false,
          ipv4Gateway: '10.0.0.1',
          dnsServers: ['2001:db8::53', '10.0.0.2'],
        }),
      },
      {
        dhcp4: false,
        dhcp6: false,
        addresses: ['2001:db8::16/64'],
        nameservers: { addresses: ['2001:db8::53'] },
      },
    ],
  ])('of an interface with %s', (_, facts, expected) => {
    expect(ethernet(facts)).toEqual({ match, ...expected });
  });

  it('prefers the routes of the first of several interfaces', () => {
    const { ethernets } = config(
      exampleInterface({ ipv6s: ['2001:db8::16'], subnet: exampleSubnet() }),
      exampleInterface({ mac: undefined, deviceNumber: 1 }),
      exampleInterface({
        mac: '0e:49:61:0f:c3:13',
        deviceNumber: 2,
        privateIpv4s: ['10.0.0.20'],
        subnet: exampleSubnet({ dhcp: false, ipv4Gateway: '10.0.0.1' }),
      }),
    );

    expect(ethernets).toEqual({
      interface0: {
        match,
        dhcp4: true,
        'dhcp4-overrides': { 'route-metric': 100 },
        dhcp6: true,
        'dhcp6-overrides': { 'route-metric': 100 },
      },
      interface1: {
        match: { macaddress: '0e:49:61:0f:c3:13' },
        dhcp4: false,
        dhcp6: false,
        addresses: ['10.0.0.20/20'],
        routes: [{ to: '0.0.0.0/0', via: '10.0.0.1', metric: 200 }],
      },
    });
  });

  it('prefers each interface to those behind it, whichever network cards they are on', () => {
    const second = { mac: '0e:49:61:0f:c3:13', networkCard: 1, deviceNumber: 0 };
    const third = { mac: '0e:49:61:0f:c3:15', networkCard: 1, deviceNumber: 1 };
    const { ethernets } = config(exampleInterface(), exampleInterface(third), exampleInterface(second));

    const metrics = Object.values(ethernets as Record<string, { match: object; 'dhcp4-overrides': object }>);
    expect(metrics.map((one) => one['dhcp4-overrides'])).toEqual(
      [100, 200, 300].map((metric) => ({ 'route-metric': metric })),
    );
  });

  it('gives each of two interfaces its default routes, so that every renderer of cloud-init takes them', () => {
    const subnet = exampleSubnet({ dhcp: false, ipv4Gateway: '10.0.0.1', ipv6Gateway: 'fe80::1' });
    const { ethernets } = config(
      exampleInterface({ ipv6s: ['2001:db8::16'], subnet }),
      exampleInterface({ mac: '0e:49:61:0f:c3:13', deviceNumber: 1, ipv6s: ['2001:db8::17'], subnet }),
    );

    expect([ethernets.interface0.routes, ethernets.interface1.routes]).toEqual(
      [100, 200].map((metric) => [
        { to: '0.0.0.0/0', via: '10.0.0.1', metric },
        { to: '::0/0', via: 'fe80::1', metric },
      ]),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { addressesOfNoHost, reservationAt, reservationsOf } from './reserved-addresses.ts';

const network = 'the network address';
const broadcast = 'the broadcast address';
const anycast = 'the subnet-router anycast address';

describe('the addresses of a block that are of no host', () => {
  it.each<[string, [string, string][]]>([
    [
      '10.0.0.0/24',
      [
        ['10.0.0.0', network],
        ['10.0.0.255', broadcast],
      ],
    ],
    [
      '10.0.0.128/25',
      [
        ['10.0.0.128', network],
        ['10.0.0.255', broadcast],
      ],
    ],
    [
      '10.0.0.4/30',
      [
        ['10.0.0.4', network],
        ['10.0.0.7', broadcast],
      ],
    ],
    [
      '0.0.0.0/0',
      [
        ['0.0.0.0', network],
        ['255.255.255.255', broadcast],
      ],
    ],
    ['10.0.0.4/31', []],
    ['10.0.0.4/32', []],
    ['fd00:1::/64', [['fd00:1::', anycast]]],
    ['fd00:1::4/126', [['fd00:1::4', anycast]]],
    ['fd00:1::4/127', []],
    ['fd00:1::4/128', []],
  ])('of %s', (cidr, expected) => {
    expect(addressesOfNoHost(cidr)).toEqual(expected);
  });
});

describe('what a subnet keeps for itself', () => {
  const subnet = {
    ipv4CidrBlock: '10.0.0.0/24',
    ipv6CidrBlocks: ['fd00:1::/64', 'fd00:2::/127'],
    ipv4Gateway: '10.0.0.1',
    ipv6Gateway: 'fe80::1',
    dnsServers: ['10.0.0.1', '10.0.0.2', '10.0.1.2', 'fd00:2::1', '9.9.9.9'],
  };
  const at = (address: string) => reservationAt(reservationsOf(subnet), address);

  it.each([
    ['10.0.0.0', network, 'ipv4CidrBlock'],
    ['10.0.0.255', broadcast, 'ipv4CidrBlock'],
    ['10.0.0.1', 'the gateway', 'ipv4Gateway'],
    ['10.0.0.2', 'a name server', 'dnsServers'],
    ['fd00:1::', anycast, 'ipv6CidrBlocks'],
    ['fd00:2::1', 'a name server', 'dnsServers'],
    ['fe80::1%virbr0', 'the gateway', 'ipv6Gateway'],
  ])('has %s as %s', (address, is, field) => {
    expect(at(address)).toEqual({ is, field });
  });

  it.each(['10.0.0.3', '10.0.1.2', '9.9.9.9', 'fd00:2::', 'fe80::10%virbr0', 'fd00:1::1'])(
    'leaves %s to machines',
    (address) => {
      expect(at(address)).toBeUndefined();
    },
  );
});

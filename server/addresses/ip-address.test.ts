import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isIpv4, lacksZone, normaliseIp, normaliseScopedIp, usableAsHost, zoneOf } from './ip-address.ts';

describe('an IP address', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['0.0.0.0', '0.0.0.0'],
    ['255.255.255.255', '255.255.255.255'],
    ['::', '::'],
    ['::1', '::1'],
    ['2001:DB8::1', '2001:db8::1'],
    ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:db8::1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['fe80::a', 'fe80::a'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['::FFFF:0a00:1', '10.0.0.1'],
    ['0:0:0:0:0:ffff:c0a8:7a32', '192.168.122.50'],
    ['::ffff:0.0.0.1', '0.0.0.1'],
    ['::1.2.3.4', '::102:304'],
    ['64:ff9b::1.2.3.4', '64:ff9b::102:304'],
  ])('%s is spelt %s', (text, address) => {
    expect(normaliseIp(text)).toBe(address);
  });

  it.each([
    '',
    ' 10.0.0.1',
    '10.0.0.1 ',
    '10.0.0.1\n',
    '010.0.0.1',
    '10.0.0.01',
    '0x0a.0.0.1',
    '10.0.1',
    '167772161',
    '10.0.0.256',
    '10.0.0.1.5',
    '10.0.0.1/24',
    '-1.0.0.1',
    '١٠.0.0.1',
    'fe80::1%eth0',
    '::1%lo',
    '[::1]',
    '::1/128',
    '1::2::3',
    ':::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '12345::',
    '::ffff:010.0.0.1',
    'g::1',
    'localhost',
  ])('"%s" is none', (text) => {
    expect(normaliseIp(text)).toBeUndefined();
  });

  it('has one spelling: writing it again changes nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const address = normaliseIp(text);
        expect(address).toBeDefined();
        expect(normaliseIp(address ?? '')).toBe(address);
      }),
    );
  });

  it.each([
    ['10.0.0.1', true],
    ['::1', false],
  ])('%s is IPv4: %s', (address, expected) => {
    expect(isIpv4(address)).toBe(expected);
  });
});

describe('an IP address that may have a zone', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['::FFFF:10.0.0.1', '10.0.0.1'],
    ['FE80::A', 'fe80::a'],
    ['FE80::A%virbr0', 'fe80::a%virbr0'],
    ['fe80:0:0:0:0:0:0:5%eth0', 'fe80::5%eth0'],
    ['fe80:0:0:0:a:0:0:0%eth0', 'fe80::a:0:0:0%eth0'],
    ['fe80::%eth0', 'fe80::%eth0'],
    ['fe80::fc:ff:fe00:1%br0.100', 'fe80::fc:ff:fe00:1%br0.100'],
    ['fe80::1%Ethernet_2', 'fe80::1%Ethernet_2'],
    ['fe80::1%7', 'fe80::1%7'],
    ['fe80::1%fifteen-letters', 'fe80::1%fifteen-letters'],
  ])('%s is spelt %s', (text, address) => {
    expect(normaliseScopedIp(text)).toBe(address);
  });

  it.each([
    '10.0.0.1%eth0',
    '::ffff:10.0.0.1%eth0',
    '::1%lo',
    'fd00::1%eth0',
    'ff02::1%eth0',
    'fe80:0:0:1::5%eth0',
    'febf::1%eth0',
    'fe80::1%',
    '%eth0',
    'fe80::1%%eth0',
    'fe80::1%eth0%eth1',
    'fe80::1%eth/0',
    'fe80::1%eth 0',
    'fe80::1%eth"0',
    'fe80::1%sixteen-letters-',
    'fe80::1%eth0/64',
    'fe80::1%2\n',
  ])('"%s" is none', (text) => {
    expect(normaliseScopedIp(text)).toBeUndefined();
  });

  it('is written as the same without a zone, where it has none, and is never longer than its column', () => {
    const address = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.ipV6().map((text) => `fe80::${text.split(':').at(-1)}`),
    );
    const zone = fc.oneof(fc.constant(''), fc.stringMatching(/^%[\w.~@+-]{0,17}$/));

    fc.assert(
      fc.property(address, zone, (text, ofText) => {
        const scoped = normaliseScopedIp(text + ofText);
        if (ofText === '') expect(scoped).toBe(normaliseIp(text));
        expect((scoped ?? '').length).toBeLessThanOrEqual(45);
        if (scoped !== undefined) expect(normaliseScopedIp(scoped)).toBe(scoped);
      }),
    );
  });

  it.each([
    ['fe80::1', undefined, true],
    ['fe80::1%eth0', 'eth0', false],
    ['febf::1', undefined, true],
    ['fec0::1', undefined, false],
    ['fd00::1', undefined, false],
    ['10.0.0.1', undefined, false],
  ])('%s has the zone %s, and lacks one: %s', (address, zone, isLacking) => {
    expect([zoneOf(address), lacksZone(address)]).toEqual([zone, isLacking]);
  });
});

describe('a machine', () => {
  it.each([
    '10.0.0.1',
    '127.1.0.1',
    '169.254.7.7',
    '223.255.255.255',
    '240.0.0.1',
    '::1',
    'fe80::1',
    'fd00:ec2::50',
  ])('can have %s', (address) => {
    expect(usableAsHost(address)).toBe(true);
  });

  it.each([
    '0.0.0.0',
    '255.255.255.255',
    '224.0.0.1',
    '239.255.255.250',
    '169.254.169.254',
    '::',
    'ff02::1',
    'ffff::1',
    'fd00:ec2::254',
  ])('cannot have %s', (address) => {
    expect(usableAsHost(address)).toBe(false);
  });
});

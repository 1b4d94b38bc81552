import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { contains, isIpv4Cidr, isWithin, normaliseCidr, prefixLength, textStart } from './cidr.ts';
import { normaliseIp } from './ip-address.ts';

describe('a block of addresses', () => {
  it.each([
    ['10.0.0.0/24', '10.0.0.0/24'],
    ['10.0.0.7/24', '10.0.0.0/24'],
    ['10.0.0.7/32', '10.0.0.7/32'],
    ['10.0.0.7/024', '10.0.0.0/24'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:DB8:0:0::1/64', '2001:db8::/64'],
    ['2001:db8:1f11:25:4f2e::/80', '2001:db8:1f11:25:4f2e::/80'],
    ['::/0', '::/0'],
    ['::ffff:10.0.0.7/120', '10.0.0.0/24'],
  ])('%s is written %s', (text, cidr) => {
    expect(normaliseCidr(text)).toBe(cidr);
  });

  it.each([
    '10.0.0.0',
    '10.0.0.0/',
    '10.0.0.0/33',
    '010.0.0.0/8',
    '10.0.0/24',
    '::/129',
    '::ffff:10.0.0.0/24',
    '::ffff:10.0.0.0/129',
    '10.0.0.0/-1',
    '/24',
    '',
  ])('"%s" is none', (text) => {
    expect(normaliseCidr(text)).toBeUndefined();
  });

  it.each([
    ['10.0.0.0/24', '10.0.0.255', true],
    ['10.0.0.0/24', '10.0.1.0', false],
    ['10.0.0.0/24', '2001:db8::1', false],
    ['2001:db8::/64', '2001:db8::ffff', true],
    ['2001:db8::/64', '10.0.0.1', false],
  ])('%s contains %s: %s', (cidr, address, expected) => {
    expect(contains(cidr, address)).toBe(expected);
  });

  it.each([
    ['10.0.0.0/24', '10.0.0.0/16', true],
    ['10.0.0.0/24', '10.0.0.0/24', true],
    ['10.0.0.0/16', '10.0.0.0/24', false],
    ['10.1.0.0/24', '10.0.0.0/16', false],
    ['2001:db8::/64', '2001:db8::/56', true],
  ])('%s lies in %s: %s', (inner, outer, expected) => {
    expect(isWithin(inner, outer)).toBe(expected);
  });

  it('says its family and the length of its prefix', () => {
    expect([isIpv4Cidr('10.0.0.0/24'), isIpv4Cidr('::/0')]).toEqual([true, false]);
    expect(prefixLength('2001:db8::/56')).toBe(56);
  });

  it.each([
    ['10.1.2.0/24', '10.1.2.'],
    ['10.1.128.0/17', '10.1.'],
    ['10.0.0.7/32', '10.0.0.7'],
    ['0.0.0.0/0', ''],
    ['fd00:1::/64', 'fd00:1:'],
    ['2001:db8:0:1::/64', '2001:db8:'],
    ['2001:db8::/24', '2001:'],
    ['::/0', ''],
  ])('the addresses of %s begin with the text "%s"', (cidr, start) => {
    expect(textStart(cidr)).toBe(start);
  });

  it('every address of a block begins with its text', () => {
    const group = fc.oneof(fc.constant(0), fc.nat(0xffff));
    const ipv6 = fc
      .array(group, { minLength: 8, maxLength: 8 })
      .map((groups) => groups.map((one) => one.toString(16)).join(':'));
    const blocks = fc.oneof(fc.tuple(fc.ipV4(), fc.nat(32)), fc.tuple(ipv6, fc.nat(128)));
    fc.assert(
      fc.property(blocks, ([text, length]) => {
        const address = normaliseIp(text)!;
        const cidr = normaliseCidr(`${address}/${Math.min(length, isIpv4Cidr(`${address}/0`) ? 32 : 128)}`)!;

        expect(address.startsWith(textStart(cidr))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

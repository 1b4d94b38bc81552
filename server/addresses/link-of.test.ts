import { describe, expect, it } from '@jest/globals';
import { linkOf } from './link-of.ts';

describe('the link of an address', () => {
  it.each([
    ['10.0.0.5', '10.0.0.5'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::6', '2001:db8:1:2::/64'],
    ['2001:db8::1:2:3:4', '2001:db8:0:0::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['fe80::', 'fe80:0:0:0::/64'],
    ['fe80::5%virbr0', 'fe80:0:0:0::%virbr0/64'],
    ['fe80::1:2:3:4%eth0.5', 'fe80:0:0:0::%eth0.5/64'],
  ])('is what all addresses of it have in common: %s', (address, link) => {
    expect(linkOf(address)).toBe(link);
  });

  it('is another one for another network', () => {
    expect(linkOf('2001:db8:0:1::1')).not.toBe(linkOf('2001:db8:0:2::1'));
  });

  it('is no address where nobody can be identified', () => {
    expect(linkOf('')).toBe('');
  });
});

import { describe, expect, it } from '@jest/globals';
import { callerOf, trustOf } from './caller-address.ts';

const trusted = ['10.0.0.0/24', '192.0.2.7/32', 'fd00:1::/64', 'fe80::2%eth1/128', 'fe80::%eth2/64'];
const ask = (remoteAddress: string | undefined, forwardedFor?: string) =>
  callerOf(
    {
      socket: { remoteAddress },
      headers: forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor },
    },
    trustOf(trusted),
  );

describe('who asks through trusted proxies', () => {
  it.each([
    // from, X-Forwarded-For, the caller
    ['10.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['::ffff:10.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['fd00:1::1', '2001:DB8::9', '2001:db8::9'],
    ['fd00:1:0:0::1', '::ffff:203.0.113.9', '203.0.113.9'],
    ['10.0.0.1', '::ffff:cb00:7109', '203.0.113.9'],
    ['10.0.0.1', '  203.0.113.9\t', '203.0.113.9'],
    ['10.0.0.1', '203.0.113.9:4711', '203.0.113.9'],
    ['10.0.0.1', '[2001:db8::9]:4711', '2001:db8::9'],
    ['10.0.0.1', '[2001:db8::9]', '2001:db8::9'],
    ['10.0.0.1', 'FE80:0::9%eth0', 'fe80::9%eth0'],
    ['10.0.0.1', '[fe80::9%br0.100]:4711', 'fe80::9%br0.100'],
    ['10.0.0.1', 'fe80::9', 'fe80::9'],
    ['fe80::2%eth1', '203.0.113.9', '203.0.113.9'],
    ['fe80::77%eth2', '203.0.113.9', '203.0.113.9'],
    ['10.0.0.1', '203.0.113.9, fe80::2%eth1', '203.0.113.9'],
    // several proxies
    ['10.0.0.1', '203.0.113.9, 10.0.0.2', '203.0.113.9'],
    ['10.0.0.1', '203.0.113.9, 192.0.2.7:80, ::ffff:10.0.0.2', '203.0.113.9'],
    ['10.0.0.1', '203.0.113.9, , 10.0.0.2,', '203.0.113.9'],
    // an untrusted hop cannot name another caller
    ['10.0.0.1', '198.51.100.1, 203.0.113.9', '203.0.113.9'],
    ['10.0.0.1', '10.0.0.9, 203.0.113.9, 10.0.0.2', '203.0.113.9'],
    ['10.0.0.1', 'nonsense, 203.0.113.9', '203.0.113.9'],
    // all hops are trusted, or none is named
    ['10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
    ['10.0.0.1', undefined, '10.0.0.1'],
    ['10.0.0.1', '', '10.0.0.1'],
    ['10.0.0.1', ' , ', '10.0.0.1'],
  ])('from %s with %j is %s', (from, forwardedFor, address) => {
    expect(ask(from, forwardedFor)).toMatchObject({ address, throughProxy: true });
  });

  it.each([
    'unknown',
    '_hidden',
    '010.0.0.5',
    '203.0.113.9:',
    '203.0.113.9:http',
    '203.0.113',
    '203.0.113.9%eth0',
    '2001:db8::9%eth0',
    '::1%lo',
    'fe80::9%',
    'fe80::9%eth0%eth1',
    'fe80::9%eth 0',
    'fe80::9%"eth0"',
    'fe80::9%a-name-too-long-',
    'fe80:1::9%eth0',
    '[203.0.113.9',
    '"203.0.113.9"',
    '203.0.113.9 10.0.0.2',
    'for=203.0.113.9',
    '2001:db8::9::1',
    '[2001:db8::9]x',
    '[]',
    '203.0.113.9, unknown',
    '203.0.113.9, unknown, 10.0.0.2',
  ])('is nobody when they say %j', (forwardedFor) => {
    expect(ask('10.0.0.1', forwardedFor).address).toBeUndefined();
  });
});

describe('who asks without one', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['fe80::9%eth0', 'fe80::9%eth0'],
    ['fe80::2%eth0', 'fe80::2%eth0'],
    ['fe80::3%eth1', 'fe80::3%eth1'],
    ['192.0.2.8', '192.0.2.8'],
    ['fd00:1:0:1::1', 'fd00:1:0:1::1'],
    [undefined, undefined],
  ])('from %s is %s, whatever X-Forwarded-For says', (from, address) => {
    for (const forwardedFor of [undefined, '198.51.100.1', '10.0.0.1', 'nonsense', ''])
      expect(ask(from, forwardedFor)).toMatchObject({ address, throughProxy: false });
  });
});

describe('a trusted block', () => {
  it.each([
    [['fe80::2%eth1/128'], 'fe80::2%eth1', true],
    [['fe80::2%eth1/128'], 'fe80::2%eth2', false],
    [['fe80::2%eth1/128'], 'fe80::3%eth1', false],
    [['fe80::2%eth1/128'], 'fe80::2', false],
    [['fe80::%eth1/64', 'fe80::%eth2/64'], 'fe80::9%eth2', true],
    [['fe80::%eth1/64', 'fe80::%eth2/64'], 'fe80::9%eth3', false],
    [['fe80::%eth1/64'], '10.0.0.1', false],
    [['::/0'], 'fe80::9%eth3', true],
    [['fd00::/8'], 'fe80::9%eth3', false],
    [[], 'fe80::9%eth3', false],
  ])('%j holds %s: %s', (blocks, address, expected) => {
    expect(trustOf(blocks)(address)).toBe(expected);
  });
});

describe('an X-Forwarded-For of the caller itself', () => {
  it.each([
    ['203.0.113.9', '198.51.100.1', true],
    ['203.0.113.9', '', true],
    ['203.0.113.9', undefined, false],
    ['10.0.0.1', undefined, false],
    ['10.0.0.1', '203.0.113.9', false],
    ['10.0.0.1', '203.0.113.9, 10.0.0.2', false],
    ['10.0.0.1', '10.0.0.3, 10.0.0.2', false],
    ['10.0.0.1', '198.51.100.1, 203.0.113.9', true],
    ['10.0.0.1', '198.51.100.1, 203.0.113.9, 10.0.0.2', true],
    ['10.0.0.1', ', 203.0.113.9', true],
  ])('from %s with %j: %s', (from, forwardedFor, forwarded) => {
    expect(ask(from, forwardedFor)).toMatchObject({ forwarded });
  });
});

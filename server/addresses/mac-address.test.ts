import { describe, expect, it } from '@jest/globals';
import { isHostMac, normaliseMac } from './mac-address.ts';

describe('a MAC address', () => {
  it.each([
    '52:54:00:aa:bb:01',
    '52:54:00:AA:BB:01',
    '52-54-00-aa-bb-01',
    '5254.00aa.bb01',
    '5254.00AA.BB01',
    '525400AABB01',
  ])('%s is read', (text) => {
    expect(normaliseMac(text)).toBe('52:54:00:aa:bb:01');
  });

  it.each([
    '',
    '52:54:00:aa:bb',
    '52:54:00:aa:bb:01:02',
    '52:54-00:aa-bb:01',
    '5254:00aa:bb01',
    '52.54.00.aa.bb.01',
    '52:54:0:aa:bb:1',
    '52:54:00:aa:bb:0g',
    ' 52:54:00:aa:bb:01',
    '52:54:00:aa:bb:01\n',
    '525400aabb0',
  ])('"%s" is none', (text) => {
    expect(normaliseMac(text)).toBeUndefined();
  });

  it.each([
    ['52:54:00:aa:bb:01', true],
    ['02:00:00:00:00:01', true],
    ['00:00:00:00:00:01', true],
    ['00:00:00:00:00:00', false],
    ['ff:ff:ff:ff:ff:ff', false],
    ['01:00:5e:00:00:01', false],
    ['33:33:00:00:00:01', false],
  ])('%s can be that of an interface: %s', (mac, expected) => {
    expect(isHostMac(mac)).toBe(expected);
  });
});

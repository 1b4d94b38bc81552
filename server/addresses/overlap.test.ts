import { describe, expect, it } from '@jest/globals';
import { BlockIndex, overlaps } from './overlap.ts';

const pairsOf = (...cidrs: string[]) =>
  overlaps(cidrs.map((cidr) => ({ cidr }))).map((pair) => pair.map(({ cidr }) => cidr).join(' '));

describe('blocks overlap', () => {
  it.each<[string, string[], string[]]>([
    ['apart', ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/23'], []],
    ['the same', ['10.0.0.0/24', '10.0.0.0/24'], ['10.0.0.0/24 10.0.0.0/24']],
    ['one in the other', ['10.0.1.0/24', '10.0.0.0/16'], ['10.0.1.0/24 10.0.0.0/16']],
    [
      'one around several',
      ['10.0.1.0/24', '10.0.0.0/16', '10.0.2.0/24', '10.1.0.0/16'],
      ['10.0.1.0/24 10.0.0.0/16', '10.0.0.0/16 10.0.2.0/24'],
    ],
    [
      'of IPv6',
      ['fd00::/64', 'fd00::/48', 'fd00:0:0:1::/64'],
      ['fd00::/64 fd00::/48', 'fd00::/48 fd00:0:0:1::/64'],
    ],
    ['of both families', ['0.0.0.0/0', '::/0'], []],
    ['next to each other', ['10.0.0.0/25', '10.0.0.128/25'], []],
    ['none', [], []],
  ])('%s', (_, cidrs, expected) => {
    expect(pairsOf(...cidrs)).toEqual(expected);
  });
});

it('blocks overlap in few pairs to a block, however many are the same', () => {
  const blocks = Array.from({ length: 30_000 }, (_, n) => ({ cidr: n % 2 ? '10.0.0.0/24' : '10.0.0.0/16' }));

  expect(overlaps(blocks).length).toBeLessThan(2 * blocks.length);
});

describe('around an address', () => {
  const index = new BlockIndex(
    ['10.0.0.0/8', '10.0.0.0/24', '10.0.1.0/24', '10.0.1.0/24', 'fd00::/64', '10.9.9.9/32'].map(
      (cidr, place) => ({
        cidr,
        owner: `${place}`,
      }),
    ),
  );

  it.each<[string, string, string | undefined]>([
    ['the smallest block counts', '10.0.0.5', '1'],
    ['a larger one where the smaller ones are elsewhere', '10.7.0.5', '0'],
    ['nobody where two have the smallest', '10.0.1.5', undefined],
    ['a block of one address', '10.9.9.9', '5'],
    ['IPv6', 'fd00::5', '4'],
    ['nobody where there is no block', '192.0.2.1', undefined],
    ['nobody of the other family', 'fd01::', undefined],
  ])('%s', (_, address, expected) => {
    expect(index.around(address)).toBe(expected);
  });
});

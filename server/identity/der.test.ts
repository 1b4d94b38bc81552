import { describe, expect, it } from '@jest/globals';
import { fromBER, Integer, OctetString, Sequence } from 'asn1js';
import { der, indefinite, partsOf } from './der.ts';

const tags = { octets: 0x04, sequence: 0x30 };
const octets = (length: number) => der(tags.octets, Buffer.alloc(length, 0xab));
const hex = (value: Buffer) => value.toString('hex');

describe('a value', () => {
  it.each([
    [0, '0400'],
    [1, '0401'],
    [127, '047f'],
    [128, '048180'],
    [255, '0481ff'],
    [256, '04820100'],
    [65_535, '0482ffff'],
    [65_536, '0483010000'],
  ])('of %d bytes begins with %s, as another library writes it', (length, beginning) => {
    const value = octets(length);

    const other = new OctetString({ valueHex: new Uint8Array(length).fill(0xab).buffer }).toBER();
    expect(hex(value.subarray(0, value.length - length))).toBe(beginning);
    expect(value.equals(Buffer.from(other))).toBe(true);
  });

  it('has its parts one after the other', () => {
    const value = der(tags.sequence, der(0x02, Buffer.of(1)), octets(2));

    const other = new Sequence({
      value: [new Integer({ value: 1 }), new OctetString({ valueHex: Uint8Array.of(0xab, 0xab).buffer })],
    });
    expect(hex(value)).toBe(hex(Buffer.from(other.toBER())));
  });

  it('of indefinite length ends with two zeros', () => {
    const value = indefinite(tags.sequence, octets(1), octets(0));

    expect(hex(value)).toBe('30800401ab04000000');
    const { result, offset } = fromBER(Uint8Array.from(value));
    expect([offset, (result as Sequence).valueBlock.value.length]).toEqual([value.length, 2]);
  });
});

describe('the parts of a value', () => {
  it.each([
    ['none', []],
    ['one that is empty', [0]],
    ['some', [1, 2, 3]],
    ['some with long lengths', [127, 128, 255, 256, 70_000, 1]],
  ])('are those that it was made of: %s', (_, lengths) => {
    const parts = lengths.map(octets);

    expect(partsOf(der(tags.sequence, ...parts)).map(hex)).toEqual(parts.map(hex));
  });

  it('are its own, whatever comes after it', () => {
    const value = Buffer.concat([der(tags.sequence, octets(3)), octets(5)]);

    expect(partsOf(value).map(hex)).toEqual([hex(octets(3))]);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GraphQLScalarType, Kind } from 'graphql';
import { IPAddress, MACAddress } from '../networks/network.scalars.ts';
import { Malformed } from '../graphql/lenient-scalar.ts';
import { Bytes, DateTime, Ref } from '../graphql/scalars.ts';

/** Reads a text as a variable and as a literal, which must give the same value. */
function read(scalar: GraphQLScalarType, text: unknown): unknown {
  const value = scalar.parseValue(text);
  const literal = scalar.parseLiteral({ kind: Kind.STRING, value: String(text) });
  if (typeof text === 'string') expect(literal).toEqual(value);
  return value;
}

const isMalformed = (value: unknown) => value instanceof Malformed;

describe('DateTime', () => {
  it.each([
    ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.000Z'],
    ['2026-01-31T12:00Z', '2026-01-31T12:00:00.000Z'],
    ['2026-01-31T12:00:00.5Z', '2026-01-31T12:00:00.500Z'],
    ['2026-01-31T12:00:00+02:00', '2026-01-31T10:00:00.000Z'],
    ['2026-01-31T12:00:00-05:30', '2026-01-31T17:30:00.000Z'],
  ])('reads %s and answers in UTC', (text, answered) => {
    expect(DateTime.serialize(read(DateTime, text))).toBe(answered);
  });

  it.each([
    '',
    'now',
    '2026-01-31',
    '2026-01-31T12:00:00',
    '2026-13-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-01-31T25:00:00Z',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59-14:00',
    '31.1.2026',
    '1769860800',
  ])('does not guess what "%s" means', (text) => {
    expect(isMalformed(read(DateTime, text))).toBe(true);
  });
});

describe('Bytes', () => {
  it.each([
    ['', []],
    ['AA==', [0]],
    ['AAH/', [0, 1, 255]],
    ['SGVs\nbG8=\n', [72, 101, 108, 108, 111]],
  ])('reads the base64 "%s"', (text, bytes) => {
    expect([...(read(Bytes, text) as Uint8Array)]).toEqual(bytes);
  });

  it('answers what it read', () => {
    const every = Uint8Array.from({ length: 256 }, (_, value) => value);

    const text = Bytes.serialize(every) as string;

    expect([...(read(Bytes, text) as Uint8Array)]).toEqual([...every]);
  });

  const notEncoded = ['A', 'AA', 'AAA', 'AA=', '====', 'A===', 'AA-_', 'hello!', 'AA==AA=='];
  const withMore = ['AA==*', ' AA==', 'A A==', 'AA== '];
  const withBitsThatNoEncoderSets = ['AB==', 'AP==', 'AAB=', 'AAD='];

  it.each([...notEncoded, ...withMore, ...withBitsThatNoEncoderSets])('refuses "%s"', (text) => {
    expect(isMalformed(read(Bytes, text))).toBe(true);
  });

  it('reads what an encoder writes, and nothing else', () => {
    const alphabet = fc.constantFrom(...'ABQgwz+/=-_ *');

    fc.assert(
      fc.property(fc.oneof(fc.base64String(), fc.string({ unit: alphabet, maxLength: 12 })), (text) => {
        const isWritten = Buffer.from(text, 'base64').toString('base64') === text;
        expect(isMalformed(read(Bytes, text))).toBe(!isWritten);
      }),
    );
  });
});

describe('Ref', () => {
  it.each(['key-0f', 'alice', 'a b', 'web-1.example.org'])('takes %s as it is', (text) => {
    expect(read(Ref, text)).toBe(text);
  });

  it.each(['', ' '])('refuses "%s", which names nothing', (text) => {
    expect(isMalformed(read(Ref, text))).toBe(true);
  });
});

describe('IPAddress', () => {
  it.each([
    ['10.0.0.5', '10.0.0.5'],
    ['::ffff:10.0.0.5', '10.0.0.5'],
    ['::FFFF:a00:5', '10.0.0.5'],
    ['FD00:0:0:0:0:0:0:1', 'fd00::1'],
    ['fe80::1', 'fe80::1'],
    ['FE80::1%virbr0', 'fe80::1%virbr0'],
  ])('reads %s as %s', (text, address) => {
    expect(read(IPAddress, text)).toBe(address);
  });

  it.each([
    '10.0.0',
    '010.0.0.1',
    '10.0.0.1/24',
    '0.0.0.0',
    '224.0.0.1',
    '169.254.169.254',
    'fd00::1%eth0',
    '10.0.0.1%eth0',
    'fe80::1%',
    '0x0a.0.0.1',
  ])('refuses %s with what to write', (text) => {
    const value = read(IPAddress, text) as Malformed;

    expect(isMalformed(value)).toBe(true);
    expect(value.message).toContain(text);
  });
});

describe('MACAddress', () => {
  it.each(['52:54:00:AA:BB:01', '52-54-00-aa-bb-01', '5254.00aa.bb01', '525400aabb01'])(
    'reads %s',
    (text) => {
      expect(read(MACAddress, text)).toBe('52:54:00:aa:bb:01');
    },
  );

  it.each([
    '',
    '52:54:00:aa:bb',
    '52:54:00-aa-bb-01',
    'ff:ff:ff:ff:ff:ff',
    '00:00:00:00:00:00',
    '01:00:5e:00:00:01',
  ])('refuses "%s"', (text) => {
    expect(isMalformed(read(MACAddress, text))).toBe(true);
  });
});

describe('every scalar', () => {
  it.each([DateTime, Bytes, Ref, IPAddress, MACAddress])(
    '%s never throws, so that all problems are told at once',
    (scalar) => {
      for (const value of [1, true, null, {}, []]) expect(isMalformed(scalar.parseValue(value))).toBe(true);
      expect(isMalformed(scalar.parseLiteral({ kind: Kind.INT, value: '1' }))).toBe(true);
    },
  );
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { beginningLength, Seal } from './seal.ts';

const sealOf = (secret: string, previous: string[] = []) =>
  new Seal({
    SECRET_KEY: secret,
    SECRET_KEY_PREVIOUS: previous,
    sources: { SECRET_KEY: 'environment' } as never,
  });
const seal = sealOf('a secret key that is only used by tests');
const sealed = seal.close('a secret', 'rol_1');

describe('a sealed text', () => {
  it('opens as it was, for its record and with its key', () => {
    expect(seal.open(sealed, 'rol_1')).toBe('a secret');
    expect(seal.open(sealed, 'rol_2')).toBeUndefined();
    expect(sealOf('another secret key that only tests use').open(sealed, 'rol_1')).toBeUndefined();
  });

  it('opens with a key of before, and says so, and is made with the present one', () => {
    const next = sealOf('next', ['other', 'a secret key that is only used by tests', 'next']);

    expect(next.unseal(sealed, 'rol_1')).toEqual({ text: 'a secret', isOfPresentKey: false });
    expect(next.unseal(next.close('new', 'rol_1'), 'rol_1')).toEqual({ text: 'new', isOfPresentKey: true });
    expect(seal.open(next.close('new', 'rol_1'), 'rol_1')).toBeUndefined();
    expect(next.open(sealed, 'rol_2')).toBeUndefined();
  });

  it('begins as no other', () => {
    const texts = Array.from({ length: 100 }, () => seal.close('a secret', 'rol_1'));

    expect(new Set(texts.map((text) => text.slice(0, beginningLength))).size).toBe(100);
  });

  it('opens only as it was written', () => {
    const place = fc.integer({ min: 0, max: sealed.length });
    const changed = fc
      .tuple(place, place, fc.string({ maxLength: 8 }))
      .map(
        ([from, to, text]) => sealed.slice(0, Math.min(from, to)) + text + sealed.slice(Math.max(from, to)),
      );

    fc.assert(
      fc.property(changed, (text) => {
        expect(seal.open(text, 'rol_1')).toBe(text === sealed ? 'a secret' : undefined);
      }),
      { numRuns: 2000, examples: [[`${sealed}=`], [`${sealed} `], [`${sealed}*`], [`*${sealed}`], ['']] },
    );
  });

  it('does not open with a part of its tag', () => {
    const bytes = Buffer.from(seal.close('', 'rol_1'), 'base64url');

    for (let length = 0; length < bytes.length; length += 1)
      expect(seal.open(bytes.subarray(0, length).toString('base64url'), 'rol_1')).toBeUndefined();
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { beginningLength, Encryption } from './encryption.ts';

const encryptionOf = (secret: string, previous: string[] = []) =>
  new Encryption({
    SECRET_KEY: secret,
    SECRET_KEY_PREVIOUS: previous,
    sources: { SECRET_KEY: 'environment' } as never,
  });
const encryption = encryptionOf('a secret key that is only used by tests');
const encrypted = encryption.encrypt('a secret', 'rol_1');

describe('a sealed text', () => {
  it('opens as it was, for its record and with its key', () => {
    expect(encryption.decrypt(encrypted, 'rol_1')).toBe('a secret');
    expect(encryption.decrypt(encrypted, 'rol_2')).toBeUndefined();
    expect(
      encryptionOf('another secret key that only tests use').decrypt(encrypted, 'rol_1'),
    ).toBeUndefined();
  });

  it('opens with a key of before, and says so, and is made with the present one', () => {
    const next = encryptionOf('next', ['other', 'a secret key that is only used by tests', 'next']);

    expect(next.decryptWithKey(encrypted, 'rol_1')).toEqual({ text: 'a secret', isOfPresentKey: false });
    expect(next.decryptWithKey(next.encrypt('new', 'rol_1'), 'rol_1')).toEqual({
      text: 'new',
      isOfPresentKey: true,
    });
    expect(encryption.decrypt(next.encrypt('new', 'rol_1'), 'rol_1')).toBeUndefined();
    expect(next.decrypt(encrypted, 'rol_2')).toBeUndefined();
  });

  it('begins as no other', () => {
    const texts = Array.from({ length: 100 }, () => encryption.encrypt('a secret', 'rol_1'));

    expect(new Set(texts.map((text) => text.slice(0, beginningLength))).size).toBe(100);
  });

  it('opens only as it was written', () => {
    const place = fc.integer({ min: 0, max: encrypted.length });
    const changed = fc
      .tuple(place, place, fc.string({ maxLength: 8 }))
      .map(
        ([from, to, text]) =>
          encrypted.slice(0, Math.min(from, to)) + text + encrypted.slice(Math.max(from, to)),
      );

    fc.assert(
      fc.property(changed, (text) => {
        expect(encryption.decrypt(text, 'rol_1')).toBe(text === encrypted ? 'a secret' : undefined);
      }),
      {
        numRuns: 2000,
        examples: [[`${encrypted}=`], [`${encrypted} `], [`${encrypted}*`], [`*${encrypted}`], ['']],
      },
    );
  });

  it('does not open with a part of its tag', () => {
    const bytes = Buffer.from(encryption.encrypt('', 'rol_1'), 'base64url');

    for (let length = 0; length < bytes.length; length += 1)
      expect(encryption.decrypt(bytes.subarray(0, length).toString('base64url'), 'rol_1')).toBeUndefined();
  });
});

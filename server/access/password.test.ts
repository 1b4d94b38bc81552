import { describe, expect, it } from '@jest/globals';
import { hashOfNobody, hashPassword, verifyPassword } from './password.ts';

describe('a password', () => {
  it.each(['correct horse', 'ünïcode 🔑', ' blanks ', 'x'.repeat(1024), 'a\0b'])(
    'is known again: %.20s',
    async (password) => {
      const hash = await hashPassword(password);

      expect(await verifyPassword(password, hash)).toBe(true);
      expect(await verifyPassword(`${password}x`, hash)).toBe(false);
      expect(await verifyPassword('', hash)).toBe(false);
    },
  );

  it('is kept as argon2id, another one every time', async () => {
    const [one, two] = [await hashPassword('same'), await hashPassword('same')];

    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(two).not.toBe(one);
  });

  it('is told by other programs that keep argon2id', async () => {
    // from the tests of the reference implementation of argon2
    const weak = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4';

    expect(await verifyPassword('password', weak)).toBe(true);
    expect(await verifyPassword('Password', weak)).toBe(false);
  });

  it.each(['', 'password', '$2b$10$abcdefghijklmnopqrstuv', '$argon2i$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAA'])(
    'is never right where there is no hash: %s',
    async (hash) => {
      expect(await verifyPassword('password', hash)).toBe(false);
    },
  );

  it('of nobody is none that anybody can give', async () => {
    for (const guess of ['', 'password', 'nobody'])
      expect(await verifyPassword(guess, hashOfNobody)).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import { Encryption } from '../encryption.ts';
import { exampleRow } from '../tests/support/example-row.ts';
import type { GuestRow } from './guest-row.ts';
import { formatLine, guestLine, readLine, SnapshotLines, type SnapshotLine } from './snapshot-lines.ts';

const encryptionOf = (secret: string, source: 'environment' | 'made at start' = 'environment') =>
  new Encryption({ SECRET_KEY: secret, sources: { SECRET_KEY: source } as never });
const encryption = encryptionOf('one');
const temporaryEncryption = encryptionOf('made', 'made at start');

/** Returns the snapshot after these lines were written and read. */
function after(...lines: SnapshotLine[]) {
  const read = new SnapshotLines((row) => row);
  for (const line of lines) {
    const readBack = readLine(formatLine(line, encryption).trimEnd(), encryption);
    if (readBack && !('of' in readBack)) read.add(readBack);
  }
  return { guests: new Map(read.current()), key: read.key };
}

const key = { id: 's', generation: 1, certificate: 'PEM', sealed_private_key: 'sealed' };

describe('a machine', () => {
  it.each<[string, Partial<GuestRow>]>([
    ['without user data', {}],
    ['with empty user data', { user_data_id: 'u', user_data: Buffer.of() }],
    [
      'with every byte in its user data',
      { user_data: Buffer.from(Array.from({ length: 256 }, (_, n) => n)) },
    ],
    ['with letters of all kinds', { hostname: 'wörk\u2028🙂"\\\n' }],
  ])('is read as it was written: %s', (_, given) => {
    const row = exampleRow(given);

    expect(after(guestLine(row)).guests).toEqual(new Map([[row.name, row]]));
  });

  it('is what its last line says, under each of its names', () => {
    const { guests } = after(
      guestLine(exampleRow({ hostname: 'old' })),
      guestLine(exampleRow({ name: 'i-1', hostname: 'old' })),
      guestLine(exampleRow({ hostname: 'new' })),
    );

    expect([...guests].map(([name, { hostname }]) => [name, hostname])).toEqual([
      ['10.0.0.16', 'new'],
      ['i-1', 'old'],
    ]);
  });
});

describe('a change', () => {
  const subnet = { id: 'subnet-1', vpc: { id: 'vpc-1' } };
  const nic = { id: 'eni-1', groups: [{ id: 'sg-1', position: 0 }] };
  const whole = exampleRow({
    id: 'one',
    user_data_id: 'user-data-1',
    iam_role: JSON.stringify({ id: 'role-1' }),
    identity_role: JSON.stringify({ id: 'role-2' }),
    keys: JSON.stringify([{ id: 'key-1' }, { id: 'key-2' }]),
    interfaces: JSON.stringify([nic]),
    subnets: JSON.stringify([subnet]),
  });

  it.each(['one', 'user-data-1', 'role-1', 'role-2', 'key-1', 'key-2', 'subnet-1', 'vpc-1', 'sg-1'])(
    'takes away the machine that it makes another, and no other: of %s',
    (id) => {
      const other = exampleRow({ id: 'two', name: '10.0.0.2' });

      const { guests } = after(guestLine(whole), guestLine(other), { changed: ['nothing', id] });

      expect([...guests.keys()]).toEqual(['10.0.0.2']);
    },
  );

  it('takes away nothing that was written after it', () => {
    expect(after({ changed: ['one'] }, guestLine(whole), { changed: ['key-3'] }).guests.size).toBe(1);
  });

  it('leaves the signing key', () => {
    expect(after({ key: { ...key, generation: 0 } }, { key }, { changed: ['s'] }).key).toEqual(key);
  });
});

describe('a line', () => {
  const line: SnapshotLine = { of: 'a database' };

  it('shows nothing where SECRET_KEY is configured', () => {
    expect(formatLine(guestLine(exampleRow({ hostname: 'web-1' })), encryption)).not.toMatch(/web-1|[{"]/);
  });

  it('is plain where it is not, and is read by who has none either', () => {
    const formatted = formatLine(line, temporaryEncryption);

    expect(formatted).toBe('{"of":"a database"}\n');
    expect(readLine(formatted, encryptionOf('other', 'made at start'))).toEqual(line);
  });

  const encrypted = formatLine(line, encryption).trimEnd();
  it.each<[string, string, Encryption]>([
    ['sealed with another SECRET_KEY', encrypted, encryptionOf('two')],
    ['sealed, and read without SECRET_KEY', encrypted, temporaryEncryption],
    ['plain, where SECRET_KEY is configured', '{"of":"a database"}', encryption],
    ['cut', encrypted.slice(0, -4), encryption],
    ['cut to a few letters', encrypted.slice(0, 10), encryption],
    ['plain and cut', '{"of":"a data', temporaryEncryption],
    ['sealed for another purpose', encryption.encrypt('{"of":"a database"}', 'something else'), encryption],
    ['empty', '', encryption],
    ['empty, without SECRET_KEY', '', temporaryEncryption],
  ])('is not read: %s', (_, formatted, reader) => {
    expect(readLine(formatted, reader)).toBeUndefined();
  });
});

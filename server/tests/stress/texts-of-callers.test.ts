/** Reading a text or list whose length a caller decides takes time linear in its length, not quadratic. */
import { describe, expect, it } from '@jest/globals';
import { withoutPassword } from '../../config.ts';
import { Problems, quoted } from '../../errors.ts';
import { Bytes, DateTime, Ref, UUID } from '../../graphql/scalars.ts';
import { callerOf, trustOf } from '../../http/caller-address.ts';
import { readSessionToken } from '../../api/session-cookie.ts';
import { exampleKeys } from '../support/example-keys.ts';
import { parsePublicKey, splitPublicKeys } from '../../keys/public-key.ts';
import { customProblems } from '../../metadata/custom-metadata.ts';
import { segmentsOf } from '../../metadata/path.ts';
import { regionOf, zoneIdOf } from '../../metadata/zone.ts';
import { CIDR, IPAddress, MACAddress } from '../../networks/network.scalars.ts';
import { kindOf, textOf } from '../../user-data/user-data-kind.ts';
import { growthOf, maxGrowth } from '../support/growth.ts';

const key = exampleKeys[0]!.line;
const [type = '', base64 = ''] = key.split(' ');

/** Pieces that a regular expression could try repeatedly. */
const pieces = [
  'a',
  ' ',
  '\n',
  '=',
  '"',
  ':',
  '%',
  '/',
  '1_',
  '-a',
  'a.',
  '%25',
  '../',
  ' "',
  'AAAA',
  `${type} `,
  `${type}\n`,
  ` ${type} `,
  `${type} AAAA\n`,
  '-----BEGIN ',
  '---- BEGIN SSH2 PUBLIC KEY ----\n',
  'Comment: \\\n',
  '## template: jinja\n',
  'From a\na: b\n',
  '://a:',
  '?password=',
];

const readers: [string, (text: string) => unknown][] = [
  ['a public key', parsePublicKey],
  ['keys', splitPublicKeys],
  ['a comment of a key', (text) => parsePublicKey(`${key}${text}`)],
  ['what stands before a key', (text) => parsePublicKey(`${text} ${key}`)],
  ['a key in pieces', (text) => splitPublicKeys(`${type}\n${text}${base64}`)],
  ['user-data', (text) => [kindOf(Buffer.from(text)), textOf(Buffer.from(text))]],
  ['a path', (text) => [segmentsOf(`/${text}`), segmentsOf(`http://${text}`)]],
  ['a path of custom metadata', (text) => customProblems([{ path: `meta-data/${text}`, since: text }])],
  ['a zone', (text) => [zoneIdOf(`${text}a`), regionOf(`${text}a`), zoneIdOf(`us${text}-1a`)]],
  ['an address', (text) => [IPAddress, CIDR, MACAddress].map((scalar) => scalar.parseValue(text))],
  ['a scalar', (text) => [Bytes, DateTime, UUID, Ref].map((scalar) => scalar.parseValue(text))],
  ['a moment', (text) => DateTime.parseValue(`2026-01-01T00:00:00.${text}`)],
  ['a header of a proxy', (text) => callerOf(forwarded(text), trustOf(['10.0.0.0/8']))],
  ['a cookie', (text) => readSessionToken({ headers: { cookie: text } } as never, undefined)],
  ['a URL of a database', (text) => withoutPassword(`postgres://${text}`)],
  ['a text in a message', quoted],
];

const forwarded = (text: string) => ({
  socket: { remoteAddress: '10.0.0.1' },
  headers: { 'x-forwarded-for': `${text}, 10.0.0.2` },
});

describe('reading', () => {
  it.each(readers)('%s takes time in the length of the text, whatever it is made of', async (_, read) => {
    const grown = [];
    for (const piece of pieces) {
      const growth = await growthOf(20_000, (length) => read(piece.repeat(length / piece.length)));
      if (growth > maxGrowth) grown.push([piece, growth]);
    }

    expect(grown).toEqual([]);
  });
});

describe('looking', () => {
  it('at the problems of one item does not look at those of the others', async () => {
    const seen = new Set<string>();
    const growth = await growthOf(2_000, (count) => {
      const problems = new Problems();
      for (let index = 0; index < count; index += 1) {
        const own = problems.at('instances', index);
        own.add('hostname', { code: 'BAD_USER_INPUT', message: 'wrong' });
        seen.add([own.any, own.list().length, problems.at('ids', index).any].join());
      }
    });

    expect(growth).toBeLessThan(maxGrowth);
    expect([...seen]).toEqual(['true,1,false']);
  });
});

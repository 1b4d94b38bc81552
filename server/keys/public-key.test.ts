import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exampleKeys } from '../tests/support/example-keys.ts';
import { keyTypes } from './key-blob.ts';
import { parsePublicKey, splitPublicKeys } from './public-key.ts';

const [ed25519, , , , rsa] = exampleKeys.map(({ line }) => line) as [string, string, string, string, string];
const exampleOf = (type: string) => exampleKeys.find((key) => key.type === type)?.line ?? '';
const [type, base64, ...comment] = ed25519.split(' ') as [string, string, ...string[]];

/** The message and the hint of the problem as one text. */
const adviceFor = (text: string) => {
  const { problem } = parsePublicKey(text);
  return problem && `${problem.message} ${problem.hint}`;
};

/** The line with its blob changed at one place. */
function withBlob(line: string, change: (blob: Buffer) => Buffer) {
  const [word = '', encoded = ''] = line.split(' ');
  return `${word} ${change(Buffer.from(encoded, 'base64')).toString('base64')}`;
}

const wire = (...fields: (string | Buffer)[]) =>
  Buffer.concat(
    fields.flatMap((field) => {
      const bytes = Buffer.from(field as string);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );

const lineOf = (word: string, blob: Buffer) => `${word} ${blob.toString('base64')} x`;

describe('a public key', () => {
  it('of every type that OpenSSH writes is among the examples', () => {
    expect(new Set(exampleKeys.map((key) => key.type))).toEqual(new Set(keyTypes));
  });

  it.each(exampleKeys)('$type of $bits bits is read as ssh-keygen reads it', ({ line, ...printed }) => {
    const { key } = parsePublicKey(line);
    expect(key).toMatchObject({ ...printed, publicKey: line });
    expect(Buffer.from(key?.blob ?? []).toString('base64')).toBe(line.split(' ')[1]);
  });

  it.each([
    [`  ${ed25519}\r\n`, ed25519],
    [`\uFEFF${ed25519}`, ed25519],
    [`${type}\t${base64}\t${comment.join(' ')}`, ed25519],
    [`${type}   ${base64}    ${comment.join(' ')}  `, ed25519],
    [`${type} ${base64}`, `${type} ${base64}`],
    [`${type} ${base64} a  b\tc=d, "e"`, `${type} ${base64} a  b\tc=d, "e"`],
    [`${type} ${base64} Jürgen 🔑`, `${type} ${base64} Jürgen 🔑`],
    [`# my key\n\n${ed25519}\n\n`, ed25519],
  ])('%j is normalised', (text, line) => {
    expect(parsePublicKey(text).key?.publicKey).toBe(line);
  });

  it('may be broken over lines', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...exampleKeys),
        fc.integer({ min: 20, max: 100 }),
        ({ line, ...key }, width) => {
          const [word = '', encoded = '', ...rest] = line.split(' ');
          const head = `${word} ${encoded}`;
          const broken = head.match(new RegExp(`.{1,${width}}`, 'g'))?.join('\r\n  ') ?? '';
          fc.pre(/^\S+( |\r\n)/.test(broken) && broken.startsWith(word));
          expect(parsePublicKey(`${broken} ${rest.join(' ')}`).key).toMatchObject({
            ...key,
            publicKey: line,
          });
        },
      ),
    );
  });

  it('may be broken behind its type', () => {
    expect(parsePublicKey(`${type}\n${base64} ${comment.join(' ')}`).key?.publicKey).toBe(ed25519);
  });

  const everyColumn = (line: string) => Array.from({ length: line.length - 1 }, (_, n) => n + 1);

  it.each(keyTypes)('of type %s may be broken at any column, its comment too', (keyType) => {
    const line = `${exampleOf(keyType).split(' ').slice(0, 2).join(' ')} Alice's laptop, alice@example.org`;
    const wrong = everyColumn(line).filter((at) => {
      const text = `${line.slice(0, at)}\n${line.slice(at)}`;
      return parsePublicKey(text).key?.publicKey !== line;
    });

    expect(wrong).toEqual([]);
  });

  it('may be broken at any column with blanks before the rest', () => {
    const line = `${type} ${base64} alice@example.org`;
    const wrong = everyColumn(line).filter((at) => {
      const text = `  ${line.slice(0, at)}\r\n    ${line.slice(at)}\r\n`;
      return parsePublicKey(text).key?.publicKey !== line;
    });

    expect(wrong).toEqual([]);
  });

  it('may be broken between words, as mail is', () => {
    const text = `${type}\n${base64}\nAlice's laptop in the office\nand at home`;

    expect(parsePublicKey(text).key?.comment).toBe("Alice's laptop in the office and at home");
  });

  it.each([
    ['Comment: "me  at home, 2026"', 'me  at home, 2026'],
    ['comment: me  at home, 2026', 'me  at home, 2026'],
    ['Subject: me\nComment: "me  at \\\nhome, 2026"\nx-made-by: PuTTY', 'me  at home, 2026'],
    ['Subject: me', ''],
  ])('may be an SSH2 block with %j', (headers, expected) => {
    const block = `---- BEGIN SSH2 PUBLIC KEY ----\n${headers}\n${base64.slice(0, 40)}\n${base64.slice(40)}\n---- END SSH2 PUBLIC KEY ----\n`;
    expect(parsePublicKey(block).key?.publicKey).toBe(`${type} ${base64} ${expected}`.trim());
  });

  it('says what to do for a damaged SSH2 block', () => {
    const block = `---- BEGIN SSH2 PUBLIC KEY ----\n${base64.slice(0, 40)}\n---- END SSH2 PUBLIC KEY ----\n`;
    expect(adviceFor(block)).toMatch(/cut short/);
  });
});

describe('advice', () => {
  it.each([
    ['', /no key here/],
    [' \n# only a comment\n', /no key here/],
    ['hello', /not an SSH public key/],
    ['ssh-ed25519', /cut short/],
    [`${type} ${base64.slice(0, 50)}`, /cut short/],
    [`${type} ${base64.slice(0, 49)}`, /cut short/],
    [`${type} ${base64}AAAA`, /too many/],
    [`${type} ${base64.replaceAll(/[+/]/g, '-')}`, /not base64/],
    [`${type} ${base64}…`, /not base64/],
    [rsa.replace(/=+ /, ' '), /not base64/],
    [`ssh-rsa ${base64} me`, /another type/],
    [`SSH-ED25519 ${base64} me`, /no type/],
    [`rsa-sha2-512 ${rsa.split(' ')[1]}`, /no type/],
    [`${base64} me`, /type in front of the key is missing/],
    [`no-pty,command="uptime; ssh-add" ${ed25519}`, /from ssh-ed25519 on/],
    [`example.org,10.0.0.1 ${ed25519}`, /from ssh-ed25519 on/],
    [`cert-authority ${exampleOf('sk-ssh-ed25519@openssh.com')}`, /from sk-ssh-ed25519@openssh.com on/],
    [`${ed25519}\n${rsa}`, /several keys/],
    [`${type} ${base64} a\0b`, /control character/],
    [`${type} ${base64} a\u001b[31mb`, /control character/],
    [`${type} ${base64} a\u2028b`, /control character/],
    [`${type} ${base64} a\u0085b`, /control character/],
    ['-----BEGIN PUBLIC KEY-----\nMFkwEw\n-----END PUBLIC KEY-----', /ssh-keygen -i -m PKCS8/],
    ['-----BEGIN RSA PUBLIC KEY-----\nMIGJAo\n-----END RSA PUBLIC KEY-----', /ssh-keygen -i -m PEM/],
    ['-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----', /not an SSH public key/],
    ['PuTTY-User-Key-File-3: ssh-ed25519\nPublic-Lines: 1\nAAAA\nPrivate-MAC: 00', /PuTTYgen/],
  ])('for %j', (text, advice) => {
    expect(adviceFor(text)).toMatch(advice);
  });

  it.each([
    ['OpenSSH', '-----BEGIN OPENSSH PRIVATE KEY-----\nsecret0\n-----END OPENSSH PRIVATE KEY-----\n'],
    ['PKCS#8', '-----BEGIN ENCRYPTED PRIVATE KEY-----\nsecret0\n-----END ENCRYPTED PRIVATE KEY-----'],
    ['RSA without its end', '-----BEGIN RSA PRIVATE KEY-----\nsecret0\n'],
    ['SSH2', '---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nsecret0\n---- END SSH2 ENCRYPTED PRIVATE KEY ----'],
    ['one on a single line', '-----BEGIN OPENSSH PRIVATE KEY----- secret0 -----END OPENSSH PRIVATE KEY-----'],
    ['one without its frame', 'b3BlbnNzaC1rZXktdjEAAAAAsecret0\nsecret0'],
    [
      'one before its public half',
      `-----BEGIN OPENSSH PRIVATE KEY-----\nsecret0\n-----END OPENSSH PRIVATE KEY-----\n${ed25519}`,
    ],
  ])('for a private key (%s) tells that it is one, and repeats nothing of it', (_, text) => {
    expect(adviceFor(text)).toMatch(/private key/);
    expect(adviceFor(text)).not.toMatch(/secret0/);
  });

  it('repeats nothing of any text', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9 ]{0,30}$/), (noise) => {
        expect(adviceFor(`${noise} zzsecretzz ${noise}`)).not.toMatch(/zzsecretzz/);
      }),
    );
  });
});

describe('the inside of a key', () => {
  const point = Buffer.from(exampleOf('ecdsa-sha2-nistp256').split(' ')[1] ?? '', 'base64').subarray(-65);
  const e = Buffer.from([1, 0, 1]);
  const modulus = (bytes: number) =>
    Buffer.concat([Buffer.from([0, 0xc0]), Buffer.alloc(bytes - 3), Buffer.from([1])]);

  it.each([
    ['an ed25519 key of 31 bytes', lineOf('ssh-ed25519', wire('ssh-ed25519', Buffer.alloc(31)))],
    [
      'a security key without its application',
      lineOf('sk-ssh-ed25519@openssh.com', wire('sk-ssh-ed25519@openssh.com', Buffer.alloc(32))),
    ],
    [
      'a curve of another name',
      lineOf('ecdsa-sha2-nistp256', wire('ecdsa-sha2-nistp256', 'nistp384', point)),
    ],
    [
      'a compressed point',
      lineOf(
        'ecdsa-sha2-nistp256',
        wire('ecdsa-sha2-nistp256', 'nistp256', Buffer.concat([Buffer.from([2]), point.subarray(1)])),
      ),
    ],
    [
      'a point too short',
      lineOf('ecdsa-sha2-nistp256', wire('ecdsa-sha2-nistp256', 'nistp256', point.subarray(0, 64))),
    ],
    [
      'a point beside the curve',
      withBlob(
        exampleOf('ecdsa-sha2-nistp256'),
        (blob) => (blob.set([(blob.at(-1) ?? 0) ^ 1], blob.length - 1), blob),
      ),
    ],
    ['a negative modulus', lineOf('ssh-rsa', wire('ssh-rsa', e, modulus(129).subarray(1)))],
    [
      'a padded modulus',
      lineOf('ssh-rsa', wire('ssh-rsa', e, Buffer.concat([Buffer.alloc(1), modulus(129)]))),
    ],
    ['an even exponent', lineOf('ssh-rsa', wire('ssh-rsa', Buffer.from([2]), modulus(129)))],
    ['an exponent of 1', lineOf('ssh-rsa', wire('ssh-rsa', Buffer.from([1]), modulus(129)))],
    ['an exponent of 0', lineOf('ssh-rsa', wire('ssh-rsa', Buffer.from([0]), modulus(129)))],
    ['no exponent', lineOf('ssh-rsa', wire('ssh-rsa', '', modulus(129)))],
    ['a modulus of 20,000 bits', lineOf('ssh-rsa', wire('ssh-rsa', e, modulus(2501)))],
    ['bytes behind the key', withBlob(rsa, (blob) => Buffer.concat([blob, Buffer.from([0])]))],
    ['a length beyond the end', withBlob(rsa, (blob) => (blob.writeUInt32BE(0xffffffff, 11), blob))],
    ['another type', lineOf('ssh-ed25519', wire('ssh-ed448', Buffer.alloc(32)))],
  ])('may not have %s', (_, line) => {
    expect(parsePublicKey(line)).toMatchObject({
      problem: { message: expect.any(String), hint: expect.any(String) },
    });
  });

  it('of Ed25519 is told by its size, whatever length stands in front of the point', () => {
    expect(parsePublicKey(withBlob(ed25519, (blob) => (blob.writeUInt32BE(33, 15), blob))).key).toMatchObject(
      { bits: 256 },
    );
    expect(adviceFor(withBlob(ed25519, (blob) => blob.subarray(0, -1)))).toMatch(/cut short/);
  });

  it('of RSA under 1024 bits is too weak, as for OpenSSH', () => {
    expect(adviceFor(lineOf('ssh-rsa', wire('ssh-rsa', e, modulus(97))))).toMatch(
      /768 bits.*ssh-keygen -t ed25519/,
    );
  });

  it.each(exampleKeys)('cut short anywhere is refused ($type, $bits bits)', ({ line }) => {
    const size = Buffer.from(line.split(' ')[1] ?? '', 'base64').length;
    for (let length = 0; length < size; length++) {
      const { key } = parsePublicKey(withBlob(line, (blob) => blob.subarray(0, length)));
      if (key) throw new Error(`${length} of ${size} bytes were taken for a key`);
    }
  });

  it('never throws, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.constantFrom(...keyTypes), fc.uint8Array({ maxLength: 200 }), (word, tail) => {
        const { key, problem } = parsePublicKey(lineOf(word, Buffer.concat([wire(word), tail])));
        expect(Boolean(key)).not.toBe(Boolean(problem));
      }),
    );
  });
});

describe('several pasted keys', () => {
  it('are told apart with their line numbers', () => {
    const text = [
      '# keys of the team',
      ed25519,
      '',
      'hello',
      `no-pty ${ed25519}`,
      rsa.slice(0, 80),
      rsa.slice(80),
      '   ',
      'ssh-ed25519 AAAAC3NzaC1lZDI1',
      '---- BEGIN SSH2 PUBLIC KEY ----',
      base64,
      '---- END SSH2 PUBLIC KEY ----',
      '-----BEGIN OPENSSH PRIVATE KEY-----',
      'secret',
      '-----END OPENSSH PRIVATE KEY-----',
      `${type} ${base64} last`,
    ].join('\r\n');
    expect(
      splitPublicKeys(text).map(({ line, key, problem }) => [line, key?.publicKey ?? problem?.message]),
    ).toEqual([
      [2, ed25519],
      [4, 'This is not an SSH public key.'],
      [5, 'Something stands in front of the key: options of authorized_keys or the name of a host.'],
      [6, rsa],
      [9, 'The key is cut short.'],
      [10, `${type} ${base64}`],
      [13, 'This is a private key. Nobody but its owner should have it.'],
      [16, `${type} ${base64} last`],
    ]);
  });

  it('are none in an empty text', () => {
    expect(splitPublicKeys('')).toEqual([]);
    expect(splitPublicKeys('\n# nobody\n')).toEqual([]);
  });

  it('may be every example at once', () => {
    const text = exampleKeys.map(({ line }) => line).join('\n');
    expect(splitPublicKeys(text).map(({ key }) => key?.fingerprint)).toEqual(
      exampleKeys.map((key) => key.fingerprint),
    );
  });

  it('may be broken at any width, their comments too', () => {
    const lines = exampleKeys.map(
      (one) => `${one.line.split(' ').slice(0, 2).join(' ')} key${one.bits}@example.org`,
    );
    for (let width = 30; width < 120; width += 7) {
      const text = lines.map((line) => line.match(new RegExp(`.{1,${width}}`, 'g'))!.join('\n')).join('\n');

      expect([width, splitPublicKeys(text).map(({ key }) => key?.publicKey)]).toEqual([width, lines]);
    }
  });

  it('may have one among them that is broken at any column of its comment', () => {
    const first = `${type} ${base64} alice@example.org`;
    for (let at = type.length + base64.length + 2; at < first.length; at += 1) {
      const text = `${first.slice(0, at)}\n${first.slice(at)}\n${type} ${base64} bob`;

      expect([at, ...splitPublicKeys(text).map(({ key }) => key?.comment)]).toEqual([
        at,
        'alice@example.org',
        'bob',
      ]);
    }
  });

  it('have a mistake between them told as one, and not as a comment', () => {
    const text = `${type} ${base64} alice\nthis is no key\n${rsa}\nSSH-RSA AAAAB3NzaC1yc2E= bob\n${base64} carol`;

    expect(splitPublicKeys(text).map(({ line, key }) => [line, key?.comment])).toEqual([
      [1, 'alice'],
      [2, undefined],
      [3, 'rsa@example'],
      [4, undefined],
      [5, undefined],
    ]);
  });

  it('do not swallow a good key below a broken one', () => {
    expect(
      splitPublicKeys(`ssh-rsa AAAAB3Nz\n${ed25519}`).map(({ line, key }) => [line, Boolean(key)]),
    ).toEqual([
      [1, false],
      [2, true],
    ]);
  });
});

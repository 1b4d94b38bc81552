import { createServer } from 'node:net';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../http/free-port.ts';
import { cloudmeta } from './support/cloudmeta.ts';
import { Product } from './support/product.ts';
import { makeSmallDisk, withSmallDisks, type SmallDisk } from './support/small-disk.ts';
import { databaseKinds, emptyDatabase } from './support/databases.ts';

const secret = 'a secret key that is only used by tests';

describe('A server that cannot start', () => {
  let folder: string;

  const longFolder = join(tmpdir(), 't'.repeat(100));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cloudmeta-startup-'));
    await mkdir(longFolder, { recursive: true });
    await writeFile(
      join(folder, 'text.db'),
      'this is no database, but longer than a header of one is '.repeat(100),
    );
  });

  afterAll(async () => {
    for (const made of [folder, longFolder, join(tmpdir(), 'd'.repeat(100))])
      await rm(made, { recursive: true, force: true });
  });

  it.each([
    [
      'an unknown scheme',
      2,
      { DATABASE_URL: 'mysql://root@localhost/x' },
      /DATABASE_URL must be sqlite:path/,
    ],
    [
      'a database that is away',
      6,
      { DATABASE_URL: 'postgres://u:pass-word@127.0.0.1:1/x' },
      /cannot be reached.*correct DATABASE_URL/,
    ],
    [
      'a secret key that is too short',
      2,
      { SECRET_KEY: 'short' },
      /SECRET_KEY is too short.*openssl rand -hex 32/,
    ],
    [
      'a secret key that is a few characters again and again',
      2,
      { SECRET_KEY: 'abcdefghijk'.repeat(6) },
      /SECRET_KEY has fewer than 12 different characters; make one with: openssl rand -hex 32/,
    ],
    [
      'several wrong variables',
      2,
      { PORT: 'abc', LOG_LEVEL: 'loud', METADATA_ACCOUNT_ID: '1' },
      /PORT must.*LOG_LEVEL must.*METADATA_ACCOUNT_ID must/,
    ],
    [
      'two listeners at one place',
      2,
      { METADATA_LISTEN: '127.0.0.1:38169,127.0.0.1:38169' },
      /METADATA_LISTEN 127\.0\.0\.1:38169 overlaps with METADATA_LISTEN 127\.0\.0\.1:38169/,
    ],
    [
      'a secret of the metadata proxy that nobody may use',
      2,
      { METADATA_PROXY_SHARED_SECRET: 'the pass-word of the agents' },
      /METADATA_PROXY_SHARED_SECRET needs TRUSTED_PROXIES: name there/,
    ],
    [
      'a folder that nobody can make',
      1,
      { DATA_DIR: '/proc/cloudmeta' },
      /The folder \/proc\/cloudmeta cannot be made .*Set DATA_DIR/,
    ],
    [
      'the folder of a database that nobody can make',
      6,
      { DATABASE_URL: 'sqlite:/proc/cloudmeta/cloudmeta.db' },
      /The folder \/proc\/cloudmeta of the database cannot be made/,
    ],
    [
      'paths that are too long for a socket',
      1,
      { DATA_DIR: join(tmpdir(), 'd'.repeat(100)), TMPDIR: longFolder },
      /too long for a socket.*Set DATA_DIR or TMPDIR to a shorter one/,
    ],
    [
      'no place for temporary files',
      1,
      { TMPDIR: '/proc/cloudmeta' },
      /No folder for temporary files can be made in \/proc\/cloudmeta .*Set TMPDIR/,
    ],
  ] as const)('says in one line what to do about %s, and ends with %d', async (...row) => {
    const [, code, environment, line] = row;
    const port = String(await freePort());
    const ended = await cloudmeta(['serve'], {
      DATABASE_URL: 'sqlite::memory:',
      SECRET_KEY: secret,
      PORT: port,
      ...environment,
    });

    expect(ended.code).toBe(code);
    expect(ended.stderr.trim()).toMatch(line);
    expect(ended.stderr.trim().split('\n')).toHaveLength(1);
    expect(ended.stderr + ended.stdout).not.toMatch(/pass-word|node:internal/);
  });

  it.each([
    ['1', 'alone', 'PORT'],
    ['2', 'alone', 'PORT'],
    ['2', 'shared', 'PORT'],
    ['2', 'shared', 'ADMIN_LISTEN'],
    ['2', 'shared', 'METADATA_LISTEN'],
  ])(
    'says so as %s processes when a port is in use, %s, which is its %s',
    async (processes, how, variable) => {
      const other = createServer().listen({ port: 0, host: '127.0.0.1', reusePort: how === 'shared' });
      await once(other, 'listening');
      const { port } = other.address() as { port: number };

      const ended = await cloudmeta(['serve'], {
        DATABASE_URL: 'sqlite::memory:',
        SECRET_KEY: secret,
        WEB_CONCURRENCY: processes,
        HOST: '127.0.0.1',
        PORT: String(await freePort()),
        [variable]: variable === 'PORT' ? String(port) : `127.0.0.1:${port}`,
      });

      other.close();
      expect(ended).toMatchObject({ code: 5 });
      expect(ended.stderr).toMatch(`Port ${port} of 127.0.0.1 is in use`);
      expect(ended.stderr).toMatch(`set ${variable} to another`);
    },
  );

  it('leaves a file alone that is no database', async () => {
    const ended = await cloudmeta(['migrate'], { DATABASE_URL: `sqlite:${join(folder, 'text.db')}` });

    expect(ended.code).toBe(6);
    expect(ended.stderr).toMatch(/cannot be reached \(file is not a database\)/);
    expect(await readdir(folder)).toEqual(['text.db']);
  });
});

describe.each(databaseKinds)('The commands, on %s', (kind) => {
  it('make a super user who can sign in, once', async () => {
    const database = await emptyDatabase(kind);
    const product = await Product.start(database.url);
    const answers = {
      DATABASE_URL: database.url,
      CLOUDMETA_SUPERUSER_USERNAME: 'ana',
      CLOUDMETA_SUPERUSER_PASSWORD: 'correct horse',
    };
    const signIn = (password: string) =>
      product.graphql(
        'mutation ($input: SignInInput!) { signIn(input: $input) { viewer { role } } }',
        { input: { username: 'ana', password } },
        { as: 'nobody' },
      );

    const made = await cloudmeta(['createsuperuser', '--no-input'], answers);
    const repeated = await cloudmeta(['createsuperuser', '--no-input'], answers);
    const first = await signIn('correct horse');
    const changed = await cloudmeta(['changepassword', 'ana', '--no-input'], {
      DATABASE_URL: database.url,
      CLOUDMETA_PASSWORD: 'battery staple',
    });

    expect([made.code, repeated.code, changed.code]).toEqual([0, 5, 0]);
    expect(repeated.stderr).toMatch(/already is a user "ana"/);
    expect(first.data.signIn.viewer.role).toBe('SUPERUSER');
    expect((await signIn('correct horse')).codes).toEqual(['UNAUTHENTICATED']);
    expect((await signIn('battery staple')).errors).toEqual([]);
    await product.end();
    await database.drop();
  });

  it('bring a fresh database up to date when several start at once', async () => {
    const database = await emptyDatabase(kind);

    const ended = await Promise.all(
      [1, 2, 3].map(() => cloudmeta(['migrate'], { DATABASE_URL: database.url })),
    );

    expect(ended.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      [1, 2, 3].map(() => ({ code: 0, stderr: '' })),
    );
    expect(ended.filter(({ stdout }) => stdout.startsWith('Migrated:'))).toHaveLength(1);
    await database.drop();
  });
});

describe('The command line', () => {
  it('shows the configuration with its sources and no secret', async () => {
    const environment = {
      DATABASE_URL: 'sqlite::memory:',
      SECRET_KEY: secret,
      SECRET_KEY_PREVIOUS: `${secret} in former times`,
      PORT: '8123',
      TRUSTED_PROXIES: '10.0.0.5,fd00::/64',
      METADATA_PROXY_SHARED_SECRET: 'the secret of the agents',
    };

    const { code, stdout } = await cloudmeta(['check'], environment);

    expect(code).toBe(0);
    expect(stdout).toMatch(/PORT +8123 +\(environment\)/);
    expect(stdout).toMatch(/SECRET_KEY_PREVIOUS +\(hidden\) +\(environment\)/);
    expect(stdout).toMatch(/USER_DATA_LIMIT +16384 +\(default\)/);
    expect(stdout).toMatch(/TRUSTED_PROXIES +10\.0\.0\.5\/32, fd00::\/64 +\(environment\)/);
    expect(stdout).toMatch(/METADATA_PROXY_SHARED_SECRET +\(hidden\) +\(environment\)/);
    expect(stdout).not.toContain(secret);
    expect(stdout).not.toContain('of the agents');
  });

  it.each([
    [['--help'], 0],
    [['token', 'create', '--help'], 0],
    [['identity', 'export', '--key'], 2],
    [['nonsense'], 2],
    [['token', 'create', '--name', 'x'], 2],
    [['token', 'create', '--name', 'x', '--role', 'KING'], 2],
  ])('ends %j with exit code %d', async (args, code) => {
    expect((await cloudmeta(args, {})).code).toBe(code);
  });

  it.each([
    ['a/b', 'has no'],
    ['', 'has no'],
    ['x'.repeat(256), 'at most 255 characters'],
  ])('makes no token of the name "%s"', async (name, rule) => {
    const { code, stderr } = await cloudmeta(['token', 'create', '--name', name, '--role', 'VIEWER'], {
      DATABASE_URL: 'sqlite::memory:',
    });

    expect(code).toBe(2);
    expect(stderr.trim().split('\n')).toEqual([expect.stringContaining(rule)]);
  });

  it('asks for what the environment lacks', async () => {
    const { code, stderr } = await cloudmeta(['createsuperuser', '--no-input'], {
      DATABASE_URL: 'sqlite::memory:',
    });

    expect(code).toBe(2);
    expect(stderr).toMatch(/CLOUDMETA_SUPERUSER_USERNAME is missing/);
  });
});

withSmallDisks('A server whose database cannot be made', () => {
  it.each([
    ['full', '1', (disk: SmallDisk) => disk.fill()],
    ['read-only', '1', (disk: SmallDisk) => disk.makeReadOnly()],
    ['read-only', '2', (disk: SmallDisk) => disk.makeReadOnly()],
  ])('on a disk that is %s ends, as %s processes, and says why', async (_, processes, spoil) => {
    const disk = makeSmallDisk();
    spoil(disk);

    const ended = await cloudmeta(['serve'], {
      DATA_DIR: disk.folder,
      SECRET_KEY: secret,
      WEB_CONCURRENCY: processes,
      PORT: String(await freePort()),
    });
    disk.remove();

    expect(ended.code).toBe(6);
    expect(ended.stderr.trim().split('\n')).toHaveLength(1);
    expect(ended.stderr).toMatch(`cannot be made in the folder ${disk.folder} (`);
  });
});

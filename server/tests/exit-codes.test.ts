/** The exit code of each command, for scripts. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exitCodes } from '../errors.ts';
import { freePort } from '../http/free-port.ts';
import { databaseKinds, emptyDatabase } from './support/databases.ts';
import type { TestDatabase } from './support/postgres.ts';
import { cloudmeta } from './support/cloudmeta.ts';

const { ok, failed, usage, notAllowed, notFound, conflict, unreachable } = exitCodes;

const SECRET_KEY = 'a secret key that is only used by tests';
const away = 'postgres://u:p@127.0.0.1:1/x';
const ana = { CLOUDMETA_SUPERUSER_USERNAME: 'ana', CLOUDMETA_SUPERUSER_PASSWORD: 'correct horse' };
const password = { CLOUDMETA_PASSWORD: 'battery staple' };
const makeToken = ['token', 'create', '--name', 'deploy', '--role', 'OPERATOR', '--assign-roles'];

type Command = [string[], Record<string, string>];

/** Commands that succeed on an empty database if they are run in this order. */
const inOrder: Command[] = [
  [['migrate'], {}],
  [['check'], {}],
  [['createsuperuser', '--no-input'], ana],
  [['changepassword', 'ana', '--no-input'], password],
  [makeToken, {}],
  [['identity', 'rotate'], {}],
  [['identity', 'export'], {}],
  [['secrets', 'rotate'], {}],
  [['archive', 'list'], {}],
];

const ofArchived: Command[] = [
  [['archive', 'restore', 'gone'], {}],
  [['archive', 'purge', 'gone'], {}],
];

/** Every command, with valid arguments. */
const commands: Command[] = [
  [['serve'], {}],
  ...inOrder,
  ...ofArchived,
  [['migration', '--name', 'nothing'], {}],
];

describe('the exit code of a command', () => {
  it('is explained by the help of every command', async () => {
    const withHelp = [
      [],
      ...commands.map(([args]) => args),
      ['schema'],
      ['token'],
      ['identity'],
      ['secrets'],
      ['archive'],
    ].map((args) =>
      args.filter((arg) => /^[a-z]+$/.test(arg) && !['ana', 'deploy', 'nothing', 'gone'].includes(arg)),
    );

    for (const args of withHelp) {
      const { code, stdout } = await cloudmeta([...args, '--help'], {});
      expect([args, code]).toEqual([args, ok]);
      for (const meant of Object.values(exitCodes)) expect(stdout).toMatch(new RegExp(`^  ${meant}  `, 'm'));
    }
  });

  it('knows every command there is', async () => {
    const { stdout } = await cloudmeta(['--help'], {});

    const names = [...stdout.split('Commands:')[1]!.matchAll(/^  ([a-z]+)/gm)].map(([, name]) => name);
    const tried = [...commands.map(([[name]]) => name), 'schema', 'help'];
    expect(names.filter((name) => !tried.includes(name))).toEqual([]);
  });

  it.each(commands)(`of %j is ${unreachable} while the database cannot be reached`, async (args, given) => {
    const PORT = String(await freePort());

    const { code, stderr } = await cloudmeta(args, { SECRET_KEY, PORT, DATABASE_URL: away, ...given });

    expect({ code, stderr }).toEqual({
      code: unreachable,
      stderr: expect.stringContaining('cannot be reached'),
    });
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it.each(commands)(
    `of %j is ${usage} for a setting that is wrong, and of a check ${failed}`,
    async (args, given) => {
      const { code, stderr } = await cloudmeta(args, { PORT: 'abc', ...given });

      expect(stderr).toMatch(/^The configuration is wrong: PORT must/);
      expect(code).toBe(args[0] === 'check' ? failed : usage);
    },
  );

  it.each([...commands.map(([args]) => args), ['schema'], []])(
    `is ${usage} for an option that %s does not know`,
    async (...args) => {
      expect((await cloudmeta([...args, '--nonsense'], {})).code).toBe(usage);
    },
  );

  it.each([
    [['token', 'create', '--name', ' x', '--role', 'VIEWER'], {}],
    [['token', 'create', '--name', 'x'.repeat(256), '--role', 'VIEWER'], {}],
    [['createsuperuser', '--no-input'], { ...ana, CLOUDMETA_SUPERUSER_USERNAME: '-' }],
    [['createsuperuser', '--no-input'], { ...ana, CLOUDMETA_SUPERUSER_PASSWORD: 'short' }],
    [['createsuperuser', '--no-input'], { ...ana, CLOUDMETA_SUPERUSER_PASSWORD: 'eleven long' }],
    [['createsuperuser', '--no-input'], { ...ana, CLOUDMETA_SUPERUSER_PASSWORD: 'Ana' }],
    [['changepassword', 'ana', '--no-input'], { CLOUDMETA_PASSWORD: '' }],
  ])(`of %j is ${usage} for what it is given`, async (args, given) => {
    const { code } = await cloudmeta(args, { DATABASE_URL: 'sqlite::memory:', ...given });

    expect(code).toBe(usage);
  });

  it.each([[['createsuperuser']], [['changepassword', 'ana']]])(
    `of %j is ${usage} where there is no terminal to ask on`,
    async (args) => {
      const { code, stdout, stderr } = await cloudmeta(args, { DATABASE_URL: 'sqlite::memory:' });

      expect({ code, stdout }).toEqual({ code: usage, stdout: '' });
      expect(stderr).toMatch(/^There is no terminal to ask on: use --no-input, with CLOUDMETA_.*\n$/);
    },
  );

  it('is a file of its own that a command names where it makes one, and that a check does not make', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cloudmeta-exit-codes-'));
    const DATABASE_URL = `sqlite:${join(folder, 'x.db')}`;

    const checked = await cloudmeta(['check'], { DATABASE_URL });
    const made = await cloudmeta(makeToken, { DATABASE_URL });
    const next = await cloudmeta(['archive', 'list'], { DATABASE_URL });

    expect(checked).toMatchObject({ code: ok, stdout: expect.stringContaining(`no database at ${folder}`) });
    expect(made).toMatchObject({ code: ok, stderr: expect.stringContaining(`no database at ${folder}`) });
    expect(next).toMatchObject({ code: ok, stderr: '' });
    await rm(folder, { recursive: true });
  });

  it(`is ${notFound} for a file in a folder that is not there`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cloudmeta-exit-codes-'));
    const write = (path: string) => cloudmeta(['schema', path], {});

    const ended = [await write(join(folder, 'schema')), await write(join(folder, 'no', 'schema'))];

    expect(ended.map(({ code }) => code)).toEqual([ok, notFound]);
    expect(ended[1]!.stderr).toMatch(/^ENOENT.*\n$/);
    await rm(folder, { recursive: true });
  });
});

describe.each(databaseKinds)('the exit code of a command, on %s', (kind) => {
  let database: TestDatabase;
  beforeAll(async () => void (database = await emptyDatabase(kind)));
  afterAll(() => database.drop());

  const run = async (args: string[], given: Record<string, string> = {}) =>
    (await cloudmeta(args, { DATABASE_URL: database.url, SECRET_KEY, ...given })).code;

  it('tells what was done from what is missing, there already, or not allowed', async () => {
    expect(await run(['identity', 'export'])).toBe(notFound);
    expect(await run(['changepassword', 'ana', '--no-input'], password)).toBe(notFound);
    expect(await run(['identity', 'rotate'], { SECRET_KEY: '' })).toBe(usage);
    expect(await run(['secrets', 'rotate'], { SECRET_KEY: '' })).toBe(usage);
    for (const [args] of ofArchived) expect([args, await run(args)]).toEqual([args, notFound]);

    const tooShort = { CLOUDMETA_PASSWORD: 'eleven long' }; // for a superuser
    const privateKey: Command = [['identity', 'export', '--private-key'], {}];
    for (const [args, given] of [...inOrder, privateKey])
      expect([args, await run(args, given)]).toEqual([args, ok]);

    expect(await run(['changepassword', 'ana', '--no-input'], tooShort)).toBe(usage);
    expect(await run(['createsuperuser', '--no-input'], ana)).toBe(conflict);
    expect(await run(makeToken)).toBe(conflict);
    const otherKey = { SECRET_KEY: 'another secret key that is used by tests' };
    expect(await run(['identity', 'export', '--private-key'], otherKey)).toBe(notAllowed);
    expect(await run(['secrets', 'rotate'], otherKey)).toBe(failed);
    expect(await run(['check'], otherKey)).toBe(failed);
  });
});

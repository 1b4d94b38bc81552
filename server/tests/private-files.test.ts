/** Files that hold hashes and user-data are accessible to the server alone, whatever the umask was. */
import { chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { cloudmeta } from './support/cloudmeta.ts';
import { Product } from './support/product.ts';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'cloudmeta-files-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

/** Returns the modes of everything in a folder that other users may access. */
async function openIn(directory: string): Promise<string[]> {
  const names = await readdir(directory);
  const modes = await Promise.all(names.map(async (name) => [name, await modeOf(join(directory, name))]));
  return modes.filter(([, mode]) => !mode!.endsWith('00')).map((pair) => pair.join(' '));
}

/** Runs a command under a umask that lets all users read. */
const openToAll = { starter: ['sh', '-c', 'umask 0; exec "$@"', 'sh'] };

it('are made so in DATA_DIR, with the database, its log and the socket', async () => {
  const DATA_DIR = join(folder, 'data');
  const url = `sqlite:${join(DATA_DIR, 'cloudmeta.db')}`;
  const product = await Product.start(url, { DATA_DIR }, openToAll);

  const [mode, names, open] = [await modeOf(DATA_DIR), await readdir(DATA_DIR), await openIn(DATA_DIR)];
  await product.end();

  expect(mode).toBe('700');
  expect(names).toEqual(
    expect.arrayContaining([
      'cloudmeta.db',
      'cloudmeta.db-wal',
      'observed.db',
      'observed.db-wal',
      'observed.db-shm',
      expect.stringMatching(/\.sock$/),
    ]),
  );
  expect(open).toEqual([]);
});

it('are put right at the start where others could read them, and that is said', async () => {
  const DATA_DIR = join(folder, 'data');
  const url = `sqlite:${join(DATA_DIR, 'cloudmeta.db')}`;
  await cloudmeta(['migrate'], { DATABASE_URL: url, DATA_DIR });
  for (const name of ['copy.db', 'observed.db']) await writeFile(join(DATA_DIR, name), '');
  for (const [path, mode] of [
    ['', 0o755],
    ['cloudmeta.db', 0o644],
    ['observed.db', 0o644],
    ['copy.db', 0o666],
  ] as const)
    await chmod(join(DATA_DIR, path), mode);

  const product = await Product.start(url, { DATA_DIR });
  const [mode, open] = [await modeOf(DATA_DIR), await openIn(DATA_DIR)];
  await product.end();
  const { stdout } = await cloudmeta(['check'], { DATABASE_URL: url, DATA_DIR });

  expect(mode).toBe('700');
  expect(open).toEqual([]);
  expect(stdout).not.toMatch(/Others could read/);
});

it('are private in a folder elsewhere too, which stays as it is', async () => {
  const elsewhere = join(folder, 'elsewhere');
  await mkdir(elsewhere);
  await chmod(elsewhere, 0o755);
  await writeFile(join(elsewhere, 'of-somebody-else'), 'x', { mode: 0o644 });
  await chmod(join(elsewhere, 'of-somebody-else'), 0o644);

  const ended = await cloudmeta(['migrate'], {
    DATABASE_URL: `sqlite:${join(elsewhere, 'own.db')}`,
    DATA_DIR: join(folder, 'data'),
  });

  expect(ended.code).toBe(0);
  expect(await modeOf(elsewhere)).toBe('755');
  expect(await openIn(elsewhere)).toEqual(['of-somebody-else 644']);
});

it('are private where the configuration names links to them', async () => {
  const [elsewhere, real] = [join(folder, 'elsewhere'), join(folder, 'real')];
  for (const made of [elsewhere, real]) {
    await mkdir(made);
    await chmod(made, 0o755);
  }
  const [DATA_DIR, link] = [join(folder, 'data'), join(folder, 'link.db')];
  await symlink(real, DATA_DIR);
  await symlink(join(elsewhere, 'own.db'), link);
  const database = { DATABASE_URL: `sqlite:${link}`, DATA_DIR };
  await cloudmeta(['migrate'], database);
  for (const name of await readdir(elsewhere)) await chmod(join(elsewhere, name), 0o644);
  await writeFile(join(real, 'copy.db'), 'a copy');
  await chmod(join(real, 'copy.db'), 0o644);

  const product = await Product.start(database.DATABASE_URL, { DATA_DIR }, openToAll);
  const names = await readdir(elsewhere);
  const open = [...(await openIn(elsewhere)), ...(await openIn(real))];
  const modes = [await modeOf(elsewhere), await modeOf(real)];
  await product.end();

  expect(names).toEqual(expect.arrayContaining(['own.db', 'own.db-wal']));
  expect(open).toEqual([]);
  expect(modes).toEqual(['755', '700']);
});

it('are in the working directory where DATA_DIR says so, which only its owner enters then', async () => {
  await chmod(folder, 0o755);
  await writeFile(join(folder, 'of-somebody-else'), 'x');
  await chmod(join(folder, 'of-somebody-else'), 0o644);
  const product = await Product.on('sqlite:cloudmeta.db', { DATA_DIR: '.' }, { cwd: folder });

  await product.begin();
  const [mode, open] = [await modeOf(folder), await openIn(folder)];
  await product.end();

  expect(mode).toBe('700');
  expect(open).toEqual(['of-somebody-else 644']);
});

/** Returns the standard error of a command that finds this `.env`. */
async function warningOf(dotEnv: string, mode: number): Promise<string> {
  await writeFile(join(folder, '.env'), `${dotEnv}\n`);
  await chmod(join(folder, '.env'), mode);
  const given = { DATA_DIR: join(folder, 'data'), DATABASE_URL: `sqlite:${join(folder, 'data', 'x.db')}` };
  const { code, stderr } = await cloudmeta(['check'], given, { cwd: folder });
  expect([code, await modeOf(join(folder, '.env'))]).toEqual([0, mode.toString(8)]);
  return stderr;
}

const key = 'SECRET_KEY=0123456789abcdef0123456789abcdef';

it.each([
  [key, 0o644, 'SECRET_KEY'],
  [key, 0o640, 'SECRET_KEY'],
  [`${key}\nMETRICS_TOKEN=0123456789abcdef0123456789abcdef`, 0o604, 'SECRET_KEY, METRICS_TOKEN'],
  ['DATABASE_REPLICA_URLS=', 0o644, undefined],
  ['PORT=8001', 0o644, undefined],
  [key, 0o600, undefined],
  [key, 0o400, undefined],
])('that are a .env of others, %j of mode %d, are warned of and left alone', async (dotEnv, mode, named) => {
  expect(await warningOf(dotEnv, mode)).toBe(
    named === undefined
      ? ''
      : `Others can read .env, and with it ${named}. Close it to them: chmod 600 .env\n`,
  );
});

it('are a .env that the server warns of at its start', async () => {
  await writeFile(join(folder, '.env'), `${key}\n`);
  await chmod(join(folder, '.env'), 0o644);
  const product = await Product.on('sqlite::memory:', { SECRET_KEY: '' }, { cwd: folder });

  await product.begin();
  const said = product.output;
  await product.end();

  expect(said).toMatch(/Others can read \.env, and with it SECRET_KEY/);
});

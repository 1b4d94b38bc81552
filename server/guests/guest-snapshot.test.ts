import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { Encryption } from '../encryption.ts';
import { eventually } from '../tests/support/eventually.ts';
import { exampleRow } from '../tests/support/example-row.ts';
import { GuestSnapshot } from './guest-snapshot.ts';

const encryptionOf = (secret: string) =>
  new Encryption({ SECRET_KEY: secret, sources: { SECRET_KEY: 'environment' } as never });

let parent: string;
let folder: string;
let logged: string[];
const opened: GuestSnapshot[] = [];

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'cloudmeta-snapshot-'));
  folder = join(parent, 'snapshot');
  logged = [];
});

afterEach(async () => {
  for (const snapshot of opened.splice(0)) snapshot.close();
  await rm(parent, { recursive: true });
});

interface Given {
  databaseUrl?: string;
  worker?: number;
  workers?: number;
  secret?: string;
}

/** The snapshot of one process; a test sets what differs from the usual process. */
function snapshotOf({ secret = 'one', ...given }: Given = {}): GuestSnapshot {
  const log = pino({ base: undefined }, { write: (line) => void logged.push(line) });
  const usual = { databaseUrl: 'postgres://me:secret@db/x', worker: 1, workers: 1 };
  const snapshot = new GuestSnapshot({ folder, encryption: encryptionOf(secret), log, ...usual, ...given });
  opened.push(snapshot);
  return snapshot;
}

const machine = (n: number) => exampleRow({ id: `machine-${n}`, name: `10.0.0.${n}`, hostname: `web-${n}` });
const known = async (given?: Given) => [...(await snapshotOf(given).read()).guests.keys()];

/** Acts as a process that keeps these machines, and ends. */
function keep(given: Given, ...numbers: number[]): void {
  const snapshot = snapshotOf(given);
  snapshot.begin();
  for (const n of numbers) snapshot.keep(machine(n));
  snapshot.close();
}

describe('what a process left', () => {
  const key = { id: 's', generation: 1, certificate: 'PEM', sealed_private_key: 'sealed' };

  it('is read by the next one, whole', async () => {
    const snapshot = snapshotOf();
    snapshot.begin();
    snapshot.keep(machine(1));
    snapshot.keepKey(key);
    snapshot.keep({ ...machine(2), user_data: Buffer.of(0, 255) });
    snapshot.close();

    const { guests, key: keyAgain } = await snapshotOf().read();

    expect([...guests.values()]).toEqual([machine(1), { ...machine(2), user_data: Buffer.of(0, 255) }]);
    expect(keyAgain).toEqual(key);
  });

  it('is written in pieces: a flood of machines does not wait in memory', async () => {
    const snapshot = snapshotOf();
    snapshot.begin();

    for (let n = 0; n < 5; n++) snapshot.keep({ ...machine(n), user_data: Buffer.alloc(1024 * 1024) });
    const [file] = await readdir(folder);

    // base64 makes 5 MiB of contents about 7 MiB, of which 4 MiB may wait
    expect((await stat(join(folder, file!))).size).toBeGreaterThan(2 * 1024 * 1024);
  });

  it.each<[string, Given, string[]]>([
    ['the same database, with another password', { databaseUrl: 'postgres://me:other@db/x' }, ['10.0.0.1']],
    ['another database', { databaseUrl: 'postgres://me:secret@db/y' }, []],
    ['another SECRET_KEY', { secret: 'two' }, []],
    ['another worker', { worker: 2, workers: 2 }, ['10.0.0.1']],
  ])('counts for who has it, and for nobody else: %s', async (_, given, names) => {
    keep({}, 1);

    expect(await known(given)).toEqual(names);
  });

  it('is nothing before there was one', async () => {
    expect(await known()).toEqual([]);
  });

  it('counts but for the line that was cut when the process was killed', async () => {
    keep({}, 1, 2, 3);
    const [name] = await readdir(folder);
    const { size } = await stat(join(folder, name!));

    await truncate(join(folder, name!), size - 20);

    expect(await known()).toEqual(['10.0.0.1', '10.0.0.2']);
  });

  it('counts beside files that are nobody knows what', async () => {
    keep({}, 1);
    await writeFile(join(folder, 'guests-1-x.jsonl'), 'x');
    await writeFile(join(folder, 'guests-1-7.jsonl'), '\0\0\0\n{}\nnull\n');

    expect(await known()).toEqual(['10.0.0.1']);
  });

  it('can be read by nobody else', async () => {
    keep({}, 1);

    const [name] = await readdir(folder);
    const path = join(folder, name!);
    expect(await readFile(path, 'utf8')).not.toContain('web-1');
    expect([(await stat(folder)).mode & 0o777, (await stat(path)).mode & 0o777]).toEqual([0o700, 0o600]);
  });
});

describe('while a process runs', () => {
  it('what changed is on disk at once, and what was kept soon', async () => {
    const snapshot = snapshotOf();
    snapshot.begin();
    for (const n of [1, 2]) snapshot.keep(machine(n));
    await eventually(async () => expect(await known()).toEqual(['10.0.0.1', '10.0.0.2']));

    snapshot.invalidate(['machine-1']);
    expect(await known()).toEqual(['10.0.0.2']);

    snapshot.keep(machine(1));
    await eventually(async () => expect(await known()).toEqual(['10.0.0.1', '10.0.0.2']));
  });

  it('what was before counts until everything is known again', async () => {
    keep({}, 1, 2);
    const snapshot = snapshotOf();
    snapshot.begin();
    snapshot.invalidate(['machine-2']);
    expect(await known()).toEqual(['10.0.0.1']);

    snapshot.removeOthers();

    expect(await known()).toEqual([]);
    expect(await readdir(folder)).toEqual(['guests-1-2.jsonl']);
  });

  it.each([
    ['the first', 1, ['guests-1-4.jsonl', 'guests-2-2.jsonl']],
    ['the second', 2, ['guests-1-1.jsonl', 'guests-2-4.jsonl', 'guests-3-3.jsonl']],
  ])(
    'each of several removes its own, and the first those of who is no more: %s',
    async (_, worker, left) => {
      for (const one of [1, 2, 3]) keep({ worker: one, workers: 3 }, one);
      const snapshot = snapshotOf({ worker, workers: 2 });
      snapshot.begin();

      snapshot.removeOthers();

      expect((await readdir(folder)).toSorted()).toEqual(left);
    },
  );

  it('a change that one of several heard of takes away nothing that another read since', async () => {
    keep({ worker: 1, workers: 2 }, 1);
    const second = snapshotOf({ worker: 2, workers: 2 });
    second.begin();
    second.invalidate(['machine-1']);

    second.keep(machine(1));
    second.close();

    expect(await known()).toEqual(['10.0.0.1']);
  });
});

it('says so where nothing can be kept, and goes on', async () => {
  await writeFile(folder, 'a file');
  const snapshot = snapshotOf();

  snapshot.begin();
  snapshot.keep(machine(1));
  snapshot.invalidate(['machine-1']);

  expect(logged.join('')).toContain('The snapshot of machines cannot be written');
  expect([snapshot.isFailing, snapshot.isDue]).toEqual([true, false]);
  expect(await known()).toEqual([]);
});

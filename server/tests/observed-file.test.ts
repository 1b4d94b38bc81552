/** The last requests of machines survive a killed server, and if their file is lost, nothing else is. */
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { observedFileOf } from '../observed/observed-file.ts';
import {
  databaseKinds,
  migratedDatabase,
  type MigratedDatabase,
  type DatabaseKind,
} from './support/databases.ts';
import { eventually } from './support/eventually.ts';
import { Guest } from './support/guest.ts';
import { keptRequests } from './support/kept-requests.ts';
import { onlyWhere } from './support/only-where.ts';
import { Product } from './support/product.ts';
import { controlPlaneOf, hasProcesses } from './support/server-processes.ts';

const path = '/latest/meta-data/hostname';
const create =
  'mutation ($input: CreateInstanceInput!) { createInstance(input: $input) { instance { id } } }';
const look = 'query ($id: ID!) { instance(by: { id: $id }) { lastRequest { at userAgent } } }';

let database: MigratedDatabase;
let product: Product;
let id: string;
let guest: Guest;
let machines = 0;

async function start(kind: DatabaseKind, environment: Record<string, string> = {}): Promise<void> {
  database = await migratedDatabase(kind);
  product = await Product.start(database, environment);
}

/** Registers another machine, for one test. */
async function register(): Promise<void> {
  machines += 1;
  guest = new Guest(`127.6.1.${machines}`, () => product.port);
  const input = { hostname: `observed-${machines}`, addresses: [guest.address] };
  id = (await product.data(create, { input })).createInstance.instance.id;
}

async function stop(): Promise<void> {
  await product.end('SIGKILL');
  await database.drop();
}

interface Seen {
  at: string;
  userAgent: string;
}

const ask = (userAgent: string) => guest.get(path, { 'User-Agent': userAgent });
const lastRequest = async (): Promise<Seen | null> => (await product.data(look, { id })).instance.lastRequest;
const isSeen = (userAgent: string) =>
  eventually(async () => expect((await lastRequest())?.userAgent).toBe(userAgent));
const keptAt = async () => (await keptRequests(database.url)).get(id);
const isKept = () =>
  eventually(async () => {
    const at = await keptAt();
    expect(at).toBeDefined();
    return at!;
  });

describe.each(databaseKinds)('A machine that asks, on %s', (kind) => {
  beforeAll(() => start(kind, { WEB_CONCURRENCY: '2' }));
  beforeEach(register);
  afterAll(stop);

  it('is written once a minute however often it does, and at the end of the server', async () => {
    await ask('first');
    const first = await isKept();

    for (let n = 0; n < 200; n += 1) await ask(`again/${n}`);
    await isSeen('again/199');
    const last = await lastRequest();
    const meanwhile = await keptAt();
    await product.end();
    const after = await keptAt();
    await product.begin();

    expect(meanwhile).toBe(first);
    expect(after).toBe(Date.parse(last!.at));
    expect(await lastRequest()).toEqual(last);
  });

  it('is known still when the server was killed', async () => {
    await ask('before');
    await isKept();

    await product.end('SIGKILL');
    await product.begin();

    expect(await lastRequest()).toMatchObject({ userAgent: 'before' });
  });

  onlyWhere(hasProcesses, 'needs /proc, to find the control plane')('while the control plane is away', () => {
    it('is answered, and known when it is back', async () => {
      await ask('before');

      process.kill(controlPlaneOf(product)!, 'SIGKILL');
      const { status } = await ask('meanwhile');

      expect(status).toBe(200);
      await isSeen('meanwhile');
    });
  });
});

describe('The file of what machines did', () => {
  beforeAll(() => start('sqlite'));
  beforeEach(register);
  afterAll(stop);

  const file = () => observedFileOf(database.url);

  it.each<[string, () => void, RegExp]>([
    ['deleted', () => rmSync(file()), /observed\.db is made/],
    ['broken', () => writeFileSync(file(), 'x'.repeat(9000)), /observed\.db is broken .*made anew/],
    ['of another version', () => setVersion(2), /observed\.db is broken .*version 2.*made anew/],
  ])('is made anew at a start where it was %s', async (_, harm, said) => {
    await ask('before');
    await isKept();
    await product.end();

    harm();
    await product.begin();
    await product.says(said);
    const before = await lastRequest();
    await ask('after');

    expect(before).toBeNull();
    await isKept();
    await isSeen('after');
  });

  function setVersion(version: number): void {
    const other = new Database(file());
    other.pragma(`user_version = ${version}`);
    other.close();
  }

  it('is made anew while the server runs where it was deleted', async () => {
    await ask('before');
    await isKept();

    rmSync(file());
    await register();
    await ask('after');

    await isKept();
  });

  it('is missed by nobody where it cannot be made', async () => {
    await product.end();
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${file()}${suffix}`, { force: true });
    mkdirSync(file());

    await product.begin();
    await ask('after');

    await isSeen('after');
    expect(product.output).toMatch(/cannot be kept/);
    expect(statSync(file()).isDirectory()).toBe(true);
  });
});

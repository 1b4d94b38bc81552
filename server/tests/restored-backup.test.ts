/** A backup that is restored under running servers is served from then on. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { sqliteFile } from '../database/dialect.ts';
import { openWorld, type Machine, type World } from './support/world.ts';

const hostname = '/latest/meta-data/hostname';
const update = 'mutation ($input: UpdateInstanceInput!) { updateInstance(input: $input) { outcome } }';

let world: World;
let other: World;
let folder: string;

beforeEach(async () => {
  world = await openWorld({ database: 'sqlite' });
  other = await world.another();
  folder = await mkdtemp(join(tmpdir(), 'cloudmeta-backup-'));
});

afterEach(async () => {
  await world.close();
  await rm(folder, { recursive: true });
});

async function copy(from: string, to: string): Promise<void> {
  const database = new Database(from);
  await database.backup(to);
  database.close();
}

const rename = (at: World, { id }: Machine, name: string) =>
  at.data(update, { input: { id, hostname: name } });
const servedHostname = async ({ guest }: Machine) => (await guest.get(hostname)).text;

it('also where as much was changed after it as it takes back', async () => {
  const [taken, changed] = [await world.instance(), await world.instance()];
  const [live, backup] = [sqliteFile(world.databaseUrl), join(folder, 'backup.db')];
  await copy(live, backup);
  await rename(world, taken, 'taken-back');
  expect(await servedHostname(taken)).toBe('taken-back');

  await copy(backup, live);
  await rename(other, changed, 'changed-since');

  expect([await servedHostname(taken), await servedHostname(changed)]).toEqual([
    taken.hostname,
    'changed-since',
  ]);
});

import { writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { Crowd, registerCrowd, type CrowdMachine } from './support/crowd.ts';
import { eventually } from './support/eventually.ts';
import { Guest } from './support/guest.ts';
import { onlyWhere } from './support/only-where.ts';
import { readinessOf } from './support/own-postgres-product.ts';
import { Product } from './support/product.ts';
import { makeSmallDisk, withSmallDisks, type SmallDisk } from './support/small-disk.ts';
import { hasProcesses, openFilesOf, processesOf } from './support/server-processes.ts';
import { emptyDatabase, migratedDatabase, type MigratedDatabase } from './support/databases.ts';

const update = 'mutation ($input: UpdateInstanceInput!) { updateInstance(input: $input) { outcome } }';
const look = 'query ($id: ID!) { instance(by: { id: $id }) { hostname version history { totalCount } } }';
const hostname = '/latest/meta-data/hostname';

let product: Product;
let changed: CrowdMachine;
let unseen: CrowdMachine;
let others: CrowdMachine[];
let crowd: Crowd;

async function startOn(
  database: string | MigratedDatabase,
  environment: Record<string, string> = {},
): Promise<void> {
  product = await Product.start(database, environment);
  [changed, unseen, ...others] = (await registerCrowd(product)) as [CrowdMachine, CrowdMachine];
}

/** The time that a process may take to begin, in milliseconds. */
const startTimeoutMs = 20_000;

/** Lets machines boot from now on until the test ends. */
async function letOthersBoot(): Promise<void> {
  crowd = new Crowd(product, others);
  await crowd.isAnswered(300);
}

const textAt = async (machine: CrowdMachine, target: string) =>
  (await new Guest(machine.address, () => product.port).get(target)).text;
const userData = (n: number) => `#!/bin/sh\n# ${n}\n${'y'.repeat(12_000)}`;
const write = (input: object) => product.graphql(update, { input: { id: changed.id, ...input } });

describe('While another process keeps SQLite locked', () => {
  let database: MigratedDatabase;
  let locker: Database.Database;

  beforeAll(async () => {
    database = await migratedDatabase('sqlite');
    await startOn(database);
  });

  beforeEach(async () => {
    locker = new Database(database.url.slice('sqlite:'.length));
    await letOthersBoot();
  });

  afterEach(async () => {
    locker.close();
    await crowd.stop();
  });

  afterAll(async () => {
    await product.end('SIGKILL');
    await database.drop();
  });

  it('machines are told what they are, and a change waits until it can be made', async () => {
    locker.exec('begin exclusive');
    let isAnswered = false;
    const change = write({ hostname: 'changed' }).finally(() => (isAnswered = true));
    await crowd.isAnswered(300);
    const unseenHostname = await textAt(unseen, hostname);
    const hasWaited = !isAnswered;
    locker.exec('rollback');
    const { errors } = await change;

    expect({ hasWaited, errors }).toEqual({ hasWaited: true, errors: [] });
    expect(unseenHostname).toBe(unseen.hostname);
    expect(await textAt(changed, hostname)).toBe('changed');
    expect(await crowd.stop()).toMatchObject({ failed: 0, wrong: 0, examples: [] });
  });

  it('a change that has waited for long is refused in one error, and the next one is made', async () => {
    const before = await product.data(look, { id: changed.id });

    locker.exec('begin exclusive');
    const refused = await write({ hostname: 'refused' });
    const after = await product.data(look, { id: changed.id });
    locker.exec('rollback');
    const made = await write({ hostname: 'made' });

    expect(refused.errors.map(({ message }) => message)).toEqual([
      'Another process keeps the database locked. Nothing was changed: try again in a moment.',
    ]);
    expect(refused.codes).toEqual(['SERVICE_UNAVAILABLE']);
    expect(after).toEqual(before);
    expect(made.errors).toEqual([]);
    expect(await textAt(changed, hostname)).toBe('made');
    expect(await crowd.stop()).toMatchObject({ failed: 0, wrong: 0, examples: [] });
  });
});

onlyWhere(hasProcesses, 'needs /proc, to see it begin')(
  'A command, while another process makes the database',
  () => {
    it('waits until it can be used', async () => {
      const database = await emptyDatabase('sqlite');
      const file = database.url.slice('sqlite:'.length);
      writeFileSync(file, '', { mode: 0o600 }); // the journal gets the same mode
      const maker = new Database(file);
      maker.exec('begin exclusive');
      const stopped = await Product.on(database.url);

      const ended = stopped.run('migrate');
      await eventually(
        async () => expect(processesOf(stopped).flatMap(openFilesOf)).toContain(file),
        startTimeoutMs,
      );
      maker.exec('commit');
      maker.close();

      expect(await ended).toMatchObject({ code: 0, stderr: '' });
      await database.drop();
    });
  },
);

withSmallDisks('While a disk is full', () => {
  let disk: SmallDisk;

  beforeEach(() => {
    disk = makeSmallDisk();
  });

  afterEach(async () => {
    await crowd.stop();
    await product.end('SIGKILL');
    disk.remove();
  });

  it('the one of SQLite, machines are told what they are, and changes are refused until there is room', async () => {
    await startOn(`sqlite:${disk.folder}/cloudmeta.db`);
    await letOthersBoot();
    await write({ userDataText: userData(0) });
    const before = await product.data(look, { id: changed.id });

    disk.fill();
    const refused = [];
    for (let n = 1; n <= 5; n += 1) refused.push(await write({ userDataText: userData(n) }));
    await crowd.isAnswered(300);
    const unseenHostname = await textAt(unseen, hostname);
    const servedWhileFull = await textAt(changed, '/latest/user-data');
    disk.clear();
    const after = await product.data(look, { id: changed.id });
    const made = await write({ userDataText: userData(6) });

    for (const { errors } of refused)
      expect(errors).toMatchObject([
        {
          message:
            'The disk of the database is full: free some space on it. Nothing was changed: try again in a moment.',
          extensions: { code: 'SERVICE_UNAVAILABLE' },
        },
      ]);
    expect(unseenHostname).toBe(unseen.hostname);
    expect(servedWhileFull).toBe(userData(0));
    expect(after).toEqual(before);
    expect(made.errors).toEqual([]);
    expect(await textAt(changed, '/latest/user-data')).toBe(userData(6));
    expect(await crowd.stop()).toMatchObject({ failed: 0, wrong: 0, examples: [] });
  });

  it('the one of METADATA_SNAPSHOT, nobody notices but who watches', async () => {
    const database = await migratedDatabase('sqlite');
    await startOn(database, { METADATA_SNAPSHOT: `${disk.folder}/snapshot` });
    await letOthersBoot();
    const before = await readinessOf(product);

    disk.fill();
    await write({ hostname: 'changed', userDataText: userData(1) });
    const servedWhileFull = [await textAt(changed, hostname), await textAt(changed, '/latest/user-data')];
    await eventually(async () => expect(await readinessOf(product)).toMatchObject({ snapshot: 'failing' }));
    await crowd.isAnswered(300);

    expect(before).toMatchObject({ snapshot: 'kept', status: 'ready' });
    expect(await readinessOf(product)).toMatchObject({
      httpStatus: 200,
      status: 'degraded',
      degraded: ['snapshot'],
    });
    expect(servedWhileFull).toEqual(['changed', userData(1)]);
    expect(await textAt(unseen, hostname)).toBe(unseen.hostname);
    expect(product.output).toMatch(/The snapshot of machines cannot be written: .*METADATA_SNAPSHOT/);
    expect(await crowd.stop()).toMatchObject({ failed: 0, wrong: 0, examples: [] });
    await database.drop();
  });
});

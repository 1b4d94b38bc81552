/** Committed changes are recorded in a table of their own, from which every process learns of them. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { pruneChangeLog } from '../database/prune-change-log.ts';
import { eventually } from './support/eventually.ts';
import { addMachines, share } from './support/many-machines.ts';
import { onlyWhere } from './support/only-where.ts';
import { deleteInstances } from './support/operations.ts';
import { connect } from './support/own-postgres-product.ts';
import { Product } from './support/product.ts';
import { askProcess, dataPlaneOf, hasProcesses } from './support/server-processes.ts';
import {
  databaseKinds,
  migratedDatabase,
  type MigratedDatabase,
  type DatabaseKind,
} from './support/databases.ts';
import { onBothDatabases, type World } from './support/world.ts';

const hostname = '/latest/meta-data/hostname';
const create =
  'mutation ($input: CreateInstanceInput!) { createInstance(input: $input) { instance { id } } }';
const update = 'mutation ($input: UpdateInstanceInput!) { updateInstance(input: $input) { outcome } }';

const [seldomChanged, oftenChanged] = ['127.6.0.1', '127.6.0.2'];

/** History entries before it is pruned, kept by the pruning, and written afterwards: more than were kept. */
const entries = { before: 8, kept: 4, after: 5 };

/** Runs statements on a connection beside the server's. */
async function execute(kind: DatabaseKind, url: string, statements: string[]): Promise<void> {
  if (kind === 'sqlite') {
    const database = new Database(url.slice('sqlite:'.length));
    for (const statement of statements) database.exec(statement);
    return void database.close();
  }
  const client = await connect(url);
  for (const statement of statements) await client.query(statement);
  await client.end();
}

onlyWhere(hasProcesses, 'needs /proc, to tell the processes apart')(
  'Two servers on one database, the first of two processes',
  () => {
    describe.each(databaseKinds)('on %s', (kind) => {
      let database: MigratedDatabase;
      let product: Product;
      let other: Product;
      let ids: string[];

      beforeAll(async () => {
        database = await migratedDatabase(kind);
        product = await Product.start(database, { WEB_CONCURRENCY: '2' });
        await eventually(async () => expect(dataPlaneOf(product).size).toBe(2));
        other = await Product.on(database.url);
        await other.begin();
        other.tokens.operator = product.tokens.operator!;
        ids = [];
        for (const address of [seldomChanged, oftenChanged]) {
          const input = { hostname: address.replaceAll('.', '-'), addresses: [address] };
          ids.push((await product.data(create, { input })).createInstance.instance.id);
        }
      });

      afterAll(async () => {
        await other.end();
        await product.end();
        await database.drop();
      });

      const rename = (id: string, name: string) =>
        other.data(update, { input: { id, hostname: name, tags: [] } });
      const servedByEach = (from: string) =>
        Promise.all(
          [...dataPlaneOf(product).values()].map(
            async (pid) => (await askProcess(product, pid, { path: hostname, from })).text,
          ),
        );

      it('hear of every change after the history was pruned and the database vacuumed', async () => {
        for (let n = 0; n < entries.before; n += 1) await rename(ids[1]!, `before-${n}`);
        await rename(ids[0]!, 'before');
        await eventually(async () => expect(await servedByEach(seldomChanged)).toEqual(['before', 'before']));

        await execute(kind, database.url, [
          `delete from audit_entry where id not in (select id from audit_entry order by at desc limit ${entries.kept})`,
          kind === 'sqlite' ? 'vacuum' : 'vacuum full',
        ]);
        await rename(ids[0]!, 'after');
        for (let n = 0; n < entries.after; n += 1) await rename(ids[1]!, `after-${n}`);

        await eventually(async () => expect(await servedByEach(seldomChanged)).toEqual(['after', 'after']));
      });

      it('hear of a change whose row is pruned before they look', async () => {
        await rename(ids[0]!, 'known');
        await eventually(async () => expect(await servedByEach(seldomChanged)).toEqual(['known', 'known']));

        await rename(ids[0]!, 'changed');
        await rename(ids[1]!, 'changed-too');
        await execute(kind, database.url, [
          'delete from change_log where position < (select max(position) from change_log)',
        ]);

        await eventually(async () =>
          expect(await servedByEach(seldomChanged)).toEqual(['changed', 'changed']),
        );
      });

      it('hear of changes after all rows were deleted', async () => {
        await rename(ids[0]!, 'full');
        await eventually(async () => expect(await servedByEach(seldomChanged)).toEqual(['full', 'full']));

        await execute(kind, database.url, ['delete from change_log']);
        await rename(ids[0]!, 'anew');

        await eventually(async () => expect(await servedByEach(seldomChanged)).toEqual(['anew', 'anew']));
      });
    });
  },
);

interface Row {
  position: number | string;
  change: string;
}

onBothDatabases('the table of changes', (open, kind) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  const sql = <Result>(statement: string): Promise<Result> =>
    (world.orm.em.fork() as SqlEntityManager).execute(statement) as Promise<Result>;
  const rows = () => sql<Row[]>('select position, change from change_log order by position');
  afterEach(() => sql('delete from change_log'));

  it('has one row for a transaction, with what is to be forgotten', async () => {
    const { id } = await world.instance();
    const before = (await rows()).length;

    await world.data(update, { input: { id, tags: [{ key: 'a', value: 'b' }], hostname: 'one-row' } });

    const [row, ...others] = (await rows()).slice(before);
    expect(others).toEqual([]);
    expect(JSON.parse(row!.change)).toEqual({ ids: [id], findsMore: true, everything: false });
  });

  it('has a few rows for a change of many machines, none of them long', async () => {
    await addMachines(world, 500, await share(world, 'changed'));
    const { instances } = await world.data('{ instances(search: "many-", first: 500) { nodes { id } } }');
    const ids = instances.nodes.map(({ id }: { id: string }) => id);
    const before = (await rows()).length;

    await world.data(deleteInstances, { input: { ids } });

    const newChanges = (await rows()).slice(before).map(({ change }) => change);
    expect(newChanges.flatMap((change) => (JSON.parse(change) as { ids: string[] }).ids)).toHaveLength(500);
    expect(newChanges.length).toBeLessThanOrEqual(4);
    expect(Math.max(...newChanges.map(({ length }) => length))).toBeLessThan(8000);
  });

  it('has none for what nobody keeps in memory, and for what was not done', async () => {
    const { id } = await world.instance();
    const before = await rows();

    await world.person('somebody', 'VIEWER');
    await world.data(update, { input: { id, hostname: 'tried', dryRun: true } });
    await world.graphql(update, { input: { id, hostname: 'not a host name' } });

    expect(await rows()).toEqual(before);
  });

  it('is pruned of what is older than a day, but never of the newest', async () => {
    for (let n = 0; n < 3; n += 1) await world.instance();
    const [oldest, middle, newest] = (await rows()).slice(-3).map(({ position }) => position);
    const longAgo = kind === 'sqlite' ? Date.now() - 90_000_000 : `now() - interval '25 hours'`;
    await sql(`update change_log set at = ${longAgo} where position in (${oldest}, ${newest})`);

    await pruneChangeLog(world.orm.em.fork());
    const kept = (await rows()).map(({ position }) => position);
    await sql(`update change_log set at = ${longAgo}`);
    await pruneChangeLog(world.orm.em.fork());

    expect(kept).toContain(middle);
    expect(kept).not.toContain(oldest);
    expect((await rows()).map(({ position }) => position)).toEqual([newest]);
  });

  it('is pruned of thousands at once', async () => {
    const numbers = Array.from({ length: 1200 }, (_, n) => n);
    const longAgo = kind === 'sqlite' ? '0' : `'1970-01-01'`;
    const values = numbers.map(() => `(${longAgo}, '{}')`).join();
    await sql(`insert into change_log (at, change) values ${values}`);

    await pruneChangeLog(world.orm.em.fork());

    expect(await rows()).toHaveLength(1);
  });
});

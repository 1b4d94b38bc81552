/** Host names are compared without case, as in DNS, and kept as they were given. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { migrate } from '../database/migrate.ts';
import { openDatabase } from '../database/orm.ts';
import { ormParts } from '../entities.ts';
import { emptyDatabase } from './support/databases.ts';
import { makeFirstDatabase, readRows, sql } from './support/first-database.ts';
import {
  createInstance,
  instanceByHostname,
  updateInstance,
  upsertInstance,
  upsertInstances,
} from './support/operations.ts';
import { onBothDatabases, type World } from './support/world.ts';

onBothDatabases('a host name', (open, kind) => {
  let world: World;

  beforeAll(async () => {
    world = await open();
  });

  it('of another case means the same machine, wherever it is named', async () => {
    const { id, guest } = await world.instance({ hostname: 'Web-1.example.org' });
    const input = { hostname: 'WEB-1.EXAMPLE.ORG', imageId: 'ami-1' };

    const { upsertInstance: upserted } = await world.data(upsertInstance, { input });
    const { upsertInstances: many } = await world.data(upsertInstances, { input: { instances: [input] } });
    const found = await world.data(instanceByHostname, { hostname: 'wEB-1.example.org' });
    const { updateInstance: updated } = await world.data(updateInstance, {
      input: { id: 'web-1.EXAMPLE.org', imageId: 'ami-2' },
    });

    expect(upserted).toMatchObject({ outcome: 'UPDATED', instance: { id, hostname: input.hostname } });
    expect(many.results).toMatchObject([{ outcome: 'UNCHANGED' }]);
    expect(found.instance).toMatchObject({ id });
    expect(updated).toMatchObject({ outcome: 'UPDATED', instance: { id } });
    expect((await guest.get('/latest/meta-data/hostname')).text).toBe('WEB-1.EXAMPLE.ORG');
  });

  it('of another case is taken, for a new machine and for one that is renamed', async () => {
    const { instanceId } = await world.instance({ hostname: 'taken' });
    const { id } = await world.instance({ hostname: 'other' });
    const problem = {
      extensions: {
        code: 'ALREADY_EXISTS',
        fieldErrors: [
          { path: ['input', 'hostname'], message: `taken already belongs to taken (${instanceId}).` },
        ],
      },
    };

    const created = await world.graphql(createInstance, { input: { hostname: 'TAKEN' } });
    const renamed = await world.graphql(updateInstance, { input: { id, hostname: 'Taken' } });
    const twice = await world.graphql(upsertInstances, {
      input: { instances: [{ hostname: 'new-1' }, { hostname: 'NEW-1' }] },
    });

    expect(created.errors).toMatchObject([problem]);
    expect(renamed.errors).toMatchObject([problem]);
    expect(twice.errors).toMatchObject([{ extensions: { code: 'ALREADY_EXISTS' } }]);
  });

  it('is told as it was last given, and its case alone can change', async () => {
    const { id, guest } = await world.instance({ hostname: 'case' });

    const { updateInstance: done } = await world.data(updateInstance, { input: { id, hostname: 'CASE' } });

    expect(done.outcome).toBe('UPDATED');
    expect((await guest.get('/latest/meta-data/hostname')).text).toBe('CASE');
  });

  it('sorts without its case', async () => {
    for (const hostname of ['sort-B', 'sort-a', 'sort-C']) await world.instance({ hostname });

    const { instances } = await world.data('{ instances(search: "sort-") { nodes { hostname } } }');

    expect(instances.nodes).toMatchObject([
      { hostname: 'sort-a' },
      { hostname: 'sort-B' },
      { hostname: 'sort-C' },
    ]);
  });

  it('has a display name beside it, which people find and no machine is told', async () => {
    const { guest } = await world.instance({ hostname: 'plain', displayName: 'The printer of Zoë' });

    const { instances } = await world.data(
      '{ instances(search: "printer zoë") { nodes { hostname displayName } } }',
    );
    const answers = await Promise.all(
      [
        '/latest/meta-data/hostname',
        '/latest/meta-data/local-hostname',
        '/latest/dynamic/instance-identity/document',
        '/openstack/latest/meta_data.json',
      ].map(async (path) => (await guest.get(path)).text),
    );

    expect(instances.nodes).toEqual([{ hostname: 'plain', displayName: 'The printer of Zoë' }]);
    expect(answers.join()).not.toContain('printer');
  });

  describe('that two machines have in different cases, from a time when that was possible', () => {
    it('ends the migration with their list, and changes nothing', async () => {
      const database = await emptyDatabase(kind);
      const orm = await openDatabase(database.url, ormParts);
      try {
        await makeFirstDatabase(orm);
        await sql(orm, `update "instance" set "hostname" = 'WEB' where "hostname" = 'bare'`);
        const before = await readRows(orm);

        await expect(migrate(orm)).rejects.toThrow(
          /^A migration failed, and nothing was changed: .*"WEB" and "web"/,
        );

        expect(await readRows(orm)).toEqual(before);
        await sql(orm, `update "instance" set "hostname" = 'bare' where "hostname" = 'WEB'`);
        expect((await migrate(orm)).length).toBeGreaterThan(0);
      } finally {
        await orm.close(true);
        await database.drop();
      }
    });
  });
});

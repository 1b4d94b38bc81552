/** A database of the first version is migrated to this version without losing data. */
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ormParts } from '../entities.ts';
import { migrate } from '../database/migrate.ts';
import { openDatabase, type Orm } from '../database/orm.ts';
import { firstVersion, makeFirstDatabase, readRows, sql, type Rows } from './support/first-database.ts';
import { emptyDatabase } from './support/databases.ts';
import { onBothDatabases, type World } from './support/world.ts';

const { web, relayed, bare, primaryMac, secondMac, userData } = firstVersion;

onBothDatabases('a database of the first version', (open, kind) => {
  describe('that a server starts on', () => {
    let world: World;
    let before: Rows;
    let after: Rows;

    beforeAll(async () => {
      const prepare = async (url: string) => {
        const orm = await openDatabase(url, ormParts);
        await makeFirstDatabase(orm);
        before = await readRows(orm);
        await orm.close(true);
      };
      world = await open({ prepare });
      after = await readRows(world.orm);
    });

    it.each(['ssh_key', 'tag', 'key_attachment', 'address'])('keeps every row of "%s" as it was', (table) => {
      expect(before[table]!.length).toBeGreaterThan(0);
      expect(after[table]).toEqual(before[table]);
    });

    it('keeps every document, with its content under its hash and as its first revision', async () => {
      const contents = await sql(
        world.orm,
        `select "user_data"."id", "bytes", "content"."size", "user_data"."sha256", "number" from "user_data"
         join "content" on "content"."sha256" = "user_data"."sha256"
         join "user_data_revision" on "user_data_id" = "user_data"."id" order by "user_data"."id"`,
      );

      expect(contents.map(({ id, bytes, size }) => ({ id, bytes: [...(bytes as Buffer)], size }))).toEqual(
        before['user_data']!.map(({ id, content, size }) => ({ id, bytes: [...(content as Buffer)], size })),
      );
      for (const { bytes, sha256, number } of contents)
        expect([sha256, number]).toEqual([
          createHash('sha256')
            .update(bytes as Buffer)
            .digest('hex'),
          1,
        ]);
      const columns = ['id', 'version', 'created_at', 'updated_at', 'name', 'kind', 'size'];
      const kept = (rows: Rows[string]) => rows.map((row) => columns.map((column) => row[column]));
      expect(kept(after['user_data']!)).toEqual(kept(before['user_data']!));
    });

    it('keeps every session, of which no use was noted', () => {
      expect(before['session']!.length).toBeGreaterThan(0);
      expect(after['session']).toEqual(before['session']!.map((row) => ({ ...row, last_used_at: null })));
    });

    it('keeps the rows of "audit_entry" beside those that follow', () => {
      expect(before['audit_entry']).toHaveLength(1);
      expect(after['audit_entry']).toEqual(expect.arrayContaining(before['audit_entry']!));
    });

    it.each(['user', 'api_token'])('keeps every "%s", which may not give roles and has no owner', (table) => {
      const no = kind === 'sqlite' ? 0 : false;
      const nobody = { owner_id: null, owner_name: null };
      expect(before[table]!.length).toBeGreaterThan(0);
      expect(after[table]).toEqual(
        expect.arrayContaining(
          before[table]!.map((row) => ({ ...row, roles_assign: no, ...(table === 'user' ? {} : nobody) })),
        ),
      );
    });

    it('keeps everything of the machines but the list of their groups', () => {
      const columns = Object.keys(before['instance']![0]!).filter((column) => column !== 'security_groups');
      const kept = (rows: Rows[string]) =>
        rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])));

      expect(kept(after['instance']!)).toEqual(kept(before['instance']!));
      expect(after['instance']).toHaveLength(3);
    });

    it('gives every machine a UUID of its own', async () => {
      const { instances } = await world.data('{ instances { nodes { uuid } } }');

      const uuids = instances.nodes.map(({ uuid }: { uuid: string }) => uuid);
      expect(new Set(uuids).size).toBe(3);
      for (const uuid of uuids)
        expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    });

    it('keeps the interfaces, and gives one to the machine that had none', () => {
      const made = after['network_interface']!.filter(
        ({ id }) => !before['network_interface']!.some((known) => known['id'] === id),
      );

      expect(after['network_interface']).toEqual(
        expect.arrayContaining(before['network_interface']!.map((row) => expect.objectContaining(row))),
      );
      expect(made).toEqual([
        expect.objectContaining({
          id: expect.stringMatching(/^eni-[0-9a-f]{17}$/),
          instance_id: relayed.id,
          device_number: 0,
          mac: null,
        }),
      ]);
    });

    it('makes the groups records, with the interfaces in them in their order', async () => {
      const groups = await sql(world.orm, 'select "id", "name" from "security_group" order by "name"');
      const memberships = await sql(
        world.orm,
        `select "hostname", "device_number", "name" from "group_membership"
         join "security_group" on "security_group"."id" = "group_id"
         join "network_interface" on "network_interface"."id" = "interface_id"
         join "instance" on "instance"."id" = "group_membership"."instance_id"
         order by "hostname", "device_number", "position"`,
      );

      const id = expect.stringMatching(/^sg-[0-9a-f]{17}$/);
      expect(groups).toEqual([
        { id, name: 'default' },
        { id, name: 'web' },
      ]);
      expect(memberships).toEqual([
        { hostname: 'relayed', device_number: 0, name: 'default' },
        { hostname: 'web', device_number: 0, name: 'web' },
        { hostname: 'web', device_number: 0, name: 'default' },
        { hostname: 'web', device_number: 1, name: 'web' },
        { hostname: 'web', device_number: 1, name: 'default' },
      ]);
    });

    it.each([
      ['instance-id', web.instanceId],
      ['hostname', 'web'],
      ['ami-launch-index', '4'],
      ['product-codes', 'code-1'],
      ['public-keys/', '0=key-1\n1=key-0'],
      ['tags/instance/', 'Name\nrole'],
      ['public-ipv4', '203.0.113.77'],
      ['security-groups', 'web\ndefault'],
      ['network/interfaces/macs/', `${primaryMac}/\n${secondMac}/`],
      [`network/interfaces/macs/${secondMac}/security-groups`, 'web\ndefault'],
      [`network/interfaces/macs/${secondMac}/ipv6s`, 'fd00::77'],
    ])('tells a machine what it was told before: %s', async (path, text) => {
      const answer = await world.guest(web.address).get(`/latest/meta-data/${path}`);

      expect([path, answer.text]).toEqual([path, text]);
    });

    it('tells every machine its own user-data, byte for byte', async () => {
      const ofWeb = await world.guest(web.address).get('/latest/user-data');
      const ofRelayed = await world.guest(relayed.address).get('/latest/user-data');

      expect(ofWeb.text).toBe(userData);
      expect([...ofRelayed.bytes]).toEqual([0, 255, 13, 10]);
    });

    it('still refers children to their machine, which takes them along', async () => {
      await world.data(
        'mutation ($input: DeleteInstanceInput!) { deleteInstance(input: $input) { outcome } }',
        {
          input: { id: bare.id },
        },
      );
      await sql(world.orm, 'delete from "instance" where "id" = ?', [relayed.id]);

      const left = await readRows(world.orm);
      for (const table of ['tag', 'network_interface', 'key_attachment', 'address'])
        expect([table, left[table]!.filter((row) => row['instance_id'] !== web.id)]).toEqual([table, []]);
      expect(await sql(world.orm, 'select distinct "instance_id" from "group_membership"')).toEqual([
        { instance_id: web.id },
      ]);
    });
  });

  describe('in which a migration fails half-way', () => {
    const schemaOf = (orm: Orm) =>
      sql(
        orm,
        kind === 'sqlite'
          ? 'select * from sqlite_master order by name'
          : `select table_name, column_name, data_type, is_nullable from information_schema.columns
             where table_schema = current_schema() order by table_name, column_name`,
      );

    it('is left as it was, and migrated once the cause is gone', async () => {
      const database = await emptyDatabase(kind);
      const orm = await openDatabase(database.url, ormParts);
      try {
        await makeFirstDatabase(orm);
        await sql(orm, 'create index "instance_uuid_unique" on "tag" ("value")');
        const before = { schema: await schemaOf(orm), rows: await readRows(orm) };

        await expect(migrate(orm)).rejects.toThrow(/^A migration failed, and nothing was changed: /);

        expect({ schema: await schemaOf(orm), rows: await readRows(orm) }).toEqual(before);
        await sql(orm, 'drop index "instance_uuid_unique"');
        expect((await migrate(orm)).length).toBeGreaterThan(0);
        const { tag, address } = await readRows(orm);
        expect({ tag, address }).toEqual({ tag: before.rows['tag'], address: before.rows['address'] });
      } finally {
        await orm.close(true);
        await database.drop();
      }
    });
  });
});

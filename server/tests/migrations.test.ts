/** The migrations and the entities agree, in both directions. */
import { expect, it } from '@jest/globals';
import type { MikroORM as SqlORM } from '@mikro-orm/sqlite';
import { ormParts } from '../entities.ts';
import { migrate } from '../database/migrate.ts';
import { openDatabase, type Orm } from '../database/orm.ts';
import { emptyDatabase } from './support/databases.ts';
import { onBothDatabases } from './support/world.ts';

/** Returns the schema changes that a database still needs, as SQL. */
const pendingChanges = (orm: Orm) => (orm as SqlORM).schema.getUpdateSchemaSQL({ wrap: false });

async function withEmptyDatabase(
  kind: 'sqlite' | 'postgresql',
  act: (open: () => Promise<Orm>) => Promise<void>,
): Promise<void> {
  const database = await emptyDatabase(kind);
  const opened: Orm[] = [];
  try {
    await act(async () => {
      const orm = await openDatabase(database.url, ormParts);
      opened.push(orm);
      return orm;
    });
  } finally {
    for (const orm of opened) await orm.close(true);
    await database.drop();
  }
}

onBothDatabases('a fresh database', (_, kind) => {
  it('is what the entities say once it is migrated', () =>
    withEmptyDatabase(kind, async (open) => {
      const orm = await open();

      const done = await migrate(orm);

      expect(done.length).toBeGreaterThan(0);
      expect((await pendingChanges(orm)).trim()).toBe('');
    }));

  it('is left alone by a second migration', () =>
    withEmptyDatabase(kind, async (open) => {
      await migrate(await open());

      expect(await migrate(await open())).toEqual([]);
    }));

  it('can be taken back to nothing and brought up again', () =>
    withEmptyDatabase(kind, async (open) => {
      const orm = await open();
      const done = await migrate(orm);

      await orm.migrator.down({ to: 0 });
      const tables = await (orm as SqlORM).schema.getUpdateSchemaSQL({ wrap: false, safe: true });
      expect(tables).toContain('create table');

      expect(await migrate(orm)).toEqual(done);
      expect((await pendingChanges(orm)).trim()).toBe('');
    }));
});

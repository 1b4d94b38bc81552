import { ormParts } from '../entities.ts';
import { readConfig } from '../config.ts';
import { openDatabase } from '../database/orm.ts';

/** Writes the migration from the last snapshot to the entities as they are, for the dialect of DATABASE_URL. */
export async function createMigration({ name }: { name: string }): Promise<void> {
  const orm = await openDatabase(readConfig().DATABASE_URL, { ...ormParts, migrations: 'migrations' });
  try {
    const { fileName } = await orm.migrator.create(undefined, false, false, name);
    process.stdout.write(fileName ? `${fileName} is written.\n` : 'The entities and the migrations agree.\n');
  } finally {
    await orm.close(true);
  }
}

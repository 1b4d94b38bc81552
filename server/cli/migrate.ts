import { migrate } from '../database/migrate.ts';
import { openConfiguredDatabase } from './open-configured-database.ts';

/** Brings the database up to date, and prints the migrations that were applied. */
export async function migrateDatabase(): Promise<void> {
  const orm = await openConfiguredDatabase();
  try {
    const done = await migrate(orm);
    process.stdout.write(
      done.length > 0 ? `Migrated: ${done.join(', ')}\n` : 'The database is up to date.\n',
    );
  } finally {
    await orm.close(true);
  }
}

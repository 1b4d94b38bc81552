import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { StartupError } from '../errors.ts';
import type { Orm } from './orm.ts';
import { beginWriting, isSqliteManager } from './transaction.ts';

/** The key of PostgreSQL's advisory lock: "meta" in ASCII. */
const lockKey = 0x6d657461;

/**
 * Brings the schema up to date, in one transaction under a lock: of two processes that start at once one migrates and
 * the other finds nothing left to do.
 * @returns the names of the migrations that ran
 * @throws StartupError when one fails; then nothing of it stays
 */
export async function migrate(orm: Orm): Promise<string[]> {
  const em = orm.em.fork() as SqlEntityManager;
  if (isSqliteManager(em)) await prepare(orm);
  await beginWriting(em);
  try {
    if (!isSqliteManager(em)) {
      await em.execute('select pg_advisory_xact_lock(?)', [lockKey]);
      await prepare(orm);
    }
    const done = await orm.migrator.up({ transaction: em.getTransactionContext()! });
    await em.commit();
    return done.map((migration) => migration.name);
  } catch (error) {
    await em.rollback();
    throw new StartupError(
      `A migration failed, and nothing was changed: ${(error as Error).message.split('\n')[0]}.`,
    );
  }
}

/**
 * Makes the migrator's own table, outside the transaction: on SQLite's one connection it would wait for itself. When
 * two processes make it at once, one of them fails and finds it there the second time. (`getPending` would not do: where
 * a snapshot lies beside the migrations it leaves half of the work to `up`.)
 */
async function prepare({ migrator }: Orm): Promise<void> {
  await migrator.getExecuted().catch(() => migrator.getExecuted());
}

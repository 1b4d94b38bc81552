import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { exitCodes, StartupError } from '../errors.ts';
import type { Orm } from './orm.ts';
import { onceUnlocked } from './once-unlocked.ts';
import { beginWriting, isSqliteManager, rollBack } from './transaction.ts';
import { describeOutage } from './describe-outage.ts';

/** The key of PostgreSQL's advisory lock: "meta" in ASCII. */
const lockKey = 0x6d657461;

/**
 * Brings the schema up to date, in one transaction under a lock: when two processes start at once, one migrates and the
 * other finds nothing left to do.
 * @returns the names of the migrations that ran
 * @throws StartupError when one fails; then all of them are rolled back
 */
export async function migrate(orm: Orm): Promise<string[]> {
  const em = orm.em.fork() as SqlEntityManager;
  const isSqlite = isSqliteManager(em);
  if (isSqlite) await onceUnlocked(() => prepare(orm));
  if (isSqlite) await em.execute('pragma foreign_keys = off');
  await beginWriting(em);
  try {
    if (!isSqlite) {
      await em.execute('select pg_advisory_xact_lock(?)', [lockKey]);
      await prepare(orm);
    }
    const done = await orm.migrator.up({ transaction: em.getTransactionContext()! });
    if (isSqlite) await expectSoundReferences(em);
    await em.commit();
    return done.map((migration) => migration.name);
  } catch (error) {
    await rollBack(em);
    throw new StartupError(
      `A migration failed, and nothing was changed: ${(error as Error).message.split('\n')[0]}.`,
      { exitCode: describeOutage(error) === undefined ? exitCodes.failed : exitCodes.unreachable },
    );
  } finally {
    if (isSqlite) await em.execute('pragma foreign_keys = on');
  }
}

/**
 * SQLite changes a table by creating it anew, and dropping the old one would delete all rows that refer to it. So
 * foreign keys are off meanwhile and checked at the end (https://sqlite.org/lang_altertable.html, section 7).
 */
async function expectSoundReferences(em: SqlEntityManager): Promise<void> {
  const broken = await em.execute<{ table: string }[]>('pragma foreign_key_check');
  if (broken.length > 0) throw new Error(`rows of ${broken[0]!.table} refer to nothing`);
}

/**
 * Creates the migrator's own table, outside the migrator's transaction: on SQLite's one connection it would wait for
 * itself. When two processes create it at once, one of them fails and finds it there the second time. (`getPending` is
 * no alternative: where a snapshot lies beside the migrations it leaves half of the work to `up`.)
 */
async function prepare({ migrator }: Orm): Promise<void> {
  await migrator.getExecuted().catch(() => migrator.getExecuted());
}

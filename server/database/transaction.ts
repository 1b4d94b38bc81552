import { LockMode, type EntityClass, type EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager, SqliteConnection } from '@mikro-orm/sqlite';
import { onceUnlocked } from './once-unlocked.ts';

export const isSqliteManager = (em: EntityManager) => em.getPlatform().constructor.name === 'SqlitePlatform';

/** Runs an act in a transaction that is flushed and committed when the act returns, and rolled back when it throws. */
export async function inTransaction<Result>(em: EntityManager, act: () => Promise<Result>): Promise<Result> {
  await beginWriting(em);
  try {
    const result = await act();
    await em.commit();
    return result;
  } catch (error) {
    if (em.isInTransaction()) await rollBack(em);
    throw error;
  }
}

/**
 * Begins a transaction that will write. On SQLite it takes the write lock at once, or waits for it without holding up
 * anybody else: a transaction that had only read would be refused when another process wrote in between.
 * @throws Unavailable when another process keeps the lock
 */
export async function beginWriting(em: EntityManager): Promise<void> {
  if (!isSqliteManager(em)) return em.begin();
  await onceUnlocked(async () => {
    await em.begin();
    try {
      await (em as SqlEntityManager).execute('pragma user_version = 0');
    } catch (error) {
      await rollBack(em);
      throw error;
    }
  });
}

/**
 * Ends a transaction of which nothing shall stay. SQLite ends one by itself whose commit finds the disk full; as to roll
 * back nothing is an error, and the one connection would not be given back after it, there has to be something.
 */
export async function rollBack(em: EntityManager): Promise<void> {
  if (isSqliteManager(em)) {
    const database = await (em.getDriver().getConnection() as SqliteConnection).getNativeClient();
    if (!database.inTransaction) database.exec('begin');
  }
  await em.rollback();
}

/**
 * Waits until no other transaction has this turn, and keeps it until this transaction ends. On SQLite there is nothing
 * to wait for: only one transaction writes at a time.
 */
export async function acquireAdvisoryLock(em: EntityManager, name: string): Promise<void> {
  if (isSqliteManager(em)) return;
  await (em as SqlEntityManager).execute('select pg_advisory_xact_lock(hashtext(?))', [name]);
}

/**
 * Locks records until this transaction ends, against everybody who would change them, delete them or begin to refer to
 * them, and reads them once more. On SQLite nobody else writes meanwhile.
 * @returns those that are still there
 */
export const lockRecords = <Entity extends { id: string }>(
  em: EntityManager,
  entity: EntityClass<Entity>,
  records: Entity[],
): Promise<Set<Entity>> => readLocked(em, { entity, records, lockMode: LockMode.PESSIMISTIC_WRITE });

/** The same against everybody who would change or delete them: others may refer to them meanwhile, and read them so. */
export const keepRecords = <Entity extends { id: string }>(
  em: EntityManager,
  entity: EntityClass<Entity>,
  records: Entity[],
): Promise<Set<Entity>> => readLocked(em, { entity, records, lockMode: LockMode.PESSIMISTIC_READ });

interface Locking<Entity> {
  entity: EntityClass<Entity>;
  records: Entity[];
  lockMode: LockMode;
}

async function readLocked<Entity extends { id: string }>(
  em: EntityManager,
  { entity, records, lockMode }: Locking<Entity>,
): Promise<Set<Entity>> {
  if (isSqliteManager(em) || records.length === 0) return new Set(records);
  const where = { id: { $in: records.map(({ id }) => id) } };
  const how = { lockMode, orderBy: { id: 'asc' }, refresh: true };
  return new Set((await em.find(entity, where as never, how as never)) as Entity[]);
}

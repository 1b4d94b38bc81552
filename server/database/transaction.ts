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
 * Begins a transaction that will write. On SQLite it takes the write lock at once, or waits for it without blocking the
 * process: a transaction that had only read so far would be refused if another process wrote in between.
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
 * Rolls a transaction back. SQLite itself ends a transaction whose commit finds the disk full. To roll back without a
 * transaction is an error, after which the one connection would not be released, so an empty transaction is begun
 * first.
 */
export async function rollBack(em: EntityManager): Promise<void> {
  if (isSqliteManager(em)) {
    const database = await (em.getDriver().getConnection() as SqliteConnection).getNativeClient();
    if (!database.inTransaction) database.exec('begin');
  }
  await em.rollback();
}

/** Any number of transactions may share a lock, unless one has it exclusively. */
export type LockShare = 'shared' | 'exclusive';

/**
 * Acquires the lock of this name, waiting for other transactions that hold it, until this transaction ends. Does
 * nothing on SQLite, where only one transaction writes at a time.
 */
export async function acquireAdvisoryLock(
  em: EntityManager,
  name: string,
  share: LockShare = 'exclusive',
): Promise<void> {
  if (isSqliteManager(em)) return;
  const acquire = share === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock';
  await (em as SqlEntityManager).execute(`select ${acquire}(hashtext(?))`, [name]);
}

/**
 * Locks records until this transaction ends, against changes, deletion and new references to them by others, and
 * reloads them. Does nothing on SQLite, where no other transaction writes meanwhile.
 * @returns the records that still exist
 */
export const lockRecords = <Entity extends { id: string }>(
  em: EntityManager,
  entity: EntityClass<Entity>,
  records: Entity[],
): Promise<Set<Entity>> => readLocked(em, { entity, records, lockMode: LockMode.PESSIMISTIC_WRITE });

/** The same against changes and deletion only: other transactions may refer to them, and take this lock, meanwhile. */
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
  const options = { lockMode, orderBy: { id: 'asc' }, refresh: true };
  return new Set((await em.find(entity, where as never, options as never)) as Entity[]);
}

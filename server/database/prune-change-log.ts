import { setImmediate } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { onceUnlocked } from './once-unlocked.ts';
import { isSqliteManager } from './transaction.ts';
import { changeLogTable } from '../changes/change-log.ts';

const dayMs = 86_400_000;

/** The maximum rows that one statement deletes, so that nothing waits long for it. */
const maxRows = 500;

/** Removes changes older than a day, but never the newest. A process that missed one of them invalidates everything. */
export async function pruneChangeLog(em: EntityManager): Promise<void> {
  const sql = em as SqlEntityManager;
  const before = isSqliteManager(em) ? String(Date.now() - dayMs) : `now() - interval '1 day'`;
  const statement = `delete from ${changeLogTable}
    where position in (select position
        from (select position, at from ${changeLogTable} order by position limit ${maxRows}) as oldest
        where at < ${before})
      and position < (select max(position) from ${changeLogTable})`;
  for (let deleted = maxRows; deleted === maxRows; await setImmediate())
    deleted = (await onceUnlocked(() => sql.execute<{ affectedRows: number }>(statement, [], 'run')))
      .affectedRows;
}

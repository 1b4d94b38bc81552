import { setTimeout as pause } from 'node:timers/promises';
import { raw, type EntityClass, type EntityManager } from '@mikro-orm/core';
import { describeOutage } from '../database/describe-outage.ts';

/** A credential with the time of its last use. */
interface Used {
  id: string;
  lastUsedAt: Date | null;
}

/** The least time between two writes of a credential's last use, in milliseconds: most reads write nothing. */
const intervalMs = 60_000;

/** The longest time that a request waits for the write, in milliseconds: on SQLite another writer may hold the lock. */
const maxWaitMs = 100;

/** The ids of credentials whose writes are in progress. */
const pending = new Set<string>();

/**
 * Stores the time of a credential's last use, at most once a minute; an outage of the database is ignored. The version
 * of the record does not change.
 */
export async function noteUse<Entity extends Used>(
  em: EntityManager,
  { entity, record, now }: { entity: EntityClass<Entity>; record: Entity; now: Date },
): Promise<void> {
  const { id, lastUsedAt } = record;
  const sinceNoteMs = lastUsedAt ? Math.abs(now.getTime() - lastUsedAt.getTime()) : Number.POSITIVE_INFINITY;
  if (pending.has(id) || sinceNoteMs < intervalMs) return;
  pending.add(id);
  const change = { lastUsedAt: now, version: raw('version') };
  const noted = em
    .nativeUpdate(entity, { id } as never, change as never)
    .catch((error: unknown) => {
      if (describeOutage(error) === undefined) throw error;
    })
    .finally(() => pending.delete(id));
  noted.catch(() => {}); // after `maxWaitMs` no caller handles the error any more
  await Promise.race([noted, pause(maxWaitMs, undefined, { ref: false })]);
}

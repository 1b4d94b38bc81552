import { setTimeout as pause } from 'node:timers/promises';
import { raw, type EntityClass, type EntityManager } from '@mikro-orm/core';
import { describeOutage } from '../database/describe-outage.ts';

/** A credential that says when it was last shown. */
interface Used {
  id: string;
  lastUsedAt: Date | null;
}

/** Between two notes of the use of a credential, in milliseconds: reading stays reading. */
const intervalMs = 60_000;

/** The longest time that a request waits for the note, in milliseconds: on SQLite somebody may be writing for long. */
const maxWaitMs = 100;

/** The credentials whose notes are under way. */
const pending = new Set<string>();

/**
 * Notes that a credential was shown, at most once a minute, and not while nothing can be written; no change of the record
 * that its version would count.
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
  noted.catch(() => {}); // who has stopped waiting for it is not told
  await Promise.race([noted, pause(maxWaitMs, undefined, { ref: false })]);
}

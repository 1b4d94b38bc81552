import type { EntityClass, EntityManager } from '@mikro-orm/core';
import type { BaseRecord } from '../database/record.ts';
import { AuditAction, type AuditChange, AuditEntry } from './audit-entry.entity.ts';
import { authorOf } from './author.ts';

/** A record, and what was changed of it or of something that it owns. */
export interface PlainUpdate {
  id: string;
  title: string;
  changes: AuditChange[];
}

/**
 * Counts in the versions of many records, and in their history, a change that plain statements made. A flush does that
 * for what it changes itself; it would have to load everything before, which takes seconds for thousands.
 */
export async function recordUpdates(
  em: EntityManager,
  entity: EntityClass<BaseRecord>,
  updates: PlainUpdate[],
): Promise<void> {
  if (updates.length === 0) return;
  const ids = updates.map(({ id }) => id);
  await em.nativeUpdate(entity, { id: { $in: ids } }, { updatedAt: new Date() }); // which counts the version, too
  const { kind: actorKind, id: actorId, name: actorName, requestId } = authorOf(em);
  for (const { id, title, changes } of updates) {
    const subject = { subjectType: entity.name, subjectId: id, subjectName: title };
    const author = { actorKind, actorId, actorName, requestId };
    em.persist(Object.assign(new AuditEntry(), author, subject, { action: AuditAction.UPDATED, changes }));
  }
  await em.flush(); // its subscribers hear of the entries
}

import type { EntityClass, EntityManager } from '@mikro-orm/core';
import type { BaseRecord } from '../database/record.ts';
import { AuditAction, type AuditChange, AuditEntry } from './audit-entry.entity.ts';
import { authorOf } from './author.ts';
import { noteChanged } from './changed-subjects.ts';

/** A record, and what was changed of it or of something that it owns. */
export interface PlainUpdate {
  id: string;
  title: string;
  changes: AuditChange[];
}

/**
 * Says of many records that they were changed, after plain statements have done so: counts it in their versions, writes
 * the history, and has it told when the transaction commits. A flush does that for what it changes itself; it would have
 * to load everything before, which takes seconds for thousands.
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
  const entries = updates.map(({ id, title, changes }) => {
    const subject = { subjectType: entity.name, subjectId: id, subjectName: title };
    const author = { actorKind, actorId, actorName, requestId };
    return { ...new AuditEntry(), ...author, ...subject, action: AuditAction.UPDATED, changes };
  });
  await em.insertMany(AuditEntry, entries);
  noteChanged(em, entries);
}

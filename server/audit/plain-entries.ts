import type { EntityManager } from '@mikro-orm/core';
import { insertRows } from '../database/plain-rows.ts';
import { AuditEntry, type AuditAction, type AuditChange } from './audit-entry.entity.ts';
import { authorOf } from './author.ts';
import { limited } from './changed-values.ts';
import { entryBy } from './entry-by.ts';
import { noteSubjects } from './audited-subjects.ts';

/** A record, and what plain statements change of it or of something that it owns. */
export interface PlainChange {
  id: string;
  title: string;
  changes: AuditChange[];
}

/**
 * Writes what plain statements do into the history of each record, by such statements as well: a flush takes several times
 * as long. Whoever hears of the commit hears of them.
 */
export async function writeEntries(
  em: EntityManager,
  { entity, action }: { entity: { name: string }; action: AuditAction },
  changed: PlainChange[],
): Promise<void> {
  const author = authorOf(em);
  const entries = changed.map(({ id, title, changes }) =>
    entryBy(author, {
      action,
      subjectType: entity.name,
      subjectId: id,
      subjectName: title,
      changes: limited(changes),
    }),
  );
  await insertRows(em, AuditEntry, entries);
  noteSubjects(em, entries);
}

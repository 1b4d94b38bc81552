import type { EntityManager } from '@mikro-orm/core';
import { insertRows } from '../database/plain-rows.ts';
import { AuditContent, contentsOf } from './audit-content.entity.ts';
import { AuditEntry, type AuditAction, type AuditChange } from './audit-entry.entity.ts';
import { authorOf } from './author.ts';
import { limited } from './changed-values.ts';
import { entryBy } from './entry-by.ts';
import { noteSubjects } from './audited-subjects.ts';

/** A record, and the changes that plain SQL statements make to it or its parts. */
export interface PlainChange {
  id: string;
  title: string;
  changes: AuditChange[];
}

/**
 * Writes the history entries of changes by plain SQL statements, with plain statements as well: a flush takes several
 * times as long. The commit listener is notified of them, too.
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
  const contents = entries.flatMap(contentsOf);
  await insertRows(
    em,
    AuditContent,
    contents.map(({ entry, ...one }) => ({ ...one, entry: entry.id })),
  );
  noteSubjects(em, entries);
}

import type { EntityManager } from '@mikro-orm/core';
import type { AuditAction, AuditChange } from './audit-entry.entity.ts';
import { authorOf } from './author.ts';
import { withinMost } from './changed-values.ts';
import { entryBy } from './entry-by.ts';

/** A record, and what plain statements change of it or of something that it owns. */
export interface PlainChange {
  id: string;
  title: string;
  changes: AuditChange[];
}

/**
 * Writes what plain statements do into the history of each record. The subscribers of the flush hear of the entries, which
 * are forgotten after it: every flush looks at all entities in memory, and thousands may follow in one transaction.
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
      changes: withinMost(changes),
    }),
  );
  em.persist(entries);
  await em.flush();
  for (const entry of entries) em.getUnitOfWork().unsetIdentity(entry);
}

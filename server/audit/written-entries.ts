import type { EntityManager } from '@mikro-orm/core';
import type { ChangedSubject } from '../changes/change.ts';
import type { AuditEntry } from './audit-entry.entity.ts';

const written = new WeakMap<EntityManager, ChangedSubject[]>();

/** Remembers lines of the history that the transaction of an entity manager wrote, until it ends. */
export function noteWritten(em: EntityManager, entries: AuditEntry[]): void {
  const noted = written.get(em) ?? [];
  written.set(em, noted);
  for (const entry of entries) noted.push(subjectOf(entry));
}

/** The lines that the transaction wrote so far. */
export const writtenBy = (em: EntityManager): readonly ChangedSubject[] => written.get(em) ?? [];

/** The transaction has ended. */
export const forgetWritten = (em: EntityManager): void => void written.delete(em);

/** As much of an entry as is told: there may be very many of them before the transaction ends. */
const subjectOf = ({ action, subjectType, subjectId }: AuditEntry): ChangedSubject => ({
  action,
  subjectType,
  subjectId,
});

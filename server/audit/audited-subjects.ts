import type { EntityManager } from '@mikro-orm/core';
import type { ChangedSubject } from '../changes/change.ts';
import type { AuditEntry } from './audit-entry.entity.ts';

const subjectsOf = new WeakMap<EntityManager, ChangedSubject[]>();

/** Stores the subjects of entries that the transaction of an entity manager wrote, until it ends. */
export function noteSubjects(em: EntityManager, entries: AuditEntry[]): void {
  const subjects = subjectsOf.get(em) ?? [];
  subjectsOf.set(em, subjects);
  for (const entry of entries) subjects.push(subjectOf(entry));
}

/** The subjects of all entries that the transaction has written so far. */
export const auditedSubjects = (em: EntityManager): readonly ChangedSubject[] => subjectsOf.get(em) ?? [];

/** Removes them: the transaction has ended. */
export const clearSubjects = (em: EntityManager): void => void subjectsOf.delete(em);

/** Keeps only the fields that are needed: a transaction may write very many entries. */
const subjectOf = ({ action, subjectType, subjectId }: AuditEntry): ChangedSubject => ({
  action,
  subjectType,
  subjectId,
});

import type { EntityManager } from '@mikro-orm/core';
import type { ChangedSubject } from '../database/change.ts';

/** What the transaction of an entity manager has changed so far. */
const changed = new WeakMap<EntityManager, ChangedSubject[]>();

/** Remembers what was changed until its transaction ends: whoever keeps it in memory is told then. */
export function noteChanged(em: EntityManager, subjects: readonly ChangedSubject[]): void {
  const known = changed.get(em);
  if (!known) changed.set(em, [...subjects]);
  else for (const subject of subjects) known.push(subject);
}

/** What the transaction of an entity manager has changed so far. */
export const changedBy = (em: EntityManager): readonly ChangedSubject[] => changed.get(em) ?? [];

/** The transaction has ended. */
export const forgetChanged = (em: EntityManager): boolean => changed.delete(em);

import { LockMode, type EntityManager } from '@mikro-orm/core';
import { quoted, type Problems } from '../errors.ts';
import { Archived } from './archived.entity.ts';
import { keptDays, type ArchivedKind } from './archived-kind.ts';
import { nameKeyOf } from './archived-name.ts';

interface Asked {
  kind: ArchivedKind;
  /** Its id in the archive, or the id or name that the object had. */
  ref: string;
  problems: Problems;
}

/**
 * Finds the archived object that an input names, and locks it until the transaction ends. An id in the archive takes
 * precedence over the id that an object had, and that over a name. Of an object that was deleted several times, the
 * last one is returned.
 * @throws every problem: there is none, or a name is ambiguous
 */
export async function getArchived(em: EntityManager, { kind, ref, problems }: Asked): Promise<Archived> {
  const found = ref === undefined ? [] : await findLatest(em, kind, ref);
  const [latest, other] = found;
  if (ref !== undefined && !latest)
    problems.add('archived', {
      code: 'NOT_FOUND',
      message: `Nothing that was called ${quoted(ref)} is archived as ${kind}.`,
      hint: `Ask for archived: what was deleted is kept for ${keptDays} days.`,
    });
  if (latest && other && other.subjectId !== latest.subjectId)
    problems.add('archived', {
      code: 'CONFLICT',
      message: `Several were called ${quoted(ref)}: ${latest.id} and ${other.id} are the last two.`,
      hint: 'Give the id of the one that you mean.',
    });
  problems.throwIfAny();
  return latest!;
}

/** Finds the last two objects by the first property that matches any. */
async function findLatest(em: EntityManager, kind: ArchivedKind, ref: string): Promise<Archived[]> {
  for (const named of [{ id: ref }, { subjectId: ref }, { nameKey: nameKeyOf(kind, ref) }]) {
    const found = await em.find(Archived, { kind, ...named }, lastTwo);
    if (found.length > 0) return found;
  }
  return [];
}

const lastTwo = {
  orderBy: { at: 'desc', id: 'desc' },
  limit: 2,
  lockMode: LockMode.PESSIMISTIC_WRITE,
} as const;

import { LockMode, type EntityManager } from '@mikro-orm/core';
import type { Problems } from '../errors.ts';
import { Archived, type ArchivedKind } from './archived.entity.ts';

interface Asked {
  kind: ArchivedKind;
  /** Its id in the archive, or the id or name that the object had. */
  ref: string;
  problems: Problems;
}

/**
 * The archived object that an input means, locked until the transaction ends. Of one that was deleted several times it is
 * the last one.
 * @throws every problem: there is none, or a name means several
 */
export async function getArchived(em: EntityManager, { kind, ref, problems }: Asked): Promise<Archived> {
  const named = { $or: [{ id: ref }, { subjectId: ref }, { name: ref }] };
  const found =
    ref === undefined
      ? []
      : await em.find(
          Archived,
          { kind, ...named },
          { orderBy: { at: 'desc', id: 'desc' }, limit: 2, lockMode: LockMode.PESSIMISTIC_WRITE },
        );
  const [latest, other] = found;
  if (ref !== undefined && !latest)
    problems.add('archived', {
      code: 'NOT_FOUND',
      message: `Nothing that was called "${ref}" is archived as ${kind}.`,
      hint: 'Ask for archived: what was deleted is kept for 30 days.',
    });
  if (latest && other && other.subjectId !== latest.subjectId)
    problems.add('archived', {
      code: 'CONFLICT',
      message: `Several were called "${ref}": ${latest.id} and ${other.id} are the last two.`,
      hint: 'Give the id of the one that you mean.',
    });
  problems.stop();
  return latest!;
}

import { setImmediate } from 'node:timers/promises';
import { LockMode, type EntityManager } from '@mikro-orm/core';
import { AuditAction, type AuditEntry } from '../audit/audit-entry.entity.ts';
import { authorOf } from '../audit/author.ts';
import { entryBy } from '../audit/entry-by.ts';
import { contentsInHistory, forgetContents } from '../audit/prune-audit-contents.ts';
import { removeUnusedContents } from '../contents/prune-contents.ts';
import { inTransaction } from '../database/transaction.ts';
import type { Context } from '../graphql/context.ts';
import { Outcome } from '../graphql/payload.ts';
import type { ArchivedInput, PurgePayload } from './archive-types.ts';
import { contentsIn } from './archived-document.ts';
import { Archived } from './archived.entity.ts';
import { keptDays, type ArchivedKind } from './archived-kind.ts';
import { getArchived } from './find-archived.ts';

/**
 * Removes an archived object for good, with the contents of it and of its history that nothing else refers to, and writes
 * a history entry.
 */
export async function purge(
  kind: ArchivedKind,
  { archived: ref }: ArchivedInput,
  { em, problems }: Pick<Context, 'em' | 'problems'>,
): Promise<PurgePayload> {
  const archived = await getArchived(em, { kind, ref, problems });
  await em.nativeDelete(Archived, { id: archived.id });
  const ofHistory = await contentsInHistory(em, archived.subjectId);
  await forgetContents(em, [archived.subjectId]);
  const ofDocument = contentsIn(archived.document).map(({ sha256 }) => sha256);
  await removeUnusedContents(em, [...new Set([...ofHistory, ...ofDocument])]);
  em.persist(entryOf(em, archived));
  return { archived, outcome: Outcome.DELETED };
}

const entryOf = (em: EntityManager, { id, kind, subjectId, name }: Archived): AuditEntry =>
  entryBy(authorOf(em), {
    action: AuditAction.DELETED,
    subjectType: kind,
    subjectId,
    subjectName: name,
    changes: [{ field: 'archived', before: id, after: null }],
  });

/** The maximum number of objects removed at once: the history of each may refer to a thousand contents. */
const maxAtOnce = 50;

/**
 * Removes objects deleted more than `keptDays` ago; pruning contents removes theirs and those of their histories.
 * @returns the number removed
 */
export async function pruneArchive(em: EntityManager, now: Date): Promise<number> {
  const before = new Date(now.getTime() - keptDays * 24 * 60 * 60 * 1000);
  for (let removed = 0; ; await setImmediate()) {
    const count = await inTransaction(em, () => removeSome(em, before));
    removed += count;
    if (count === 0) return removed;
  }
}

/** The objects are locked: one that is restored meanwhile keeps its history. */
async function removeSome(em: EntityManager, before: Date): Promise<number> {
  const old = await em.find(
    Archived,
    { at: { $lt: before } },
    {
      fields: ['id', 'subjectId'],
      orderBy: { at: 'asc' },
      limit: maxAtOnce,
      lockMode: LockMode.PESSIMISTIC_WRITE,
      disableIdentityMap: true,
    },
  );
  const subjects = old.map(({ subjectId }) => subjectId);
  await forgetContents(em, subjects);
  return em.nativeDelete(Archived, { id: { $in: old.map(({ id }) => id) } });
}

import {
  ChangeSetType,
  type EntityManager,
  type EventSubscriber,
  type FlushEventArgs,
} from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { authorOf } from '../audit/author.ts';
import { getsContent } from '../contents/gets-content.ts';
import { placeholdersFor } from '../database/plain-rows.ts';
import { maxRevisions, UserDataRevision } from './user-data-revision.entity.ts';
import { UserData } from './user-data.entity.ts';

/** Stores each new content of a document as a revision, in the same transaction. */
export class RevisionSubscriber implements EventSubscriber {
  async onFlush({ em, uow }: FlushEventArgs): Promise<void> {
    const changes = uow
      .getChangeSets()
      .filter((change) => getsContent(change) && change.entity instanceof UserData)
      .map(({ type, entity }) => ({ isNew: type === ChangeSetType.CREATE, document: entity as UserData }));
    if (changes.length === 0) return;
    const author = authorOf(em);
    const latest = await latestNumbers(
      em,
      changes.flatMap(({ isNew, document }) => (isNew ? [] : document.id)),
    );
    for (const { document } of changes) {
      const number = (latest.get(document.id) ?? 0) + 1;
      uow.computeChangeSet(new UserDataRevision(document, number, author));
      if (number <= maxRevisions) continue;
      const oldest = { userData: document.id, number: { $lte: number - maxRevisions } };
      await em.nativeDelete(UserDataRevision, oldest);
    }
  }
}

/**
 * The numbers of the latest revisions of documents. If another transaction has written one since the document was read,
 * the version of the document differs, and the flush is refused.
 */
async function latestNumbers(em: EntityManager, ids: string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await (em as SqlEntityManager).execute<{ id: string; number: number }[]>(
    `select "user_data_id" as "id", max("number") as "number" from "user_data_revision"
     where "user_data_id" in (${placeholdersFor(ids)}) group by "user_data_id"`,
    ids,
  );
  return new Map(rows.map(({ id, number }) => [id, number]));
}

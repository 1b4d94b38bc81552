import type { EntityManager } from '@mikro-orm/core';
import type { ArchivedDocument, RecordedRevision } from '../archive/archived-document.ts';
import { getBytes } from '../contents/find-contents.ts';
import type { ContentFacts } from '../database/record.ts';
import { revisionId, UserDataRevision } from './user-data-revision.entity.ts';

/** The bytes of an archived document. */
export const contentOfDocument = (em: EntityManager, { spec }: ArchivedDocument): Promise<Uint8Array> =>
  getBytes(em, spec.content as ContentFacts);

/** Gives a document that was created again its earlier revisions; the latest is its current content. */
export async function putBackRevisions(
  em: EntityManager,
  userData: string,
  revisions: RecordedRevision[] = [],
): Promise<void> {
  if (revisions.length === 0) return;
  await em.nativeDelete(UserDataRevision, { userData });
  await em.insertMany(
    UserDataRevision,
    revisions.map(({ at, ...revision }) => ({
      ...revision,
      id: revisionId(userData, revision.number),
      userData,
      at: new Date(at),
    })) as never,
  );
}

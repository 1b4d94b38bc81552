import type { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { authorOf } from '../audit/author.ts';
import { chunksOf } from '../graphql/chunks.ts';
import { contentsIn } from './archived-document.ts';
import { Archived, ArchivedContent, ArchivedKind } from './archived.entity.ts';
import { instanceDocuments } from './instance-documents.ts';
import { namedDocuments } from './named-documents.ts';

/**
 * Keeps objects that are about to be deleted as documents, in the transaction of the deletion: called while their rows are
 * still there. It takes time in their number: rows are read as they are, a table at a time for a chunk of objects.
 */
export async function archive(em: EntityManager, kind: ArchivedKind, ids: string[]): Promise<void> {
  const { kind: actorKind, id: actorId, name: actorName } = authorOf(em);
  for (const some of chunksOf(ids)) {
    const documents =
      kind === ArchivedKind.INSTANCE
        ? await instanceDocuments(em, some)
        : await namedDocuments(em, kind, some);
    const rows = documents.map((document) =>
      Object.assign(new Archived(), {
        kind,
        subjectId: document.status.identity.id,
        name: document.metadata.name,
        actorKind,
        actorId,
        actorName,
        document,
      }),
    );
    await em.insertMany(rows);
    const contents = rows.flatMap(({ id, document }) =>
      contentsIn(document).map(({ sha256 }): Kept => [id, sha256]),
    );
    for (const few of chunksOf(contents)) await keep(em, few);
  }
}

/** The id of an archived object, and the hash of a content that is kept for it. */
type Kept = [archived: string, sha256: string];

/** By a plain statement: a few hundred objects may have fifty thousand revisions. */
async function keep(em: EntityManager, contents: Kept[]): Promise<void> {
  const { tableName, properties } = em.getMetadata().get(ArchivedContent);
  const columns = [properties.archived, properties.sha256].map(({ fieldNames }) => `"${fieldNames[0]}"`);
  await (em as SqlEntityManager).execute(
    `insert into "${tableName}" (${columns.join()}) values ${contents.map(() => '(?, ?)').join()}`,
    contents.flat(),
    'run',
  );
}

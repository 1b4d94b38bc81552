import type { EntityManager } from '@mikro-orm/core';
import { authorOf } from '../audit/author.ts';
import { insertRows } from '../database/plain-rows.ts';
import { contentsIn, type ArchivedDocument } from './archived-document.ts';
import { Archived, ArchivedContent } from './archived.entity.ts';
import type { ArchivedKind } from './archived-kind.ts';
import { nameKeyOf } from './archived-name.ts';

/** Stores the documents of objects that are about to be deleted, in the transaction of the deletion. */
export async function archive(
  em: EntityManager,
  kind: ArchivedKind,
  documents: ArchivedDocument[],
): Promise<void> {
  const { kind: actorKind, id: actorId, name: actorName } = authorOf(em);
  const rows = documents.map((document) =>
    Object.assign(new Archived(), {
      kind,
      subjectId: document.status.identity.id,
      name: document.metadata.name,
      nameKey: nameKeyOf(kind, document.metadata.name),
      actorKind,
      actorId,
      actorName,
      document,
    }),
  );
  await insertRows(em, Archived, rows);
  const contents = rows.flatMap(({ id, document }) =>
    contentsIn(document).map(({ sha256 }) => ({ archived: id, sha256 })),
  );
  await insertRows(em, ArchivedContent, contents);
}

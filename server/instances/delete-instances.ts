import type { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { archive } from '../archive/archive.ts';
import { ArchivedKind } from '../archive/archived.entity.ts';
import type { AuditChange } from '../audit/audit-entry.entity.ts';
import { removalOf } from '../audit/changed-values.ts';
import { recordDeletions } from '../audit/record-deletions.ts';
import type { ContentFacts } from '../database/record.ts';
import { chunksOf } from '../graphql/chunks.ts';
import type { Deletable } from '../records/deletion.ts';
import { ownDocumentPart, UserData } from '../user-data/user-data.entity.ts';
import { Instance } from './instance.entity.ts';
import { instances } from './instance.references.ts';
import { lastPartsOf } from './last-parts.ts';

/** Nobody uses an instance. */
export const deletableInstances: Deletable<Instance> = {
  of: instances,
  property: 'instance',
  machinesWith: (ids) => ({ id: { $in: ids } }),
  remove: deleteInstances,
};

/**
 * Deletes instances with all that belongs to them, their own user-data too, by a few statements for some hundreds. The
 * unit of work would look at everything that it has in memory once for each entity that goes.
 *
 * @param records locked in this transaction, and of them nothing has to be loaded but the instance itself
 */
export async function deleteInstances(em: EntityManager, records: Instance[]): Promise<void> {
  for (const some of chunksOf(records)) await deleteChunk(em, some);
}

async function deleteChunk(em: EntityManager, records: Instance[]): Promise<void> {
  const ids = records.map(({ id }) => id);
  const documents = await ownDocumentsOf(em, records);
  const parts = await lastPartsOf(em, ids);
  const partsOf = ({ id, userData }: Instance): AuditChange[] => {
    const own = userData && documents.get(userData.id);
    return own ? [...parts.get(id)!, ...removalOf(ownDocumentPart(own))] : parts.get(id)!;
  };
  await archive(em, ArchivedKind.INSTANCE, ids);
  await recordDeletions(em, Instance, { records, partsOf });
  await em.nativeDelete(Instance, { id: { $in: ids } });
  if (documents.size > 0) await em.nativeDelete(UserData, { id: { $in: [...documents.keys()] } });
}

/** The documents that are one instance's own, by their ids. */
async function ownDocumentsOf(em: EntityManager, records: Instance[]): Promise<Map<string, ContentFacts>> {
  const ids = records.flatMap(({ userData }) => userData?.id ?? []);
  if (ids.length === 0) return new Map();
  const query = (em as SqlEntityManager).createQueryBuilder(UserData);
  query.select(['id', 'sha256', 'size', 'kind'] as never).where({ id: { $in: ids }, name: null });
  const rows: (ContentFacts & { id: string })[] = await query.execute('all', false);
  return new Map(rows.map((row) => [row.id, row]));
}

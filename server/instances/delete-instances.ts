import type { EntityManager } from '@mikro-orm/core';
import { archive } from '../archive/archive.ts';
import { ArchivedKind } from '../archive/archived-kind.ts';
import { instanceDocuments } from '../archive/instance-documents.ts';
import { chunksByParts, instanceRows } from '../archive/instance-rows.ts';
import { AuditAction } from '../audit/audit-entry.entity.ts';
import { lastValues, mergedByField } from '../audit/changed-values.ts';
import { noteOutcome } from '../audit/outcome.ts';
import { writeEntries } from '../audit/plain-entries.ts';
import { deleteRows, idsIn, plainRows, type Properties } from '../database/plain-rows.ts';
import type { Deletable } from '../records/deletion.ts';
import { UserData } from '../user-data/user-data.entity.ts';
import { Instance } from './instance.entity.ts';
import { instances } from './instance.references.ts';
import { lastParts } from './last-parts.ts';

/** No other record uses an instance, so there are no `users`. */
export const deletableInstances: Deletable<Instance> = {
  of: instances,
  property: 'instance',
  machinesWith: (ids) => ({ id: { $in: ids } }),
  async remove(em, records) {
    const values = records.map(({ id }) => id);
    await deleteInstances(em, await plainRows(em, { entity: Instance, by: 'id', values }));
    for (const record of records) noteOutcome(record, AuditAction.DELETED);
  },
};

/**
 * Deletes instances with all their parts and their own user-data, by a few statements for some hundreds of them. The
 * unit of work would scan all entities in memory once for each deleted one.
 *
 * @param machines their rows, locked in this transaction
 */
export async function deleteInstances(em: EntityManager, machines: Properties[]): Promise<void> {
  for (const some of await chunksByParts(em, machines)) await deleteChunk(em, some);
}

async function deleteChunk(em: EntityManager, machines: Properties[]): Promise<void> {
  const rows = await instanceRows(em, machines);
  const ownDocuments = machines.map(rows.ownDocumentOf).filter((document) => document !== undefined);
  await archive(em, ArchivedKind.INSTANCE, instanceDocuments(rows));
  const deleted = machines.map((machine) => ({
    id: String(machine.id),
    title: String(machine.hostname),
    changes: mergedByField([...lastValues(em, Instance, machine), ...lastParts(machine, rows)]),
  }));
  await writeEntries(em, { entity: Instance, action: AuditAction.DELETED }, deleted);
  await deleteRows(em, { entity: Instance, by: 'id', values: idsIn(machines, 'id') });
  await deleteRows(em, { entity: UserData, by: 'id', values: idsIn(ownDocuments, 'id') });
}

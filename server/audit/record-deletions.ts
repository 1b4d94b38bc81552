import type { EntityClass, EntityManager } from '@mikro-orm/core';
import type { BaseRecord } from '../database/record.ts';
import { AuditAction, type AuditChange } from './audit-entry.entity.ts';
import { lastValues, mergedByField } from './changed-values.ts';
import { noteOutcome } from './outcome.ts';
import { writeEntries } from './plain-entries.ts';

/** Keeps in the history what records were, with their parts, before plain statements delete them. */
export async function recordDeletions<Record extends BaseRecord>(
  em: EntityManager,
  entity: EntityClass<Record>,
  { records, partsOf }: { records: Record[]; partsOf: (record: Record) => AuditChange[] },
): Promise<void> {
  const deleted = records.map((record) => ({
    id: record.id,
    title: record.title,
    changes: mergedByField([...lastValues(em, record), ...partsOf(record)]),
  }));
  await writeEntries(em, { entity, action: AuditAction.DELETED }, deleted);
  for (const record of records) noteOutcome(record, AuditAction.DELETED);
}

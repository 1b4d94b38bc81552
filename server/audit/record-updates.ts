import type { EntityClass, EntityManager } from '@mikro-orm/core';
import type { BaseRecord } from '../database/record.ts';
import { AuditAction } from './audit-entry.entity.ts';
import { type PlainChange, writeEntries } from './plain-entries.ts';

/**
 * Increments the versions of many records that plain SQL statements changed, and writes their history. A flush does
 * that for the entities that it changes, but they have to be loaded first, which takes seconds for thousands.
 */
export async function recordUpdates(
  em: EntityManager,
  entity: EntityClass<BaseRecord>,
  updates: PlainChange[],
): Promise<void> {
  if (updates.length === 0) return;
  const ids = updates.map(({ id }) => id);
  await em.nativeUpdate(entity, { id: { $in: ids } }, { updatedAt: new Date() }); // increments the version, too
  await writeEntries(em, { entity, action: AuditAction.UPDATED }, updates);
}

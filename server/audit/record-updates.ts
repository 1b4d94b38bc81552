import type { EntityClass, EntityManager } from '@mikro-orm/core';
import type { BaseRecord } from '../database/record.ts';
import { AuditAction } from './audit-entry.entity.ts';
import { type PlainChange, writeEntries } from './plain-entries.ts';

/**
 * Counts in the versions of many records, and in their history, a change that plain statements made. A flush does that
 * for what it changes itself; it would have to load everything before, which takes seconds for thousands.
 */
export async function recordUpdates(
  em: EntityManager,
  entity: EntityClass<BaseRecord>,
  updates: PlainChange[],
): Promise<void> {
  if (updates.length === 0) return;
  const ids = updates.map(({ id }) => id);
  await em.nativeUpdate(entity, { id: { $in: ids } }, { updatedAt: new Date() }); // which counts the version, too
  await writeEntries(em, { entity, action: AuditAction.UPDATED }, updates);
}

import { LockMode, type EntityManager } from '@mikro-orm/core';
import type { AuditChange } from '../audit/audit-entry.entity.ts';
import { recordUpdates } from '../audit/record-updates.ts';
import { Instance } from './instance.entity.ts';

export type InstanceChange = [instance: string, change: AuditChange];

/**
 * Changes parts of instances by plain SQL statements, a few hundred at a time. Each instance gets a new version and a
 * history entry, as for any other change.
 *
 * @param change gets the ids and returns the changes of each
 */
export async function changeInstances(
  em: EntityManager,
  ids: string[],
  change: (ids: string[]) => Promise<InstanceChange[]>,
): Promise<void> {
  const instances = await em.find(Instance, { id: { $in: ids } }, locked);
  const changes = Map.groupBy(await change(ids), ([id]) => id);
  const changed = instances.filter(({ id }) => changes.has(id));
  const updates = changed.map(({ id, hostname: title }) => ({
    id,
    title,
    changes: changes.get(id)!.map(([, one]) => one),
  }));
  await recordUpdates(em, Instance, updates);
}

/** Every transaction locks in the same order, so that two of them cannot deadlock. */
const locked = {
  fields: ['hostname'],
  orderBy: { id: 'asc' },
  lockMode: LockMode.PESSIMISTIC_WRITE,
  disableIdentityMap: true,
} as const;

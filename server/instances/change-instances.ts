import { LockMode, type EntityManager } from '@mikro-orm/core';
import type { AuditChange } from '../audit/audit-entry.entity.ts';
import { recordUpdates } from '../audit/record-updates.ts';
import { Instance } from './instance.entity.ts';

export type InstanceChange = [instance: string, change: AuditChange];

/**
 * Changes parts of instances by plain statements, a few hundred at a time. The version and the history of each tell of it
 * as of any other change.
 *
 * @param change is told the ids, and says what it changed of each
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

/** In one order for all, so that two who lock some of the same wait for each other and not in a circle. */
const locked = {
  fields: ['hostname'],
  orderBy: { id: 'asc' },
  lockMode: LockMode.PESSIMISTIC_WRITE,
  disableIdentityMap: true,
} as const;

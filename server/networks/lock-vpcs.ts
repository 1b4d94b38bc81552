import { LockMode, type EntityManager } from '@mikro-orm/core';
import { Vpc } from './vpc.entity.ts';

/**
 * Locks VPCs against changes and new subnets by others until the transaction ends: no constraint of the database could
 * make sure that blocks do not overlap.
 */
export async function lockVpcs(em: EntityManager, vpcs: (Vpc | undefined)[]): Promise<void> {
  const ids = [...new Set(vpcs.flatMap((vpc) => vpc?.id ?? []))];
  if (ids.length === 0) return;
  const options = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true, orderBy: { id: 'asc' } } as const;
  await em.find(Vpc, { id: { $in: ids } }, options);
}

import { LockMode, type EntityManager } from '@mikro-orm/core';
import { Vpc } from './vpc.entity.ts';

/**
 * Lets nobody else change these VPCs or give them subnets until the transaction ends: that blocks do not overlap is
 * nothing a constraint of the database could see to.
 */
export async function lockVpcs(em: EntityManager, vpcs: (Vpc | undefined)[]): Promise<void> {
  const ids = [...new Set(vpcs.flatMap((vpc) => vpc?.id ?? []))];
  if (ids.length === 0) return;
  const how = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true, orderBy: { id: 'asc' } } as const;
  await em.find(Vpc, { id: { $in: ids } }, how);
}

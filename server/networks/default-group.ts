import type { EntityManager } from '@mikro-orm/core';
import { acquireAdvisoryLock } from '../database/transaction.ts';
import { SecurityGroup } from './security-group.entity.ts';

/** The group of interfaces that name no other group, as in EC2. */
export const defaultGroupName = 'default';

/** Finds or makes the default group, under a lock, so that concurrent requests make it only once. */
export async function defaultGroup(em: EntityManager): Promise<SecurityGroup> {
  const find = () => em.findOne(SecurityGroup, { name: defaultGroupName });
  const found = await find();
  if (found) return found;
  await acquireAdvisoryLock(em, 'default security group');
  return (await find()) ?? new SecurityGroup(defaultGroupName);
}

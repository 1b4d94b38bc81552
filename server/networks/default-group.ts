import type { EntityManager } from '@mikro-orm/core';
import { acquireAdvisoryLock } from '../database/transaction.ts';
import { SecurityGroup } from './security-group.entity.ts';

/** The group of interfaces that are given no other, as in EC2. */
export const defaultGroupName = 'default';

/** The default group, new where nobody made it yet: two who need it at the same moment make it once. */
export async function defaultGroup(em: EntityManager): Promise<SecurityGroup> {
  const find = () => em.findOne(SecurityGroup, { name: defaultGroupName });
  const found = await find();
  if (found) return found;
  await acquireAdvisoryLock(em, 'default security group');
  return (await find()) ?? new SecurityGroup(defaultGroupName);
}

import { LockMode, type EntityManager } from '@mikro-orm/core';
import { Instance } from '../instances/instance.entity.ts';

/** The instances of some ids that are still there, locked until the transaction ends against everybody who would change them. */
export const lockedInstances = (em: EntityManager, ids: string[]): Promise<Instance[]> =>
  em.find(Instance, { id: { $in: ids } }, { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } });

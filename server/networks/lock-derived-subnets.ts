import type { EntityManager } from '@mikro-orm/core';
import { acquireAdvisoryLock, type LockShare } from '../database/transaction.ts';

/**
 * Locks which subnet an address lies in until the transaction ends: shared by those who place interfaces by their
 * addresses, exclusively by those who give subnets their blocks. Neither would see what the other has not committed yet.
 */
export const lockDerivedSubnets = (em: EntityManager, share: LockShare): Promise<void> =>
  acquireAdvisoryLock(em, 'cloudmeta derived subnets', share);

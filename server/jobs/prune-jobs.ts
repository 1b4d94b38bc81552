import type { EntityManager } from '@mikro-orm/core';
import { inTransaction } from '../database/transaction.ts';
import { Job } from './job.entity.ts';

/** The time for which ended jobs are kept, in milliseconds. */
const keptMs = 7 * 24 * 3600_000;

/** Removes the jobs that ended more than a week ago. */
export async function pruneJobs(em: EntityManager, now: Date): Promise<void> {
  const old = { endedAt: { $lt: new Date(now.getTime() - keptMs) } };
  if ((await em.count(Job, old)) > 0) await inTransaction(em, () => em.nativeDelete(Job, old));
}

import { LockMode, raw, type EntityManager, type FilterQuery } from '@mikro-orm/core';
import { Job, unended } from './job.entity.ts';

/** A server that works on jobs, and the present moment. */
export interface Runner {
  runner: string;
  now: Date;
}

const states = unended.map((state) => `'${state}'`).join(', ');

/** Selects the oldest job of each user or token that has not ended: only that one runs. */
const firstOfEach = `select one.id from job one where one.state in (${states}) and not exists (
  select 1 from job earlier where earlier.actor_id = one.actor_id and earlier.state in (${states})
    and (earlier.created_at, earlier.id) < (one.created_at, one.id))`;

/** Matches the jobs that may run now and that no other server works on. */
const readyFor = ({ runner, now }: Runner): FilterQuery<Job> => ({
  state: { $in: unended },
  id: { $in: raw(firstOfEach) },
  $or: [{ leasedUntil: null }, { leasedUntil: { $lte: now } }, { runner }],
});

/** True if there is a job to work on. The read does not wait for writers. */
export const isAnyReady = async (em: EntityManager, by: Runner): Promise<boolean> =>
  (await em.findOne(Job, readyFor(by), { fields: ['id'], disableIdentityMap: true })) !== null;

/**
 * Locks the job to work on next until the transaction ends: one that has not begun, else the one whose last chunk was
 * the longest ago. Null if there is none, or other servers have locked all.
 */
export const takeJob = (em: EntityManager, by: Runner): Promise<Job | null> =>
  em.findOne(Job, readyFor(by), {
    orderBy: [{ leasedUntil: 'asc nulls first' }, { createdAt: 'asc' }],
    lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE,
  });

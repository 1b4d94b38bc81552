import type { FilterQuery } from '@mikro-orm/core';
import { may, type Actor } from '../access/actor.ts';
import type { Job } from './job.entity.ts';

/** Matches the jobs that a caller may see, or the one with an id: their own, or all with the permission users:read. */
export const jobsOf = (actor: Actor, id?: string): FilterQuery<Job> => ({
  ...(id === undefined ? {} : { id }),
  ...(may(actor, 'users:read') ? {} : { actorId: 'id' in actor ? actor.id : '' }),
});

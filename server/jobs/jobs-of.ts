import type { FilterQuery } from '@mikro-orm/core';
import { may, type Actor } from '../access/actor.ts';
import type { Job } from './job.entity.ts';

/** The jobs that somebody sees, or the one of them with an id: their own, and everybody's where they see who there is. */
export const jobsOf = (actor: Actor, id?: string): FilterQuery<Job> => ({
  ...(id === undefined ? {} : { id }),
  ...(may(actor, 'users:read') ? {} : { actorId: 'id' in actor ? actor.id : '' }),
});

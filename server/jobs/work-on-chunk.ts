import { LockMode, type EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { actorNow } from '../access/actor-now.ts';
import { may } from '../access/actor.ts';
import { setAuthor } from '../audit/author.ts';
import type { Config } from '../config.ts';
import { inTransaction } from '../database/transaction.ts';
import { failureOf } from './job-failure.ts';
import { jobKinds } from './job-kinds.ts';
import { JobTarget } from './job-target.entity.ts';
import { Job, JobState } from './job.entity.ts';
import { takeJob, type Runner } from './take-job.ts';

/** The time after the start of a chunk until other servers take over its job, in milliseconds. */
const leaseMs = 30_000;

export interface ChunkParts extends Runner {
  em: EntityManager;
  config: Config;
  /** The number of records of a job to work on. */
  sizeFor(job: Job): number;
}

/** A chunk that could not be worked on: nothing of it was done. */
export class ChunkError extends Error {
  override name = 'ChunkError';

  constructor(
    readonly job: Job,
    readonly ids: string[],
    cause: unknown,
  ) {
    super(`A chunk of ${job.id} failed.`, { cause });
  }
}

/**
 * Works on the next records of a job in one transaction: they are removed from its targets, worked on and counted, or
 * none of that. So even if a server crashes, no record is worked on twice and none is left out.
 *
 * @returns the job after the chunk; undefined if there is none to work on
 * @throws ChunkError
 */
export function workOnChunk(parts: ChunkParts): Promise<Job | undefined> {
  const { em } = parts;
  return inTransaction(em, async () => {
    const job = await takeJob(em, parts);
    if (!job) return undefined;
    setAuthor(em, () => job.author);
    const size = parts.sizeFor(job);
    const ids = await takeTargets(em, job, size);
    try {
      await workOn(ids, job, parts);
      if (ids.length < size && !job.isEnded) job.finish(parts.now);
      await em.flush();
    } catch (error) {
      throw new ChunkError(job, ids, error);
    }
    return job;
  });
}

async function workOn(ids: string[], job: Job, { em, config, runner, now }: ChunkParts): Promise<void> {
  const { needs, obstacle, work } = jobKinds[job.kind];
  job.lease(runner, { now, until: new Date(now.getTime() + leaseMs) });
  const actor = await actorNow(em, job.actorId, now);
  const context = { em, actor, config };
  const error = may(actor, needs)
    ? await obstacle?.(job.input, context)
    : `${job.actorName} has the permission ${needs} no more.`;
  if (error !== undefined) return stopJob(em, job, { now, error });
  const failures = ids.length > 0 ? await work(ids, job.input, context) : [];
  job.count(ids.length, failures);
}

async function stopJob(em: EntityManager, job: Job, why: { now: Date; error: string }): Promise<void> {
  job.stop(JobState.FAILED, why);
  await em.nativeDelete(JobTarget, { job: job.id });
}

/** Removes the next records from the targets; they return only if this transaction is rolled back. */
async function takeTargets(em: EntityManager, { id }: Job, limit: number): Promise<string[]> {
  const taken = await (em as SqlEntityManager).execute<{ record: string }[]>(
    `delete from "job_target" where "job" = ? and "record" <= (select max("record") from (
      select "record" from "job_target" where "job" = ? order by "record" limit ?) as "next") returning "record"`,
    [id, id, limit],
  );
  return taken.map(({ record }) => record);
}

/** Counts a record as failed that could not be worked on because of an unexpected error. */
export function giveUp(em: EntityManager, { job: { id }, ids }: ChunkError, now: Date): Promise<void> {
  return inTransaction(em, async () => {
    const job = await em.findOneOrFail(Job, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    const targets = { job: id, record: { $in: ids } };
    if (job.isEnded || (await em.nativeDelete(JobTarget, targets)) === 0) return;
    job.count(
      ids.length,
      ids.map((record) => failureOf({ id: record, title: null }, unexpected)),
    );
    if ((await em.count(JobTarget, { job: id })) === 0) job.finish(now);
  });
}

const unexpected = {
  code: 'INTERNAL_SERVER_ERROR',
  message: 'Something went wrong here. The log of the server says what.',
} as const;

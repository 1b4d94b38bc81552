import type { EntityClass, EntityManager, FilterQuery } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { AuditAction, type AuditChange } from '../audit/audit-entry.entity.ts';
import { authorOf } from '../audit/author.ts';
import { writeEntries } from '../audit/plain-entries.ts';
import { acquireAdvisoryLock } from '../database/transaction.ts';
import { RateLimited } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import { JobTarget } from './job-target.entity.ts';
import { Job, unended, type JobKind } from './job.entity.ts';

/** The maximum number of jobs of one user or token that have not ended. */
const maxUnended = 10;

/** The time after which one of them may have ended, in seconds. */
const retryAfterSeconds = 10;

/** The maximum number of records of a job: that many are inserted within a second or two. */
export const maxTargets = 250_000;

/** A job to be made: its work and its records. */
export interface NewJob<Entity> {
  kind: JobKind;
  input?: object;
  entity: EntityClass<Entity>;
  where: FilterQuery<Entity>;
}

/**
 * Makes a job of the caller for the records that match the condition now. If there are too many, `total` is greater
 * than `maxTargets`; then the caller of this function has to refuse the transaction.
 * @throws RATE_LIMITED if too many jobs of the caller have not ended
 */
export async function makeJob<Entity extends { id: string }>(
  { em, clock }: Pick<Context, 'em' | 'clock'>,
  { kind, input, entity, where }: NewJob<Entity>,
): Promise<Job> {
  const { kind: actorKind, id, name: actorName, requestId } = authorOf(em);
  const actorId = id!; // only users and tokens can make jobs
  await expectRoom(em, actorId);
  const facts = { kind, actorKind, actorId, actorName, requestId: requestId!, createdAt: clock() };
  const job = Object.assign(new Job(facts), { input: input ?? null });
  job.total = await addTargets(em, job, { entity, where });
  em.persist(job);
  const changes = Object.entries({ kind, total: job.total, ...input }).map(([field, after]): AuditChange => ({
    field,
    before: null,
    after,
  }));
  await writeEntries(em, { entity: Job, action: AuditAction.CREATED }, [
    { id: job.id, title: job.title, changes },
  ]);
  return job;
}

async function expectRoom(em: EntityManager, actorId: string): Promise<void> {
  await acquireAdvisoryLock(em, `jobs of ${actorId}`);
  if ((await em.count(Job, { actorId, state: { $in: unended } })) < maxUnended) return;
  throw new RateLimited(
    `You have ${maxUnended} jobs that have not ended, and there are at most ${maxUnended}: wait for one, or cancel one.`,
    retryAfterSeconds,
  );
}

/** Evaluates the condition once, in the database alone. @returns the number of records, at most `maxTargets` + 1 */
async function addTargets<Entity>(
  em: EntityManager,
  job: Job,
  { entity, where }: Pick<NewJob<Entity>, 'entity' | 'where'>,
): Promise<number> {
  const sql = em as SqlEntityManager;
  const ids = sql
    .createQueryBuilder(entity as EntityClass<{ id: string }>)
    .select('id')
    .distinct();
  const found = ids.where(where as never).toRaw();
  const { tableName, properties } = em.getMetadata().get(JobTarget);
  const columns = [properties.job, properties.record].map(({ fieldNames }) => `"${fieldNames[0]}"`);
  const { affectedRows } = await sql.execute<{ affectedRows: number }>(
    `insert into "${tableName}" (${columns.join(', ')}) select ?, found.id from (?) as found limit ${maxTargets + 1}`,
    [job.id, found],
    'run',
  );
  return affectedRows;
}

import { LockMode, type FilterQuery } from '@mikro-orm/core';
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { ownObjects } from '../access/own-objects.ts';
import { Needs } from '../access/permission.ts';
import { AuditAction } from '../audit/audit-entry.entity.ts';
import { authorOf } from '../audit/author.ts';
import { writeEntries } from '../audit/plain-entries.ts';
import { quoted } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import { connectionOf, findPage, PageArgs } from '../graphql/page.ts';
import { JobFailure } from './job-failure.ts';
import { JobTarget } from './job-target.entity.ts';
import { Job, JobState, maxFailures } from './job.entity.ts';

const JobConnection = connectionOf(Job, 'A job');

@InputType({ description: 'A filter for jobs; all given conditions must hold.' })
class JobFilter {
  @Field(() => JobState, { nullable: true, description: 'Jobs in this state.' })
  state?: JobState | null;
}

@ArgsType()
class JobListArgs extends PageArgs {
  @Field(() => JobFilter, { nullable: true, description: 'Only objects that meet all conditions.' })
  filter?: JobFilter | null;
}

@InputType({ description: 'The input to cancel a job.' })
class CancelJobInput {
  @Field(() => ID, { description: 'The id of the job.' })
  id!: string;
}

@ObjectType({ description: 'The result of a mutation of a job.', simpleResolvers: true })
class JobPayload {
  @Field(() => Job, { nullable: true, description: 'The job as it is now.' })
  job!: Job;
}

@Resolver(() => Job)
export class JobResolver {
  @Query(() => Job, {
    nullable: true,
    description: 'Looks up a job by its id; null if there is none, or if it belongs to another caller.',
  })
  @Needs('instances:read')
  job(@Arg('id', () => ID, { description: 'The prefixed id.' }) id: string, @Ctx() { em, actor }: Context) {
    return em.findOne(Job, { id, ...ownObjects(actor) });
  }

  @Query(() => JobConnection, {
    description:
      'The jobs of the caller, or of all callers for the roles AUDITOR and SUPERUSER, latest first. Jobs that have ended are kept for 7 days.',
  })
  @Needs('instances:read')
  jobs(@Args(() => JobListArgs) args: JobListArgs, @Ctx() { em, actor }: Context) {
    const state = args.filter?.state;
    const where: FilterQuery<Job> = { ...ownObjects(actor), ...(state ? { state } : {}) };
    return findPage(em, Job, { list: 'jobs', args, where, order: { createdAt: 'desc' } });
  }

  @FieldResolver(() => [JobFailure], {
    description: `The reasons why objects were left unchanged, for the first ${maxFailures}; \`failed\` counts all.`,
  })
  failures(
    @Root() { failures }: Job,
    @Arg('first', () => Int, { nullable: true, description: `The first N failures; at most ${maxFailures}.` })
    first: number | null,
  ) {
    return failures.slice(0, first ?? maxFailures);
  }

  @Mutation(() => JobPayload, {
    description:
      'Cancels a job before its next 500 objects; what is done stays done, and the job reports it.',
  })
  @Needs('instances:write')
  async cancelJob(@Arg('input', () => CancelJobInput) { id }: CancelJobInput, @Ctx() context: Context) {
    const { em, actor, problems, clock } = context;
    // the lock waits for a running chunk
    const job = await em.findOne(Job, { id: id ?? '', ...ownObjects(actor) }, locked);
    if (!job && id !== undefined)
      problems.add('id', { code: 'NOT_FOUND', message: `The job ${quoted(id)} does not exist.` });
    problems.throwIfAny();
    if (!job!.isEnded) await cancel(job!, em, clock());
    return { job };
  }
}

const locked = { lockMode: LockMode.PESSIMISTIC_WRITE } as const;

async function cancel(job: Job, em: Context['em'], now: Date): Promise<void> {
  const { id, title, state: before } = job;
  job.stop(JobState.CANCELLED, { now, error: `${authorOf(em).name} cancelled it.` });
  await em.nativeDelete(JobTarget, { job: id });
  const changes = [{ field: 'state', before, after: job.state }];
  await writeEntries(em, { entity: Job, action: AuditAction.UPDATED }, [{ id, title, changes }]);
}

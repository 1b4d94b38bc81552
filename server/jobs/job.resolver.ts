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
import { jobsOf } from './jobs-of.ts';

const JobConnection = connectionOf(Job, 'A job');

@InputType({ description: 'Which jobs; every condition given has to hold.' })
class JobFilter {
  @Field(() => JobState, { nullable: true, description: 'That are so far.' })
  state?: JobState | null;
}

@ArgsType()
class JobListArgs extends PageArgs {
  @Field(() => JobFilter, { nullable: true, description: 'Only those for which every condition holds.' })
  filter?: JobFilter | null;
}

@InputType({ description: 'A job to cancel.' })
class CancelJobInput {
  @Field(() => ID, { description: 'The job.' })
  id!: string;
}

@ObjectType({ description: 'What a mutation did to a job.', simpleResolvers: true })
class JobPayload {
  @Field(() => Job, { nullable: true, description: 'The job as it is now.' })
  job!: Job;
}

@Resolver(() => Job)
export class JobResolver {
  @Query(() => Job, {
    nullable: true,
    description: "The job with an id; null when there is none, or it is another caller's.",
  })
  @Needs('instances:read')
  job(@Arg('id', () => ID, { description: 'The prefixed id.' }) id: string, @Ctx() { em, actor }: Context) {
    return em.findOne(Job, jobsOf(actor, id));
  }

  @Query(() => JobConnection, {
    description:
      'The jobs of the caller, the latest first; of all callers for the roles AUDITOR and SUPERUSER. Those that ended are kept for 7 days.',
  })
  @Needs('instances:read')
  jobs(@Args(() => JobListArgs) args: JobListArgs, @Ctx() { em, actor }: Context) {
    const state = args.filter?.state;
    const where: FilterQuery<Job> = { $and: [jobsOf(actor), state ? { state } : {}] };
    return findPage(em, Job, { list: 'jobs', args, where, order: { createdAt: 'desc' } });
  }

  @FieldResolver(() => [JobFailure], {
    description: `Why objects were left as they are: of the first ${maxFailures}; \`failed\` counts all.`,
  })
  failures(
    @Root() { failures }: Job,
    @Arg('first', () => Int, { nullable: true, description: `How many, at most ${maxFailures}.` })
    first: number | null,
  ) {
    return failures.slice(0, first ?? maxFailures);
  }

  @Mutation(() => JobPayload, {
    description: 'Ends a job before its next 500 objects: what was done stays done, as it then says.',
  })
  @Needs('instances:write')
  async cancelJob(@Arg('input', () => CancelJobInput) { id }: CancelJobInput, @Ctx() context: Context) {
    const { em, actor, problems, clock } = context;
    // the lock waits for a running chunk
    const job = await em.findOne(Job, jobsOf(actor, id ?? ''), { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!job && id !== undefined)
      problems.add('id', { code: 'NOT_FOUND', message: `The job ${quoted(id)} does not exist.` });
    problems.throwIfAny();
    if (!job!.isEnded) await cancel(job!, em, clock());
    return { job };
  }
}

async function cancel(job: Job, em: Context['em'], now: Date): Promise<void> {
  const { id, title, state: before } = job;
  job.stop(JobState.CANCELLED, { now, error: `${authorOf(em).name} cancelled it.` });
  await em.nativeDelete(JobTarget, { job: id });
  const changes = [{ field: 'state', before, after: job.state }];
  await writeEntries(em, { entity: Job, action: AuditAction.UPDATED }, [{ id, title, changes }]);
}

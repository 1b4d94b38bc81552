import type { FilterQuery } from '@mikro-orm/core';
import { Arg, Ctx, Field, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { Needs } from '../access/permission.ts';
import type { Context } from '../graphql/context.ts';
import { findByRefs, missing } from '../graphql/references.ts';
import { conditionOf, isEverything } from '../instances/filter-instances.ts';
import { Instance } from '../instances/instance.entity.ts';
import { instances } from '../instances/instance.references.ts';
import {
  type ByFilterInput,
  DeleteInstancesByFilterInput,
  UpdateInstancesByFilterInput,
} from './instances-by-filter.inputs.ts';
import { Job, JobKind } from './job.entity.ts';
import { makeJob, maxTargets } from './make-job.ts';
import { planPatch } from './plan-patch.ts';

@ObjectType({
  description: 'The result of a mutation of all instances that match a filter.',
  simpleResolvers: true,
})
class InstancesByFilterPayload {
  @Field(() => Int, { description: 'The number of instances that match.' })
  count!: number;
  @Field(() => Job, { nullable: true, description: 'The job that does the work; null in a dry run.' })
  job!: Job | null;
}

@Resolver()
export class InstancesByFilterResolver {
  @Mutation(() => InstancesByFilterPayload, {
    description:
      'Creates a job that updates all instances that match a filter, 500 at a time; returns their number at once.',
  })
  @Needs('instances:write')
  async updateInstancesByFilter(
    @Arg('input', () => UpdateInstancesByFilterInput) input: UpdateInstancesByFilterInput,
    @Ctx() context: Context,
  ) {
    const patch = await planPatch(context.em, input.patch, context.problems.at('patch'));
    const where = await selectedBy(input, context);
    return begin({ kind: JobKind.UPDATE_INSTANCES, input: patch, where }, input, context);
  }

  @Mutation(() => InstancesByFilterPayload, {
    description:
      'Creates a job that deletes all instances that match a filter, 500 at a time; returns their number at once.',
  })
  @Needs('instances:write')
  async deleteInstancesByFilter(
    @Arg('input', () => DeleteInstancesByFilterInput) input: DeleteInstancesByFilterInput,
    @Ctx() context: Context,
  ) {
    const where = await selectedBy(input, context);
    return begin({ kind: JobKind.DELETE_INSTANCES, where }, input, context);
  }
}

type Selected = FilterQuery<Instance>;

/** Builds the condition of the selected instances. @throws every problem of the input at once */
async function selectedBy(
  input: ByFilterInput,
  { em, problems }: Pick<Context, 'em' | 'problems'>,
): Promise<Selected> {
  const { except = [] } = input;
  if (isEverything(input) && !input.all && !problems.any)
    problems.add('all', {
      code: 'BAD_USER_INPUT',
      message: 'Nothing narrows this down: it would be about every instance.',
      hint: 'Give a filter or a search, or say all: true.',
    });
  const condition = await conditionOf(em, input, problems);
  const refs = except ?? [];
  const found = await findByRefs(em, instances, refs.filter(Boolean));
  for (const [index, ref] of refs.entries())
    if (ref !== undefined && !found.has(ref)) problems.add(['except', index], missing(instances, ref));
  problems.throwIfAny();
  const kept = [...found.values()].map(({ id }) => id);
  return kept.length > 0 ? ({ $and: [condition, { id: { $nin: kept } }] } as Selected) : condition;
}

async function begin(
  { where, ...newJob }: { kind: JobKind; input?: object; where: Selected },
  { dryRun }: ByFilterInput,
  context: Context,
): Promise<InstancesByFilterPayload> {
  const { em, problems } = context;
  const job = dryRun ? null : await makeJob(context, { ...newJob, entity: Instance, where });
  const count = job ? job.total : await em.count(Instance, where);
  if (count > maxTargets)
    problems.add('filter', {
      code: 'BAD_USER_INPUT',
      message: `A job is about at most ${maxTargets} instances, and these are more.`,
      hint: 'Narrow them down, and make a job for each part.',
    });
  problems.throwIfAny();
  return { count, job };
}
